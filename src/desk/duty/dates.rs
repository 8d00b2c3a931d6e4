//! Dates and times of a form, by the team's clocks.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::domain::answer::Wrong;
use crate::domain::catalogue::Answers;
use crate::domain::intent::input;
use crate::domain::roster::{Slip, minute};

use super::super::forms::text;

/// Inputs that are wrong, each with why.
pub(super) type Wrongs = Vec<(String, Wrong)>;

/// From when up to when: whole days, or from and to a time of day where the form asks for one.
///
/// # Errors
/// The inputs that are wrong.
pub(super) fn period(
    values: &Answers,
    zone: &TimeZone,
    now: Millis,
) -> Result<(Millis, Millis), Wrongs> {
    let since = instant(values, input::SINCE, input::SINCE_TIME, zone, false);
    let until = instant(values, input::UNTIL, input::UNTIL_TIME, zone, true);
    match (since, until) {
        (Ok(since), Ok(until)) if until <= since => {
            wrong(input::UNTIL, Wrong::Roster(Slip::EndsBefore))
        }
        (Ok(_), Ok(until)) if until <= now => wrong(input::UNTIL, Wrong::PastDate),
        (Ok(since), Ok(until)) => Ok((since, until)),
        (since, until) => {
            let wrongs = since.err().into_iter().chain(until.err());
            Err(wrongs.flatten().collect())
        }
    }
}

pub(super) fn wrong<T>(key: &str, why: Wrong) -> Result<T, Wrongs> {
    Err(vec![(key.to_owned(), why)])
}

/// Without a time: where the day begins, or where it `ends`.
fn instant(
    values: &Answers,
    day: &str,
    time: &str,
    zone: &TimeZone,
    ends: bool,
) -> Result<Millis, Wrongs> {
    let given = text(values, day).and_then(|date| date.parse::<Date>().ok());
    let Some(given) = given else {
        return wrong(day, Wrong::NoSuchDate);
    };
    let at = match text(values, time).map(|time| minute(time.trim())) {
        Some(Some(minute)) => {
            let (hour, minute) = (minute / 60, minute % 60);
            Time::new(hour as i8, minute as i8, 0, 0).map(|time| given.to_datetime(time))
        }
        Some(None) => return wrong(time, Wrong::Roster(Slip::NoSuchTime)),
        None if ends => given.tomorrow().map(|next| next.to_datetime(Time::MIN)),
        None => Ok(given.to_datetime(Time::MIN)),
    };
    let at = at.and_then(|at| at.to_zoned(zone.clone()));
    match at {
        Ok(at) => Ok(at.timestamp().as_millisecond()),
        Err(_) => wrong(day, Wrong::NoSuchDate),
    }
}

/// The Monday of the week in which `at` lies.
pub(super) fn monday(zone: &TimeZone, at: Millis) -> Date {
    let today = zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default());
    let today = today.date();
    let since = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.checked_sub(jiff::Span::new().days(since));
    monday.unwrap_or(today)
}
