//! Business time: due times, and the clock that stops. Without a calendar every hour counts.

use super::{Calendar, Promise, Span};
use crate::clock::Millis;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

/// Whether the team works at `at`.
pub fn is_open(calendar: Option<&Calendar>, at: Millis) -> bool {
    calendar.is_none_or(|calendar| calendar.is_open(at))
}

/// `at` itself while open, else the next opening; none where the team never opens again within two
/// years.
pub fn next_opening(calendar: Option<&Calendar>, at: Millis) -> Option<Millis> {
    match calendar {
        Some(calendar) => calendar.next_opening(at),
        None => Some(at),
    }
}

/// When `span` is over that begins at `from`.
///
/// - Minutes count while the team is open: the first instant with so much business time since
///   `from`. One that ends with the working day is due at closing, not at the next opening.
/// - Days count from the next opening (`from` itself while open) and end at the same time of day,
///   so many working days later: asked on Friday at 11:00, one day is Monday 11:00; asked in the night to
///   Tuesday, it is Wednesday's opening. Where the team has closed by that time of day, at the last closing
///   before it; where it has not yet opened, at that day's first opening.
/// - A span of nothing ends at `from`. Without a calendar a day is 24 hours.
///
/// Should the team never open again, time counts around the clock: an early warning does less harm
/// than none.
pub fn add(calendar: Option<&Calendar>, from: Millis, span: Span) -> Millis {
    match (calendar, span) {
        (_, Span::Minutes(0) | Span::Days(0)) => from,
        (calendar, Span::Minutes(minutes)) => {
            add_millis(calendar, from, Millis::from(minutes) * MINUTE)
        }
        (None, Span::Days(days)) => from.saturating_add(Millis::from(days) * DAY),
        (Some(calendar), Span::Days(days)) => add_days(calendar, from, days)
            .unwrap_or_else(|| from.saturating_add(Millis::from(days) * DAY)),
    }
}

fn add_millis(calendar: Option<&Calendar>, from: Millis, millis: Millis) -> Millis {
    let (mut at, mut left) = (from, millis);
    if left <= 0 {
        return from;
    }
    for (start, end) in calendar.into_iter().flat_map(|c| c.open_from(from)) {
        if left <= end - start {
            return start + left;
        }
        left -= end - start;
        at = end;
    }
    at.saturating_add(left)
}

fn add_days(calendar: &Calendar, from: Millis, days: u32) -> Option<Millis> {
    let start = calendar.next_opening(from)?;
    let begun = calendar.local(start);
    // The first working day is the one that it begins on.
    let (date, intervals) = calendar
        .days_from(begun.date())
        .nth(usize::try_from(days).ok()?)?;
    let wanted = date
        .to_datetime(begun.time())
        .to_zoned(calendar.time_zone.clone())
        .ok()?
        .timestamp()
        .as_millisecond();
    let (opening, _) = *intervals.first()?;
    let reached = intervals.iter().rev().find(|(from, _)| *from <= wanted);
    Some(reached.map_or(opening, |&(_, end)| wanted.min(end)))
}

/// The business time from `from` to `to`, in milliseconds; 0 where `to` is not later.
pub fn between(calendar: Option<&Calendar>, from: Millis, to: Millis) -> Millis {
    match calendar {
        None => to.saturating_sub(from).max(0),
        Some(calendar) => calendar
            .open_from(from)
            .take_while(|(start, _)| *start < to)
            .map(|(start, end)| end.min(to) - start)
            .sum(),
    }
}

/// When the first response and the resolution are due of a request that was made at `now`; none
/// where nothing is promised.
pub fn due(
    now: Millis,
    promise: &Promise,
    calendar: Option<&Calendar>,
) -> (Option<Millis>, Option<Millis>) {
    let due = |span: Option<Span>| span.map(|span| add(calendar, now, span));
    (due(promise.first_response), due(promise.resolution))
}

/// The business time left until `due`, to be kept while the clock stands; 0 once it is over. A promise
/// that is broken already stays so: keep its due time instead of resuming.
pub fn remaining(calendar: Option<&Calendar>, now: Millis, due: Millis) -> Millis {
    between(calendar, now, due)
}

/// The due time of a clock that goes on at `now` with `remaining` business milliseconds left.
pub fn resume(calendar: Option<&Calendar>, now: Millis, remaining: Millis) -> Millis {
    add_millis(calendar, now, remaining)
}
