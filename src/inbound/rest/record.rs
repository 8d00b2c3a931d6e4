//! A request as the REST interface shows it: the names are promised.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::clock::Millis;
use crate::desk::Sight;
use crate::domain::catalogue::Answer;
use crate::domain::ids::PersonId;
use crate::domain::people::Person;
use crate::domain::request::{CameBy, Request, Status};

use super::approval::{ApprovalOut, approval};
use super::people::{PersonOut, shown};
use super::step::StepOut;

/// One request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Record {
    #[schema(example = "IT-1")]
    number: String,
    team: String,
    service: String,
    subject: String,
    /// low, normal, high or urgent.
    priority: Value,
    /// Who is affected: one, several or everybody; null where the priority was chosen.
    impact: Option<&'static str>,
    /// How badly: waits, slowed or stopped; null where the priority was chosen.
    urgency: Option<&'static str>,
    /// new, in_progress, waiting, on_hold, awaiting_approval, resolved, closed or cancelled.
    status: &'static str,
    /// intake, provision or review.
    phase: Value,
    /// Where it came in: slack, teams or api.
    channel: Value,
    requester: PersonOut,
    on_behalf_by: Option<PersonOut>,
    /// How it reached whoever logged it: phone, walk_up, mail or other.
    came_by: Option<&'static str>,
    assignee: Option<PersonOut>,
    /// By the field's key: text, a number, true or false, a list, `slack:U…` for a person.
    #[schema(value_type = BTreeMap<String, Value>)]
    answers: BTreeMap<String, Value>,
    #[schema(example = "2026-12-24")]
    needed_by: Option<String>,
    promise: PromiseOut,
    created_at: String,
    first_response_at: Option<String>,
    resolved_at: Option<String>,
    closed_at: Option<String>,
    /// The summary.
    resolution: Option<String>,
    /// 1 to 5.
    rating: Option<u8>,
    rating_comment: Option<String>,
    /// good, incomplete, wrong_desk or too_late.
    intake_rating: Option<Value>,
    /// null: nobody had to approve it.
    approval: Option<ApprovalOut>,
    /// On hold until then, and then it comes back by itself.
    snoozed_until: Option<String>,
    /// Minutes that agents noted for it, in all.
    handling_minutes: u32,
    /// Solved by the first answer; null: not solved, or not known.
    first_touch: Option<bool>,
    /// Requests that it belongs together with.
    links: Vec<LinkOut>,
    /// The number of the request that this one is part of.
    parent: Option<String>,
    /// What other teams do for it, in the order of its plan; only where one request is asked for, and has a plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepOut>,
}

/// Another request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LinkOut {
    /// related; merged_into: this one ended and goes on there; merged: the other way round; split_from; split_into.
    kind: Value,
    #[schema(example = "IT-2")]
    number: String,
}

/// When the team said that it would be done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PromiseOut {
    first_response_due: Option<String>,
    /// While the request waits or is on hold its clock stands, and this is when it was due before.
    resolution_due: Option<String>,
}

impl From<&Sight> for Record {
    fn from(sight: &Sight) -> Record {
        let whole = sight.plan.iter().filter(|_| sight.request.is_whole());
        Record {
            steps: whole.map(StepOut::from).collect(),
            ..record(&sight.request, &sight.people)
        }
    }
}

/// The request, with the people that were loaded with it.
pub fn record(request: &Request, people: &BTreeMap<PersonId, Person>) -> Record {
    let resolution = request.status.resolution();
    Record {
        number: request.number.clone(),
        team: request.team.clone(),
        service: request.service.clone(),
        subject: request.subject.clone(),
        priority: name(&request.priority),
        impact: request.grounds.map(|g| g.impact.as_str()),
        urgency: request.grounds.map(|g| g.urgency.as_str()),
        status: request.status.name(),
        phase: name(&request.status.phase()),
        channel: name(&request.channel),
        requester: shown(people, request.requester),
        on_behalf_by: request.on_behalf_by.map(|id| shown(people, id)),
        came_by: request.came_by.map(CameBy::as_str),
        assignee: request.assignee().map(|id| shown(people, id)),
        answers: request
            .answers
            .iter()
            .map(|(key, answer)| (key.clone(), answer_out(answer)))
            .collect(),
        needed_by: request.needed_by.map(|d| d.to_string()),
        promise: PromiseOut {
            first_response_due: request.promise.first_response_due.map(time),
            resolution_due: request.promise.resolution_due.map(time),
        },
        created_at: time(request.created_at),
        first_response_at: request.first_response_at.map(time),
        resolved_at: resolution.map(|r| time(r.at)),
        closed_at: match &request.status {
            Status::Closed { at, .. } => Some(time(*at)),
            _ => None,
        },
        resolution: resolution.and_then(|r| r.summary.clone()),
        rating: request.rating,
        rating_comment: request.rating_comment.clone(),
        intake_rating: request.intake.as_ref().map(name),
        parent: request.parent().map(str::to_owned),
        steps: vec![],
        approval: approval(request, people),
        snoozed_until: match request.status {
            Status::OnHold { until, .. } => until.map(time),
            _ => None,
        },
        handling_minutes: request.handled,
        first_touch: request.first_touch(),
        links: request
            .links
            .iter()
            .map(|link| LinkOut {
                kind: name(&link.kind),
                number: link.number.clone(),
            })
            .collect(),
    }
}

/// RFC 3339, UTC.
pub fn time(at: Millis) -> String {
    Timestamp::from_millisecond(at)
        .unwrap_or_default()
        .to_string()
}

/// How a plain enum is written.
pub fn name(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn answer_out(answer: &Answer) -> Value {
    match answer {
        Answer::Person(account) => account.to_string().into(),
        // 3, not 3.0: most numbers that people enter are whole.
        Answer::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => (*n as i64).into(),
        other => name(other),
    }
}
