//! From instants to stretches: when who is on duty changes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::Millis;

use super::super::people::PersonRef;
use super::Roster;
use super::shift::timestamp;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

/// The same people on duty from the first instant up to, and without, the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Empty: nobody.
    pub people: Vec<PersonRef>,
    pub since: Millis,
    pub until: Millis,
}

impl Roster<'_> {
    /// Who is on duty from `from` until `until`, without gaps: times at which nobody is are stretches of nobody. Two that
    /// follow each other differ.
    pub fn stretches(&self, from: Millis, until: Millis) -> Vec<Stretch> {
        let mut all: Vec<Stretch> = Vec::new();
        if from >= until {
            return all;
        }
        let marks = std::iter::once(from).chain(self.marks(from, until));
        for at in marks {
            let people = self.on_duty(at);
            match all.last_mut() {
                Some(last) if last.people == people => {}
                last => {
                    if let Some(last) = last {
                        last.until = at;
                    }
                    all.push(Stretch {
                        people,
                        since: at,
                        until,
                    });
                }
            }
        }
        all
    }

    /// When somebody else is on duty than at `at`; None: not until `within`.
    pub fn next_change(&self, at: Millis, within: Millis) -> Option<Millis> {
        let now = self.on_duty(at);
        let mut marks = self.marks(at, within).into_iter();
        marks.find(|mark| self.on_duty(*mark) != now)
    }

    /// Every instant after `from` and before `until` at which something may change.
    fn marks(&self, from: Millis, until: Millis) -> BTreeSet<Millis> {
        let mut marks = BTreeSet::new();
        for change in &self.changes {
            marks.extend([change.since, change.until]);
        }
        for shift in &self.shifts {
            let minutes: Vec<u16> = match shift.hours {
                Some((from, to)) => vec![0, from, to],
                None => vec![0],
            };
            walls(&mut marks, &shift.zone, from, until, |_| minutes.clone());
        }
        let follows = self.shifts.iter().any(|shift| shift.hours.is_none());
        if let Some(calendar) = self.calendar.filter(|_| follows) {
            walls(&mut marks, &calendar.time_zone, from, until, |date| {
                calendar.changes_on(date)
            });
        }
        marks.retain(|at| from < *at && *at < until);
        marks
    }
}

/// Every instant near the time from `from` to `until` at which a wall clock of `zone` shows one of the day's
/// `minutes`, and every change of that clock.
fn walls(
    marks: &mut BTreeSet<Millis>,
    zone: &TimeZone,
    from: Millis,
    until: Millis,
    minutes: impl Fn(Date) -> Vec<u16>,
) {
    let changes = zone.following(timestamp(from - DAY));
    let changes = changes.map(|change| change.timestamp().as_millisecond());
    marks.extend(changes.take_while(|at| *at < until));
    let last = zone.to_datetime(timestamp(until)).date();
    let mut day = zone.to_datetime(timestamp(from - 2 * DAY)).date();
    while day <= last {
        let midnight = day.to_datetime(jiff::civil::Time::MIN);
        // A day on which the clocks change has both.
        let around = [-1, 2].map(|days| {
            let near = midnight.to_zoned(TimeZone::UTC);
            let near = near.map_or(from, |z| z.timestamp().as_millisecond());
            zone.to_offset(timestamp(near + days * DAY))
        });
        for offset in around {
            let begins = offset.to_timestamp(midnight).map(Timestamp::as_millisecond);
            let Ok(begins) = begins else { continue };
            let at = |minute: u16| begins + Millis::from(minute) * MINUTE;
            marks.extend(minutes(day).into_iter().map(at));
        }
        let Ok(next) = day.tomorrow() else { return };
        day = next;
    }
}
