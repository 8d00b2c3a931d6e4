//! Promises: calendars, targets, due times.

mod business;
mod calendar;
mod days;
mod escalation;
mod priority;
mod span;
mod week;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use business::{add, between, due, is_open, next_opening, remaining, resume};
pub use calendar::Calendar;
pub use days::Days;
pub use escalation::{Limits, Mark, Step, Tell};
pub use priority::{Grounds, Impact, Matrix, Priority, Urgency};
pub use span::Span;

/// Of the business time that is left of a target, cards say that it is at most one of these: they are drawn anew
/// when that becomes true.
pub const BANDS: [crate::clock::Millis; 5] = [24 * HOUR, 8 * HOUR, 4 * HOUR, HOUR, HOUR / 4];
const HOUR: crate::clock::Millis = 60 * 60 * 1000;

/// Of a team's queue so many places are told; behind them it is enough to know that there are more.
pub const SHOWN_PLACES: usize = 5;

/// What is due within this time is at risk.
pub const SOON: crate::clock::Millis = 4 * HOUR;

/// What is promised: how long the first response and the resolution may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub first_response: Option<Span>,
    pub resolution: Option<Span>,
}

/// A service's promise, and where a priority has one of its own, that.
#[derive(Clone, Debug, Default)]
pub struct Promises {
    pub usual: Promise,
    pub by_priority: BTreeMap<Priority, Promise>,
}

impl Promises {
    /// What is promised at `priority`: its own targets, the usual ones where it has none.
    pub fn at(&self, priority: Priority) -> Promise {
        let own = self.by_priority.get(&priority).copied().unwrap_or_default();
        Promise {
            first_response: own.first_response.or(self.usual.first_response),
            resolution: own.resolution.or(self.usual.resolution),
        }
    }
}
