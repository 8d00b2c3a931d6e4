//! Escalations: finding the requests that have to be looked at, and each look carried out.

use std::time::{Duration, Instant};

use frontdesk::domain::intent::Timer;
use frontdesk::domain::request::TimerKind;
use frontdesk::store;
use futures_util::future::join_all;

use super::Bench;
use super::timing::{line, print};

/// As many as delivery takes at once.
const AT_ONCE: i64 = 100;
/// So many times at most: hundreds of requests, many of which are due once more right after.
const ROUNDS: usize = 30;

pub async fn time(bench: &Bench) -> anyhow::Result<()> {
    line("sweep: when the next look is due", async |_| {
        let mut tx = bench.desk.store.read().await?;
        store::requests::next_look(&mut tx).await?;
        Ok(())
    })
    .await?;
    line("sweep: the hundred that are due longest", async |_| {
        let mut tx = bench.desk.store.read().await?;
        store::requests::looks_due(&mut tx, bench.now(), AT_ONCE).await?;
        Ok(())
    })
    .await?;
    let due = {
        let mut tx = bench.desk.store.read().await?;
        store::requests::looks_due(&mut tx, bench.now(), i64::MAX).await?
    };
    let mut each = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let done = sweep(bench).await?;
        if done == 0 {
            break;
        }
        each.extend(vec![begun.elapsed() / done; usize::try_from(done)?]);
    }
    let all: Duration = each.iter().sum();
    print("sweep: a look carried out, a hundred at once", each);
    println!(
        "\n{} requests were due to be looked at; the looks took {:.1} s in all",
        due.len(),
        all.as_secs_f64()
    );
    Ok(())
}

/// Carries out what is due, as delivery does; returns how many looks those were.
async fn sweep(bench: &Bench) -> anyhow::Result<u32> {
    let looks = {
        let mut tx = bench.desk.store.read().await?;
        store::requests::looks_due(&mut tx, bench.now(), AT_ONCE).await?
    };
    let looks = looks.into_iter().map(async |request| {
        let kind = TimerKind::Look;
        bench.desk.fire(Timer::Request { request, kind }).await
    });
    let done = join_all(looks).await;
    let count = u32::try_from(done.len())?;
    for look in done {
        look?;
    }
    Ok(count)
}
