//! What people look at, timed on a big database through the product's own functions, and a cold start on it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use compare::candidate::{Candidate, Setup};
use compare::form::{self, Submissions};
use compare::process::{self, Server};
use compare::reads::Bench;
use compare::round::SERVER_CORE;
use compare::slack::Slack;
use frontdesk::store::Store;

#[derive(Parser)]
struct Options {
    /// The product's repository.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Where `frontdesk` was built; without it the cold start is left out.
    #[arg(long)]
    built: Option<PathBuf>,
    /// Made by `fill`.
    file: PathBuf,
}

const START_TARGET: Duration = Duration::from_millis(300);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let config = options.root.join("frontdesk.example.toml");
    let catalogue = Arc::new(form::catalogue(&config)?);
    let begun = Instant::now();
    let store = Store::open(&options.file).await?;
    println!(
        "opening, with all checks: {:.0} ms\n",
        millis(begun.elapsed())
    );
    let bench = Bench::new(store, catalogue);
    bench.run().await?;
    bench.close().await;
    if let Some(built) = options.built {
        cold_start(&options.root, built, &options.file)?;
    }
    Ok(())
}

/// From the start of the process to the first request that it takes. That one stays in the file.
fn cold_start(
    root: &std::path::Path,
    built: PathBuf,
    file: &std::path::Path,
) -> anyhow::Result<()> {
    let setup = Setup {
        root: root.canonicalize()?,
        frontdesk: built.canonicalize()?.join("frontdesk"),
        verify_only: built.join("verify_only"),
        flush: None,
    };
    let catalogue = form::catalogue(&setup.root.join("frontdesk.example.toml"))?;
    let slack = Slack::start()?;
    let mut took = Vec::new();
    let mut idle = 0.0;
    for _ in 0..5 {
        let run = std::process::id().into();
        let mut submissions = Submissions::new(&catalogue, run)?;
        submissions.skip(took.len() as u64);
        let address = process::free_port()?;
        let command = Candidate::Frontdesk.command(&setup, &file.canonicalize()?, address, &slack);
        let server = Server::start(command, SERVER_CORE, address, &mut submissions)?;
        took.push(server.cold_start);
        idle = server.memory()?;
        server.stop()?;
    }
    took.sort_unstable();
    let verdict = if took[2] <= START_TARGET {
        "met"
    } else {
        "**missed**"
    };
    println!(
        "\ncold start to the first stored request: median {:.0} ms of 5 [{:.0}–{:.0}], target 300 ms {verdict}; memory then {idle:.0} MiB",
        millis(took[2]),
        millis(took[0]),
        millis(took[4])
    );
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
