//! What one, two and three desks on one PostgreSQL take in together.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use clap::Parser;
use compare::candidate::{Candidate, Setup};
use compare::form::{self, Submissions};
use compare::load::{self, Answers, Pace};
use compare::process::free_port;
use compare::slack::Slack;

#[derive(Parser)]
struct Options {
    /// The product's repository.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Where `frontdesk` was built.
    #[arg(long)]
    built: PathBuf,
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Of all together.
    #[arg(long, default_value_t = 96)]
    connections: usize,
    /// A server's URL up to the database's name, whose user may make databases: postgres://USER@HOST/
    server: String,
}

/// A desk, ended with whoever holds it.
struct Desk(Child);

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let setup = Setup {
        root: options.root.canonicalize()?,
        frontdesk: options.built.canonicalize()?.join("frontdesk"),
        verify_only: options.built.join("verify_only"),
        flush: None,
    };
    let catalogue = form::catalogue(&setup.root.join("frontdesk.example.toml"))?;
    let slack = Slack::start()?;
    let mut found = vec![Vec::new(); 3];
    for round in 0..options.rounds {
        for turn in 0..3 {
            let replicas = 1 + (round + turn) % 3;
            let name = format!("replicas_{}_{round}_{replicas}", std::process::id());
            sql(&options, "postgres", &format!("CREATE DATABASE {name}"))?;
            let answers = one(&options, &setup, &slack, &catalogue, &name, replicas)?;
            let stored = sql(&options, &name, "SELECT COUNT(*) FROM requests")?;
            sql(
                &options,
                "postgres",
                &format!("DROP DATABASE {name} WITH (FORCE)"),
            )?;
            let taken: u64 = answers.iter().map(|a| a.taken).sum();
            anyhow::ensure!(answers.iter().all(|a| a.other == 0), "not all were taken");
            // Each desk was asked once before, to see whether it is there.
            let asked = taken + replicas as u64;
            anyhow::ensure!(
                stored.trim().parse::<u64>()? == asked,
                "{stored} stored of {asked}"
            );
            let rate: f64 = answers.iter().map(Answers::per_second).sum();
            let p99 = answers.iter().map(|a| a.millis(0.99)).fold(0.0, f64::max);
            println!("{replicas} replicas: {rate:.0} a second, p99 {p99:.1} ms");
            found[replicas - 1].push(rate);
        }
    }
    println!("| replicas | requests a second (median) |\n| --- | --- |");
    for (at, rates) in found.iter_mut().enumerate() {
        rates.sort_by(f64::total_cmp);
        println!("| {} | {:.0} |", at + 1, rates[rates.len() / 2]);
    }
    Ok(())
}

fn one(
    options: &Options,
    setup: &Setup,
    slack: &Slack,
    catalogue: &frontdesk::domain::catalogue::Catalogue,
    name: &str,
    replicas: usize,
) -> anyhow::Result<Vec<Answers>> {
    slack.set_silent(true);
    let mut desks = Vec::new();
    for at in 0..replicas {
        let address = free_port()?;
        let mut command = Candidate::FrontdeskHeld.command(setup, "-".as_ref(), address, slack);
        command.env(
            "FRONTDESK_DATABASE_URL",
            format!("{}{name}", options.server),
        );
        let desk = Desk(command.spawn()?);
        let mut submissions = Submissions::new(catalogue, at as u64 + 1)?;
        let begun = Instant::now();
        loop {
            let asked = load::send(
                address,
                1,
                Pace::Fixed(1.0),
                Duration::from_millis(900),
                &mut submissions,
            );
            if asked.is_ok_and(|a| a.taken == 1) {
                break;
            }
            anyhow::ensure!(
                begun.elapsed() < Duration::from_secs(30),
                "a desk does not start"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        desks.push((desk, address, submissions));
    }
    let time = Duration::from_secs_f64(options.seconds);
    let share = options.connections / replicas;
    std::thread::scope(|scope| {
        let loads: Vec<_> = desks
            .iter_mut()
            .map(|(_, address, submissions)| {
                scope.spawn(|| load::send(*address, share, Pace::Closed, time, submissions))
            })
            .collect();
        let ended = loads.into_iter().map(|load| {
            load.join()
                .unwrap_or_else(|_| Err(anyhow::anyhow!("a load ended early")))
        });
        ended.collect()
    })
}

/// What PostgreSQL's own client says.
fn sql(options: &Options, database: &str, text: &str) -> anyhow::Result<String> {
    let said = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--command",
            text,
        ])
        .arg(format!("{}{database}", options.server))
        .output()?;
    anyhow::ensure!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    Ok(String::from_utf8(said.stdout)?)
}
