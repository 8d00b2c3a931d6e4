//! The names of states and priorities.

use crate::domain::post::Side;
use crate::domain::promise::{Impact, Priority, Urgency};

/// A state as `side` sees it, from the name that the outside relies on.
pub fn state(name: &str, side: Side) -> &str {
    match (name, side) {
        ("new", Side::Requester) => "Received",
        ("new", Side::Team) => "New",
        ("in_progress", _) => "In progress",
        ("waiting", Side::Requester) => "Waiting for you",
        ("waiting", Side::Team) => "Waiting for the requester",
        ("on_hold", _) => "On hold",
        ("awaiting_approval", _) => "Waiting for approval",
        ("resolved", Side::Requester) => "Solved",
        ("resolved", Side::Team) => "Resolved",
        ("closed", _) => "Closed",
        ("cancelled", _) => "Cancelled",
        (other, _) => other,
    }
}

pub fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "Low",
        Priority::Normal => "Normal",
        Priority::High => "High",
        Priority::Urgent => "Urgent",
    }
}

pub fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::One => "One person",
        Impact::Several => "Several people",
        Impact::Everybody => "Everybody, or a whole office",
    }
}

pub fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Waits => "It can wait",
        Urgency::Slowed => "Work is slower",
        Urgency::Stopped => "Work stands still",
    }
}
