//! The states of a request, each with what only it has.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::super::approval::Approval;
use super::super::ids::PersonId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody has it yet.
    New,
    InProgress {
        assignee: PersonId,
    },
    /// For the requester; the promise's clock stands.
    Waiting {
        assignee: PersonId,
        since: Millis,
    },
    /// For something else; the promise's clock stands.
    OnHold {
        assignee: Option<PersonId>,
        since: Millis,
        reason: String,
        /// When it comes back by itself; None: when somebody goes on with it.
        until: Option<Millis>,
    },
    /// For somebody to approve it; the promise's clock stands.
    AwaitingApproval {
        assignee: Option<PersonId>,
        since: Millis,
        approval: Box<Approval>,
    },
    Resolved(Resolution),
    Closed {
        resolution: Resolution,
        at: Millis,
    },
    Cancelled {
        assignee: Option<PersonId>,
        by: PersonId,
        at: Millis,
        reason: Option<String>,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Who resolved, and so who serves if it is reopened.
    pub by: PersonId,
    pub at: Millis,
    /// None: resolved by emoji, the summary is still to come.
    pub summary: Option<String>,
}

/// The three phases that every request goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    Intake,
    Provision,
    Review,
}

impl Status {
    /// The names of the states in which work is still owed.
    pub const OPEN: [&str; 5] = [
        "new",
        "in_progress",
        "waiting",
        "on_hold",
        "awaiting_approval",
    ];

    /// The name that the outside relies on.
    pub fn name(&self) -> &'static str {
        match self {
            Status::New => "new",
            Status::InProgress { .. } => "in_progress",
            Status::Waiting { .. } => "waiting",
            Status::OnHold { .. } => "on_hold",
            Status::AwaitingApproval { .. } => "awaiting_approval",
            Status::Resolved(_) => "resolved",
            Status::Closed { .. } => "closed",
            Status::Cancelled { .. } => "cancelled",
        }
    }

    pub fn phase(&self) -> Phase {
        match self {
            Status::New | Status::AwaitingApproval { assignee: None, .. } => Phase::Intake,
            Status::InProgress { .. }
            | Status::Waiting { .. }
            | Status::OnHold { .. }
            | Status::AwaitingApproval { .. } => Phase::Provision,
            Status::Resolved(_) | Status::Closed { .. } | Status::Cancelled { .. } => Phase::Review,
        }
    }

    pub fn assignee(&self) -> Option<PersonId> {
        match self {
            Status::New => None,
            Status::InProgress { assignee } | Status::Waiting { assignee, .. } => Some(*assignee),
            Status::OnHold { assignee, .. }
            | Status::AwaitingApproval { assignee, .. }
            | Status::Cancelled { assignee, .. } => *assignee,
            Status::Resolved(resolution) | Status::Closed { resolution, .. } => Some(resolution.by),
        }
    }

    pub fn resolution(&self) -> Option<&Resolution> {
        match self {
            Status::Resolved(resolution) | Status::Closed { resolution, .. } => Some(resolution),
            _ => None,
        }
    }

    /// Work is still owed.
    pub fn is_open(&self) -> bool {
        self.phase() != Phase::Review
    }

    /// Nothing changes any more.
    pub fn is_over(&self) -> bool {
        matches!(self, Status::Closed { .. } | Status::Cancelled { .. })
    }

    /// The promise's clock stands.
    pub fn stops_the_clock(&self) -> bool {
        matches!(
            self,
            Status::Waiting { .. } | Status::OnHold { .. } | Status::AwaitingApproval { .. }
        )
    }
}
