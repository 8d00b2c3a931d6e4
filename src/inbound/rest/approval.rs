//! A request's approval as the REST interface shows it: the names are promised.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::approval::{Approver, Matter};
use crate::domain::ids::PersonId;
use crate::domain::people::Person;
use crate::domain::request::Request;

use super::people::{PersonOut, shown};
use super::record::{name, time};

/// The approval that a request waits for, or the last one that it had.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApprovalOut {
    /// pending, changes (sent back to the requester), approved, declined, expired or withdrawn.
    state: Value,
    /// any, all, majority or sequence.
    rule: &'static str,
    /// Keys of the steps that are wanted in less time than usual; none: it is about the request itself.
    steps: Vec<String>,
    asked_at: String,
    /// When it ends by itself, if nobody decides.
    expires_at: String,
    decided_at: Option<String>,
    approvers: Vec<ApproverOut>,
}

/// One of those who were asked, and their word.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApproverOut {
    person: PersonOut,
    /// Who handed it on to them.
    instead_of: Option<PersonOut>,
    /// approved or declined; null: nothing so far.
    verdict: Option<Value>,
    reason: Option<String>,
    at: Option<String>,
}

/// What `request` waits for, or what came of it; None: nobody had to approve it.
pub fn approval(request: &Request, people: &BTreeMap<PersonId, Person>) -> Option<ApprovalOut> {
    let decided = request.decided.as_ref();
    let approval = request.approval().or(decided.map(|d| &d.approval))?;
    let state = match decided {
        Some(decided) => name(&decided.outcome),
        None if approval.changes.is_some() => "changes".into(),
        None => "pending".into(),
    };
    let approver = |approver: &Approver| ApproverOut {
        person: shown(people, approver.person),
        instead_of: approver.instead_of.map(|id| shown(people, id)),
        verdict: approver.said.as_ref().map(|s| name(&s.verdict)),
        reason: approver.said.as_ref().and_then(|s| s.reason.clone()),
        at: approver.said.as_ref().map(|s| time(s.at)),
    };
    Some(ApprovalOut {
        state,
        rule: approval.rule.as_str(),
        steps: match &approval.matter {
            Matter::Request => vec![],
            Matter::Wish(steps) => steps.iter().map(|s| s.step.clone()).collect(),
        },
        asked_at: time(approval.asked_at),
        expires_at: time(approval.expires_at),
        decided_at: decided.map(|d| time(d.at)),
        approvers: approval.approvers.iter().map(approver).collect(),
    })
}
