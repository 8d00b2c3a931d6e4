//! Makes a big database: years of a busy desk, as the desk itself would have stored them.

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use compare::fill::{self, Filler};
use frontdesk::store::Store;
use rusqlite::Connection;

#[derive(Parser)]
struct Options {
    /// How many requests.
    #[arg(long, default_value_t = 1_000_000)]
    requests: i64,
    /// How many lines each one's history has, at least two.
    #[arg(long, default_value_t = 5)]
    events: i64,
    /// The file; it must not be there yet.
    file: PathBuf,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    anyhow::ensure!(
        options.events >= 2,
        "a request is filed, and something came of it"
    );
    anyhow::ensure!(
        !options.file.exists(),
        "{} is there already",
        options.file.display()
    );
    // The schema.
    let store = Store::open(&options.file).await?;
    store.close().await;
    drop(store);
    let now = now()?;
    requests(&options, now)?;
    let store = Store::open(&options.file).await?;
    fill::knowledge::fill(&store, now).await?;
    store.close().await;
    let mib = std::fs::metadata(&options.file)?.len() >> 20;
    println!(
        "{}: {} requests, {mib} MiB",
        options.file.display(),
        options.requests
    );
    Ok(())
}

fn requests(options: &Options, now: i64) -> anyhow::Result<()> {
    let mut connection = Connection::open(&options.file).context("the new file")?;
    // A power cut costs a repetition, nothing else.
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF",
    )?;
    let transaction = connection.transaction()?;
    fill::people::fill(&transaction)?;
    fill::duty::fill(&transaction, now)?;
    transaction.commit()?;
    let mut filler = Filler::new(options.requests, options.events, now);
    let mut next = 1;
    while next <= options.requests {
        let transaction = connection.transaction()?;
        next = filler.lot(&transaction, next)?;
        transaction.commit()?;
        eprintln!("{} of {}", next - 1, options.requests);
    }
    let transaction = connection.transaction()?;
    filler.finish(&transaction)?;
    transaction.commit()?;
    let check = "SELECT COUNT(*) FROM pragma_foreign_key_check";
    let wrong: i64 = connection.query_row(check, [], |r| r.get(0))?;
    anyhow::ensure!(wrong == 0, "{wrong} rows point to nothing");
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the newest request is of today")]
fn now() -> anyhow::Result<i64> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(i64::try_from(now.as_millis())?)
}
