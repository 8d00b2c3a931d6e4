//! Approvals: who is asked, by which rule, what they said, and what comes of it. Pure.
//!
//! What it makes of a request is in `domain::request`; who is meant by a configuration is found in `desk`.

mod plan;
mod rule;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::ids::PersonId;
use super::promise::Span;

pub use plan::{By, EXPIRES_AFTER, MANAGER_FIELD, Plan, REMIND_AFTER};
pub use rule::Rule;

/// What somebody is asked to approve, while nobody has decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub matter: Matter,
    pub rule: Rule,
    /// In the order in which they are asked, where the rule has one; each once, never who asked.
    pub approvers: Vec<Approver>,
    pub remind_after: Span,
    pub expires_after: Span,
    pub on_expiry: OnExpiry,
    pub asked_at: Millis,
    /// When whoever has not answered is reminded next.
    pub remind_at: Millis,
    /// When it ends by itself.
    pub expires_at: Millis,
    /// Somebody wants the answers changed: it is the requester's turn.
    pub changes: Option<Changes>,
    /// What the requester said when the answers were sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// What is to be approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// The request itself: not approved, it ends.
    Request,
    /// Steps of its plan are wanted in less time than usual: not approved, it goes on, and whoever serves it decides
    /// what becomes of them.
    Wish(Vec<Sooner>),
}

/// A step that is wanted in less time than usual, as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sooner {
    /// Its key within the plan.
    pub step: String,
    pub name: String,
    pub team: String,
    pub by: Date,
    /// So many days its team usually has.
    pub lead: u32,
}

/// One who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approver {
    pub person: PersonId,
    /// Who handed it on to them.
    pub instead_of: Option<PersonId>,
    /// Who had it before that, the first of them first: a word counts for all who handed it on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<PersonId>,
    pub said: Option<Said>,
}

/// An approver's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub verdict: Verdict,
    pub reason: Option<String>,
    pub at: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Approved,
    Declined,
    /// Not like this: the requester is to change the answers.
    Changes,
}

/// What somebody wants changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub by: PersonId,
    pub reason: String,
}

/// What happens when nobody decides in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnExpiry {
    #[default]
    Decline,
    Approve,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Approved,
    Declined,
    /// Nobody decided in time, and that counts as a no.
    Expired,
    /// The request was cancelled meanwhile.
    Withdrawn,
}

/// An approval that has ended: the request's last one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub approval: Approval,
    pub outcome: Outcome,
    pub at: Millis,
}

/// An approval that is wanted: these people, by this rule, about this matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub matter: Matter,
    pub approvers: Vec<PersonId>,
    pub rule: Rule,
    /// In the team's own time, like everything that is promised.
    pub remind_after: Span,
    pub expires_after: Span,
    pub on_expiry: OnExpiry,
}

impl Matter {
    pub fn is_wish(&self) -> bool {
        matches!(self, Matter::Wish(_))
    }
}

impl Approver {
    /// They themselves, and everybody who handed it on to them.
    pub fn stands_for(&self) -> impl Iterator<Item = PersonId> {
        let now = [Some(self.person), self.instead_of];
        now.into_iter()
            .flatten()
            .chain(self.earlier.iter().copied())
    }
}

impl Approval {
    /// The place of `person` among the approvers.
    pub fn place(&self, person: PersonId) -> Option<usize> {
        self.approvers.iter().position(|a| a.person == person)
    }

    /// Whose word is awaited now; nobody's while it is the requester's turn.
    pub fn asked(&self) -> Vec<PersonId> {
        if self.changes.is_some() {
            return vec![];
        }
        let silent = self.approvers.iter().filter(|a| a.said.is_none());
        let at_once = match self.rule {
            Rule::Sequence => 1,
            Rule::Any | Rule::All | Rule::Majority => self.approvers.len(),
        };
        silent.take(at_once).map(|a| a.person).collect()
    }

    /// Whether one of them has to answer now.
    pub fn asks(&self, person: PersonId) -> bool {
        self.asked().contains(&person)
    }

    /// Nobody has done anything with it yet.
    pub fn untouched(&self) -> bool {
        let silent = |a: &Approver| a.said.is_none() && a.instead_of.is_none();
        self.changes.is_none() && self.approvers.iter().all(silent)
    }

    /// Everybody in it, also who handed it on.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        let all = self.approvers.iter();
        let changes = self.changes.iter().map(|c| c.by);
        all.flat_map(Approver::stands_for).chain(changes)
    }

    /// The two records of one person became one. Whoever is now there twice is asked once.
    pub fn merge(&mut self, from: PersonId, into: PersonId) {
        let known = self.place(into).is_some();
        if known {
            self.approvers.retain(|a| a.person != from);
        }
        for approver in &mut self.approvers {
            let now = [Some(&mut approver.person), approver.instead_of.as_mut()];
            let all = now.into_iter().flatten().chain(&mut approver.earlier);
            for person in all.filter(|p| **p == from) {
                *person = into;
            }
        }
    }
}
