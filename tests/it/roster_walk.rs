//! Rosters against a walk, minute by minute, over changes of the clocks.

use frontdesk::clock::Millis;
use frontdesk::domain::people::PersonRef;
use frontdesk::domain::promise::Calendar;
use frontdesk::domain::roster::{Change, Days, Deviation, Roster, Shift, Turn};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;

const MINUTE: Millis = 60_000;
const DAY: Millis = 1440 * MINUTE;
/// So many minutes are walked.
const WALK: Millis = 9 * 1440;
const ZONES: [&str; 4] = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
];
const FIRST: Date = date(2026, 10, 19);

fn person(n: usize) -> PersonRef {
    PersonRef::Email(format!("{n}@acme.example"))
}

fn calendar() -> Calendar {
    Calendar {
        key: "office".to_owned(),
        time_zone: TimeZone::get("Europe/Berlin").unwrap(),
        hours: std::array::from_fn(|day| match day {
            5 | 6 => vec![],
            _ => vec![(540, 720), (780, 1020)],
        }),
        holidays: [date(2026, 10, 26)].into(),
        exceptions: [(date(2026, 10, 25), vec![(60, 400)])].into(),
    }
}

/// What the clock on the wall shows: the day, and minutes since midnight.
fn wall(zone: &TimeZone, at: Millis) -> (Date, u16) {
    let shown = zone.to_datetime(jiff::Timestamp::from_millisecond(at).unwrap());
    let minute = shown.hour() as u16 * 60 + shown.minute() as u16;
    (shown.date(), minute)
}

/// The nth of a rotation whose turn it is on `day`, counted day by day from the first.
fn nth(shift: &Shift, day: Date) -> usize {
    let on = |day: Date| shift.days[day.weekday().to_monday_zero_offset() as usize];
    let (mut turn, mut at, mut passed) = (0i64, shift.first, 0);
    let back = day < at;
    while at != day {
        at = if back { at.yesterday() } else { at.tomorrow() }.unwrap();
        passed += 1;
        // Going on, a day counts once it is over; going back, it counts itself.
        let counted = if back { at } else { at.yesterday().unwrap() };
        match shift.turn {
            Turn::Daily if on(counted) => turn += if back { -1 } else { 1 },
            Turn::Weekly if !back && passed % 7 == 0 => turn += 1,
            Turn::Weekly if back && passed % 7 == 1 => turn -= 1,
            _ => {}
        }
    }
    turn.rem_euclid(shift.people.len() as i64) as usize
}

/// Who is on duty, as somebody with a wall clock and a calendar of paper finds out.
fn looked_up(roster: &Roster<'_>, at: Millis) -> Vec<PersonRef> {
    let holds = |c: &&Change| c.since <= at && at < c.until;
    let away = |person: &PersonRef| {
        let mut all = roster.changes.iter().filter(holds);
        all.any(|c| c.what == Deviation::Away(person.clone()))
    };
    let mut duty: Vec<PersonRef> = vec![];
    for shift in &roster.shifts {
        let (today, minute) = wall(&shift.zone, at);
        let on = |day: Date| shift.days[day.weekday().to_monday_zero_offset() as usize];
        let day = match shift.hours {
            None => {
                let calendar = roster.calendar.unwrap();
                let (date, minute) = wall(&calendar.time_zone, at);
                let usual = &calendar.hours[date.weekday().to_monday_zero_offset() as usize];
                let spans = match calendar.exceptions.get(&date) {
                    Some(spans) => spans.as_slice(),
                    None if calendar.holidays.contains(&date) => &[],
                    None => usual,
                };
                let open = spans
                    .iter()
                    .any(|(from, to)| *from <= minute && minute < *to);
                (open && on(today)).then_some(today)
            }
            // Every minute of a shift, counted off from the day that it began on.
            Some((from, to)) => [today, today.yesterday().unwrap()].into_iter().find(|day| {
                let shown = if *day == today { minute } else { minute + 1440 };
                let end = if to > from { to } else { to + 1440 };
                on(*day) && from <= shown && shown < end
            }),
        };
        let Some(day) = day else { continue };
        let count = shift.people.len();
        let all: Vec<&PersonRef> = match shift.turn {
            Turn::Together => shift.people.iter().collect(),
            _ => {
                let first = nth(shift, day);
                let turns = (0..count).map(|n| &shift.people[(first + n) % count]);
                turns.filter(|p| !away(p)).take(1).collect()
            }
        };
        for one in all {
            if !duty.contains(one) {
                duty.push(one.clone());
            }
        }
    }
    for change in roster.changes.iter().filter(holds) {
        let Deviation::Instead { who, of } = &change.what else {
            continue;
        };
        match of {
            None => duty = vec![who.clone()],
            Some(of) if duty.contains(of) && duty.contains(who) => duty.retain(|p| p != of),
            Some(of) => duty
                .iter_mut()
                .filter(|p| *p == of)
                .for_each(|p| *p = who.clone()),
        }
    }
    duty.retain(|p| !away(p));
    duty
}

fn some_shift() -> impl Strategy<Value = Shift> {
    let turn = prop::sample::select(vec![Turn::Together, Turn::Daily, Turn::Weekly]);
    let people = prop::sample::subsequence((0..5).collect::<Vec<usize>>(), 1..4);
    let days = prop::array::uniform7(prop::bool::weighted(0.8));
    let hours = prop::option::of((0u16..1440, 0u16..=1440));
    let zone = prop::sample::select(ZONES.to_vec());
    (people, turn, days, hours, zone, -40i64..40).prop_map(
        |(people, turn, days, hours, zone, first)| Shift {
            people: people.into_iter().map(person).collect(),
            turn,
            first: FIRST.checked_add(jiff::Span::new().days(first)).unwrap(),
            days: if days == Days::default() {
                [true; 7]
            } else {
                days
            },
            hours,
            zone: TimeZone::get(zone).unwrap(),
        },
    )
}

fn some_change() -> impl Strategy<Value = (usize, Option<usize>, bool, i64, i64)> {
    let of = prop::option::of(0usize..5);
    (0usize..5, of, any::<bool>(), 0..WALK, 1i64..2000)
}

/// Within the days before the clocks change in Berlin, in New York and on Lord Howe.
fn some_minute() -> impl Strategy<Value = Millis> {
    let autumn = 1_792_886_400_000;
    let changes = vec![autumn, autumn + 7 * DAY, autumn - 21 * DAY];
    let change = prop::sample::select(changes);
    (change, 0i64..7 * 1440).prop_map(|(change, before): (Millis, i64)| change - before * MINUTE)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn stretches_are_what_every_minute_says(
        shifts in prop::collection::vec(some_shift(), 0..4),
        changes in prop::collection::vec(some_change(), 0..4),
        from in some_minute(),
    ) {
        let calendar = calendar();
        let changes = changes.into_iter().enumerate().map(|(id, (who, of, away, at, long))| {
            let what = if away {
                Deviation::Away(person(who))
            } else {
                let of = of.filter(|of| *of != who).map(person);
                Deviation::Instead { who: person(who), of }
            };
            let since = from + at * MINUTE;
            Change { id: id as i64, since, until: since + long * MINUTE, what }
        });
        let roster = Roster { shifts, changes: changes.collect(), calendar: Some(&calendar) };
        let until = from + WALK * MINUTE;
        let stretches = roster.stretches(from, until);
        prop_assert_eq!(stretches[0].since, from);
        prop_assert_eq!(stretches[stretches.len() - 1].until, until);
        for pair in stretches.windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].since);
            prop_assert_ne!(&pair[0].people, &pair[1].people);
        }
        let mut walked = stretches.iter();
        let mut now = walked.next().unwrap();
        for minute in 0..WALK {
            let at = from + minute * MINUTE;
            if at >= now.until {
                now = walked.next().unwrap();
            }
            prop_assert_eq!(&now.people, &looked_up(&roster, at), "after {} minutes", minute);
        }
        let next = stretches.get(1).map(|stretch| stretch.since);
        prop_assert_eq!(roster.next_change(from, until), next);
    }
}

#[test]
fn the_sun_is_followed_and_nobody_is_on_duty_twice() {
    let zone = |name| TimeZone::get(name).unwrap();
    let shift = |who, name, hours| Shift {
        people: vec![person(who)],
        turn: Turn::Together,
        first: FIRST,
        days: [true; 7],
        hours: Some(hours),
        zone: zone(name),
    };
    let roster = Roster {
        shifts: vec![
            shift(1, "Asia/Tokyo", (9 * 60, 17 * 60)),
            shift(2, "Europe/Berlin", (9 * 60, 18 * 60)),
            shift(3, "America/Los_Angeles", (9 * 60, 17 * 60)),
        ],
        changes: vec![],
        calendar: None,
    };
    // A winter's day in UTC: Tokyo 0 to 8, Berlin 8 to 17, Los Angeles 17 to 1.
    let midnight = date(2026, 12, 1).at(0, 0, 0, 0).to_zoned(TimeZone::UTC);
    let midnight = midnight.unwrap().timestamp().as_millisecond();
    let names = |hour: i64| roster.on_duty(midnight + hour * 60 * MINUTE);
    assert_eq!(names(0), [person(1), person(3)], "they meet for an hour");
    assert_eq!(names(4), [person(1)]);
    assert_eq!(names(12), [person(2)]);
    assert_eq!(names(20), [person(3)]);
}

#[test]
fn whoever_goes_while_others_stay_or_come_next_is_asked() {
    let shift = |who, days, hours| Shift {
        people: vec![person(who)],
        turn: Turn::Together,
        first: FIRST,
        days,
        hours: Some(hours),
        zone: TimeZone::UTC,
    };
    // Tuesday.
    let midnight = date(2026, 12, 1).at(0, 0, 0, 0).to_zoned(TimeZone::UTC);
    let midnight = midnight.unwrap().timestamp().as_millisecond();
    let asked = |shifts: Vec<Shift>| -> Vec<(Vec<PersonRef>, Millis, Millis)> {
        let roster = Roster {
            shifts,
            changes: vec![],
            calendar: None,
        };
        let minutes = |at: Millis| (at - midnight) / MINUTE;
        let day = roster.hand_overs(midnight, midnight + 2 * DAY).into_iter();
        let day = day.filter(|h| h.ends_at <= midnight + DAY);
        day.map(|h| (h.off, minutes(h.asked_at), minutes(h.ends_at)))
            .collect()
    };
    let always = [true; 7];
    let both = vec![
        shift(1, always, (9 * 60, 17 * 60)),
        shift(2, always, (13 * 60, 21 * 60)),
    ];
    assert_eq!(
        asked(both),
        [
            (vec![person(1)], 16 * 60 + 30, 17 * 60),
            (vec![person(2)], 20 * 60 + 30, 21 * 60)
        ]
    );
    // They meet for ten minutes, which is no reason to be asked late.
    let sun = vec![
        shift(1, always, (0, 8 * 60 + 10)),
        shift(2, always, (8 * 60, 16 * 60 + 10)),
        shift(3, always, (16 * 60, 10)),
    ];
    assert_eq!(
        asked(sun),
        [
            (vec![person(3)], 0, 10),
            (vec![person(1)], 7 * 60 + 40, 8 * 60 + 10),
            (vec![person(2)], 15 * 60 + 40, 16 * 60 + 10)
        ]
    );
    // Nobody leaves a note to themselves, nor to somebody who comes when they do.
    let alone = vec![shift(1, always, (9 * 60, 17 * 60))];
    assert_eq!(asked(alone), []);
    let together = vec![
        shift(1, always, (9 * 60, 17 * 60)),
        shift(2, always, (9 * 60, 17 * 60)),
    ];
    assert_eq!(asked(together), []);
}
