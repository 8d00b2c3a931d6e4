//! How long something takes, again and again.

use std::time::{Duration, Instant};

/// Longest that any of these may take at a million requests.
const LIMIT: Duration = Duration::from_millis(20);
/// Each is repeated until it has run so often, or so long.
const TIMES: i64 = 2_000;
const LONG: Duration = Duration::from_secs(2);

pub fn head() {
    println!("| read | p50 ms | p99 ms | times | p99 ≤ 20 ms |\n|---|--:|--:|--:|---|");
}

/// Times `run`, which is given the number of its turn, and prints a line of the table.
///
/// # Errors
/// What `run` says.
pub async fn line(title: &str, run: impl AsyncFn(i64) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut took = Vec::new();
    let begun = Instant::now();
    // Once before it counts: the statement is prepared, its pages are read.
    run(0).await?;
    for turn in 1..=TIMES {
        let start = Instant::now();
        run(turn).await?;
        took.push(start.elapsed());
        if begun.elapsed() > LONG {
            break;
        }
    }
    print(title, took);
    Ok(())
}

/// Prints a line of the table.
pub fn print(title: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let Some(last) = took.len().checked_sub(1) else {
        println!("| {title} | | | 0 | nothing to do |");
        return;
    };
    let (p50, p99) = (took[last / 2], took[last * 99 / 100]);
    let verdict = if p99 <= LIMIT { "met" } else { "**missed**" };
    let (p50, p99) = (p50.as_secs_f64() * 1e3, p99.as_secs_f64() * 1e3);
    println!(
        "| {title} | {p50:.2} | {p99:.2} | {} | {verdict} |",
        took.len()
    );
}
