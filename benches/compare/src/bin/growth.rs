//! What an event costs on a small database and on a big one, in turn.

use std::path::PathBuf;

use clap::Parser;
use compare::candidate::{Candidate, Setup};
use compare::form::{self, Submissions};
use compare::round::{self, Found, Plan};
use compare::slack::Slack;

#[derive(Parser)]
struct Options {
    /// The product's repository.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Where `frontdesk` was built; copies of both files are made there.
    #[arg(long)]
    built: PathBuf,
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Made by `fill`.
    small: PathBuf,
    big: PathBuf,
}

/// The cost on the big one, as a multiple.
const TARGET: f64 = 1.2;

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let setup = Setup {
        root: options.root.canonicalize()?,
        frontdesk: options.built.canonicalize()?.join("frontdesk"),
        verify_only: options.built.join("verify_only"),
        flush: None,
    };
    let plan = Plan {
        seconds: options.seconds,
        connections: 64,
    };
    let catalogue = form::catalogue(&setup.root.join("frontdesk.example.toml"))?;
    let slack = Slack::start()?;
    let mut cost = [Vec::new(), Vec::new()];
    for round in 0..options.rounds {
        for turn in 0..2 {
            let which = (round + turn) % 2;
            let source = if which == 0 {
                &options.small
            } else {
                &options.big
            };
            let scratch = tempfile::tempdir_in(&options.built)?;
            let database = scratch.path().join("desk.db");
            std::fs::copy(source, &database)?;
            let mut submissions = Submissions::new(&catalogue, 1)?;
            let held = Candidate::FrontdeskHeld;
            let found = round::measure(held, &setup, &slack, &mut submissions, &database, plan)?;
            cost[which].push(found);
        }
    }
    println!(
        "| database | requests/s | CPU µs/request | p99 ms | p99 at 200/s ms | loaded MiB |\n|---|--:|--:|--:|--:|--:|"
    );
    for (name, rounds) in [("small", &cost[0]), ("big", &cost[1])] {
        println!(
            "| {name} | {:.0} | {:.0} | {:.1} | {:.2} | {:.0} |",
            middle(rounds, |f| f.per_second),
            middle(rounds, cpu),
            middle(rounds, |f| f.p99),
            middle(rounds, |f| f.calm_p99),
            middle(rounds, |f| f.loaded_mib)
        );
    }
    let ratio = middle(&cost[1], cpu) / middle(&cost[0], cpu);
    let verdict = if ratio <= TARGET { "met" } else { "**missed**" };
    println!("\ncost of an event, big against small: {ratio:.2}, target {TARGET} {verdict}");
    Ok(())
}

fn cpu(found: &Found) -> f64 {
    found.user_micros + found.system_micros
}

fn middle(rounds: &[Found], of: impl Fn(&Found) -> f64) -> f64 {
    let mut all: Vec<f64> = rounds.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
