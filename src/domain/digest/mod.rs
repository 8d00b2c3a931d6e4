//! Digests, of a team and of one person: when they are due, what happened in their period, what is open now.

mod behind;
mod period;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::answer::About;
use super::catalogue::DigestKind;
use super::measure::Measures;

pub use behind::{Behind, Line, Whose};
pub use period::{Period, describe, latest, next_due, period, schedule};

/// What a team's digest tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    pub team: String,
    pub span: Span,
    pub opened: i64,
    pub resolved: i64,
    pub open: i64,
    pub unassigned: i64,
    /// Of those open, how many wait for their requester, and how many are on hold.
    pub waiting: i64,
    pub on_hold: i64,
    /// Open longest, at most five.
    pub oldest: Vec<About>,
    /// Late or due next, at most five.
    pub next: Vec<About>,
    /// Who is there today, by name; empty: nobody, or it is not known.
    pub duty: Vec<String>,
    /// How many ratings, and their sum.
    pub ratings: i64,
    pub rating_sum: i64,
    /// Of weekly ones: what was measured, and how the period before was.
    pub week: Option<Box<Week>>,
}

/// What a weekly digest tells besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    pub measures: Measures,
    pub before: Before,
}

/// The period before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    pub opened: i64,
    pub resolved: i64,
    pub ratings: i64,
    pub rating_sum: i64,
    pub measures: Measures,
}

/// What a person's own digest tells.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnFigures {
    pub span: Span,
    /// What they resolved in the period.
    pub resolved: i64,
    /// What is with them, how much of that waits for its requester, and how much is on hold.
    pub open: i64,
    pub waiting: i64,
    pub on_hold: i64,
    /// Open longest, at most five.
    pub oldest: Vec<About>,
    /// Late or due next, at most five.
    pub next: Vec<About>,
    /// What nobody has in the teams that they serve.
    pub unassigned: i64,
}

/// The period that a digest is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub kind: DigestKind,
    pub since: Millis,
    pub until: Millis,
    /// When the period before it began; None: as long before.
    #[serde(default)]
    pub before: Option<Millis>,
}

impl Span {
    /// When the period began that this one is compared with.
    pub fn before(&self) -> Millis {
        self.before.unwrap_or(2 * self.since - self.until)
    }
}

impl Figures {
    /// Nothing happened and nothing is open: nothing to say.
    pub fn silent(&self) -> bool {
        let reopened = self.week.as_ref().map_or(0, |w| w.measures.sums.reopened);
        self.opened == 0
            && self.resolved == 0
            && self.open == 0
            && self.ratings == 0
            && reopened == 0
    }
}

impl OwnFigures {
    /// They resolved nothing, and nothing waits for them.
    pub fn silent(&self) -> bool {
        self.resolved == 0 && self.open == 0 && self.unassigned == 0
    }
}
