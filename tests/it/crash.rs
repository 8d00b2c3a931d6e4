//! The real process, killed at random instants under load, and told to stop.
//!
//! In real time, bounded. `FRONTDESK_CRASH_ROUNDS` asks for more kills, `FRONTDESK_CRASH_SEED` for
//! the instants of an earlier run.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk::clock::Clock;
use frontdesk::sandbox::{Fault, Options, Slack, Submitted, Trouble, Visibility};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::engine::{Home, Look};

const TEAMS: [(&str, &str, &str); 3] = [
    ("IT", "it", "C0IT"),
    ("HR", "hr", "C0HR"),
    ("FAC", "rooms", "C0FAC"),
];
const PEOPLE: [&str; 4] = ["ana", "ben", "cleo", "dan"];
const AGENT: &str = "bo";

/// The process, and what it runs on.
pub struct Machine {
    pub dir: Arc<Home>,
    port: u16,
    pub slack: Slack,
    child: Option<Child>,
}

impl Machine {
    pub async fn new() -> Machine {
        Machine::on(Home::new().await).await
    }

    pub async fn on(dir: Home) -> Machine {
        let clock = Clock::System;
        let mut options = Options::new(Arc::new(move || clock.now()));
        // Slack's own delays, shortened: at once, a minute, five minutes.
        options.retry_delays = [50, 700, 3_000].map(Duration::from_millis).to_vec();
        options.tiers = false;
        let slack = Slack::start(options).await.unwrap();
        for name in PEOPLE.iter().chain([&AGENT]) {
            slack.add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
        }
        let mut config = String::from("[desk]\nname = \"Acme\"\ntime_zone = \"Europe/Berlin\"\n");
        for (key, service, channel) in TEAMS {
            slack.add_channel(channel, service, Visibility::Private, &[AGENT]);
            config += &format!(
                "[[team]]\nkey = \"{key}\"\nname = \"{key} desk\"\nagents = [\"slack:U0BO\"]\nchannel = {{ slack = \"{channel}\" }}\n"
            );
        }
        for (key, service, _) in TEAMS {
            config += &format!(
                "[[service]]\nkey = \"{service}\"\nteam = \"{key}\"\nname = \"About {service}\"\n"
            );
        }
        std::fs::write(dir.path().join("frontdesk.toml"), config).unwrap();
        let machine = Machine {
            dir: Arc::new(dir),
            port: free_port(),
            slack,
            child: None,
        };
        machine.takes_over();
        machine
    }

    /// Another process on the same database.
    pub fn beside(&self) -> Machine {
        Machine {
            dir: self.dir.clone(),
            port: free_port(),
            slack: self.slack.clone(),
            child: None,
        }
    }

    /// From now on Slack speaks to this one.
    pub fn takes_over(&self) {
        self.slack
            .deliver_to(&format!("http://127.0.0.1:{}", self.port));
    }

    /// Starts the process; returns once it listens.
    pub async fn start(&mut self) {
        let log = self.dir.path().join("log");
        let log = File::options().create(true).append(true).open(log).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_frontdesk"))
            .arg("--config")
            .arg(self.dir.path().join("frontdesk.toml"))
            .arg("serve")
            .env("FRONTDESK_DATABASE_URL", &self.dir.url)
            .env("FRONTDESK_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("FRONTDESK_LOG", "warn")
            .env("SLACK_SIGNING_SECRET", "sandbox-signing-secret")
            .env("SLACK_BOT_TOKEN", "xoxb-sandbox")
            .env("SLACK_API_URL", self.slack.api_url())
            .env("NO_PROXY", "127.0.0.1")
            .stderr(Stdio::from(log))
            .spawn()
            .unwrap();
        self.child = Some(child);
        for _ in 0..1000 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port))
                .await
                .is_ok()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it does not start:\n{}", self.log());
    }

    /// At once, whatever is under way.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Sends a signal by name.
    pub fn signal(&self, signal: &str) {
        let child = self.child.as_ref().expect("it runs");
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// The same, and waits for the end.
    pub fn told(&mut self, signal: &str) -> ExitStatus {
        self.signal(signal);
        let mut child = self.child.take().expect("it runs");
        child.wait().unwrap()
    }

    /// What it says of itself: `readyz`, status and body.
    pub async fn ready(&self) -> (u16, serde_json::Value) {
        let url = format!("http://127.0.0.1:{}/readyz", self.port);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = client.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    async fn look(&self) -> Look {
        self.dir.look().await
    }

    /// Waits until nothing is due any more.
    pub async fn drained(&self, most: Duration) {
        let mut db = self.look().await;
        let step = Duration::from_millis(50);
        for _ in 0..most.as_millis() / step.as_millis() {
            self.slack.settled().await;
            if db
                .number("SELECT COUNT(*) FROM outbox WHERE state = 'due'")
                .await
                == 0
            {
                return;
            }
            tokio::time::sleep(step).await;
        }
        panic!("the outbox does not empty:\n{}", self.log());
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // The test has failed before it could end it.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn free_port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().port()
}

/// What people did, and what they were told of it.
#[derive(Default)]
struct Deeds {
    /// Subjects whose form closed, and those whose fate nobody was told.
    filed: Vec<String>,
    perhaps: Vec<String>,
    /// Words said in a thread.
    said: Vec<String>,
    replied: Vec<String>,
    /// Subjects of what was resolved, the form having closed.
    resolved: Vec<String>,
}

type Shared = Arc<Mutex<Deeds>>;

async fn pause(rng: &mut StdRng, from: u64, to: u64) {
    tokio::time::sleep(Duration::from_millis(rng.random_range(from..to))).await;
}

/// Somebody who asks, and asks again in their threads.
async fn requester(
    slack: Slack,
    who: &str,
    seed: u64,
    most: u64,
    stop: Arc<AtomicBool>,
    deeds: Shared,
) {
    let mut rng = StdRng::seed_from_u64(seed);
    let person = slack.user(who);
    let mut count = 0;
    while !stop.load(Ordering::SeqCst) && count < most {
        count += 1;
        let (_, service, _) = TEAMS[rng.random_range(0..TEAMS.len())];
        let subject = format!("wish-{who}-{count}.");
        let line = format!("/request {service} {subject}");
        if person.command(&line).await.ok() && person.modal().is_some() {
            match person.submit().await {
                Submitted::Closed => deeds.lock().unwrap().filed.push(subject),
                _ => {
                    deeds.lock().unwrap().perhaps.push(subject);
                    person.closes_modal(true).await;
                }
            }
        }
        pause(&mut rng, 100, 400).await;
        let cards = person.dms();
        if !cards.is_empty() {
            let card = &cards[rng.random_range(0..cards.len())];
            let word = format!("word-{who}-{count}.");
            deeds.lock().unwrap().said.push(word.clone());
            person.replies(&person.dm_channel(), &card.ts, &word).await;
        }
        pause(&mut rng, 300, 1_200).await;
    }
}

/// Somebody who takes, answers and resolves.
async fn agent(slack: Slack, seed: u64, most: u64, stop: Arc<AtomicBool>, deeds: Shared) {
    let mut rng = StdRng::seed_from_u64(seed);
    let bo = slack.user(AGENT);
    let mut count = 0;
    while !stop.load(Ordering::SeqCst) && count < most {
        count += 1;
        pause(&mut rng, 100, 500).await;
        let (_, _, channel) = TEAMS[rng.random_range(0..TEAMS.len())];
        let cards = slack.messages(channel);
        let open: Vec<_> = cards.iter().filter(|c| c.reads("[Resolve]")).collect();
        if open.is_empty() {
            continue;
        }
        let card = open[rng.random_range(0..open.len())];
        match rng.random_range(0..3) {
            0 => {
                // Somebody else's change may have taken the button away meanwhile.
                let _ = bo.click(channel, &card.ts, "Take it").await;
            }
            1 => {
                let word = format!("reply-{count}.");
                deeds.lock().unwrap().replied.push(word.clone());
                bo.replies(channel, &card.ts, &format!(">> {word}")).await;
            }
            _ => {
                if bo.click(channel, &card.ts, "Resolve").await.is_err() || bo.modal().is_none() {
                    continue;
                }
                let summary = format!("summary-{count}.");
                bo.fill("Summary", &summary).await.unwrap();
                match bo.submit().await {
                    Submitted::Closed => deeds.lock().unwrap().resolved.push(summary),
                    _ => {
                        bo.closes_modal(true).await;
                    }
                }
            }
        }
    }
}

/// How many messages anywhere show `words` under the bot's name.
fn seen(slack: &Slack, channels: &[String], words: &str) -> usize {
    let mut found = 0;
    for channel in channels {
        for top in slack.messages(channel) {
            let ours = |m: &frontdesk::sandbox::Message| m.author == "frontdesk" && m.reads(words);
            found += usize::from(ours(&top));
            found += slack
                .thread(channel, &top.ts)
                .iter()
                .filter(|m| ours(m))
                .count();
        }
    }
    found
}

/// Whether the desk acknowledged what somebody wrote.
fn acknowledged(slack: &Slack, words: &str) -> bool {
    slack.deliveries().iter().any(|d| {
        let text = d.payload["event"]["text"].as_str().unwrap_or_default();
        d.status == Some(200) && text.ends_with(words)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_instant_it_loses_nothing_and_says_nothing_twice() {
    let number_of = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let rounds = number_of("FRONTDESK_CRASH_ROUNDS").unwrap_or(12);
    let seed = number_of("FRONTDESK_CRASH_SEED").unwrap_or_else(rand::random);
    println!("FRONTDESK_CRASH_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);

    let mut machine = Machine::new().await;
    // A little slow, so that a kill finds calls under way on either side of their taking effect.
    let slow = Trouble::Slow(Duration::from_millis(15));
    machine
        .slack
        .fault(Fault::new("chat.postMessage", slow).times(100_000));
    machine.start().await;
    let (stop, deeds) = (Arc::new(AtomicBool::new(false)), Shared::default());
    let mut people = tokio::task::JoinSet::new();
    for (n, who) in PEOPLE.into_iter().enumerate() {
        let (slack, stop, deeds) = (machine.slack.clone(), stop.clone(), deeds.clone());
        let seed = seed.wrapping_add(n as u64);
        // A channel takes one message a second: the end takes as long as there is to say.
        people.spawn(requester(slack, who, seed, rounds / 2 + 1, stop, deeds));
    }
    people.spawn(agent(
        machine.slack.clone(),
        seed.wrapping_add(100),
        rounds * 2 + 1,
        stop.clone(),
        deeds.clone(),
    ));
    for _ in 0..rounds {
        pause(&mut rng, 200, 1_200).await;
        machine.kill();
        pause(&mut rng, 20, 250).await;
        machine.start().await;
    }
    stop.store(true, Ordering::SeqCst);
    while let Some(done) = people.join_next().await {
        done.unwrap();
    }
    machine.slack.settled().await;
    machine.drained(Duration::from_secs(40 + 3 * rounds)).await;
    let ended = machine.told("TERM");
    assert!(ended.success(), "{ended}:\n{}", machine.log());
    let deeds = std::mem::take(&mut *deeds.lock().unwrap());
    judge(&machine, &deeds).await;
}

async fn judge(machine: &Machine, deeds: &Deeds) {
    let slack = &machine.slack;
    let mut db = machine.look().await;
    assert!(db.is_sound().await);
    assert_eq!(
        db.number("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'")
            .await,
        0,
        "{}",
        machine.log()
    );
    assert!(
        deeds.filed.len() > 5,
        "too little happened: {:?}",
        deeds.filed
    );
    let twice = slack.duplicates();
    assert!(twice.is_empty(), "said twice: {twice:#?}");

    let triage: Vec<String> = TEAMS.iter().map(|t| t.2.to_owned()).collect();
    let direct: Vec<String> = PEOPLE.iter().map(|p| slack.dm_channel(p)).collect();
    for (subjects, sure) in [(&deeds.filed, true), (&deeds.perhaps, false)] {
        for subject in subjects {
            let stored = format!("SELECT COUNT(*) FROM requests WHERE subject = '{subject}'");
            let stored = db.number(&stored).await;
            assert!(stored == 1 || (!sure && stored == 0), "{subject}: {stored}");
            for (place, channels) in [("triage", &triage), ("direct", &direct)] {
                let cards: usize = channels
                    .iter()
                    .map(|c| {
                        slack
                            .messages(c)
                            .iter()
                            .filter(|m| m.reads(subject))
                            .count()
                    })
                    .sum();
                assert_eq!(cards as i64, stored, "{subject} in {place}");
            }
        }
    }
    for (words, channels) in [(&deeds.said, &triage), (&deeds.replied, &direct)] {
        for word in words {
            let there = seen(slack, channels, word);
            let sure = acknowledged(slack, word);
            assert!(
                there == 1 || (!sure && there == 0),
                "{word}: {there}, acknowledged: {sure}"
            );
        }
    }
    for summary in &deeds.resolved {
        // Asked of the record: a word from the requester opens it again, and the poll says so.
        let polls = format!(
            "SELECT COUNT(*) FROM events e JOIN posts o
                ON o.request_id = e.request_id AND o.kind = 'poll' AND o.about = e.seq AND o.ts IS NOT NULL
             WHERE e.fact LIKE '%\"resolved\"%' AND e.fact LIKE '%{summary}%'",
        );
        assert_eq!(db.number(&polls).await, 1, "{summary}");
    }
    println!(
        "{} filed, {} perhaps, {} words, {} replies, {} resolved",
        deeds.filed.len(),
        deeds.perhaps.len(),
        deeds.said.len(),
        deeds.replied.len(),
        deeds.resolved.len()
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_finishes_what_is_under_way() {
    for signal in ["TERM", "INT"] {
        let mut machine = Machine::new().await;
        machine.start().await;
        let ana = machine.slack.user("ana");
        // Slack has not told who we are in the very first moment.
        for _ in 0..100 {
            if ana.command("/request it my screen is black").await.ok() && ana.modal().is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let slow = Trouble::Slow(Duration::from_millis(400));
        machine
            .slack
            .fault(Fault::new("chat.postMessage", slow).times(2));
        assert_eq!(ana.submit().await, Submitted::Closed);
        tokio::time::sleep(Duration::from_millis(100)).await;
        let ended = machine.told(signal);
        assert!(ended.success(), "{signal}: {ended}\n{}", machine.log());
        // What was under way is there and on record; the rest goes out after the next start.
        let mut db = machine.look().await;
        let unsure = "SELECT COUNT(*) FROM outbox WHERE state = 'due' AND unsure";
        assert_eq!(db.number(unsure).await, 0);
        machine.start().await;
        machine.drained(Duration::from_secs(30)).await;
        assert_eq!(ana.dms().len(), 1);
        assert_eq!(machine.slack.messages("C0IT").len(), 1);
        assert!(machine.slack.duplicates().is_empty());
        assert!(machine.told(signal).success());
    }
}

#[tokio::test]
async fn a_start_that_cannot_be_says_why_and_what_to_do() {
    let machine = Machine::on(Home::sqlite()).await;
    std::fs::write(
        machine.dir.path().join("desk.db"),
        "no database at all ".repeat(500),
    )
    .unwrap();
    let start = |config: &Path| {
        Command::new(env!("CARGO_BIN_EXE_frontdesk"))
            .arg("--config")
            .arg(config)
            .arg("serve")
            .env("FRONTDESK_DATABASE_URL", &machine.dir.url)
            .env("FRONTDESK_LISTEN", format!("127.0.0.1:{}", machine.port))
            .env_remove("SLACK_BOT_TOKEN")
            .output()
            .unwrap()
    };
    let ended = start(&machine.dir.path().join("frontdesk.toml"));
    let words = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{words}");
    assert!(words.contains("is not a frontdesk database"), "{words}");
    let ended = start(&machine.dir.path().join("elsewhere.toml"));
    let words = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{words}");
    assert!(words.contains("elsewhere.toml"), "{words}");
}
