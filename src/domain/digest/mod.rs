//! A team's digest: when it is due, what happened in its period, what is open now.

mod period;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::answer::About;
use super::catalogue::DigestKind;

pub use period::{Period, describe, next_due, period, schedule};

/// What a digest tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    pub team: String,
    pub span: Span,
    pub opened: i64,
    pub resolved: i64,
    pub open: i64,
    pub unassigned: i64,
    /// Open longest, at most five.
    pub oldest: Vec<About>,
    /// How many ratings, and their sum.
    pub ratings: i64,
    pub rating_sum: i64,
}

/// The period that a digest is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub kind: DigestKind,
    pub since: Millis,
    pub until: Millis,
}

impl Figures {
    /// Nothing happened and nothing is open: nothing to say.
    pub fn silent(&self) -> bool {
        self.opened == 0 && self.resolved == 0 && self.open == 0 && self.ratings == 0
    }
}
