//! Plans over many teams: one request whose work is done by several, a step each, with dates computed back from the
//! day that all is needed by.
//!
//! A step becomes a request when it opens, and not before: until then it is a row with two dates. So it has no
//! number that means nothing yet, is in nobody's queue or count, and no clock of it can run.

mod course;
mod dates;
mod draft;
mod graph;
mod news;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::catalogue::Answers;
use super::ids::{PersonId, RequestId, StepId};

pub use course::{Deed, Event, blocked, cancel, deeds, finished, happens, next, put_away, revive};
pub use dates::{Shift, replan};
pub use draft::{IfLate, TooLate, Wish, draft, hurry, reach, redraft, too_late};
pub use graph::order;
pub use news::{Blocked, Moved, News};

/// What a request is to a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole: what was asked for.
    Whole,
    /// A step of the request with that number.
    Of(String),
}

/// A step of somebody's plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub id: StepId,
    pub key: String,
    pub name: String,
    pub team: String,
    pub service: String,
    /// The service whose plan it is a step of: that of the whole when it was planned, which may have been handed over since.
    pub of: String,
    /// Keys of the steps that it waits for.
    pub after: Vec<String>,
    /// As [`StepRule`](super::catalogue::StepRule) has them.
    pub lead: u32,
    pub offset: i32,
    pub notice: u32,
    /// What fills its form.
    pub answers: Answers,
    pub state: StepState,
    /// The day on which it has to begin. It opens then; one that waits for others as soon as they are done, and no more
    /// than `notice` days before.
    pub start: Date,
    /// The day on which it has to be done.
    pub due: Date,
    /// Its team was told that it will come.
    pub noticed: bool,
    /// It was told that it is late.
    pub late: bool,
    /// It was to be quicker, and is not any more, without anybody's yes: asked for once more, somebody has to agree still.
    pub refused: bool,
    /// Its request, once it has one.
    pub made: Option<Made>,
}

/// The request of a step, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub id: RequestId,
    pub number: String,
    /// Which it may have been handed over to.
    pub team: String,
    /// The name of its status.
    pub status: String,
    pub assignee: Option<PersonId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Asked to be quicker than usual; its team's lead has to agree.
    Asked,
    /// Not yet open.
    Planned,
    /// Its request is under way.
    Open,
    Done,
    /// Its team does not do it: whoever serves the whole decides what then.
    Stopped,
    /// The whole goes on without it.
    Skipped,
    /// The whole was cancelled.
    Cancelled,
}

impl StepState {
    pub const ALL: [StepState; 7] = [
        StepState::Asked,
        StepState::Planned,
        StepState::Open,
        StepState::Done,
        StepState::Stopped,
        StepState::Skipped,
        StepState::Cancelled,
    ];

    /// The name that the outside relies on.
    pub fn name(self) -> &'static str {
        match self {
            StepState::Asked => "asked",
            StepState::Planned => "planned",
            StepState::Open => "open",
            StepState::Done => "done",
            StepState::Stopped => "stopped",
            StepState::Skipped => "skipped",
            StepState::Cancelled => "cancelled",
        }
    }

    /// Nothing of it is to be waited for.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            StepState::Done | StepState::Skipped | StepState::Cancelled
        )
    }

    /// It has not begun, and may begin some day.
    pub fn is_ahead(self) -> bool {
        matches!(
            self,
            StepState::Asked | StepState::Planned | StepState::Stopped
        )
    }
}
