//! What a triage card's **More** offers, by the state of the request.

use super::Status;

/// One entry of **More**. `to_wire` and `from_wire` are its only written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    HandOver,
    Wait,
    Hold,
    GoOn,
    Delay,
    Priority,
    NotARequest,
    Reopen,
    Watch,
    Unwatch,
}

impl More {
    const ALL: [More; 10] = [
        More::HandOver,
        More::Wait,
        More::Hold,
        More::GoOn,
        More::Delay,
        More::Priority,
        More::NotARequest,
        More::Reopen,
        More::Watch,
        More::Unwatch,
    ];

    /// What can be done to a request in the state of that [name](Status::name); `watching`: whoever
    /// asks watches it already.
    pub fn fitting(status: &str, watching: bool) -> Vec<More> {
        let fits = |more: &More| match more {
            More::HandOver | More::NotARequest | More::Delay | More::Priority => {
                Status::OPEN.contains(&status)
            }
            More::Wait => matches!(status, "new" | "in_progress" | "on_hold"),
            More::Hold => matches!(status, "new" | "in_progress" | "waiting"),
            More::GoOn => matches!(status, "waiting" | "on_hold"),
            More::Reopen => matches!(status, "resolved" | "cancelled"),
            More::Watch => !watching,
            More::Unwatch => watching,
        };
        More::ALL.into_iter().filter(fits).collect()
    }

    pub fn to_wire(self) -> &'static str {
        match self {
            More::HandOver => "hand_over",
            More::Wait => "wait",
            More::Hold => "hold",
            More::GoOn => "go_on",
            More::Delay => "delay",
            More::Priority => "priority",
            More::NotARequest => "not_a_request",
            More::Reopen => "reopen",
            More::Watch => "watch",
            More::Unwatch => "unwatch",
        }
    }

    /// None when it is none of ours, or of a version that we no longer know.
    pub fn from_wire(name: &str) -> Option<More> {
        More::ALL.into_iter().find(|m| m.to_wire() == name)
    }
}
