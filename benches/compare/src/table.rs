//! The result as Markdown.

use std::fmt::Write;

use crate::candidate::Candidate;
use crate::round::Found;

pub type Results = Vec<(Candidate, Vec<Found>)>;

/// The middle one; of an even number, the mean of the two in the middle.
fn median(rounds: &[Found], of: impl Fn(&Found) -> f64) -> f64 {
    let sorted = sorted(rounds, of);
    match sorted.len() {
        0 => f64::NAN,
        n => f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]),
    }
}

fn sorted(rounds: &[Found], of: impl Fn(&Found) -> f64) -> Vec<f64> {
    let mut all: Vec<f64> = rounds.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn span(rounds: &[Found], digits: usize, of: impl Fn(&Found) -> f64 + Copy) -> String {
    let all = sorted(rounds, of);
    let (least, most) = (all[0], all[all.len() - 1]);
    format!(
        "{:.digits$} [{least:.digits$}–{most:.digits$}]",
        median(rounds, of)
    )
}

/// Both tables and the targets.
pub fn render(results: &Results, flush: Option<f64>) -> String {
    let mut text = String::new();
    let base = results.iter().find(|(c, _)| *c == Candidate::BoltJs);
    let base_rate = base.map(|(_, rounds)| median(rounds, |f| f.per_second));
    // Writing into memory cannot fail.
    let _ = writeln!(
        text,
        "| candidate | rounds | requests/s median [min–max] | × Bolt JS | p50 ms | p99 ms [min–max] | CPU µs/request (user+sys) | sent/s | memory idle → loaded MiB | cold start ms | core taken by others |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    );
    for (candidate, rounds) in results {
        let rate = median(rounds, |f| f.per_second);
        let (user, system) = (
            median(rounds, |f| f.user_micros),
            median(rounds, |f| f.system_micros),
        );
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.2} | {} | {:.0} ({user:.0}+{system:.0}) | {:.0} | {:.0} → {:.0} | {:.0} | {:.0} % |",
            candidate.title(),
            rounds.len(),
            span(rounds, 0, |f| f.per_second),
            base_rate.map_or("".to_owned(), |base| format!("{:.2}", rate / base)),
            median(rounds, |f| f.p50),
            span(rounds, 1, |f| f.p99),
            user + system,
            median(rounds, |f| f.delivered),
            median(rounds, |f| f.idle_mib),
            median(rounds, |f| f.loaded_mib),
            median(rounds, |f| f.cold_start),
            100.0 * median(rounds, |f| f.disturbed),
        );
    }
    let _ = writeln!(
        text,
        "\nAt 200 requests a second:\n\n| candidate | p50 ms | p99 ms median [min–max] |\n|---|--:|--:|"
    );
    for (candidate, rounds) in results {
        let p50 = median(rounds, |f| f.calm_p50);
        let p99 = span(rounds, 2, |f| f.calm_p99);
        let _ = writeln!(text, "| {} | {p50:.2} | {p99} |", candidate.title());
    }
    if let Some((_, base)) = base {
        let _ = writeln!(
            text,
            "\n| target, against Bolt JS in this run | candidate | measured | |\n|---|---|--:|---|"
        );
        for (candidate, rounds) in results.iter().filter(|(c, _)| c.is_frontdesk()) {
            for target in targets(flush) {
                let ratio = median(rounds, target.of) / median(base, target.of);
                let met = if target.at_least {
                    ratio >= target.bound
                } else {
                    ratio <= target.bound
                };
                let verdict = match met {
                    // Whoever was hindered loses: neither a success nor a failure.
                    _ if hindered(rounds) || hindered(base) => "no verdict: others took the core",
                    true => "met",
                    false => "**missed**",
                };
                let _ = writeln!(
                    text,
                    "| {} | {} | {ratio:.2} | {verdict} |",
                    target.words,
                    candidate.name()
                );
            }
        }
    }
    text
}

/// More of the server's core than this went to somebody else.
const DISTURBED: f64 = 0.1;

fn hindered(rounds: &[Found]) -> bool {
    median(rounds, |f| f.disturbed) > DISTURBED
}

struct Target {
    words: &'static str,
    bound: f64,
    at_least: bool,
    of: fn(&Found) -> f64,
}

fn targets(flush: Option<f64>) -> Vec<Target> {
    let at_most = |words, bound, of| Target {
        words,
        bound,
        at_least: false,
        of,
    };
    let (words, bound) = match flush {
        Some(_) => ("throughput with a slow flush ≥ 15", 15.0),
        None => ("throughput ≥ 5", 5.0),
    };
    vec![
        Target {
            words,
            bound,
            at_least: true,
            of: |f| f.per_second,
        },
        at_most("p99 at 200/s ≤ ¼", 0.25, |f| f.calm_p99),
        at_most("p99 saturated ≤ 1", 1.0, |f| f.p99),
        at_most("memory under load ≤ ½", 0.5, |f| f.loaded_mib),
    ]
}
