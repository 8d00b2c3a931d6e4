//! PostgreSQL goes away under load, again and again, and comes back: nothing acknowledged is lost, nothing is
//! said twice, and nobody has to start the desk again.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::watch;

use super::replicas::each_once;
use crate::crash::people::Crowd;
use crate::crash::{Machine, asks, ends};
use crate::engine::{self, Home};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_database_that_comes_and_goes_costs_no_acknowledged_request_and_no_restart() {
    let seed = rand::random();
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let mut machine = Machine::on(Home::postgres().await).await;
    machine.start().await;
    let name = machine.dir.name().to_owned();
    let crowd = Crowd::comes(&machine.slack, seed, 6, 1);
    let mut admin = engine::admin().await;
    for round in 0..7 {
        tokio::time::sleep(Duration::from_millis(rng.random_range(300..1_500))).await;
        let closed = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        engine::run(&mut admin, closed).await;
        let cut = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        engine::run(&mut admin, cut).await;
        if round == 0 {
            machine.until_ready_says(503, "silent").await;
        }
        tokio::time::sleep(Duration::from_millis(rng.random_range(50..1_500))).await;
        let open = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        engine::run(&mut admin, open).await;
        machine.until_ready_says(200, "ok").await;
    }
    ends(machine, crowd, 10).await;
}

/// What stands between a desk and its database, and may let everything drop that is sent over the connections there are,
/// as a host that dies or a firewall that forgets does.
struct Between(watch::Sender<u32>);

impl Between {
    /// From now on `home` is reached through it.
    async fn stand_before(home: &mut Home) -> Between {
        let (_, folder) = home.url.split_once("?host=").unwrap();
        let socket = format!("{folder}/.s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        home.url = format!(
            "postgres://frontdesk@127.0.0.1:{port}/{}?sslmode=disable",
            home.name()
        );
        let (frozen, freezes) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                let (mut desk, _) = listener.accept().await.unwrap();
                let mut database = UnixStream::connect(&socket).await.unwrap();
                let mut freezes = freezes.clone();
                freezes.mark_unchanged();
                tokio::spawn(async move {
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut desk, &mut database) => {}
                        // Open, and nothing comes through.
                        Ok(()) = freezes.changed() => std::future::pending().await,
                    }
                });
            }
        });
        Between(frozen)
    }

    fn freeze(&self) {
        self.0.send_modify(|times| *times += 1);
    }
}

/// In real time: the desk waits twelve seconds for an answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_database_that_falls_silent_is_said_and_left_for_a_new_connection() {
    let mut home = Home::postgres().await;
    let between = Between::stand_before(&mut home).await;
    let mut machine = Machine::on(home).await;
    machine.start().await;
    let subjects = ["screen 0 is black", "screen 1 is black"].map(str::to_owned);
    asks(&machine, &subjects[0]).await;
    machine.drained(Duration::from_secs(20)).await;
    between.freeze();
    // Nobody is told that their word was taken.
    let bo = machine.slack.user("bo");
    let card = machine.slack.find("C0IT", &subjects[0]).unwrap();
    let said = tokio::spawn(async move { bo.replies("C0IT", &card.ts, ">> on my way").await });
    machine.until_ready_says(503, "unwritable").await;
    machine.until_ready_says(200, "ok").await;
    said.await.unwrap();
    asks(&machine, &subjects[1]).await;
    machine.drained(Duration::from_secs(20)).await;
    each_once(&machine, &subjects);
    let log = machine.log();
    assert!(log.contains("PostgreSQL did not answer"), "{log}");
    assert!(machine.told("TERM").success());
}
