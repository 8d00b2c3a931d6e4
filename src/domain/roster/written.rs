//! A shift as it is written: the same in the configuration, in a form and where it is stored.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::super::people::PersonRef;
use super::{Days, Shift, Turn};

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A shift in the words of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub people: Vec<String>,
    pub turn: String,
    pub from: Date,
    pub days: String,
    /// None: whenever the team works.
    pub hours: Option<String>,
    /// An IANA name.
    pub time_zone: String,
}

impl Turn {
    pub const ALL: [Turn; 3] = [Turn::Together, Turn::Daily, Turn::Weekly];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Turn::Together => "together",
            Turn::Daily => "daily",
            Turn::Weekly => "weekly",
        }
    }
}

impl Shift {
    pub fn written(&self) -> Written {
        let hours = self.hours.map(|(from, to)| span(from, to));
        Written {
            people: self.people.iter().map(PersonRef::to_string).collect(),
            turn: self.turn.as_str().to_owned(),
            from: self.first,
            days: days_written(&self.days),
            hours,
            time_zone: self.zone.iana_name().unwrap_or("UTC").to_owned(),
        }
    }
}

impl Written {
    /// None where it cannot be read: by a version that no longer knows its words.
    pub fn read(&self) -> Option<Shift> {
        let people: Vec<PersonRef> = self.people.iter().filter_map(|p| p.parse().ok()).collect();
        let hours = match &self.hours {
            Some(text) => Some(hours(text).ok()?),
            None => None,
        };
        let turn = Turn::ALL.into_iter().find(|t| t.as_str() == self.turn)?;
        Some(Shift {
            people: Some(people).filter(|p| !p.is_empty())?,
            turn,
            first: self.from,
            days: days(&self.days).ok()?,
            hours,
            zone: TimeZone::get(&self.time_zone).ok()?,
        })
    }
}

/// Days of the week: `mon-fri`, `sat,sun`, `fri-mon`.
///
/// # Errors
/// What would be right.
pub fn days(text: &str) -> Result<Days, String> {
    let wrong = || format!("\"{text}\" are no days of the week, like \"mon-fri\" or \"sat,sun\"");
    let day = |name: &str| {
        let name = name.trim().to_lowercase();
        NAMES.iter().position(|n| *n == name).ok_or_else(wrong)
    };
    let mut days = Days::default();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        let count = (last + 7 - first) % 7;
        for n in 0..=count {
            days[(first + n) % 7] = true;
        }
    }
    Ok(days)
}

/// `mon-wed,fri`.
fn days_written(days: &Days) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut first = 0;
    while first < 7 {
        let run = days[first..].iter().take_while(|on| **on).count();
        match run {
            0 => {}
            1 => parts.push(NAMES[first].to_owned()),
            _ => parts.push(format!("{}-{}", NAMES[first], NAMES[first + run - 1])),
        }
        first += run.max(1);
    }
    parts.join(",")
}

/// One span of hours, `09:00-17:00`: over midnight where it ends before it begins, a whole day where both are the same.
///
/// # Errors
/// What would be right.
pub fn hours(text: &str) -> Result<(u16, u16), String> {
    let read = text.split_once('-').and_then(|(from, to)| {
        let to = match to.trim() {
            "24:00" => 24 * 60,
            to => minute(to)?,
        };
        Some((minute(from.trim())?, to))
    });
    read.ok_or_else(|| {
        format!("\"{text}\" is not a span of hours, like \"09:00-17:00\" or, over midnight, \"22:00-06:00\"")
    })
}

/// `09:30` as minutes since midnight.
pub fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Minutes since midnight as a clock shows them: `09:30`.
pub fn clock_time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn span(from: u16, to: u16) -> String {
    format!("{}-{}", clock_time(from), clock_time(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        for (text, written) in [
            ("mon-fri", "mon-fri"),
            ("sat,sun", "sat-sun"),
            ("Mon, Wed", "mon,wed"),
            ("fri-mon", "mon,fri-sun"),
            ("sun-sat", "mon-sun"),
        ] {
            assert_eq!(days(text).map(|d| days_written(&d)), Ok(written.to_owned()));
        }
        for wrong in ["", "monday", "mon-", "mon;tue", "-"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn hours_may_go_over_midnight() {
        assert_eq!(hours("09:00-17:00"), Ok((540, 1020)));
        assert_eq!(hours("22:00 - 06:00"), Ok((1320, 360)));
        assert_eq!(hours("00:00-24:00"), Ok((0, 1440)));
        for wrong in ["", "9-17", "09:00", "09:00-25:00", "24:00-09:00"] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
    }
}
