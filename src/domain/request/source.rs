//! The ways in.

use serde::{Deserialize, Serialize};

/// Where it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    Slack,
    Teams,
    Api,
}

/// How a request reached the agent who logged it for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameBy {
    Phone,
    WalkUp,
    Mail,
    Other,
}

impl CameBy {
    pub const ALL: [CameBy; 4] = [CameBy::Phone, CameBy::WalkUp, CameBy::Mail, CameBy::Other];

    /// The name that the outside relies on.
    pub fn as_str(self) -> &'static str {
        match self {
            CameBy::Phone => "phone",
            CameBy::WalkUp => "walk_up",
            CameBy::Mail => "mail",
            CameBy::Other => "other",
        }
    }

    /// None when it is none of ours.
    pub fn named(name: &str) -> Option<CameBy> {
        CameBy::ALL.into_iter().find(|by| by.as_str() == name)
    }
}
