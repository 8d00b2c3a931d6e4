//! How urgent a request is: chosen, or from how many it affects and how badly.

use serde::{Deserialize, Serialize};

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

/// Who is affected.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    #[default]
    One,
    Several,
    Everybody,
}

/// How badly.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// It can wait.
    #[default]
    Waits,
    /// Work is slower.
    Slowed,
    /// Work stands still.
    Stopped,
}

/// From what a priority comes that nobody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    pub impact: Impact,
    pub urgency: Urgency,
}

/// What follows from impact and urgency: a row for each impact, in it the priority for each urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matrix(pub [[Priority; 3]; 3]);

impl Priority {
    pub const ALL: [Priority; 4] = [
        Priority::Low,
        Priority::Normal,
        Priority::High,
        Priority::Urgent,
    ];

    /// The name that the outside relies on.
    pub fn as_str(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }
}

impl Impact {
    pub const ALL: [Impact; 3] = [Impact::One, Impact::Several, Impact::Everybody];

    /// The name that the outside relies on.
    pub fn as_str(self) -> &'static str {
        match self {
            Impact::One => "one",
            Impact::Several => "several",
            Impact::Everybody => "everybody",
        }
    }
}

impl Urgency {
    pub const ALL: [Urgency; 3] = [Urgency::Waits, Urgency::Slowed, Urgency::Stopped];

    /// The name that the outside relies on.
    pub fn as_str(self) -> &'static str {
        match self {
            Urgency::Waits => "waits",
            Urgency::Slowed => "slowed",
            Urgency::Stopped => "stopped",
        }
    }
}

impl Matrix {
    pub fn priority(&self, grounds: Grounds) -> Priority {
        self.0[grounds.impact as usize][grounds.urgency as usize]
    }
}

impl Default for Matrix {
    fn default() -> Matrix {
        use Priority::{High, Low, Normal, Urgent};
        Matrix([
            [Low, Normal, High],
            [Normal, High, Urgent],
            [High, Urgent, Urgent],
        ])
    }
}
