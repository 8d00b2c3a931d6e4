//! The real process, killed at random instants and at every named one under load, and told to stop.
//!
//! In real time, bounded. `FRONTDESK_CRASH_ROUNDS` asks for more kills, `FRONTDESK_CRASH_SEED` for
//! the instants of an earlier run.

mod machine;
pub mod people;

pub use machine::Machine;
pub use people::asks;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use frontdesk::fail::Point;
use frontdesk::sandbox::{Fault, Submitted, Trouble};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use crate::engine::Home;
use people::{Crowd, judge, pause};

/// How often, and with which instants.
fn asked(short: u64) -> (u64, u64) {
    let number_of = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let rounds = number_of("FRONTDESK_CRASH_ROUNDS").unwrap_or(short);
    let seed = number_of("FRONTDESK_CRASH_SEED").unwrap_or_else(rand::random);
    println!("FRONTDESK_CRASH_SEED={seed}");
    (rounds, seed)
}

/// A little slow, so that a kill finds calls under way on either side of their taking effect.
fn slow_posts(machine: &Machine) {
    let slow = Trouble::Slow(Duration::from_millis(15));
    machine
        .slack
        .fault(Fault::new("chat.postMessage", slow).times(100_000));
}

/// Everybody goes home, everything goes out, and all of it has to be right.
pub async fn ends(mut machine: Machine, crowd: Crowd, rounds: u64) {
    let deeds = crowd.leaves().await;
    machine.slack.settled().await;
    machine.drained(Duration::from_secs(60 + 3 * rounds)).await;
    let ended = machine.told("TERM");
    assert!(ended.success(), "{ended}:\n{}", machine.log());
    judge(&machine, &deeds).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_instant_it_loses_nothing_and_says_nothing_twice() {
    let (rounds, seed) = asked(12);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut machine = Machine::new().await;
    slow_posts(&machine);
    machine.start().await;
    // A channel takes one message a second: the end takes as long as there is to say.
    let crowd = Crowd::comes(&machine.slack, seed, rounds / 2 + 1, 1);
    for _ in 0..rounds {
        pause(&mut rng, 200, 1_200).await;
        machine.kill();
        pause(&mut rng, 20, 250).await;
        machine.start().await;
    }
    ends(machine, crowd, rounds).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_any_two_steps_it_loses_nothing_and_says_nothing_twice() {
    let (rounds, seed) = asked(Point::ALL.len() as u64);
    let mut rng = StdRng::seed_from_u64(seed);
    let mut machine = Machine::new().await;
    slow_posts(&machine);
    let crowd = Crowd::comes(&machine.slack, seed, u64::MAX, 4);
    let mut left = Vec::new();
    for round in 0..rounds {
        if left.is_empty() {
            left = Point::ALL.to_vec();
            left.shuffle(&mut rng);
        }
        let point = left.pop().unwrap();
        // Starting writes a few times, too: a process that always dies of that gets nowhere.
        let spare = match point {
            Point::Decided | Point::Stored => rng.random_range(4..20),
            _ => rng.random_range(0..2),
        };
        let trap = format!("{point:?}:{spare}:abort");
        let began = Instant::now();
        machine.dies_of(&trap).await;
        println!("{round}: {trap} after {:?}", began.elapsed());
    }
    machine.start().await;
    ends(machine, crowd, rounds).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_finishes_what_is_under_way() {
    for signal in ["TERM", "INT"] {
        let mut machine = Machine::new().await;
        machine.start().await;
        let ana = machine.slack.user("ana");
        // Slack has not told who we are in the very first moment.
        for _ in 0..100 {
            if ana.command("/request it my screen is black").await.ok() && ana.modal().is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let slow = Trouble::Slow(Duration::from_millis(400));
        machine
            .slack
            .fault(Fault::new("chat.postMessage", slow).times(2));
        assert_eq!(ana.submit().await, Submitted::Closed);
        tokio::time::sleep(Duration::from_millis(100)).await;
        let ended = machine.told(signal);
        assert!(ended.success(), "{signal}: {ended}\n{}", machine.log());
        // What was under way is there and on record; the rest goes out after the next start.
        let mut db = machine.look().await;
        let unsure = "SELECT COUNT(*) FROM outbox WHERE state = 'due' AND unsure";
        assert_eq!(db.number(unsure).await, 0);
        machine.start().await;
        machine.drained(Duration::from_secs(30)).await;
        assert_eq!(ana.dms().len(), 1);
        assert_eq!(machine.slack.messages("C0IT").len(), 1);
        assert!(machine.slack.duplicates().is_empty());
        assert!(machine.told(signal).success());
    }
}

#[tokio::test]
async fn a_start_that_cannot_be_says_why_and_what_to_do() {
    let machine = Machine::on(Home::sqlite()).await;
    std::fs::write(
        machine.dir.path().join("desk.db"),
        "no database at all ".repeat(500),
    )
    .unwrap();
    let start = |config: &Path| {
        Command::new(env!("CARGO_BIN_EXE_frontdesk"))
            .arg("--config")
            .arg(config)
            .arg("serve")
            .env("FRONTDESK_DATABASE_URL", &machine.dir.url)
            .env("FRONTDESK_LISTEN", format!("127.0.0.1:{}", machine.port))
            .env_remove("SLACK_BOT_TOKEN")
            .output()
            .unwrap()
    };
    let ended = start(&machine.dir.path().join("frontdesk.toml"));
    let words = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{words}");
    assert!(words.contains("is not a frontdesk database"), "{words}");
    let ended = start(&machine.dir.path().join("elsewhere.toml"));
    let words = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{words}");
    assert!(words.contains("elsewhere.toml"), "{words}");
}
