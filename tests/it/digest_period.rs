//! When digests are due, over both changes of the clocks.

use frontdesk::clock::Millis;
use frontdesk::domain::catalogue::{DigestKind, DigestPlan};
use frontdesk::domain::digest;
use jiff::tz::TimeZone;

/// Friday, 2026-03-27, 12:00 in Berlin: the clocks go forward on Sunday.
pub const SPRING: Millis = 1_774_609_200_000;
/// Friday, 2026-10-23, 12:00 in Berlin: the clocks go back on Sunday.
pub const AUTUMN: Millis = 1_792_749_600_000;

fn at(text: &str) -> Millis {
    let zoned: jiff::Zoned = format!("{text}[Europe/Berlin]").parse().unwrap();
    zoned.timestamp().as_millisecond()
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// The first `count` digests after `from`: key, start and end on the wall's clock.
fn digests(cron: &str, from: &str, count: usize) -> Vec<String> {
    let zone = berlin();
    let plan = DigestPlan {
        kind: DigestKind::Daily,
        cron: cron.to_owned(),
    };
    let mut now = at(from);
    let wall = |at: Millis| {
        let at = jiff::Timestamp::from_millisecond(at).unwrap();
        at.to_zoned(zone.clone())
            .strftime("%d %H:%M%:z")
            .to_string()
    };
    (0..count)
        .map(|_| {
            now = digest::next_due(cron, &zone, now).unwrap();
            let period = digest::period("IT", &plan, &zone, now).unwrap();
            assert_eq!(period.end, now);
            assert_eq!(digest::latest(&plan, &zone, now, now), Some(now));
            format!("{} {} to {}", period.key, wall(period.start), wall(now))
        })
        .collect()
}

#[test]
fn nine_stays_nine_when_the_clocks_change() {
    assert_eq!(
        digests("0 9 * * *", "2026-03-28T08:59", 3),
        [
            "IT/daily/2026-03-28 27 09:00+01:00 to 28 09:00+01:00",
            "IT/daily/2026-03-29 28 09:00+01:00 to 29 09:00+02:00",
            "IT/daily/2026-03-30 29 09:00+02:00 to 30 09:00+02:00",
        ]
    );
    assert_eq!(
        digests("0 9 * * *", "2026-10-24T09:00", 2),
        [
            "IT/daily/2026-10-25 24 09:00+02:00 to 25 09:00+01:00",
            "IT/daily/2026-10-26 25 09:00+01:00 to 26 09:00+01:00",
        ]
    );
}

#[test]
fn a_time_that_is_skipped_or_repeated_comes_once() {
    assert_eq!(
        digests("30 2 * * *", "2026-03-28T12:00", 2),
        [
            "IT/daily/2026-03-29 28 02:30+01:00 to 29 03:00+02:00",
            "IT/daily/2026-03-30 29 03:00+02:00 to 30 02:30+02:00",
        ]
    );
    let keys = digests("30 2 * * *", "2026-10-24T12:00", 2);
    assert_eq!(
        keys,
        [
            "IT/daily/2026-10-25 24 02:30+02:00 to 25 02:30+02:00",
            "IT/daily/2026-10-26 25 02:30+02:00 to 26 02:30+01:00",
        ]
    );
}

#[test]
fn working_days_cover_the_weekend_and_several_a_day_are_told_apart() {
    assert_eq!(
        digests("0 9 * * Mon-Fri", "2026-11-20T09:00", 1),
        ["IT/daily/2026-11-23 20 09:00+01:00 to 23 09:00+01:00"]
    );
    assert_eq!(
        digests("0 9,17 * * *", "2026-11-20T09:00", 2),
        [
            "IT/daily/2026-11-20T17:00 20 09:00+01:00 to 20 17:00+01:00",
            "IT/daily/2026-11-21T09:00 20 17:00+01:00 to 21 09:00+01:00",
        ]
    );
}
