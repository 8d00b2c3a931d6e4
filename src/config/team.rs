//! `[[team]]`.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use toml::de::{DeTable, DeValue};

use super::desk::people;
use super::problem::hint;
use super::table::{At, Source, Table};
use super::{keys, limits, reply, values};
use crate::domain::catalogue::{DigestKind, DigestPlan, Team};
use crate::domain::digest;
use crate::domain::ids::{Channel, Platform};
use crate::domain::promise::{Calendar, Limits, Priority};
use crate::domain::roster::{Assign, Plan};

const PLATFORMS: [Platform; 2] = [Platform::Slack, Platform::Teams];

/// What a team may refer to.
pub(super) struct Known<'a> {
    pub calendars: &'a [Calendar],
    /// Of all calendars, the wrong ones too: those have their own problem already.
    pub calendar_keys: &'a [&'a str],
    pub desk_zone: &'a TimeZone,
    pub limits: &'a Limits,
}

pub(super) fn team(source: &Source<'_>, at: &At<&DeTable<'_>>, known: &Known<'_>) -> Option<Team> {
    let name = super::catalogue::name("team", at.value);
    let table = Table::open(source, at.value, &at.span, &name, keys::TEAM);
    let key = table
        .required("key", "\"IT\"")
        .and_then(|key| table.parse(&key, values::team_key));
    let calendar = calendar(&table, known);
    let lead = table.parsed("lead", values::person).map(|p| p.value);
    let agents = people(&table, "agents");
    if table.value("lead").is_none() && table.list("agents").next().is_none() {
        table.problem(
            &at.span,
            "nobody would serve its requests: name \"agents\", a \"lead\", or both",
        );
    }
    let name = table
        .required("name", "\"IT support\"")
        .filter(|name| fits_option(&table, "name", name));
    let zone = calendar
        .as_ref()
        .map_or(known.desk_zone, |calendar| &calendar.time_zone);
    Some(Team {
        name: name.map_or_else(String::new, |name| name.value.to_owned()),
        digests: digests(&table, "digest", zone),
        replies: reply::replies(&table),
        limits: limits::limits(&table, known.limits),
        roster: Plan::default(),
        assign: table.parsed("assign", assign).and_then(|rule| rule.value),
        page: table.parsed("page", page).and_then(|from| from.value),
        lead,
        agents,
        vision: table.text("vision").map(|v| v.value.to_owned()),
        channels: channels(&table),
        request_channels: request_channels(&table),
        calendar,
        key: key?.value,
    })
}

fn assign(text: &str) -> Result<Option<Assign>, String> {
    let rule = Assign::ALL.into_iter().find(|rule| rule.as_str() == text);
    match rule {
        None if text != "never" => Err(format!(
            "\"{text}\" is no rule by which requests are assigned: \"duty\", \"turns\", \"least_open\" or \"never\""
        )),
        rule => Ok(rule),
    }
}

fn page(text: &str) -> Result<Option<Priority>, String> {
    let from = Priority::ALL.into_iter().find(|p| p.as_str() == text);
    match from {
        None if text != "never" => Err(format!(
            "\"{text}\" is no priority from which on somebody is called: low, normal, high, urgent or \"never\""
        )),
        from => Ok(from),
    }
}

/// A name that people pick from a list: Slack shows 75 characters there.
pub(super) fn fits_option(table: &Table<'_>, key: &str, text: &At<&str>) -> bool {
    let fits = text.value.chars().count() <= 75;
    if !fits {
        let problem = format!("\"{key}\" is longer than 75 characters, the most that a list shows");
        table.problem(&text.span, &problem);
    }
    fits
}

fn calendar(table: &Table<'_>, known: &Known<'_>) -> Option<Calendar> {
    let key = table.text("calendar")?;
    if !known.calendar_keys.contains(&key.value) {
        let hint = hint(key.value, known.calendar_keys.iter().copied());
        let text = format!("calendar \"{}\" is not defined{hint}", key.value);
        table.problem(&key.span, &text);
    }
    let calendar = known.calendars.iter().find(|c| c.key == key.value);
    calendar.cloned()
}

fn channels(team: &Table<'_>) -> Vec<Channel> {
    let Some(at) = team.sub("channel") else {
        return Vec::new();
    };
    let table = team.open_sub(&at, "channel", keys::PLATFORMS);
    let read = |platform: Platform| {
        let id = table.parsed(platform.as_str(), |id| values::channel(platform, id))?;
        let id = id.value;
        Some(Channel { platform, id })
    };
    PLATFORMS.into_iter().filter_map(read).collect()
}

fn request_channels(team: &Table<'_>) -> Vec<Channel> {
    let Some(at) = team.sub("request_channels") else {
        return Vec::new();
    };
    channel_lists(&team.open_sub(&at, "request_channels", keys::PLATFORMS))
}

/// A list of channels for each platform.
pub(super) fn channel_lists(table: &Table<'_>) -> Vec<Channel> {
    let mut channels = Vec::new();
    for platform in PLATFORMS {
        for text in table.texts(platform.as_str()) {
            if let Some(id) = table.parse(&text, |id| values::channel(platform, id)) {
                let id = id.value;
                channels.push(Channel { platform, id });
            }
        }
    }
    channels
}

/// The schedules under `key`, at most one of a kind.
pub(super) fn digests(owner: &Table<'_>, key: &str, zone: &TimeZone) -> Vec<DigestPlan> {
    let mut plans: Vec<DigestPlan> = Vec::new();
    for at in owner.tables(key) {
        let table = owner.open_sub(&at, key, keys::DIGEST);
        let kind = table
            .required("kind", "\"daily\"")
            .and_then(|kind| table.parse(&kind, digest_kind));
        let cron = table.required("cron", "\"0 9 * * Mon-Fri\"");
        let cron = cron.and_then(|cron| table.parse(&cron, |text| checked_cron(text, zone)));
        if let (Some(kind), Some(cron)) = (kind, cron) {
            if plans.iter().any(|plan| plan.kind == kind.value) {
                table.problem(&kind.span, "there is a digest of this kind already");
            }
            let (kind, cron) = (kind.value, cron.value);
            plans.push(DigestPlan { kind, cron });
        }
    }
    plans
}

fn digest_kind(text: &str) -> Result<DigestKind, String> {
    match text {
        "daily" => Ok(DigestKind::Daily),
        "weekly" => Ok(DigestKind::Weekly),
        _ => Err(format!(
            "\"{text}\" is not a kind of digest: \"daily\" or \"weekly\""
        )),
    }
}

/// A schedule that can be read and does come round.
fn checked_cron(text: &str, zone: &TimeZone) -> Result<String, String> {
    digest::schedule(text)?;
    digest::next_due(text, zone, 0)
        .map(|_| text.to_owned())
        .ok_or_else(|| format!("\"{text}\" never comes round"))
}

/// Two teams in one working channel could not tell whose triage thread is whose.
pub(super) fn one_team_a_channel(source: &Source<'_>, teams: &[At<&DeTable<'_>>]) {
    let mut first: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for at in teams {
        let Some(DeValue::Table(channels)) = at.value.get("channel").map(|c| c.get_ref()) else {
            continue;
        };
        for platform in keys::PLATFORMS {
            let Some(value) = channels.get(*platform) else {
                continue;
            };
            let DeValue::String(id) = value.get_ref() else {
                continue;
            };
            let name = super::catalogue::name("team", at.value);
            if let Some(other) = first.get(&(*platform, id.as_ref())) {
                let text = format!("{name}: {other} works in the channel \"{id}\" already");
                source.problem(&value.span(), text);
            } else {
                first.insert((*platform, id.as_ref()), name);
            }
        }
    }
}
