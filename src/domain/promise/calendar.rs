//! When a team is open, on the real time line.
//!
//! An instant is business time when the local clock shows a time within that day's spans: its own where
//! it is an exception, else its weekday's unless it is a holiday. So an hour that the clocks skip is not worked and one that they repeat is
//! worked twice, and nine o'clock stays nine o'clock.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::clock::Millis;

/// When a team works.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub key: String,
    pub time_zone: TimeZone,
    /// Monday first; each day's spans in minutes since local midnight, sorted, not touching.
    pub hours: [Vec<(u16, u16)>; 7],
    pub holidays: BTreeSet<Date>,
    /// Days with other hours than their weekday's, holidays or not; as `hours` has them.
    pub exceptions: BTreeMap<Date, Vec<(u16, u16)>>,
}

/// From the first instant up to, and without, the second.
pub(super) type Interval = (Millis, Millis);

/// Days without any opening after which a search gives up: no list of holidays is that long.
const MOST_CLOSED_DAYS: u32 = 800;

const MINUTE: Millis = 60_000;

impl Calendar {
    pub fn is_open(&self, at: Millis) -> bool {
        self.intervals(self.local(at).date())
            .iter()
            .any(|&(from, to)| from <= at && at < to)
    }

    pub fn works_on(&self, day: Date) -> bool {
        !self.spans(day).is_empty()
    }

    /// When the team begins to work on that day, and when it ends; none where it does not work.
    pub(super) fn hours_on(&self, day: Date) -> Option<Interval> {
        let intervals = self.intervals(day);
        Some((intervals.first()?.0, intervals.last()?.1))
    }

    /// `at` itself while open, else the first instant after it that is; none where the team never
    /// opens again within two years.
    pub fn next_opening(&self, at: Millis) -> Option<Millis> {
        self.open_from(at).next().map(|(from, _)| from)
    }

    /// The open intervals after `at`, in order, the first cut off at `at`; ends where the team never
    /// opens again.
    pub(super) fn open_from(&self, at: Millis) -> impl Iterator<Item = Interval> {
        self.days_from(self.local(at).date())
            .flat_map(|(_, intervals)| intervals)
            .filter(move |&(_, to)| to > at)
            .map(move |(from, to)| (from.max(at), to))
    }

    /// The working days from `first` on, each with its open intervals.
    pub(super) fn days_from(&self, first: Date) -> impl Iterator<Item = (Date, Vec<Interval>)> {
        let mut closed = 0;
        let mut next = Some(first);
        std::iter::from_fn(move || {
            while closed < MOST_CLOSED_DAYS {
                let date = next?;
                next = date.tomorrow().ok();
                let intervals = self.intervals(date);
                if !intervals.is_empty() {
                    closed = 0;
                    return Some((date, intervals));
                }
                closed += 1;
            }
            None
        })
    }

    /// What the clock on the team's wall shows.
    pub(super) fn local(&self, at: Millis) -> DateTime {
        let at = timestamp(at);
        self.time_zone.to_offset(at).to_datetime(at)
    }

    /// When the team works on that day, as the clock on its wall shows it.
    fn spans(&self, date: Date) -> &[(u16, u16)] {
        match self.exceptions.get(&date) {
            Some(spans) => spans,
            None if self.holidays.contains(&date) => &[],
            None => &self.hours[weekday_index(date.weekday())],
        }
    }

    /// When it opens and closes on that day, in minutes since local midnight.
    pub fn changes_on(&self, date: Date) -> Vec<u16> {
        let spans = self.spans(date).iter();
        spans.flat_map(|&(from, to)| [from, to]).collect()
    }

    /// The open intervals of a local day, in order; no two touch.
    fn intervals(&self, date: Date) -> Vec<Interval> {
        let spans = self.spans(date);
        if spans.is_empty() {
            return Vec::new();
        }
        let mut intervals: Vec<Interval> = Vec::new();
        for (start, end, offset) in self.clock_settings(date) {
            // Midnight of the day as this setting of the clock counts it.
            let Ok(midnight) = offset.to_timestamp(date.to_datetime(jiff::civil::Time::MIN)) else {
                continue;
            };
            let midnight = midnight.as_millisecond();
            for &(from, to) in spans {
                let from = start.max(midnight + Millis::from(from) * MINUTE);
                let to = end.min(midnight + Millis::from(to) * MINUTE);
                match intervals.last_mut() {
                    Some(last) if last.1 == from && from < to => last.1 = to,
                    _ if from < to => intervals.push((from, to)),
                    _ => {}
                }
            }
        }
        intervals
    }

    /// The stretches of time around a local day between changes of the clocks, each with its offset.
    fn clock_settings(&self, date: Date) -> Vec<(Millis, Millis, Offset)> {
        // No zone is further than 26 hours from UTC.
        let margin = SignedDuration::from_hours(26);
        let noon = Offset::UTC.to_timestamp(date.at(12, 0, 0, 0));
        let noon = noon.unwrap_or(Timestamp::UNIX_EPOCH);
        let first = noon.checked_sub(margin * 2).unwrap_or(Timestamp::MIN);
        let last = noon.checked_add(margin * 2).unwrap_or(Timestamp::MAX);
        let mut settings = Vec::new();
        let mut start = first;
        let changes = self.time_zone.following(first).map(|t| t.timestamp());
        for change in changes.take_while(|t| *t < last).chain([last]) {
            let offset = self.time_zone.to_offset(start);
            settings.push((start.as_millisecond(), change.as_millisecond(), offset));
            start = change;
        }
        settings
    }
}

/// The instant, held within what a calendar can show.
pub(super) fn timestamp(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(if at < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

fn weekday_index(day: Weekday) -> usize {
    day.to_monday_zero_offset().unsigned_abs().into()
}
