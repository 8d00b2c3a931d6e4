//! Several desks on one database: each thing is said once, in order, whoever says it.

use std::sync::Arc;
use std::time::Duration;

use frontdesk::app::App;
use frontdesk::store::{self, Store};
use futures_util::FutureExt;
use futures_util::future::join_all;
use sqlx::{Connection, PgConnection};
use tokio::sync::Semaphore;

use crate::bench::{Bench, CONFIG, HOUR, TRIAGE};
use crate::crash::{Machine, asks};
use crate::engine::{self, Home};

/// Lets all of them work at the same time until nothing is due.
async fn settle(bench: &Bench, apps: &[&Arc<App>]) {
    for _ in 0..500 {
        bench.slack.settled().await;
        let sent = join_all(apps.iter().map(|app| app.delivery.tick())).await;
        if sent.into_iter().map(Result::unwrap).sum::<usize>() > 0 {
            continue;
        }
        match bench.app.delivery.next_due().await.unwrap() {
            Some(at) if at - bench.clock.now() <= 60_000 => {
                bench.clock.advance((at - bench.clock.now()).max(1));
            }
            _ => return,
        }
    }
    panic!("the outbox does not come to rest");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn three_replicas_say_each_thing_once_and_in_order() {
    let bench = Bench::start().await;
    let others = [bench.second(CONFIG).await, bench.second(CONFIG).await];
    let apps = [&bench.app, &others[0], &others[1]];
    for n in 0..12 {
        bench.asks("ana", &format!("screen {n:02} is black")).await;
        if n % 3 == 0 {
            settle(&bench, &apps).await;
        }
    }
    settle(&bench, &apps).await;
    // Bench itself looks for what was said twice, when it ends.
    let cards: Vec<String> = (bench.slack.messages(TRIAGE).iter())
        .map(|card| card.plain().to_owned())
        .collect();
    let order: Vec<usize> = (0..12)
        .map(|n| {
            let words = format!("screen {n:02} is black");
            let found = cards.iter().position(|card| card.contains(&words));
            found.unwrap_or_else(|| panic!("{words} is missing"))
        })
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(bench.outbox(true).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_timer_fires_once() {
    let bench = Bench::start().await;
    let other = bench.second(CONFIG).await;
    bench.files("ana", "screen is black").await;
    // Over the next morning: the daily digest falls due for both at once.
    bench.clock.advance(23 * HOUR);
    settle(&bench, &[&bench.app, &other]).await;
    let said = bench.slack.messages(TRIAGE);
    let digests = said.iter().filter(|m| m.reads("daily digest"));
    assert_eq!(digests.count(), 1);
}

/// A note that counts: one more with each write.
async fn counts(store: &Store) -> Result<(), store::Error> {
    store
        .write(|tx| {
            async move {
                let old = store::notes::get(tx, "count").await?;
                let old: i64 = old.map_or(0, |n| n.parse().unwrap());
                store::notes::set(tx, "count", &(old + 1).to_string()).await
            }
            .boxed()
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn whatever_is_decided_rests_on_what_was_decided_before() {
    let home = Home::postgres().await;
    let stores = [home.open().await, home.open().await, home.open().await];
    let all = stores
        .iter()
        .flat_map(|store| (0..100).map(move |_| counts(store)));
    for done in join_all(all).await {
        done.unwrap();
    }
    let count = "SELECT value FROM notes WHERE key = 'count'";
    assert_eq!(home.look().await.text(count).await.unwrap(), "300");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn replicas_that_start_together_share_the_migration() {
    let home = Home::empty().await;
    let stores = join_all((0..4).map(|_| home.open())).await;
    let before = counts(&stores[3]).await;
    before.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn one_that_stands_still_in_its_transaction_loses_it_and_holds_up_nobody_for_long() {
    let home = Home::postgres().await;
    let (still, other) = (home.open().await, home.open().await);
    // Closed, it lets everybody through.
    let gate = Arc::new(Semaphore::new(0));
    let first = tokio::spawn({
        let (still, gate) = (still.clone(), gate.clone());
        async move {
            let work: Result<(), store::Error> = still
                .write(move |tx| {
                    let gate = gate.clone();
                    async move {
                        store::notes::set(tx, "from", "the one that stood still").await?;
                        let _ = gate.acquire().await;
                        Ok(())
                    }
                    .boxed()
                })
                .await;
            work
        }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let began = std::time::Instant::now();
    counts(&other).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(8));
    gate.close();
    assert!(first.await.unwrap().is_err());
    let kept = "SELECT value FROM notes WHERE key = 'from'";
    assert_eq!(home.look().await.text(kept).await, None);
    counts(&still).await.unwrap();
}

/// In real time: ten seconds of waiting for a turn.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_turn_that_does_not_come_is_a_clear_error_and_the_next_one_works() {
    let home = Home::postgres().await;
    let store = home.open().await;
    let mut other = PgConnection::connect(&home.url).await.unwrap();
    let hold = "BEGIN; SELECT pg_advisory_xact_lock(7310582213)";
    engine::run(&mut other, hold.to_owned()).await;
    let refused = counts(&store).await.unwrap_err();
    assert!(refused.to_string().contains("lock timeout"), "{refused}");
    engine::run(&mut other, "ROLLBACK".to_owned()).await;
    counts(&store).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_database_that_goes_away_is_said_and_comes_back_without_a_restart() {
    let bench = Bench::start().await;
    let name = bench.dir.name().to_owned();
    let ready = || async {
        let url = format!("http://{}/readyz", bench.address);
        crate::slack_stub::http()
            .get(url)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(ready().await, 200);
    let mut admin = engine::admin().await;
    engine::run(
        &mut admin,
        format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"),
    )
    .await;
    engine::run(
        &mut admin,
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    )
    .await;
    assert_eq!(ready().await, 503);
    assert!(counts(&bench.app.desk.store).await.is_err());
    engine::run(
        &mut admin,
        format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"),
    )
    .await;
    counts(&bench.app.desk.store).await.unwrap();
    assert_eq!(ready().await, 200);
    bench.files("ana", "screen is black").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn what_one_replica_puts_in_rings_at_the_others() {
    let bench = Bench::start().await;
    let other = bench.second(CONFIG).await;
    let desk = other.desk.clone();
    let hearing = tokio::spawn(async move { desk.hear().await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let rung = other.desk.doorbell.notified();
    bench.asks("ana", "screen is black").await;
    let rung = tokio::time::timeout(Duration::from_secs(3), rung).await;
    assert!(rung.is_ok());
    hearing.abort();
    bench.settle().await;
}

/// Each subject has one card on either side, and nothing was said twice.
pub fn each_once(machine: &Machine, subjects: &[String]) {
    let twice = machine.slack.duplicates();
    assert!(twice.is_empty(), "said twice: {twice:#?}");
    for channel in ["C0IT".to_owned(), machine.slack.dm_channel("ana")] {
        let said = machine.slack.messages(&channel);
        for subject in subjects {
            let cards = said.iter().filter(|m| m.reads(subject)).count();
            assert_eq!(cards, 1, "{subject} in {channel}\n{}", machine.log());
        }
    }
}

/// In real time: a lease of twenty seconds has to run out. It stands still with a message in its hands, right
/// before it would look at its lease for the last time; with that one only, since another may have been looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn one_that_stands_still_past_its_lease_says_nothing_again() {
    let mut one = Machine::new().await;
    let mut two = one.beside();
    one.start_with("Sending:2:stop").await;
    let mut subjects = vec!["screen 0 is black".to_owned()];
    asks(&one, &subjects[0]).await;
    one.drained(Duration::from_secs(20)).await;
    let card = one.slack.find("C0IT", &subjects[0]).unwrap();
    let bo = one.slack.user("bo");
    let said = tokio::spawn(async move { bo.replies("C0IT", &card.ts, ">> on my way").await });
    one.stands_still().await;
    two.takes_over();
    two.start().await;
    subjects.push("screen 1 is black".to_owned());
    asks(&two, &subjects[1]).await;
    two.drained(Duration::from_secs(60)).await;
    one.signal("CONT");
    one.takes_over();
    said.await.unwrap();
    subjects.push("screen 2 is black".to_owned());
    asks(&one, &subjects[2]).await;
    two.drained(Duration::from_secs(60)).await;
    assert!(one.told("TERM").success() && two.told("TERM").success());
    each_once(&one, &subjects);
    let hers = one.slack.dm_channel("ana");
    let card = one.slack.find(&hers, &subjects[0]).unwrap();
    let thread = one.slack.thread(&hers, &card.ts);
    assert_eq!(thread.iter().filter(|m| m.reads("on my way")).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_rolling_restart_loses_and_doubles_nothing() {
    let mut old = Machine::new().await;
    old.start().await;
    let mut subjects = Vec::new();
    for n in 0..4 {
        for part in 0..2 {
            subjects.push(format!("screen {n}{part} is black"));
            asks(&old, &subjects[subjects.len() - 1]).await;
        }
        let mut new = old.beside();
        new.start().await;
        new.takes_over();
        assert!(old.told("TERM").success());
        old = new;
    }
    old.drained(Duration::from_secs(60)).await;
    each_once(&old, &subjects);
    assert!(old.told("TERM").success());
}
