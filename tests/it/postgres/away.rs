//! PostgreSQL goes away under load, again and again, and comes back: nothing acknowledged is lost, nothing is
//! said twice, and nobody has to start the desk again.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::crash::people::Crowd;
use crate::crash::{Machine, ends};
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
