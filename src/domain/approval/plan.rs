//! Who has to approve what a service is asked for, as the configuration says it.

use std::fmt;

use super::super::people::PersonRef;
use super::super::promise::Span;
use super::{OnExpiry, Rule};

/// A service's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// At least one.
    pub by: Vec<By>,
    pub rule: Rule,
    pub remind_after: Span,
    pub expires_after: Span,
    pub on_expiry: OnExpiry,
}

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Of whoever asks: as `[people]` has it, else whom the form's own field `manager` names.
    Manager,
    /// Of the team that serves it.
    Lead,
    /// Whoever is named in that field of the form.
    Field(String),
    /// Everybody who serves in that team.
    Team(String),
    Person(PersonRef),
}

/// When whoever has not answered is reminded, and when it ends by itself, where nothing else is said.
pub const REMIND_AFTER: Span = Span::Days(1);
pub const EXPIRES_AFTER: Span = Span::Days(5);

/// The form's field that names the manager of somebody whom `[people]` does not have.
pub const MANAGER_FIELD: &str = "manager";

/// As the configuration writes it.
impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            By::Manager => f.write_str("manager"),
            By::Lead => f.write_str("lead"),
            By::Field(key) => write!(f, "field:{key}"),
            By::Team(key) => write!(f, "team:{key}"),
            By::Person(person) => person.fmt(f),
        }
    }
}
