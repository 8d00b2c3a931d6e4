//! Promises: calendars, targets, due times.

mod business;
mod calendar;
mod span;
mod week;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use business::{add, between, due, is_open, next_opening, remaining, resume};
pub use calendar::Calendar;
pub use span::Span;

/// How urgent a request is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
