//! What people look at, timed on a big database through the product's own functions, and a cold start on it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use compare::candidate::{Candidate, Setup};
use compare::form::{self, Submissions};
use compare::process::{self, Server};
use compare::round::SERVER_CORE;
use compare::slack::Slack;
use frontdesk::clock::Clock;
use frontdesk::desk::{self, Desk, Filter, Mark};
use frontdesk::domain::catalogue::DigestKind;
use frontdesk::domain::digest::Span;
use frontdesk::domain::ids::PersonId;
use frontdesk::store::{self, Store, Tx};

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

/// Longest that any of these may take at a million requests.
const TARGET: Duration = Duration::from_millis(20);
const START_TARGET: Duration = Duration::from_millis(300);
/// Each is repeated until it has run so often, or so long.
const TIMES: usize = 2_000;
const LONG: Duration = Duration::from_secs(3);
const LISTED: i64 = 20;
const HOME: i64 = 100;
const PAGE: i64 = 50;
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;
const PEOPLE: i64 = 5_000;
/// An agent of the biggest team, as `fill` numbers them.
const AGENT: PersonId = PersonId(PEOPLE + 1);

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
    let desk = Desk::new(store, catalogue, Clock::System);
    println!("| read | p50 ms | p99 ms | times | p99 ≤ 20 ms |\n|---|--:|--:|--:|---|");
    for what in READS {
        time(&desk, what).await?;
    }
    desk.store.close().await;
    drop(desk);
    if let Some(built) = options.built {
        cold_start(&options.root, built, &options.file)?;
    }
    Ok(())
}

#[derive(Clone, Copy, Debug)]
enum Read {
    Mine,
    Queue,
    Home,
    AgentHome,
    List,
    ListTeam,
    ListStatus,
    ListRare,
    ListRequester,
    ListDeep,
    ListAgent,
    ListLongAgo,
    ListSparse,
    SearchRare,
    SearchCommon,
    SearchSparse,
    Digest,
    Summary,
    State,
}

const READS: [(Read, &str); 19] = [
    (Read::Mine, "`/desk mine`"),
    (Read::Queue, "team queue"),
    (Read::Home, "App Home of a requester"),
    (Read::AgentHome, "App Home of an agent"),
    (Read::List, "REST list, newest"),
    (Read::ListTeam, "REST list, team and service"),
    (Read::ListStatus, "REST list, status on_hold (none is)"),
    (Read::ListRare, "REST list, team and status new"),
    (Read::ListRequester, "REST list, requester"),
    (Read::ListDeep, "REST list, a page in the middle, closed"),
    (Read::ListAgent, "REST list, assignee, open"),
    (Read::ListLongAgo, "REST list, service, until two years ago"),
    (
        Read::ListSparse,
        "REST list, assignee, of a service that is not theirs",
    ),
    (Read::SearchRare, "search, a number's words"),
    (Read::SearchCommon, "search, two common words"),
    (
        Read::SearchSparse,
        "search, a common word, status on_hold (none is)",
    ),
    (Read::Digest, "weekly digest"),
    (Read::Summary, "REST summary, 30 days, all teams"),
    (Read::State, "`readyz`"),
];

async fn time(desk: &Desk, (read, title): (Read, &str)) -> anyhow::Result<()> {
    let mut took = Vec::new();
    let begun = Instant::now();
    // Once before it counts: the statement is prepared, its pages are read.
    run(desk, read, 0).await?;
    for turn in 1..=TIMES {
        let start = Instant::now();
        run(desk, read, turn as i64).await?;
        took.push(start.elapsed());
        if begun.elapsed() > LONG {
            break;
        }
    }
    took.sort_unstable();
    let (p50, p99) = (took[took.len() / 2], took[took.len() * 99 / 100]);
    let verdict = if p99 <= TARGET { "met" } else { "**missed**" };
    println!(
        "| {title} | {:.3} | {:.3} | {} | {verdict} |",
        millis(p50),
        millis(p99),
        took.len()
    );
    Ok(())
}

async fn run(desk: &Desk, read: Read, turn: i64) -> anyhow::Result<()> {
    let catalogue = &*desk.catalogue;
    let person = PersonId(1 + turn * 7919 % PEOPLE);
    let filter = Filter::default();
    let team = Some("IT".to_owned());
    match read {
        Read::Mine => {
            let mut tx = desk.store.read().await?;
            let open = store::requests::open_of(&mut tx, person, LISTED).await?;
            desk::about(&mut tx, catalogue, &open).await?;
        }
        Read::Queue => {
            let mut tx = desk.store.read().await?;
            let open = store::requests::queue(&mut tx, "IT", LISTED).await?;
            desk::about(&mut tx, catalogue, &open).await?;
        }
        Read::Home => {
            let mut tx = desk.store.read().await?;
            let mine = store::requests::open_of(&mut tx, person, HOME).await?;
            desk::about(&mut tx, catalogue, &mine).await?;
        }
        Read::AgentHome => agent_home(&mut desk.store.read().await?, desk).await?,
        Read::List => list(desk, filter, Mark::NEWEST).await?,
        Read::ListTeam => {
            let service = Some("newcomer".to_owned());
            list(
                desk,
                Filter {
                    team,
                    service,
                    ..filter
                },
                Mark::NEWEST,
            )
            .await?;
        }
        Read::ListStatus => {
            let statuses = vec!["on_hold".to_owned()];
            list(desk, Filter { statuses, ..filter }, Mark::NEWEST).await?;
        }
        Read::ListRare => {
            let statuses = vec!["new".to_owned()];
            list(
                desk,
                Filter {
                    team,
                    statuses,
                    ..filter
                },
                Mark::NEWEST,
            )
            .await?;
        }
        Read::ListRequester => {
            let requester = Some(person);
            list(
                desk,
                Filter {
                    requester,
                    ..filter
                },
                Mark::NEWEST,
            )
            .await?;
        }
        Read::ListDeep => {
            let statuses = vec!["closed".to_owned()];
            let mark = Mark {
                created_at: desk.clock.now() - 78 * WEEK,
                id: i64::MAX,
            };
            list(desk, Filter { statuses, ..filter }, mark).await?;
        }
        Read::ListAgent => {
            let assignee = Some(AGENT);
            let statuses = vec!["new".to_owned(), "in_progress".to_owned()];
            let filter = Filter {
                assignee,
                statuses,
                ..filter
            };
            list(desk, filter, Mark::NEWEST).await?;
        }
        Read::ListLongAgo => {
            let service = Some("newcomer".to_owned());
            let until = Some(desk.clock.now() - 104 * WEEK);
            let filter = Filter {
                service,
                until,
                ..filter
            };
            list(desk, filter, Mark::NEWEST).await?;
        }
        Read::ListSparse => {
            let (assignee, service) = (Some(AGENT), Some("room".to_owned()));
            let filter = Filter {
                assignee,
                service,
                ..filter
            };
            list(desk, filter, Mark::NEWEST).await?;
        }
        Read::SearchSparse => {
            let words = vec!["screen".to_owned()];
            let statuses = vec!["on_hold".to_owned()];
            let filter = Filter {
                words,
                statuses,
                ..filter
            };
            list(desk, filter, Mark::NEWEST).await?;
        }
        Read::SearchRare => {
            let words = vec!["HR".to_owned(), (turn % 90_000 + 10_000).to_string()];
            list(desk, Filter { words, ..filter }, Mark::NEWEST).await?;
        }
        Read::SearchCommon => {
            let words = vec!["screen".to_owned(), "black".to_owned()];
            list(desk, Filter { words, ..filter }, Mark::NEWEST).await?;
        }
        Read::Digest => {
            let until = desk.clock.now();
            let span = Span {
                kind: DigestKind::Weekly,
                since: until - WEEK,
                until,
            };
            let mut tx = desk.store.read().await?;
            desk::figures(&mut tx, catalogue, "IT", span, 5).await?;
        }
        Read::Summary => drop(desk.summary(30).await?),
        Read::State => drop(desk.state().await?),
    }
    Ok(())
}

async fn list(desk: &Desk, filter: Filter, mark: Mark) -> anyhow::Result<()> {
    desk.find(&filter, mark, PAGE).await?;
    Ok(())
}

/// What delivery reads for the page of somebody who serves.
async fn agent_home(tx: &mut Tx, desk: &Desk) -> anyhow::Result<()> {
    let catalogue = &*desk.catalogue;
    let mine = store::requests::open_of(tx, AGENT, HOME).await?;
    desk::about(tx, catalogue, &mine).await?;
    let assigned = store::requests::assigned_to(tx, AGENT, HOME).await?;
    desk::about(tx, catalogue, &assigned).await?;
    let queue = store::requests::queue(tx, "IT", HOME).await?;
    desk::about(tx, catalogue, &queue).await?;
    let teams: Vec<_> = catalogue.teams.iter().collect();
    desk::duty(tx, &teams).await?;
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
