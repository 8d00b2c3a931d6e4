//! The drawer's tools: trouble on order, the clock, an event once more.

use std::time::Duration;

use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::deliver::{self, Parcel, Retry};
use super::super::faults::{Fault, Trouble};
use super::super::hub::Hub;
use super::super::state::World;
use super::log;

/// Trouble as the page names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Throttle,
    Outage,
    Lost,
    Slow,
}

/// How far to move the clock.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leap {
    Quarter,
    Hour,
    Day,
    FiveDays,
    NextNine,
    NextMonday,
}

const HOUR: i64 = 3_600_000;
const WORKING: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];

/// What the page has to know wherever it is.
pub fn state(world: &World) -> Value {
    let ahead = world.options.shift.as_ref().map(|s| (s.ahead)());
    let faults: Vec<&str> = world.faults.iter().map(|f| name(f.trouble())).collect();
    json!({ "ahead": ahead, "faults": faults, "broken": log::broken(world), "began": world.began, "tour": world.tour })
}

fn name(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Throttle(_) => "throttle",
        Trouble::ServerError { .. } | Trouble::Error { .. } => "outage",
        Trouble::LoseAnswer | Trouble::Reset | Trouble::HangBefore | Trouble::HangAfter => "lost",
        Trouble::Slow(_) => "slow",
    }
}

/// Switches one kind of trouble on or off. A lost answer is lost once; the others last until they are switched off.
pub fn fault(hub: &Hub, kind: Kind, on: bool) {
    let (method, trouble, times) = match kind {
        Kind::Throttle => ("*", Trouble::Throttle(5), usize::MAX),
        Kind::Outage => ("*", Trouble::ServerError { applied: false }, usize::MAX),
        Kind::Lost => ("chat.postMessage", Trouble::LoseAnswer, 1),
        Kind::Slow => ("*", Trouble::Slow(Duration::from_secs(2)), usize::MAX),
    };
    hub.look(|w| {
        w.faults.retain(|f| name(f.trouble()) != name(&trouble));
        if on {
            w.faults.push(Fault::new(method, trouble).times(times));
        }
    });
}

/// Moves the clock; `zone` says where nine in the morning is.
pub fn leap(hub: &Hub, leap: Leap, zone: &str) -> Result<(), String> {
    hub.look(|w| {
        let shift = w.options.shift.clone();
        let shift = shift.ok_or("this workspace's clock cannot be moved")?;
        let by = match leap {
            Leap::Quarter => HOUR / 4,
            Leap::Hour => HOUR,
            Leap::Day => 24 * HOUR,
            Leap::FiveDays => 5 * 24 * HOUR,
            Leap::NextNine => until_nine(w.now(), zone, &WORKING).ok_or("no such time")?,
            Leap::NextMonday => {
                until_nine(w.now(), zone, &[Weekday::Monday]).ok_or("no such time")?
            }
        };
        (shift.advance)(by);
        Ok(())
    })
}

/// Milliseconds until a moment after nine in the morning of one of these days, so that what is due at nine is due.
fn until_nine(now: i64, zone: &str, days: &[Weekday]) -> Option<i64> {
    let zone = TimeZone::get(zone).ok()?;
    let here = Timestamp::from_millisecond(now).ok()?.to_zoned(zone);
    let nine = here.with().hour(9).minute(0).second(1).subsec_nanosecond(0);
    let mut nine = nine.build().ok()?;
    while nine <= here || !days.contains(&nine.weekday()) {
        nine = nine.checked_add(1.day()).ok()?;
    }
    Some(nine.timestamp().as_millisecond() - now)
}

/// Delivers something once more, an event as a retry.
pub async fn resend(hub: &Hub, number: usize) -> Result<(), String> {
    let parcel = hub.peek(|w| {
        let delivery = log::delivery(w, number)?;
        let (kind, payload) = (delivery.kind, delivery.payload.clone());
        Some(Parcel { kind, payload })
    });
    let parcel = parcel.ok_or("that delivery is forgotten")?;
    let retry = (parcel.kind == "event").then_some(Retry(1, "http_timeout"));
    deliver::send(hub, &parcel, retry).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_nine_is_that_of_a_working_day() {
        // 2026-11-23, 10:00 in Berlin: tomorrow's.
        let now = 1_795_424_400_000;
        let next = |now, zone| until_nine(now, zone, &WORKING);
        assert_eq!(next(now, "Europe/Berlin"), Some(23 * HOUR + 1000));
        assert_eq!(next(now - 2 * HOUR, "Europe/Berlin"), Some(HOUR + 1000));
        // Friday: Monday's.
        let friday = now + 4 * 24 * HOUR;
        assert_eq!(next(friday, "Europe/Berlin"), Some(71 * HOUR + 1000));
        assert_eq!(next(now, "Nowhere"), None);
        // The Monday after, though it is one.
        let monday = until_nine(now, "Europe/Berlin", &[Weekday::Monday]);
        assert_eq!(monday, Some(7 * 24 * HOUR - HOUR + 1000));
    }
}
