//! `[[roster]]`: who is on duty when.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use toml::de::{DeTable, DeValue};

use super::desk::people;
use super::problem::hint;
use super::table::{At, Source, Table};
use super::{keys, values};
use crate::domain::catalogue::{DeskSettings, Team};
use crate::domain::people::PersonRef;
use crate::domain::roster::{self, Assign, Days, Plan, Shift, Turn};

/// A Monday: turns that say nothing of their beginning change with the week.
const SOME_MONDAY: Date = Date::constant(2026, 1, 5);
const DAY: u16 = 24 * 60;

/// Gives each of `teams` what its roster says. `team_keys` are those of all teams, the wrong ones too.
pub(super) fn rosters(
    source: &Source<'_>,
    tables: &[At<&DeTable<'_>>],
    teams: &mut [Team],
    team_keys: &[&str],
    desk: &DeskSettings,
) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for at in tables {
        let table = Table::open(source, at.value, &at.span, &name(at.value), keys::ROSTER);
        let Some(key) = table.required("team", "\"IT\"") else {
            continue;
        };
        if let Some(line) = first.get(key.value) {
            let text = format!("team {} has a roster already, on line {line}", key.value);
            table.problem(&key.span, &text);
            continue;
        }
        first.insert(key.value.to_owned(), source.line(&key.span));
        if !team_keys.contains(&key.value) {
            let hint = hint(key.value, team_keys.iter().copied());
            let text = format!("team \"{}\" is not defined{hint}", key.value);
            table.problem(&key.span, &text);
        }
        // A team that is wrong itself has its own problem already.
        if let Some(team) = teams.iter_mut().find(|team| team.key == key.value) {
            team.roster = plan(&table, team, team.zone(desk));
        }
    }
}

/// `roster of "IT"`, or `roster` where it says no team.
fn name(table: &DeTable<'_>) -> String {
    match table.get("team").map(|team| team.get_ref()) {
        Some(DeValue::String(team)) => format!("roster of \"{team}\""),
        _ => "roster".to_owned(),
    }
}

fn plan(table: &Table<'_>, team: &Team, zone: &TimeZone) -> Plan {
    let usual = Plan::default();
    let tables = table.tables("shift");
    let mut shifts: Vec<(Shift, &Range<usize>)> = Vec::new();
    for at in &tables {
        let Some(shift) = shift(table, at, team, zone) else {
            continue;
        };
        for (other, span) in &shifts {
            if let Some(person) = twice(&shift, other) {
                let line = table.source.line(span);
                let text =
                    format!("{person} is on duty at the same time by the shift on line {line}");
                table.problem(&at.span, &text);
            }
        }
        shifts.push((shift, &at.span));
    }
    Plan {
        shifts: shifts.into_iter().map(|(shift, _)| shift).collect(),
        announce: match table.parsed("announce", announce) {
            Some(at) => at.value,
            None => usual.announce,
        },
        hand_over: table.flag("hand_over").unwrap_or(usual.hand_over),
    }
}

fn shift(roster: &Table<'_>, at: &At<&DeTable<'_>>, team: &Team, zone: &TimeZone) -> Option<Shift> {
    let table = roster.open_sub(at, "shift", keys::SHIFT);
    if table.value("people").is_none() {
        table.missing("people", "[\"ana@acme.example\"]");
    }
    let people = people(&table, "people");
    if table.value("people").is_some() && table.list("people").next().is_none() {
        table.problem(
            &at.span,
            "\"people\" is empty: nobody would ever be on duty",
        );
    }
    for text in table.texts("people") {
        let Ok(person) = values::person(text.value) else {
            continue;
        };
        if !team.members().any(|member| *member == person) {
            let known: Vec<String> = team.members().map(PersonRef::to_string).collect();
            let hint = hint(text.value, known.iter().map(String::as_str));
            let (text, span) = (text.value, text.span);
            let text = format!("\"{text}\" does not serve in team {}{hint}", team.key);
            table.problem(&span, &text);
        }
    }
    let turn = table.parsed("turn", turn);
    let days = table.parsed("days", roster::days);
    let hours = table.parsed("hours", roster::hours);
    let own = table.parsed("time_zone", values::time_zone);
    Some(Shift {
        people: Some(people).filter(|people| !people.is_empty())?,
        turn: turn.map_or(Turn::Together, |turn| turn.value),
        first: table
            .parsed("from", values::date)
            .map_or(SOME_MONDAY, |from| from.value),
        days: days.map_or([true; 7], |days| days.value),
        hours: hours.map(|hours| hours.value),
        zone: own.map_or_else(|| zone.clone(), |own| own.value),
    })
}

fn turn(text: &str) -> Result<Turn, String> {
    let turn = Turn::ALL.into_iter().find(|turn| turn.as_str() == text);
    turn.ok_or_else(|| format!("\"{text}\" is no turn: \"together\", \"daily\" or \"weekly\""))
}

fn announce(text: &str) -> Result<Option<u16>, String> {
    if text == "never" {
        return Ok(None);
    }
    let minute = roster::minute(text).map(Some);
    minute.ok_or_else(|| format!("\"{text}\" is not a time, like \"08:30\", nor \"never\""))
}

/// Who is on duty by both shifts at once, as far as that is plain from what is written.
fn twice<'a>(one: &'a Shift, other: &Shift) -> Option<&'a PersonRef> {
    let plain = |shift: &Shift| shift.turn == Turn::Together;
    if !plain(one) || !plain(other) || one.zone != other.zone || !overlap(one, other) {
        return None;
    }
    one.people
        .iter()
        .find(|person| other.people.contains(person))
}

fn overlap(one: &Shift, other: &Shift) -> bool {
    match (one.hours, other.hours) {
        (None, None) => one.days.iter().zip(&other.days).any(|(a, b)| *a && *b),
        (Some(a), Some(b)) => {
            let (a, b) = (week(&one.days, a), week(&other.days, b));
            a.iter().any(|a| b.iter().any(|b| a.0 < b.1 && b.0 < a.1))
        }
        // The one follows the team's calendar.
        _ => false,
    }
}

/// The minutes of a week, Monday first; what goes beyond Sunday is Monday's.
fn week(days: &Days, (from, to): (u16, u16)) -> Vec<(u16, u16)> {
    let length = if from < to {
        to - from
    } else {
        to + DAY - from
    };
    let starts = (0..7).filter(|day| days[usize::from(*day)]);
    let spans = starts.map(|day| day * DAY + from);
    spans
        .flat_map(|start| {
            let end = start + length;
            let beyond = end.saturating_sub(7 * DAY);
            [(start, end.min(7 * DAY)), (0, beyond)]
        })
        .filter(|(from, to)| from < to)
        .collect()
}

/// As `check` shows them: what of it, and in words. Nothing where nothing is set.
pub(super) fn explained(team: &Team) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    for shift in &team.roster.shifts {
        let written = shift.written();
        let turn = match shift.turn {
            Turn::Together => String::new(),
            turn => format!(", {} by turns from {}", turn.as_str(), shift.first),
        };
        let hours = written.hours.as_deref().unwrap_or("whenever it is open");
        let people = written.people.join(", ");
        let (days, zone) = (&written.days, &written.time_zone);
        lines.push((
            "on duty",
            format!("{people}{turn}: {days} {hours} ({zone})"),
        ));
    }
    if !team.roster.shifts.is_empty() {
        let at = team.roster.announce.map(roster::clock_time);
        let at = at.map_or("announced to nobody".to_owned(), |at| {
            format!("announced daily at {at}")
        });
        let note = match team.roster.hand_over {
            true => "whoever goes is asked for a note",
            false => "nobody is asked for a note",
        };
        lines.push(("", format!("{at}; {note}")));
    }
    if let Some(rule) = team.assign {
        let to = match rule {
            Assign::Duty => "to who is on duty",
            Assign::Turns => "by turns",
            Assign::LeastOpen => "to whoever has the least open work",
        };
        lines.push(("assigned", to.to_owned()));
    }
    if let Some(from) = team.page {
        let text = format!("out of hours, who is on duty: from {} on", from.as_str());
        lines.push(("called", text));
    }
    lines
}
