//! `frontdesk plan`: the stored requests asked once more of a configuration. Numbers and keys only, and people as the
//! configuration names them: nothing that people wrote is printed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use anyhow::anyhow;
use frontdesk::app;
use frontdesk::clock::{Clock, Millis};
use frontdesk::config::Config;
use frontdesk::desk::{Changed, Desk, Given, Group, Rehearsal};
use frontdesk::store::Schema;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Failure, data};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The requests of so many days
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    days: u32,
    /// For programs
    #[arg(long)]
    json: bool,
}

pub async fn run(args: &Args, config: Config) -> Result<(), Failure> {
    let name = data::name(&config.database);
    match data::schema(&config.database).await? {
        Schema::Current(_) => {}
        // Opening it would change it.
        Schema::Behind(_) => {
            return Err(Failure::Other(anyhow!(
                "{name} is not of this version; `frontdesk migrate` brings it there"
            )));
        }
        Schema::None => {
            return Err(Failure::Other(anyhow!(
                "there is no database at {name}; FRONTDESK_DATABASE_URL names it"
            )));
        }
    }
    let store = app::open(&config.database).await?;
    let desk = Desk::new(store, Arc::new(config.catalogue), Clock::System);
    let done = desk.rehearse(args.days).await;
    desk.store.close().await;
    let done = done.map_err(anyhow::Error::from)?;
    match args.json {
        true => println!("{:#}", as_json(&done, args.days)),
        false => print!("{}", in_words(&done, args.days)),
    }
    Ok(())
}

fn as_json(done: &Rehearsal, days: u32) -> Value {
    let moved = done.moved.iter().map(|((from, to), group)| {
        let mut way = group_json(group);
        way["from"] = json!(from);
        way["to"] = json!(to);
        way
    });
    let rules = done.rules.iter();
    let rules = rules.map(|(name, requests)| json!({ "name": name, "requests": requests }));
    let assignees = done.given.assignees.iter().map(|((from, to), group)| {
        let mut way = group_json(group);
        way["from"] = json!(from);
        way["to"] = json!(to);
        way
    });
    let changed = |changed: &Changed| {
        json!({
            "newly_missed": group_json(&changed.newly_missed),
            "newly_kept": group_json(&changed.newly_kept),
        })
    };
    json!({
        "days": days,
        "since": time(done.since),
        "until": time(done.until),
        "requests": done.requests,
        "moved": moved.collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "assignees": assignees.collect::<Vec<_>>(),
        "watching": watchers_json(&done.given.watching),
        "not_watching": watchers_json(&done.given.not_watching),
        "gone": group_json(&done.gone),
        "promises": {
            "first_response": changed(&done.first_response),
            "resolution": changed(&done.resolution),
        },
        "unknown_place": done.unknown_place,
        "unknown_people": done.unknown_people,
    })
}

fn watchers_json(all: &BTreeMap<String, Group>) -> Value {
    let all = all.iter().map(|(who, group)| {
        let mut watcher = group_json(group);
        watcher["who"] = json!(who);
        watcher
    });
    all.collect()
}

fn group_json(group: &Group) -> Value {
    json!({ "requests": group.requests, "examples": group.examples })
}

fn time(at: Millis) -> String {
    Timestamp::from_millisecond(at).map_or_else(|_| String::new(), |at| at.to_string())
}

fn in_words(done: &Rehearsal, days: u32) -> String {
    let mut out = format!(
        "{} of the last {days} days (since {}), asked once more\n",
        requests(done.requests),
        time(done.since)
    );
    let elsewhere: u64 = done.moved.values().map(|group| group.requests).sum();
    section(&mut out, "Would have gone elsewhere", elsewhere == 0);
    for ((from, to), group) in &done.moved {
        counted(
            &mut out,
            group.requests,
            &format!("{from} → {to}{}", like(group)),
        );
    }
    if !done.rules.is_empty() {
        section(&mut out, "Rules that would have applied", false);
        for (name, times) in &done.rules {
            counted(&mut out, *times, name);
        }
    }
    given(&mut out, &done.given);
    let promises = [
        (
            "first answer: newly missed",
            &done.first_response.newly_missed,
        ),
        ("first answer: newly kept", &done.first_response.newly_kept),
        ("result: newly missed", &done.resolution.newly_missed),
        ("result: newly kept", &done.resolution.newly_kept),
    ];
    let same = promises.iter().all(|(_, group)| group.requests == 0);
    section(&mut out, "Promises that would have ended otherwise", same);
    for (what, group) in promises.iter().filter(|(_, group)| group.requests > 0) {
        counted(&mut out, group.requests, &format!("{what}{}", like(group)));
    }
    unsure(&mut out, done);
    out
}

/// Nothing where no rule names anybody, and none did.
fn given(out: &mut String, given: &Given) {
    if given.is_empty() {
        return;
    }
    section(out, "Would have been given to others", false);
    let nobody = || "nobody";
    for ((from, to), group) in &given.assignees {
        let (from, to) = (from.as_deref(), to.as_deref());
        let (from, to) = (from.unwrap_or_else(nobody), to.unwrap_or_else(nobody));
        let what = format!("{from} → {to}{}", like(group));
        counted(out, group.requests, &what);
    }
    for (who, group) in &given.watching {
        let what = format!("{who} would have watched{}", like(group));
        counted(out, group.requests, &what);
    }
    for (who, group) in &given.not_watching {
        let what = format!("{who} would not have watched{}", like(group));
        counted(out, group.requests, &what);
    }
}

fn section(out: &mut String, title: &str, none: bool) {
    let none = if none { ": none" } else { "" };
    line(out, &format!("\n{title}{none}"));
}

fn counted(out: &mut String, requests: u64, what: &str) {
    line(out, &format!("{requests:>8}  {what}"));
}

/// What could not be asked once more as it was.
fn unsure(out: &mut String, done: &Rehearsal) {
    if done.gone.requests > 0 {
        line(
            out,
            &format!(
                "\nleft out: {}, asked for what is no longer offered{}",
                requests(done.gone.requests),
                like(&done.gone)
            ),
        );
    }
    if done.unknown_place > 0 {
        line(
            out,
            &format!(
                "\nnot known where they were asked, so that \"asked_in\" did not fit: {}",
                requests(done.unknown_place)
            ),
        );
    }
    if done.unknown_people > 0 {
        line(
            out,
            &format!(
                "\nno address known of whoever asked, so that \"domains\" did not fit: {}",
                requests(done.unknown_people)
            ),
        );
    }
}

fn requests(count: u64) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    }
}

/// `, like IT-4, IT-17`.
fn like(group: &Group) -> String {
    match group.examples.is_empty() {
        true => String::new(),
        false => format!(", like {}", group.examples.join(", ")),
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a text does not fail.
    _ = writeln!(out, "{text}");
}
