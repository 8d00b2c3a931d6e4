//! Business time against a walk, minute by minute, and against the days that people remember.

use frontdesk::clock::Millis;
use frontdesk::domain::promise::{self, Calendar, Promise, Span};
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

const MINUTE: Millis = 60_000;

fn calendar(zone: &str, hours: [&[(u16, u16)]; 7]) -> Calendar {
    Calendar {
        key: "test".to_owned(),
        time_zone: TimeZone::get(zone).unwrap(),
        hours: hours.map(<[_]>::to_vec),
        holidays: [date(2026, 12, 25)].into(),
        // A short day, and a Sunday on which the clocks change.
        exceptions: [
            (date(2026, 12, 22), vec![(600, 720), (800, 850)]),
            (date(2026, 10, 25), vec![(60, 400)]),
        ]
        .into(),
    }
}

/// Monday to Thursday 9 to 17, Friday 9 to 15.
fn office() -> Calendar {
    let long: &[(u16, u16)] = &[(540, 1020)];
    calendar(
        "Europe/Berlin",
        [long, long, long, long, &[(540, 900)], &[], &[]],
    )
}

fn at(text: &str) -> Millis {
    let zoned: jiff::Zoned = format!("{text}[Europe/Berlin]").parse().unwrap();
    zoned.timestamp().as_millisecond()
}

fn local(at: Millis) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap();
    at.in_tz("Europe/Berlin")
        .unwrap()
        .strftime("%a %Y-%m-%dT%H:%M")
        .to_string()
}

fn due(from: &str, span: &str) -> String {
    let span: Span = span.parse().unwrap();
    local(promise::add(Some(&office()), at(from), span))
}

#[test]
fn hours_count_while_the_office_is_open() {
    // Wednesday 25 November 2026.
    assert_eq!(due("2026-11-25T10:00", "1h"), "Wed 2026-11-25T11:00");
    assert_eq!(due("2026-11-25T16:30", "1h"), "Thu 2026-11-26T09:30");
    assert_eq!(due("2026-11-25T16:00", "1h"), "Wed 2026-11-25T17:00");
    assert_eq!(due("2026-11-25T20:00", "1h"), "Thu 2026-11-26T10:00");
    assert_eq!(due("2026-11-27T14:30", "1h"), "Mon 2026-11-30T09:30");
    // Friday 25 December is a holiday.
    assert_eq!(due("2026-12-24T16:30", "1h"), "Mon 2026-12-28T09:30");
    assert_eq!(due("2026-11-25T10:00", "0m"), "Wed 2026-11-25T10:00");
}

#[test]
fn an_exception_is_a_day_with_other_hours() {
    // Tuesday 22 December, from ten to twelve and from 13:20 to 14:10.
    assert_eq!(due("2026-12-22T09:00", "1h"), "Tue 2026-12-22T11:00");
    assert_eq!(due("2026-12-22T11:30", "1h"), "Tue 2026-12-22T13:50");
    assert_eq!(due("2026-12-22T14:00", "1h"), "Wed 2026-12-23T09:50");
    // A Sunday on which the clocks go back: one of its hours is worked twice.
    assert_eq!(due("2026-10-24T12:00", "4h"), "Sun 2026-10-25T04:00");
    // On a holiday too.
    let mut calendar = office();
    calendar.exceptions = [(date(2026, 12, 25), vec![(540, 600)])].into();
    let holiday = at("2026-12-25T09:30");
    assert!(promise::is_open(Some(&calendar), holiday));
}

#[test]
fn days_are_working_days_at_the_same_time() {
    assert_eq!(due("2026-11-25T10:00", "2d"), "Fri 2026-11-27T10:00");
    assert_eq!(due("2026-11-27T11:00", "1d"), "Mon 2026-11-30T11:00");
    // Friday closes at 15:00.
    assert_eq!(due("2026-11-26T16:00", "1d"), "Fri 2026-11-27T15:00");
    // Asked in the night: from the opening on.
    assert_eq!(due("2026-11-24T22:00", "1d"), "Thu 2026-11-26T09:00");
    assert_eq!(due("2026-11-28T12:00", "1d"), "Tue 2026-12-01T09:00");
    assert_eq!(due("2026-12-24T10:00", "1d"), "Mon 2026-12-28T10:00");
    // Over the change of the clocks, 29 March 2026.
    assert_eq!(due("2026-03-27T10:00", "1d"), "Mon 2026-03-30T10:00");
}

#[test]
fn a_stopped_clock_goes_on_where_it_stood() {
    let office = office();
    let calendar = Some(&office);
    let promise = Promise {
        first_response: Some(Span::Minutes(60)),
        resolution: None,
    };
    let (first, resolution) = promise::due(at("2026-11-25T16:30"), &promise, calendar);
    assert_eq!(resolution, None);
    let left = promise::remaining(calendar, at("2026-11-25T16:50"), first.unwrap());
    assert_eq!(left, 40 * MINUTE);
    let resumed = promise::resume(calendar, at("2026-11-27T14:30"), left);
    assert_eq!(local(resumed), "Mon 2026-11-30T09:10");
    assert_eq!(
        promise::remaining(calendar, at("2026-12-01T10:00"), first.unwrap()),
        0
    );
}

#[test]
fn without_a_calendar_every_hour_counts() {
    let from = at("2026-11-27T23:00");
    assert_eq!(
        local(promise::add(None, from, Span::Days(1))),
        "Sat 2026-11-28T23:00"
    );
    assert!(promise::is_open(None, from));
    assert_eq!(promise::next_opening(None, from), Some(from));
}

#[test]
fn a_calendar_that_never_opens_ends() {
    let never = calendar("UTC", [&[]; 7]);
    assert_eq!(promise::next_opening(Some(&never), 0), None);
    assert_eq!(promise::between(Some(&never), 0, Millis::MAX), 0);
    assert_eq!(promise::add(Some(&never), 0, Span::Minutes(5)), 5 * MINUTE);
    assert_eq!(promise::add(Some(&never), 0, Span::Days(1)), 1440 * MINUTE);
    for edge in [Millis::MIN, Millis::MAX] {
        promise::is_open(Some(&office()), edge);
        promise::add(Some(&office()), edge, Span::Days(3));
    }
}

/// What "open" means: the clock on the wall shows a time within the day's spans.
fn open_by_the_wall(calendar: &Calendar, at: Millis) -> bool {
    let at = jiff::Timestamp::from_millisecond(at).unwrap();
    let wall = calendar.time_zone.to_datetime(at);
    let minute = wall.hour() as u16 * 60 + wall.minute() as u16;
    let within = |spans: &[(u16, u16)]| {
        let mut spans = spans.iter();
        spans.any(|&(from, to)| from <= minute && minute < to)
    };
    if let Some(spans) = calendar.exceptions.get(&wall.date()) {
        return within(spans);
    }
    let day = wall.weekday().to_monday_zero_offset() as usize;
    !calendar.holidays.contains(&wall.date()) && within(&calendar.hours[day])
}

/// Up to two spans, sorted, not touching.
fn day() -> impl Strategy<Value = Vec<(u16, u16)>> {
    let cuts = prop::collection::btree_set(0u16..=1440, 4);
    (cuts, 0usize..=2).prop_map(|(cuts, spans)| {
        let cuts: Vec<u16> = cuts.into_iter().collect();
        cuts.chunks(2).take(spans).map(|c| (c[0], c[1])).collect()
    })
}

fn some_calendar() -> impl Strategy<Value = Calendar> {
    let zone = prop::sample::select(vec!["Europe/Berlin", "America/New_York"]);
    (zone, prop::collection::vec(day(), 7)).prop_map(|(zone, days)| Calendar {
        hours: days.try_into().expect("seven days"),
        ..calendar(zone, [&[]; 7])
    })
}

/// A minute within five days before a change of the clocks (two zones, both changes of 2026), or
/// before the holiday.
fn some_minute() -> impl Strategy<Value = Millis> {
    let day = prop::sample::select(vec![
        date(2026, 3, 8),
        date(2026, 3, 29),
        date(2026, 10, 25),
        date(2026, 11, 1),
        date(2026, 12, 25),
    ]);
    (day, 0i64..5 * 1440).prop_map(|(day, before)| {
        let day = day.at(12, 0, 0, 0).in_tz("UTC").unwrap();
        day.timestamp().as_millisecond() - before * MINUTE
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn business_time_is_what_a_walk_counts(
        calendar in some_calendar(),
        from in some_minute(),
        length in 0i64..4 * 1440,
        wanted in 1u32..3000,
    ) {
        let open = |at| open_by_the_wall(&calendar, at);
        let calendar = Some(&calendar);
        let to = from + length * MINUTE;
        let walked = (0..length)
            .filter(|m| open(from + m * MINUTE))
            .count() as Millis * MINUTE;
        prop_assert_eq!(promise::between(calendar, from, to), walked);
        prop_assert_eq!(
            promise::is_open(calendar, from),
            open(from)
        );
        let opening = (0..length)
            .map(|m| from + m * MINUTE)
            .find(|at| open(*at));
        if opening.is_some() {
            prop_assert_eq!(promise::next_opening(calendar, from), opening);
        }

        // A single day that is open does not hold so many.
        let weekly = calendar.is_some_and(|c| c.hours.iter().any(|day| !day.is_empty()));
        // The end of so many minutes: as much business time lies before it, and the minute before
        // it was one of them.
        if weekly && promise::next_opening(calendar, from).is_some() {
            let due = promise::add(calendar, from, Span::Minutes(wanted));
            let wanted = Millis::from(wanted) * MINUTE;
            prop_assert_eq!(promise::between(calendar, from, due), wanted);
            prop_assert!(open(due - MINUTE));
        }
    }

    #[test]
    fn days_end_on_an_open_day_and_never_early(
        calendar in some_calendar(),
        from in some_minute(),
        days in 1u32..6,
    ) {
        prop_assume!(calendar.hours.iter().any(|day| !day.is_empty()));
        let calendar = Some(&calendar);
        let due = promise::add(calendar, from, Span::Days(days));
        let before = promise::add(calendar, from, Span::Days(days - 1));
        prop_assert!(due > before);
        prop_assert!(
            promise::is_open(calendar, due) || promise::is_open(calendar, due - 1),
            "due while open, or at closing"
        );
    }
}
