//! People at work while the desk dies under their hands, and what has to be true afterwards.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk::sandbox::{Slack, Submitted};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::task::JoinSet;

use super::machine::{AGENT, Machine, PEOPLE, TEAMS};

/// What people did, and what they were told of it.
#[derive(Default)]
pub struct Deeds {
    /// Subjects whose form closed, and those whose fate nobody was told.
    filed: Vec<String>,
    perhaps: Vec<String>,
    /// Words said in a thread.
    said: Vec<String>,
    replied: Vec<String>,
    /// Subjects of what was resolved, the form having closed.
    resolved: Vec<String>,
}

/// Everybody at work until they are sent home.
pub struct Crowd {
    stop: Arc<AtomicBool>,
    deeds: Shared,
    people: JoinSet<()>,
}

impl Crowd {
    /// Each requester asks at most `most` times; the more `leisure`, the more seldom.
    pub fn comes(slack: &Slack, seed: u64, most: u64, leisure: u64) -> Crowd {
        let (stop, deeds) = (Arc::new(AtomicBool::new(false)), Shared::default());
        let mut people = JoinSet::new();
        for (n, who) in PEOPLE.into_iter().enumerate() {
            let (slack, stop, deeds) = (slack.clone(), stop.clone(), deeds.clone());
            let seed = seed.wrapping_add(n as u64);
            people.spawn(requester(slack, who, seed, most, leisure, stop, deeds));
        }
        let seed = seed.wrapping_add(100);
        let most = most.saturating_mul(4);
        let (slack, told, noted) = (slack.clone(), stop.clone(), deeds.clone());
        people.spawn(agent(slack, seed, most, told, noted));
        Crowd {
            stop,
            deeds,
            people,
        }
    }

    /// What they did, once they have finished it.
    pub async fn leaves(mut self) -> Deeds {
        self.stop.store(true, Ordering::SeqCst);
        while let Some(done) = self.people.join_next().await {
            done.unwrap();
        }
        std::mem::take(&mut *self.deeds.lock().unwrap())
    }
}

type Shared = Arc<Mutex<Deeds>>;

pub async fn pause(rng: &mut StdRng, from: u64, to: u64) {
    tokio::time::sleep(Duration::from_millis(rng.random_range(from..to))).await;
}

/// Somebody who asks, and asks again in their threads.
async fn requester(
    slack: Slack,
    who: &str,
    seed: u64,
    most: u64,
    leisure: u64,
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
            let (here, there) = (person.dm_channel(), card.ts.as_str());
            if count % 3 == 1 {
                let file: (&str, &[u8]) = (&pictured(&word), b"a picture");
                person
                    .says_with_files(&here, Some(there), &word, &[file])
                    .await;
            } else {
                person.replies(&here, there, &word).await;
            }
        }
        pause(&mut rng, 300 * leisure, 1_200 * leisure).await;
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

/// Ana asks for help; the form is only sent once Slack has told the desk who it is.
pub async fn asks(machine: &Machine, subject: &str) {
    let ana = machine.slack.user("ana");
    for _ in 0..200 {
        let line = format!("/request it {subject}");
        if ana.command(&line).await.ok() && ana.modal().is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(ana.submit().await, Submitted::Closed, "{subject}");
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

/// How often a file is shown anywhere in these channels' threads.
fn shared(slack: &Slack, channels: &[String], name: &str) -> usize {
    let tops = channels
        .iter()
        .flat_map(|c| slack.messages(c).into_iter().map(move |top| (c, top)));
    let said = tops.flat_map(|(c, top)| slack.thread(c, &top.ts));
    said.flat_map(|m| m.files)
        .filter(|f| f["name"] == name)
        .count()
}

/// What the file is called that comes with a word.
fn pictured(word: &str) -> String {
    word.replace("word-", "picture-") + "png"
}

/// Whether the desk acknowledged what somebody wrote.
fn acknowledged(slack: &Slack, words: &str) -> bool {
    slack.deliveries().iter().any(|d| {
        let text = d.payload["event"]["text"].as_str().unwrap_or_default();
        d.status == Some(200) && text.ends_with(words)
    })
}

pub async fn judge(machine: &Machine, deeds: &Deeds) {
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
    for word in &deeds.said {
        let file = pictured(word);
        let (theirs, ours) = (shared(slack, &direct, &file), shared(slack, &triage, &file));
        let sure = acknowledged(slack, word);
        assert!(
            ours == theirs || (!sure && ours == 0),
            "{file}: {ours} of {theirs}"
        );
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
