//! One line of a roster: these people, on these days, at these hours.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::clock::Millis;

use super::super::people::PersonRef;
use super::super::promise::{Calendar, is_open};

/// Which days of the week, Monday first.
pub type Days = [bool; 7];

/// How the people of a shift share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// All at once.
    Together,
    /// The next one on each of the shift's days.
    Daily,
    /// The next one every seven days, counted from the shift's first day.
    Weekly,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// In the order of their turns; never empty.
    pub people: Vec<PersonRef>,
    pub turn: Turn,
    /// The first day of the first one's turn; turns are counted backwards from there too.
    pub first: Date,
    pub days: Days,
    /// Minutes since local midnight, from the first up to, and without, the second: on the next day where that is not later.
    /// None: whenever the team works.
    pub hours: Option<(u16, u16)>,
    /// By whose clocks.
    pub zone: TimeZone,
}

impl Shift {
    /// The day on which the shift that covers `at` began; None: it covers it not.
    pub fn covers(&self, calendar: Option<&Calendar>, at: Millis) -> Option<Date> {
        let wall = self.zone.to_datetime(timestamp(at));
        let today = wall.date();
        let Some((from, to)) = self.hours else {
            return (self.on(today) && is_open(calendar, at)).then_some(today);
        };
        let minute = wall.hour().unsigned_abs() as u16 * 60 + wall.minute().unsigned_abs() as u16;
        if from < to {
            return (from <= minute && minute < to && self.on(today)).then_some(today);
        }
        if minute >= from && self.on(today) {
            return Some(today);
        }
        let yesterday = today.yesterday().ok()?;
        (minute < to && self.on(yesterday)).then_some(yesterday)
    }

    /// Whose it is on `day`: in a rotation the first in turn who is not among `away`.
    pub fn holders(&self, day: Date, away: &[&PersonRef]) -> Vec<&PersonRef> {
        let turns = self.people.len() as i64;
        let nth = match self.turn {
            Turn::Together => return self.people.iter().collect(),
            Turn::Daily => self.days_since(day),
            Turn::Weekly => days_between(self.first, day).div_euclid(7),
        };
        let first = usize::try_from(nth.rem_euclid(turns.max(1))).unwrap_or_default();
        let (before, after) = self.people.split_at(first.min(self.people.len()));
        let mut turns = after.iter().chain(before);
        let there = turns.find(|person| !away.contains(person));
        there.into_iter().collect()
    }

    fn on(&self, day: Date) -> bool {
        self.days[index(day.weekday())]
    }

    /// How many of the shift's days lie from its first day on before `day`; negative where that is earlier.
    fn days_since(&self, day: Date) -> i64 {
        let all = days_between(self.first, day);
        let a_week = self.days.iter().filter(|on| **on).count() as i64;
        let start = index(self.first.weekday());
        let rest = usize::try_from(all.rem_euclid(7)).unwrap_or_default();
        let part = (0..rest).filter(|n| self.days[(start + n) % 7]).count() as i64;
        all.div_euclid(7) * a_week + part
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn index(day: Weekday) -> usize {
    day.to_monday_zero_offset().unsigned_abs().into()
}

/// The instant, held within what a clock can show.
pub(super) fn timestamp(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(if at < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}
