//! Runs all candidates in turn and prints the tables. `benches/compare/run` starts it.

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use compare::candidate::{Candidate, Setup};
use compare::form::{self, Submissions};
use compare::round::{self, Plan};
use compare::slack::Slack;
use compare::table::{self, Results};

#[derive(Parser)]
struct Options {
    /// The product's repository.
    #[arg(long)]
    root: PathBuf,
    /// Where `frontdesk` and `verify_only` were built.
    #[arg(long)]
    built: PathBuf,
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long each is timed, saturated and at 200 requests a second.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// One short round, to see that everything works.
    #[arg(long)]
    quick: bool,
    /// Makes every flush take so many milliseconds longer.
    #[arg(long, requires = "flush_shim")]
    flush_ms: Option<f64>,
    #[arg(long)]
    flush_shim: Option<PathBuf>,
    /// Only candidates of this name; may be given several times.
    #[arg(long)]
    only: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let plan = Plan {
        seconds: if options.quick { 1.5 } else { options.seconds },
        connections: options.connections,
    };
    let rounds = if options.quick { 1 } else { options.rounds };
    // Some candidates run in a folder of their own.
    let built = options.built.canonicalize()?;
    let shim = options.flush_shim.map(std::fs::canonicalize).transpose()?;
    let setup = Setup {
        frontdesk: built.join("frontdesk"),
        verify_only: built.join("verify_only"),
        flush: options.flush_ms.zip(shim),
        root: options.root.canonicalize()?,
    };
    let chosen: Vec<Candidate> = Candidate::ALL
        .into_iter()
        .filter(|c| options.only.is_empty() || options.only.iter().any(|o| o == c.name()))
        .collect();
    let names = Candidate::ALL.map(Candidate::name).join(", ");
    anyhow::ensure!(!chosen.is_empty(), "--only takes one of {names}");
    let catalogue = form::catalogue(&setup.root.join("frontdesk.example.toml"))?;
    let slack = Slack::start()?;
    let mut results: Results = chosen.iter().map(|c| (*c, Vec::new())).collect();
    for round in 0..rounds {
        for candidate in in_turn(&chosen, round) {
            let scratch = tempfile::tempdir_in(&built)?;
            let mut submissions = Submissions::new(&catalogue, 1)?;
            let database = scratch.path().join("desk.db");
            let found =
                round::measure(candidate, &setup, &slack, &mut submissions, &database, plan)
                    .with_context(|| format!("{}, round {}", candidate.name(), round + 1))?;
            eprintln!(
                "round {} of {rounds}: {} {:.0} requests/s, all stored",
                round + 1,
                candidate.name(),
                found.per_second
            );
            if let Some((_, all)) = results.iter_mut().find(|(c, _)| *c == candidate) {
                all.push(found);
            }
        }
    }
    print!("{}", table::render(&results, options.flush_ms));
    Ok(())
}

/// Another one begins each round, and every other round goes backwards: nobody always comes after the same.
fn in_turn(all: &[Candidate], round: usize) -> Vec<Candidate> {
    let mut order = all.to_vec();
    order.rotate_left(round % all.len());
    if round % 2 == 1 {
        order.reverse();
    }
    order
}
