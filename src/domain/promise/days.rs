//! Working days: what is planned by the day and not by the hour.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Calendar;
use crate::clock::Millis;

/// The days of one team; without a calendar it works on each of them, around the clock.
#[derive(Clone, Copy, Debug)]
pub struct Days<'a> {
    pub calendar: Option<&'a Calendar>,
    /// Where there is no calendar, whose day it is.
    pub zone: &'a TimeZone,
}

/// After so many closed days a search gives up, and takes the day that it is at.
const MOST_CLOSED: u32 = 800;

impl Days<'_> {
    /// Which day the team has at `at`.
    pub fn today(&self, at: Millis) -> Date {
        super::calendar::timestamp(at)
            .to_zoned(self.own_zone().clone())
            .date()
    }

    fn own_zone(&self) -> &TimeZone {
        self.calendar.map_or(self.zone, |c| &c.time_zone)
    }

    pub fn works_on(&self, day: Date) -> bool {
        self.calendar.is_none_or(|c| c.works_on(day))
    }

    /// `day` itself where the team works, else the last day before it that it does.
    pub fn on_or_before(&self, day: Date) -> Date {
        self.search(day, |day| day.yesterday().ok())
    }

    /// `day` itself where the team works, else the next day that it does.
    pub fn on_or_after(&self, day: Date) -> Date {
        self.search(day, |day| day.tomorrow().ok())
    }

    /// The first day on which the team still works at `at`, a little at least: today, or the next working day where today's
    /// closing is over.
    pub fn present(&self, at: Millis) -> Date {
        let day = self.on_or_after(self.today(at));
        if self.closing(day) > at {
            return day;
        }
        self.on_or_after(day.tomorrow().unwrap_or(day))
    }

    /// So many working days before `day`, or before the last one up to it.
    pub fn before(&self, day: Date, days: u32) -> Date {
        let step = |day: Date| self.on_or_before(day.yesterday().unwrap_or(day));
        (0..days).fold(self.on_or_before(day), |day, _| step(day))
    }

    /// So many working days after `day`, or after the first one from it on.
    pub fn after(&self, day: Date, days: u32) -> Date {
        let step = |day: Date| self.on_or_after(day.tomorrow().unwrap_or(day));
        (0..days).fold(self.on_or_after(day), |day, _| step(day))
    }

    fn search(&self, day: Date, next: impl Fn(Date) -> Option<Date>) -> Date {
        let days = std::iter::successors(Some(day), |day| next(*day));
        let mut days = days.take(MOST_CLOSED as usize);
        days.find(|day| self.works_on(*day)).unwrap_or(day)
    }

    /// When the team begins to work on `day`; midnight where it does not.
    pub fn opening(&self, day: Date) -> Millis {
        let first = self.calendar.and_then(|c| c.hours_on(day));
        first.map_or_else(|| self.midnight(day), |(from, _)| from)
    }

    /// When the team's work on `day` is over; the end of the day where it does not work.
    pub fn closing(&self, day: Date) -> Millis {
        let last = self.calendar.and_then(|c| c.hours_on(day));
        last.map_or_else(
            || self.midnight(day.tomorrow().unwrap_or(day)),
            |(_, to)| to,
        )
    }

    fn midnight(&self, day: Date) -> Millis {
        let at = day.to_zoned(self.own_zone().clone());
        at.map_or(Millis::MAX, |at| at.timestamp().as_millisecond())
    }
}
