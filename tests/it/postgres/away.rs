//! PostgreSQL goes away under load, again and again, and comes back: nothing acknowledged is lost, nothing is
//! said twice, and nobody has to start the desk again.

use std::time::Duration;

use frontdesk::desk::Desk;
use frontdesk::store::Store;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sqlx::{Connection, PgConnection};
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::watch;

use super::replicas::each_once;
use crate::bench::Bench;
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

/// What stands between a desk and its database, and does to the connections there are what happens to some.
struct Between(watch::Sender<Fate>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Well,
    /// Everything drops that is sent, as when a host dies or a firewall forgets.
    Frozen,
    /// The desk's end is closed; the database does not hear of it.
    Cut,
}

impl Between {
    /// Stands before `home`; returns where the database is reached through it.
    async fn before(home: &Home) -> (Between, String) {
        let (_, folder) = home.url.split_once("?host=").unwrap();
        let socket = format!("{folder}/.s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let name = home.name();
        let url = format!("postgres://frontdesk@127.0.0.1:{port}/{name}?sslmode=disable");
        let (told, fates) = watch::channel(Fate::Well);
        tokio::spawn(async move {
            loop {
                let (mut desk, _) = listener.accept().await.unwrap();
                let mut database = UnixStream::connect(&socket).await.unwrap();
                let mut fates = fates.clone();
                fates.mark_unchanged();
                tokio::spawn(async move {
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut desk, &mut database) => return,
                        told = fates.changed() => told.unwrap(),
                    }
                    if *fates.borrow() == Fate::Cut {
                        drop(desk);
                        return std::future::pending().await;
                    }
                    // Open, and nothing comes through.
                    std::future::pending().await
                });
            }
        });
        (Between(told), url)
    }

    /// What becomes of the connections that there are.
    fn are(&self, fate: Fate) {
        self.0.send_replace(fate);
    }
}

/// In real time: the desk waits twelve seconds for an answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_database_that_falls_silent_is_said_and_left_for_a_new_connection() {
    let mut home = Home::postgres().await;
    let (between, url) = Between::before(&home).await;
    home.url = url;
    let mut machine = Machine::on(home).await;
    machine.start().await;
    let subjects = ["screen 0 is black", "screen 1 is black"].map(str::to_owned);
    asks(&machine, &subjects[0]).await;
    machine.drained(Duration::from_secs(20)).await;
    between.are(Fate::Frozen);
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

/// The database stores a claim, and its answer is lost: nothing was sent by that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_claim_whose_commit_is_not_answered_is_no_send_of_unknown_fate() {
    let bench = Bench::start().await;
    bench.asks("ana", "screen is black").await;
    let lane = bench.app.delivery.due_lanes().await.unwrap().remove(0);
    let (between, url) = Between::before(&bench.dir).await;
    let store = Store::postgres(&url).await.unwrap();
    let desk = Desk::new(store, bench.app.desk.catalogue.clone(), bench.clock.clone());
    let mut db = PgConnection::connect(&bench.dir.url).await.unwrap();
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON lanes DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION slow()";
    engine::run(&mut db, slow.to_owned()).await;
    let claiming = tokio::spawn(async move { desk.claim(lane, 20_000).await });
    let commits = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'COMMIT'
        AND state = 'active'";
    for _ in 0..500 {
        let under_way: i64 = sqlx::query_scalar(commits)
            .fetch_one(&mut db)
            .await
            .unwrap();
        if under_way == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    between.are(Fate::Cut);
    let (_, entry) = claiming.await.unwrap().unwrap().expect("it is ours");
    assert!(!entry.unsure);
    engine::run(&mut db, "DROP TRIGGER slow ON lanes".to_owned()).await;
}
