//! Makes a big database: years of a busy desk, as the desk itself would have stored them.

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use frontdesk::domain::request::Fact;
use frontdesk::store::Store;
use rusqlite::{Connection, Statement, Transaction, params};

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

const PEOPLE: i64 = 5_000;
/// Who serves, as the example configuration names them: Slack's id, e-mail address, team.
const AGENTS: [(&str, Option<&str>, &str); 7] = [
    ("U0AGENT1", None, "IT"),
    ("U0ANA", Some("ana@acme.example"), "IT"),
    ("U0LEA", Some("lea@acme.example"), "IT"),
    ("U0HANNA", Some("hanna@acme.example"), "HR"),
    ("U0HENRY", Some("henry@acme.example"), "HR"),
    ("U0FRITZ", Some("fritz@acme.example"), "FAC"),
    ("U0FACILITY", None, "FAC"),
];
/// Of a hundred requests, so many are of this team and service.
const SERVICES: [(i64, &str, &str, &str, &str); 5] = [
    (
        40,
        "IT",
        "laptop",
        "C0ITTRIAGE",
        r#"{"asset":"AB-1234","kind":"Screen"}"#,
    ),
    (65, "IT", "access", "C0ITTRIAGE", r#"{"systems":["CRM"]}"#),
    (
        70,
        "IT",
        "newcomer",
        "C0ITTRIAGE",
        r#"{"start":"2026-12-01"}"#,
    ),
    (
        80,
        "HR",
        "people",
        "C0HRTRIAGE",
        r#"{"matter":"My contract"}"#,
    ),
    (100, "FAC", "room", "C0FACTRIAGE", r#"{"floor":3.0}"#),
];
const WORDS: [&str; 24] = [
    "screen", "black", "keyboard", "battery", "slow", "broken", "access", "password", "printer",
    "network", "cable", "monitor", "contract", "holiday", "door", "light", "window", "heating",
    "mail", "phone", "account", "update", "lost", "new",
];
const HOUR: i64 = 3_600_000;
const YEARS: i64 = 3 * 365 * 24 * HOUR;
/// Rows in one transaction.
const LOT: i64 = 50_000;

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
    let store = Store::open(&options.file).await?;
    store.close().await;
    drop(store);
    let mut connection = Connection::open(&options.file).context("the new file")?;
    // A power cut costs a repetition, nothing else.
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF",
    )?;
    let transaction = connection.transaction()?;
    people(&transaction)?;
    transaction.commit()?;
    let mut filler = Filler::new(options.requests, options.events)?;
    let mut next = 1;
    while next <= options.requests {
        let transaction = connection.transaction()?;
        let end = (next + LOT).min(options.requests + 1);
        filler.lot(&transaction, next..end)?;
        transaction.commit()?;
        next = end;
        eprintln!("{} of {}", next - 1, options.requests);
    }
    for (team, count) in filler.numbers {
        connection.execute(
            "INSERT INTO counters (team, value) VALUES (?, ?)",
            params![team, count],
        )?;
    }
    let lanes = "INSERT INTO lanes (lane) SELECT DISTINCT lane FROM outbox";
    connection.execute(lanes, [])?;
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    let wrong: i64 =
        connection.query_row("SELECT COUNT(*) FROM pragma_foreign_key_check", [], |r| {
            r.get(0)
        })?;
    anyhow::ensure!(wrong == 0, "{wrong} rows point to nothing");
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let mib = std::fs::metadata(&options.file)?.len() >> 20;
    println!(
        "{}: {} requests, {mib} MiB",
        options.file.display(),
        options.requests
    );
    Ok(())
}

fn people(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut person = transaction.prepare(
        "INSERT INTO people (id, name, email, time_zone, profile_at, created_at) VALUES (?, ?, ?, 'Europe/Berlin', 0, 0)",
    )?;
    let mut account = transaction.prepare(
        "INSERT INTO accounts (platform, user_id, person_id, dm) VALUES ('slack', ?, ?, ?)",
    )?;
    for id in 1..=PEOPLE {
        let user = id - 1;
        person.execute(params![
            id,
            format!("Person {id}"),
            format!("p{id}@acme.example")
        ])?;
        account.execute(params![format!("U{user:08}"), id, format!("D{user:08}")])?;
    }
    for (index, (user, email, _)) in AGENTS.iter().enumerate() {
        let id = agent(index);
        person.execute(params![id, format!("Agent {user}"), email])?;
        account.execute(params![user, id, user.replacen('U', "D", 1)])?;
    }
    Ok(())
}

fn agent(index: usize) -> i64 {
    PEOPLE + 1 + i64::try_from(index).unwrap_or(0)
}

/// One line of a history: what, and who did it.
type Line = (Fact, Option<i64>);

struct Filler {
    requests: i64,
    events: i64,
    until: i64,
    numbers: Vec<(&'static str, i64)>,
    random: u64,
    post: i64,
}

impl Filler {
    #[expect(clippy::disallowed_methods, reason = "the newest request is of today")]
    fn new(requests: i64, events: i64) -> anyhow::Result<Filler> {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
        Ok(Filler {
            requests,
            events,
            until: i64::try_from(now.as_millis())?,
            numbers: vec![("IT", 0), ("HR", 0), ("FAC", 0)],
            random: 0x2545_f491_4f6c_dd1d,
            post: 0,
        })
    }

    /// Below `most`, the same in every run.
    fn below(&mut self, most: i64) -> i64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 33) as i64 % most
    }

    fn number(&mut self, team: &str) -> String {
        let found = self.numbers.iter_mut().find(|(t, _)| *t == team);
        let value = found.map_or(0, |(_, value)| {
            *value += 1;
            *value
        });
        format!("{team}-{value}")
    }

    fn lot(
        &mut self,
        transaction: &Transaction<'_>,
        ids: std::ops::Range<i64>,
    ) -> rusqlite::Result<()> {
        let mut into = Statements::prepare(transaction)?;
        for id in ids {
            self.request(&mut into, id)?;
        }
        Ok(())
    }

    fn request(&mut self, into: &mut Statements<'_>, id: i64) -> rusqlite::Result<()> {
        let pick = self.below(100);
        let (_, team, service, channel, answers) =
            *SERVICES.iter().find(|s| pick < s.0).unwrap_or(&SERVICES[0]);
        let number = self.number(team);
        let created_at = self.until - YEARS + YEARS / self.requests * id;
        let requester = 1 + self.below(PEOPLE);
        let word = |n: i64| WORDS[usize::try_from(n).unwrap_or(0) % WORDS.len()];
        let subject = format!(
            "{} {} {}",
            word(self.below(24)),
            word(self.below(24)),
            id % 1000
        );
        // Nearly all that is open is young: 2.5 % altogether.
        let young = id > self.requests - self.requests / 50;
        let open = self.below(1000) < if young { 760 } else { 10 };
        let serving: Vec<usize> = (0..AGENTS.len()).filter(|i| AGENTS[*i].2 == team).collect();
        let choice = usize::try_from(self.below(100)).unwrap_or(0);
        let assignee = agent(serving[choice % serving.len()]);
        let unassigned = open && self.below(2) == 0;
        let resolved_at = created_at + HOUR + self.below(72) * HOUR;
        let rating = (!open && self.below(3) == 0).then(|| 1 + self.below(5));
        let status = match (open, unassigned) {
            (true, true) => "new",
            (true, false) => "in_progress",
            (false, _) => "closed",
        };
        into.request.execute(params![
            id,
            number,
            team,
            service,
            subject,
            self.below(4),
            status,
            team == "HR",
            requester,
            (!unassigned).then_some(assignee),
            answers,
            created_at + HOUR,
            created_at + 48 * HOUR,
            created_at,
            (!unassigned).then_some(created_at + HOUR / 2),
            (!open).then_some(resolved_at + HOUR),
            (!open).then_some(assignee),
            (!open).then_some(resolved_at),
            (!open).then_some("It works again."),
            rating,
            rating.map(|_| resolved_at + HOUR),
            self.events,
        ])?;
        into.words
            .execute(params![id, format!("{number} {subject}")])?;
        let lines = self.history(open, unassigned, requester, assignee);
        for (seq, (fact, by)) in (1_i64..).zip(&lines) {
            let at = created_at + (seq - 1) * HOUR / 4;
            let fact = serde_json::to_string(fact).unwrap_or_default();
            into.event.execute(params![id, seq, at, by, fact])?;
            into.inbox
                .execute(params![format!("act:{at:013}{id:08}.{seq}"), at])?;
        }
        let user = requester - 1;
        self.card(
            into,
            id,
            "requester_card",
            "requester",
            &format!("D{user:08}"),
            Some(requester),
            created_at,
        )?;
        self.card(into, id, "triage_card", "team", channel, None, created_at)
    }

    fn history(
        &mut self,
        open: bool,
        unassigned: bool,
        requester: i64,
        assignee: i64,
    ) -> Vec<Line> {
        let mut lines: Vec<Line> = vec![(Fact::Filed, Some(requester))];
        if !unassigned {
            lines.push((Fact::Taken, Some(assignee)));
        }
        let mut end: Vec<Line> = Vec::new();
        if !open {
            let summary = Some("It works again.".to_owned());
            end = vec![
                (Fact::Resolved { summary }, Some(assignee)),
                (Fact::Closed, None),
            ];
        }
        // The talk in between fills it up.
        let room = usize::try_from(self.events).unwrap_or(2);
        while lines.len() + end.len() < room {
            let asked = lines.len().is_multiple_of(2);
            lines.push(if asked {
                (Fact::Asked, Some(assignee))
            } else {
                (Fact::Answered, Some(requester))
            });
        }
        lines.append(&mut end);
        lines
    }

    /// A card where it stands, its thread, and the two times that it went out.
    #[expect(clippy::too_many_arguments, reason = "the columns of a row")]
    fn card(
        &mut self,
        into: &mut Statements<'_>,
        request: i64,
        kind: &str,
        side: &str,
        channel: &str,
        person: Option<i64>,
        at: i64,
    ) -> rusqlite::Result<()> {
        self.post += 1;
        let (post, ts) = (
            self.post,
            format!("{}.{:06}", at / 1000, self.post % 1_000_000),
        );
        into.post
            .execute(params![post, kind, request, side, channel, person, ts, at])?;
        into.thread.execute(params![channel, ts, request, side])?;
        let lane = person.map_or(format!("slack:{channel}"), |p| format!("slack:@{p}"));
        for _ in 0..2 {
            into.job.execute(params![
                format!("post:{post}"),
                lane,
                format!(r#"{{"post":{post}}}"#),
                at,
                request
            ])?;
        }
        Ok(())
    }
}

/// Prepared once a lot.
struct Statements<'t> {
    request: Statement<'t>,
    words: Statement<'t>,
    event: Statement<'t>,
    inbox: Statement<'t>,
    post: Statement<'t>,
    thread: Statement<'t>,
    job: Statement<'t>,
}

impl<'t> Statements<'t> {
    fn prepare(transaction: &'t Transaction<'_>) -> rusqlite::Result<Statements<'t>> {
        Ok(Statements {
            request: transaction.prepare(
                "INSERT INTO requests (id, number, team, service, subject, priority, status, private, channel, requester,
                    assignee, answers, first_response_due, resolution_due, created_at, first_response_at, state_at,
                    ended_by, resolved_at, resolution, rating, rated_at, version)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'slack', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?,
            words: transaction.prepare("INSERT INTO request_words (rowid, words) VALUES (?, ?)")?,
            event: transaction.prepare("INSERT INTO events (request_id, seq, at, by, fact) VALUES (?, ?, ?, ?, ?)")?,
            inbox: transaction.prepare("INSERT INTO inbox (key, at) VALUES (?, ?)")?,
            post: transaction.prepare(
                "INSERT INTO posts (id, kind, request_id, side, platform, channel, to_person, ts, created_at)
                 VALUES (?, ?, ?, ?, 'slack', ?, ?, ?, ?)",
            )?,
            thread: transaction.prepare(
                "INSERT INTO threads (platform, channel, ts, request_id, side) VALUES ('slack', ?, ?, ?, ?)",
            )?,
            job: transaction.prepare(
                "INSERT INTO outbox (key, lane, job, state, attempts, due_at, request_id, created_at, done_at)
                 VALUES (?1, ?2, ?3, 'sent', 1, ?4, ?5, ?4, ?4)",
            )?,
        })
    }
}
