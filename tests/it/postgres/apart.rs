//! Replicas on machines of their own: clocks that differ, a bell that is not heard, connections shared.

use std::collections::HashMap;
use std::time::Duration;

use frontdesk::app::App;
use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::sandbox::{Fault, Trouble};
use sqlx::Row;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::replicas::each_once;
use crate::bench::{Bench, CONFIG, TRIAGE};
use crate::crash::{Machine, asks};
use crate::engine;

/// A whole application in this process, on a machine whose clock is `ahead`, beside `machine`.
struct Apart {
    clock: Clock,
    stop: CancellationToken,
    running: JoinHandle<anyhow::Result<()>>,
}

impl Apart {
    async fn start(machine: &Machine, ahead: Millis) -> Apart {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let env = HashMap::from([
            ("FRONTDESK_DATABASE_URL", machine.dir.url.clone()),
            ("SLACK_SIGNING_SECRET", "sandbox-signing-secret".to_owned()),
            ("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned()),
            ("SLACK_API_URL", machine.slack.api_url()),
        ]);
        let file = machine.dir.path().join("frontdesk.toml");
        let config = config::load(Some(&file), &|name| env.get(name).cloned()).unwrap();
        let app = App::build(&config, Clock::shifted(ahead)).await.unwrap();
        let address = listener.local_addr().unwrap();
        machine.slack.deliver_to(&format!("http://{address}"));
        let (clock, stop) = (app.desk.clock.clone(), CancellationToken::new());
        let running = tokio::spawn(app.run(listener, stop.clone()));
        Apart {
            clock,
            stop,
            running,
        }
    }

    async fn ends(self) {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
    }
}

/// In real time. One that is behind is in the middle of its calls when one that is ahead comes: by its own
/// clock, each of the other's leases would have run out before it began.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn clocks_two_minutes_apart_do_no_harm() {
    let machine = Machine::new().await;
    let slow = Trouble::Slow(Duration::from_secs(3));
    machine
        .slack
        .fault(Fault::new("chat.postMessage", slow).times(4));
    let behind = Apart::start(&machine, -60_000).await;
    let subjects: Vec<String> = (0..3).map(|n| format!("screen {n} is black")).collect();
    asks(&machine, &subjects[0]).await;
    let mut db = machine.look().await;
    while db.number("SELECT COUNT(*) FROM outbox WHERE unsure").await < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let ahead = Apart::start(&machine, 60_000).await;
    for subject in &subjects[1..] {
        asks(&machine, subject).await;
    }
    machine.drained(Duration::from_secs(60)).await;
    each_once(&machine, &subjects);
    let apart = ahead.clock.now() - behind.clock.now();
    assert!(apart.abs() < 1_000, "{apart} ms apart");
    ahead.ends().await;
    behind.ends().await;
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn a_clock_that_jumps_is_put_right_before_a_lease_is_taken() {
    let bench = Bench::start().await;
    let other = bench.beside(CONFIG, &Clock::shifted(0)).await;
    let (desk, clock) = (&other.desk, &other.desk.clock);
    for jump in [-3_600_000, 3_600_000] {
        clock.advance(jump);
        assert!((clock.now() - Clock::System.now()).abs() > 3_000_000);
        desk.claim("slack:C0NONE".to_owned(), 20_000).await.unwrap();
        let off = clock.now() - Clock::System.now();
        assert!(off.abs() < 2_000, "{off} ms off after {jump}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn who_hears_no_bell_looks_all_the_same() {
    let bench = Bench::start().await;
    let other = bench.second(CONFIG).await;
    let stop = CancellationToken::new();
    let (delivery, told) = (other.delivery.clone(), stop.clone());
    let running = tokio::spawn(async move { delivery.run(told).await });
    for n in 0..3 {
        let words = format!("screen {n} is black");
        bench.asks("ana", &words).await;
        let look = |slack: &frontdesk::sandbox::Slack| {
            bench.clock.advance(100);
            slack.find(TRIAGE, &words)
        };
        bench.slack.until(&words, look).await;
    }
    stop.cancel();
    running.await.unwrap();
    bench.settle().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_bell_that_is_cut_off_rings_again() {
    let bench = Bench::start().await;
    let other = bench.second(CONFIG).await;
    let desk = other.desk.clone();
    let hearing = tokio::spawn(async move { desk.hear().await });
    let mut admin = engine::admin().await;
    let listening = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = '{}' AND query ILIKE 'LISTEN%'",
        bench.dir.name()
    );
    for n in 0..3 {
        // Until it listens; the second time it does so again by itself.
        let mut cut = 0;
        for _ in 0..500 {
            let statement = sqlx::AssertSqlSafe(listening.clone());
            cut = sqlx::raw_sql(statement)
                .fetch_all(&mut admin)
                .await
                .unwrap()
                .iter()
                .filter(|row| row.get::<bool, _>(0))
                .count();
            if cut > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(cut, 1, "nobody listened the {n}. time");
    }
    // A ring of the cut itself may be left over: then the next one is waited for.
    let mut heard = false;
    for n in 0..10 {
        let rung = other.desk.doorbell.notified();
        tokio::time::sleep(Duration::from_millis(300)).await;
        bench.asks("ana", &format!("screen {n} is black")).await;
        heard = tokio::time::timeout(Duration::from_secs(3), rung)
            .await
            .is_ok();
        if heard && n > 0 {
            break;
        }
    }
    assert!(heard);
    hearing.abort();
    bench.settle().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn replicas_share_socket_mode_and_go_on_without_one_that_dies() {
    let mut one = Machine::new().await;
    one.slack.socket_mode(true);
    one.sockets = true;
    let mut two = one.beside();
    one.start().await;
    two.start().await;
    one.slack.sockets_open(4).await;
    let mut subjects: Vec<String> = (0..4).map(|n| format!("screen {n} is black")).collect();
    // Each connection in turn: both processes have had their share before one dies.
    for subject in &subjects {
        asks(&one, subject).await;
    }
    one.kill();
    subjects.push("screen 4 is black".to_owned());
    asks(&two, &subjects[4]).await;
    let ana = two.slack.user("ana");
    two.drained(Duration::from_secs(60)).await;
    each_once(&two, &subjects);
    // What is said now arrives, whichever connection it was meant for.
    let card = two.slack.find(&ana.dm_channel(), &subjects[4]).unwrap();
    ana.replies(&ana.dm_channel(), &card.ts, "still black")
        .await;
    let top = two.slack.find("C0IT", &subjects[4]).unwrap();
    two.slack
        .until("still black", |slack| {
            slack
                .thread("C0IT", &top.ts)
                .into_iter()
                .find(|m| m.reads("still black"))
        })
        .await;
    assert!(two.told("TERM").success());
}
