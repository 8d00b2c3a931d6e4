//! `[desk]` and `[emoji]`.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use super::table::Table;
use super::team::digests;
use super::{keys, limits, values};
use crate::domain::catalogue::{DeskSettings, DigestKind, DigestPlan, Emoji};
use crate::domain::people::PersonRef;
use crate::domain::promise::{Limits, Matrix, Priority};

/// Days for which is known what came in. No platform sends a thing again for longer than a day (Slack's
/// delayed events: hourly).
const LEAST_REMEMBERED: u32 = 2;

/// The desk's own settings; every one has a default.
pub(super) fn desk(root: &Table<'_>) -> DeskSettings {
    let emoji = emoji(root);
    let mut desk = DeskSettings {
        name: "Service desk".to_owned(),
        time_zone: jiff::tz::TimeZone::UTC,
        admins: Vec::new(),
        emoji,
        close_after_days: 5,
        remind_after_days: 4,
        forget_after_days: 30,
        archive_after_days: Some(365),
        forget_rosters_after_days: Some(90),
        own_digests: usual_digests(),
        priorities: Matrix::default(),
        limits: Limits::default(),
    };
    let Some(at) = root.sub("desk") else {
        return desk;
    };
    let table = Table::open(root.source, at.value, &at.span, "[desk]", keys::DESK);
    if let Some(name) = table.text("name") {
        desk.name = name.value.to_owned();
    }
    if let Some(zone) = table.parsed("time_zone", values::time_zone) {
        desk.time_zone = zone.value;
    }
    desk.admins = people(&table, "admins");
    desk.limits = limits::limits(&table, &desk.limits);
    if let Some(forget) = table.parsed("forget_rosters_after", values::days) {
        desk.forget_rosters_after_days = Some(forget.value).filter(|days| *days > 0);
    }
    for plan in digests(&table, "own_digest", &desk.time_zone) {
        let usual = desk.own_digests.iter_mut().find(|d| d.kind == plan.kind);
        usual.into_iter().for_each(|usual| *usual = plan.clone());
    }
    if let Some(at) = table.sub("priorities") {
        let given = table.open_sub(&at, "priorities", keys::PRIORITIES);
        priorities(&given, &mut desk.priorities);
    }
    let close = table.parsed("close_after", values::days);
    let remind = table.parsed("remind_after", values::days);
    if let Some(close) = &close {
        desk.close_after_days = close.value;
        // A desk that closes sooner than the usual reminder reminds the day before.
        desk.remind_after_days = desk.remind_after_days.min(close.value.saturating_sub(1));
        if close.value == 0 {
            table.problem(&close.span, "\"close_after\" has to be at least \"1d\"");
        }
    }
    if let Some(remind) = remind {
        desk.remind_after_days = remind.value;
        if remind.value >= desk.close_after_days {
            let text = format!(
                "\"remind_after\" has to be less than \"close_after\", which is \"{}d\"",
                desk.close_after_days
            );
            table.problem(&remind.span, &text);
        }
    }
    if let Some(forget) = table.parsed("forget_after", values::days) {
        desk.forget_after_days = forget.value;
        if forget.value < LEAST_REMEMBERED {
            let text = format!(
                "\"forget_after\" has to be at least \"{LEAST_REMEMBERED}d\": what a platform sends again has to be known"
            );
            table.problem(&forget.span, &text);
        }
    }
    if let Some(archive) = table.parsed("archive_after", values::days) {
        desk.archive_after_days = Some(archive.value).filter(|days| *days > 0);
    }
    desk
}

/// When digests of somebody's own come where the file does not say.
fn usual_digests() -> [DigestPlan; 2] {
    let plan = |kind, cron: &str| DigestPlan {
        kind,
        cron: cron.to_owned(),
    };
    [
        plan(DigestKind::Daily, "0 9 * * Mon-Fri"),
        plan(DigestKind::Weekly, "30 9 * * Mon"),
    ]
}

/// A row for each impact: the priority for each urgency, from what can wait to what stands still.
fn priorities(table: &Table<'_>, matrix: &mut Matrix) {
    for (key, row) in keys::PRIORITIES.iter().zip(&mut matrix.0) {
        let Some(value) = table.value(key) else {
            continue;
        };
        let named = |text: &str| {
            let found = Priority::ALL.into_iter().find(|p| p.as_str() == text);
            found.ok_or_else(|| format!("\"{text}\" is no priority: low, normal, high or urgent"))
        };
        let texts = table.texts(key);
        let given: Vec<Priority> = texts
            .iter()
            .filter_map(|text| table.parse(text, named))
            .map(|at| at.value)
            .collect();
        match <[Priority; 3]>::try_from(given) {
            Ok(given) => *row = given,
            Err(_) if texts.len() == 3 => {}
            Err(_) => {
                let text = format!(
                    "\"{key}\" takes three priorities: where it can wait, where work is slower, where it stands still"
                );
                table.problem(&value.span(), &text);
            }
        }
    }
}

/// A list of people, each once.
pub(super) fn people(table: &Table<'_>, key: &str) -> Vec<PersonRef> {
    let mut people: Vec<PersonRef> = Vec::new();
    for text in table.texts(key) {
        if let Some(person) = table.parse(&text, values::person) {
            if people.contains(&person.value) {
                let text = format!("\"{}\" stands twice in \"{key}\"", text.value);
                table.problem(&person.span, &text);
            }
            people.push(person.value);
        }
    }
    people
}

fn emoji(root: &Table<'_>) -> Emoji {
    let mut emoji = Emoji {
        ticket: "ticket".to_owned(),
        take: "eyes".to_owned(),
        resolve: "white_check_mark".to_owned(),
        wait: "hourglass_flowing_sand".to_owned(),
        ratings: values::usual_ratings(),
    };
    let Some(at) = root.sub("emoji") else {
        return emoji;
    };
    let table = Table::open(root.source, at.value, &at.span, "[emoji]", keys::EMOJI);
    for (key, name) in [
        ("ticket", &mut emoji.ticket),
        ("take", &mut emoji.take),
        ("resolve", &mut emoji.resolve),
        ("wait", &mut emoji.wait),
    ] {
        if let Some(given) = table.parsed(key, values::emoji) {
            *name = given.value;
        }
    }
    let names = [&emoji.ticket, &emoji.take, &emoji.resolve, &emoji.wait];
    if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
        let text = "ticket, take, resolve and wait have to be four different emoji";
        table.problem(&at.span, text);
    }
    if let Some(at) = table.sub("ratings") {
        emoji.ratings = ratings(&table, at.value);
    }
    emoji
}

/// The table's keys are emoji, so none is unknown.
fn ratings(emoji: &Table<'_>, table: &DeTable<'_>) -> BTreeMap<String, u8> {
    let mut ratings = BTreeMap::new();
    for (key, value) in table {
        let score = match value.get_ref() {
            DeValue::Integer(n) => n.as_str().parse().ok().filter(|n| (1..=5).contains(n)),
            _ => None,
        };
        if score.is_none() {
            let text = format!(
                "rating \"{}\" has to be a number from 1 to 5",
                key.get_ref()
            );
            emoji.problem(&value.span(), &text);
        }
        match values::emoji(key.get_ref()) {
            Ok(name) => ratings.extend(score.map(|score| (name, score))),
            Err(problem) => emoji.problem(&key.span(), &problem),
        }
    }
    ratings
}
