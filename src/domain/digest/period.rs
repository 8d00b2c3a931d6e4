//! From a schedule to instants: when the next digest is due, and what it covers.

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::domain::catalogue::DigestPlan;

/// One digest: from the occurrence before it to its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `IT/daily/2026-11-23`, in the local date of its end: the same however often it is asked for,
    /// so that a period is told once. Where a schedule comes round several times a day, the local
    /// time is part of it: `IT/daily/2026-11-23T17:00`.
    pub key: String,
    pub start: Millis,
    pub end: Millis,
    /// When the period before it began.
    pub before: Millis,
}

/// Reads a schedule of five fields: minute, hour, day, month, weekday.
///
/// # Errors
/// What is wrong with it.
pub fn schedule(cron: &str) -> Result<Cron, String> {
    let wrong = |why: String| {
        format!("\"{cron}\" is not a schedule of five fields, like \"0 9 * * Mon-Fri\": {why}")
    };
    let fields = cron.split_whitespace().count();
    if fields != 5 {
        return Err(wrong(format!("it has {fields}")));
    }
    CronParser::builder()
        .seconds(Seconds::Disallowed)
        .year(Year::Disallowed)
        .build()
        .parse(cron)
        .map_err(|e| wrong(e.to_string()))
}

/// A schedule in words: `At 09:00, Monday to Friday`; none where it cannot be read.
pub fn describe(cron: &str) -> Option<String> {
    schedule(cron).ok().map(|cron| cron.describe())
}

/// The first occurrence of `cron` after `now`, read on the clocks of `zone`: 09:00 stays 09:00 when
/// they change. None where the schedule cannot be read or never comes round.
pub fn next_due(cron: &str, zone: &TimeZone, now: Millis) -> Option<Millis> {
    let now = local(zone, now)?;
    let next = schedule(cron)
        .ok()?
        .find_next_occurrence(&now, false)
        .ok()?;
    Some(next.timestamp().as_millisecond())
}

/// The last occurrence of `plan` that is not after `now`, where `due` is one: one that [`next_due`] gave, by the same
/// schedule and the same clocks. None: it is not one.
pub fn latest(plan: &DigestPlan, zone: &TimeZone, due: Millis, now: Millis) -> Option<Millis> {
    next_due(&plan.cron, zone, due - 1).filter(|at| *at == due)?;
    if next_due(&plan.cron, zone, due).is_none_or(|next| next > now) {
        return Some(due);
    }
    let last = schedule(&plan.cron).ok()?;
    let last = last
        .find_previous_occurrence(&local(zone, now)?, true)
        .ok()?;
    Some(last.timestamp().as_millisecond())
}

/// The period that ends at `due`, an occurrence of `plan` as [`next_due`] gave it; `whose` is the team, or the person.
pub fn period(whose: &str, plan: &DigestPlan, zone: &TimeZone, due: Millis) -> Option<Period> {
    let end = local(zone, due)?;
    let cron = schedule(&plan.cron).ok()?;
    let start = cron.find_previous_occurrence(&end, false).ok()?;
    let before = cron.find_previous_occurrence(&start, false);
    let next = cron.find_next_occurrence(&end, false).ok()?;
    let kind = plan.kind.as_str();
    let date = end.date();
    let key = if start.date() == date || next.date() == date {
        format!("{whose}/{kind}/{date}T{}", end.strftime("%H:%M"))
    } else {
        format!("{whose}/{kind}/{date}")
    };
    let start = start.timestamp().as_millisecond();
    Some(Period {
        key,
        start,
        end: due,
        before: before.map_or(2 * start - due, |b| b.timestamp().as_millisecond()),
    })
}

fn local(zone: &TimeZone, at: Millis) -> Option<jiff::Zoned> {
    Some(Timestamp::from_millisecond(at).ok()?.to_zoned(zone.clone()))
}
