//! Who is on duty, away or standing in, said in one way wherever it is told.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::domain::answer::{OnDuty, Turnover};
use crate::domain::roster::{News, Objection, Slip, Turn, Written};
use crate::domain::talk::{Span, Text, plain};

use super::sentence::{join, lines, sentence, words};

/// What people are called, by how the configuration writes them.
pub type Names = BTreeMap<String, String>;

/// A line for each team: `IT support: Lea until 17:00, then Bo`.
pub fn duty(teams: &[OnDuty]) -> Text {
    if teams.is_empty() {
        return plain("No team is set up yet.");
    }
    lines(teams.iter().map(on_duty))
}

/// `Lea until 17:00`: what is true however long it stands there. None: nobody is, for weeks.
pub fn there(duty: &OnDuty) -> Option<Text> {
    let turnover = duty.roster.clone().unwrap_or_default();
    let people = words(all(&duty.people));
    match (duty.people.is_empty(), turnover.until, turnover.next) {
        (false, Some(until), _) => Some(sentence("{} until {}", [people, Span::When(until)])),
        (false, None, _) => Some(vec![people]),
        (true, _, Some((at, next))) => Some(sentence(
            "nobody until {}, then {}",
            [Span::When(at), words(all(&next))],
        )),
        (true, ..) => None,
    }
}

/// `IT support: Lea until 17:00, then Bo`.
pub fn on_duty(duty: &OnDuty) -> Text {
    let team = || words(&duty.team);
    let people = words(all(&duty.people));
    let Some(Turnover { until, next }) = &duty.roster else {
        return match duty.people.is_empty() {
            true => sentence("{}: nobody", [team()]),
            false => sentence("{}: {}", [team(), people]),
        };
    };
    let next = next.as_ref().map(|(at, next)| (*at, words(all(next))));
    match (duty.people.is_empty(), until, next) {
        (true, _, None) => sentence("{}: nobody is on duty for weeks", [team()]),
        (true, _, Some((at, next))) => {
            sentence("{}: nobody now, {} from {}", [team(), next, Span::When(at)])
        }
        (false, None, _) => sentence("{}: {}", [team(), people]),
        (false, Some(until), Some((at, next))) if at == *until => sentence(
            "{}: {} until {}, then {}",
            [team(), people, Span::When(at), next],
        ),
        (false, Some(until), Some((at, next))) => sentence(
            "{}: {} until {}, {} from {}",
            [team(), people, Span::When(*until), next, Span::When(at)],
        ),
        (false, Some(until), None) => {
            sentence("{}: {} until {}", [team(), people, Span::When(*until)])
        }
    }
}

/// `Lea, Bo`.
pub fn all(people: &[String]) -> String {
    people.join(", ")
}

/// What was set in chat.
pub fn news(news: &News, names: &Names) -> Text {
    let name = |written: &String| words(called(names, written));
    match news {
        News::Away { who, since, until } => sentence(
            "{} is away from {}, and back from {}.",
            [name(who), Span::When(*since), Span::When(*until)],
        ),
        News::Instead {
            who,
            of: Some(of),
            since,
            until,
        } => sentence(
            "{} stands in for {} from {} to {}.",
            [name(who), name(of), Span::When(*since), Span::When(*until)],
        ),
        News::Instead {
            who,
            of: None,
            since,
            until,
        } => sentence(
            "{} is on duty from {} to {}, in place of everybody else.",
            [name(who), Span::When(*since), Span::When(*until)],
        ),
        News::Shift(shift) => join([who_shares(shift, names), plain(hours(shift))]),
    }
}

fn who_shares(shift: &Written, names: &Names) -> Text {
    let people: Vec<String> = shift.people.iter().map(|p| called(names, p)).collect();
    let people = words(all(&people));
    let turn = Turn::ALL.into_iter().find(|t| t.as_str() == shift.turn);
    let first = words(shift.from.to_string());
    match turn {
        Some(Turn::Daily) => sentence(
            "A shift of {}, by turns each day from {} on:",
            [people, first],
        ),
        Some(Turn::Weekly) => sentence(
            "A shift of {}, by turns each week from {} on:",
            [people, first],
        ),
        _ => sentence("A shift of {}:", [people]),
    }
}

fn hours(shift: &Written) -> String {
    let hours = shift.hours.as_deref();
    let hours = hours.unwrap_or("whenever the team is open");
    format!("{} {hours} ({}).", shift.days, shift.time_zone)
}

/// What they are called, else how the configuration writes them.
pub fn called(names: &Names, written: &str) -> String {
    names
        .get(written)
        .map_or(written, String::as_str)
        .to_owned()
}

/// `Mon 23 Nov 09:00 to 17:00`, whole days `Mon 23 Nov to Tue 24 Nov`, by one clock: lists of a form know no reader's own.
pub fn period(since: Millis, until: Millis, zone: &TimeZone) -> String {
    let at = |at: Millis| zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default());
    let (since, until) = (at(since), at(until));
    if since.time() == Time::midnight() && until.time() == Time::midnight() && since < until {
        let day = |day: Date| day.strftime("%a %-d %b").to_string();
        let last = until.date().yesterday().unwrap_or(until.date());
        return match since.date() == last {
            true => day(last),
            false => format!("{} to {}", day(since.date()), day(last)),
        };
    }
    let last = match since.date() == until.date() {
        true => until.strftime("%H:%M"),
        false => until.strftime("%a %-d %b %H:%M"),
    };
    format!("{} to {last}", since.strftime("%a %-d %b %H:%M"))
}

/// Why a roster stays as it is.
pub fn objection(why: Objection) -> &'static str {
    match why {
        Objection::NotYours => "Only people who serve in a team can say who is on duty there.",
        Objection::OtherTeam => {
            "That is a duty of another team. Please choose one of the same team."
        }
        Objection::Changed => {
            "Who is on duty has changed since, so this no longer fits. Please look at the roster again."
        }
        Objection::Answered => "You have answered this already.",
        Objection::Unanswered => {
            "This was not answered in time: the duty has begun, and nothing changes."
        }
        Objection::SameTime => {
            "Both of you are on duty then, so nothing would change. Please choose another one."
        }
        Objection::InConfiguration => {
            "This team's shifts stand in the configuration, and whoever runs the desk changes them there. Away, Stand in and Swap work here."
        }
    }
}

/// What is wrong with an input of a roster's form.
pub fn slip(slip: Slip) -> &'static str {
    match slip {
        Slip::NoSuchTime => "This should be a time, like 09:00.",
        Slip::NoSuchHours => "These should be hours, like 09:00-17:00 or 22:00-06:00.",
        Slip::NoSuchZone => "This should be a time zone, like Europe/Berlin.",
        Slip::Nobody => "Please choose somebody.",
        Slip::NotAmong => "Please choose one of those who share the shift.",
        Slip::EndsBefore => "This is before it begins.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_days_are_said_as_days() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // 2026-11-25 at midnight in Berlin.
        let (since, day, hour) = (1_795_561_200_000, 24 * 3_600_000, 3_600_000);
        for (length, said) in [
            (day, "Wed 25 Nov"),
            (2 * day, "Wed 25 Nov to Thu 26 Nov"),
            (9 * hour, "Wed 25 Nov 00:00 to 09:00"),
            (day + hour, "Wed 25 Nov 00:00 to Thu 26 Nov 01:00"),
        ] {
            assert_eq!(period(since, since + length, &zone), said);
        }
    }
}
