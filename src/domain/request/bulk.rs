//! What can be done to several requests at once.

use serde::{Deserialize, Serialize};

/// One act on several requests. `to_wire` and `from_wire` are its only written form in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bulk {
    Take,
    Assign,
    Wait,
    Snooze,
    Resolve,
    NotARequest,
}

impl Bulk {
    pub const ALL: [Bulk; 6] = [
        Bulk::Take,
        Bulk::Assign,
        Bulk::Wait,
        Bulk::Snooze,
        Bulk::Resolve,
        Bulk::NotARequest,
    ];

    pub fn to_wire(self) -> &'static str {
        match self {
            Bulk::Take => "take",
            Bulk::Assign => "assign",
            Bulk::Wait => "wait",
            Bulk::Snooze => "snooze",
            Bulk::Resolve => "resolve",
            Bulk::NotARequest => "not_a_request",
        }
    }

    /// None when it is none of ours.
    pub fn from_wire(name: &str) -> Option<Bulk> {
        Bulk::ALL.into_iter().find(|bulk| bulk.to_wire() == name)
    }

    /// Nothing more has to be said: it is done as soon as it is chosen.
    pub fn at_once(self) -> bool {
        matches!(self, Bulk::Take | Bulk::Wait)
    }
}
