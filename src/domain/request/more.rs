//! What a triage card's **More** offers, by the state of the request.

use super::Status;

/// One entry of **More**. `to_wire` and `from_wire` are its only written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    HandOver,
    WrongTeam,
    Wait,
    Hold,
    Snooze,
    GoOn,
    Delay,
    Priority,
    Handling,
    Merge,
    Link,
    Split,
    NotARequest,
    Reopen,
    Watchers,
    Watch,
    Unwatch,
    Why,
}

impl More {
    const ALL: [More; 18] = [
        More::HandOver,
        More::WrongTeam,
        More::Wait,
        More::Hold,
        More::Snooze,
        More::GoOn,
        More::Delay,
        More::Priority,
        More::Handling,
        More::Merge,
        More::Link,
        More::Split,
        More::NotARequest,
        More::Reopen,
        More::Watchers,
        More::Watch,
        More::Unwatch,
        More::Why,
    ];

    /// What can be done to a request in the state of that [name](Status::name); `watching`: whoever
    /// asks watches it already.
    pub fn fitting(status: &str, watching: bool) -> Vec<More> {
        let fits = |more: &More| match more {
            More::HandOver
            | More::WrongTeam
            | More::NotARequest
            | More::Delay
            | More::Merge
            | More::Priority => Status::OPEN.contains(&status),
            // While somebody has to approve it, nobody works on it.
            More::Snooze | More::Split => {
                Status::OPEN.contains(&status) && status != "awaiting_approval"
            }
            More::Wait => matches!(status, "new" | "in_progress" | "on_hold"),
            More::Hold => matches!(status, "new" | "in_progress" | "waiting"),
            More::Handling | More::Link | More::Watchers => true,
            More::GoOn => matches!(status, "waiting" | "on_hold"),
            More::Reopen => matches!(status, "resolved" | "cancelled"),
            More::Watch => !watching,
            More::Unwatch => watching,
            More::Why => true,
        };
        More::ALL.into_iter().filter(fits).collect()
    }

    pub fn to_wire(self) -> &'static str {
        match self {
            More::HandOver => "hand_over",
            More::WrongTeam => "wrong_team",
            More::Wait => "wait",
            More::Hold => "hold",
            More::Snooze => "snooze",
            More::Handling => "handling",
            More::Merge => "merge",
            More::Link => "link",
            More::Split => "split",
            More::Watchers => "watchers",
            More::GoOn => "go_on",
            More::Delay => "delay",
            More::Priority => "priority",
            More::NotARequest => "not_a_request",
            More::Reopen => "reopen",
            More::Watch => "watch",
            More::Unwatch => "unwatch",
            More::Why => "why",
        }
    }

    /// None when it is none of ours, or of a version that we no longer know.
    pub fn from_wire(name: &str) -> Option<More> {
        More::ALL.into_iter().find(|m| m.to_wire() == name)
    }
}
