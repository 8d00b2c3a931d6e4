//! A request as a row of its table, there and back.

use std::str::FromStr;

use jiff::civil::Date;

use crate::clock::Millis;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::plan::Part;
use crate::domain::promise::{Grounds, Impact, Priority, Urgency};
use crate::domain::request::{
    CameBy, Intake, PromiseClock, Request, Resolution, Source, Status, Touch, Watch,
};

use super::db::Row;
use super::{Error, Result};

/// What the columns hold that only some states have.
#[derive(Default)]
pub(super) struct Columns<'a> {
    pub(super) assignee: Option<i64>,
    pub(super) state_at: Option<Millis>,
    pub(super) reason: Option<&'a str>,
    pub(super) until: Option<Millis>,
    pub(super) ended_by: Option<i64>,
    pub(super) resolved_at: Option<Millis>,
    pub(super) resolution: Option<&'a str>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(status: &'a Status) -> Columns<'a> {
        let mut columns = Columns {
            assignee: status.assignee().map(|p| p.0),
            ..Columns::default()
        };
        if let Some(resolution) = status.resolution() {
            columns.ended_by = Some(resolution.by.0);
            columns.resolved_at = Some(resolution.at);
            columns.resolution = resolution.summary.as_deref();
        }
        match status {
            Status::New | Status::InProgress { .. } | Status::Resolved(_) => {}
            Status::Waiting { since, .. } => columns.state_at = Some(*since),
            Status::OnHold {
                since,
                reason,
                until,
                ..
            } => {
                columns.state_at = Some(*since);
                columns.until = *until;
                columns.reason = Some(reason);
            }
            Status::AwaitingApproval { since, .. } => columns.state_at = Some(*since),
            Status::Closed { at, .. } => columns.state_at = Some(*at),
            Status::Cancelled { by, at, reason, .. } => {
                columns.state_at = Some(*at);
                columns.ended_by = Some(by.0);
                columns.reason = reason.as_deref();
            }
        }
        columns
    }
}

/// A row of the columns that `sql::request!` names.
pub(super) fn read(row: &Row) -> Result<Request> {
    let id: i64 = row.try_get(0)?;
    let broken = |column| Error::Broken {
        table: "requests",
        column,
        row: id,
    };
    let person = |i: usize| row.try_get::<Option<i64>>(i).map(|p| p.map(PersonId));
    let assignee = person(11)?;
    let state_at: Option<Millis> = row.try_get(19)?;
    let reason: Option<String> = row.try_get(20)?;
    let ended_by = person(21)?;
    let summary: Option<String> = row.try_get(23)?;
    let approval: Option<&str> = row.try_get(40)?;
    let resolution = match (ended_by, row.try_get(22)?) {
        (Some(by), Some(at)) => Some(Resolution { by, at, summary }),
        _ => None,
    };
    let status = match (row.try_get::<&str>(6)?, assignee, state_at, resolution) {
        ("new", ..) => Status::New,
        ("in_progress", Some(assignee), ..) => Status::InProgress { assignee },
        ("waiting", Some(assignee), Some(since), _) => Status::Waiting { assignee, since },
        ("on_hold", assignee, Some(since), _) => Status::OnHold {
            assignee,
            since,
            reason: reason.ok_or_else(|| broken("reason"))?,
            until: row.try_get(41)?,
        },
        ("awaiting_approval", assignee, Some(since), _) => Status::AwaitingApproval {
            assignee,
            since,
            approval: approval
                .and_then(|text| serde_json::from_str(text).ok())
                .ok_or_else(|| broken("approval"))?,
        },
        ("resolved", _, _, Some(resolution)) => Status::Resolved(resolution),
        ("closed", _, Some(at), Some(resolution)) => Status::Closed { resolution, at },
        ("cancelled", assignee, Some(at), _) => Status::Cancelled {
            assignee,
            by: ended_by.ok_or_else(|| broken("ended_by"))?,
            at,
            reason,
        },
        _ => return Err(broken("status")),
    };
    let number: String = row.try_get(1)?;
    let decided = match status {
        Status::AwaitingApproval { .. } => None,
        _ => approval
            .map(serde_json::from_str)
            .transpose()
            .map_err(|_| broken("approval"))?,
    };
    Ok(Request {
        id: RequestId(id),
        team: row.try_get(2)?,
        service: row.try_get(3)?,
        subject: row.try_get(4)?,
        priority: priority(row.try_get(5)?).ok_or_else(|| broken("priority"))?,
        grounds: grounds(row.try_get(37)?, row.try_get(38)?),
        status,
        private: row.try_get(7)?,
        channel: match row.try_get(8)? {
            "slack" => Source::Slack,
            "teams" => Source::Teams,
            "api" => Source::Api,
            _ => return Err(broken("channel")),
        },
        requester: person(9)?.ok_or_else(|| broken("requester"))?,
        on_behalf_by: person(10)?,
        answers: serde_json::from_str(row.try_get(12)?).map_err(|_| broken("answers"))?,
        needed_by: row
            .try_get::<Option<&str>>(13)?
            .map(Date::from_str)
            .transpose()
            .map_err(|_| broken("needed_by"))?,
        promise: PromiseClock {
            first_response_due: row.try_get(14)?,
            resolution_due: row.try_get(15)?,
            first_remaining: row.try_get(28)?,
            remaining: row.try_get(16)?,
            first_total: row.try_get(29)?,
            total: row.try_get(30)?,
            targets: row
                .try_get::<Option<&str>>(31)?
                .map(serde_json::from_str)
                .transpose()
                .map_err(|_| broken("targets"))?,
            delays: small(row, 32)?.ok_or_else(|| broken("delays"))?,
        },
        watch: Watch {
            since: row.try_get(33)?,
            idle_steps: small(row, 34)?.ok_or_else(|| broken("idle_steps"))?,
            first_steps: small(row, 35)?.ok_or_else(|| broken("first_steps"))?,
            steps: small(row, 36)?.ok_or_else(|| broken("steps"))?,
            next: row.try_get(39)?,
        },
        created_at: row.try_get(17)?,
        first_response_at: row.try_get(18)?,
        rating: row
            .try_get::<Option<i64>>(24)?
            .map(u8::try_from)
            .transpose()
            .map_err(|_| broken("rating"))?,
        rating_comment: row.try_get(25)?,
        intake: match row.try_get(26)? {
            None => None,
            Some("good") => Some(Intake::Good),
            Some("incomplete") => Some(Intake::Incomplete),
            Some("wrong_desk") => Some(Intake::WrongDesk),
            Some("too_late") => Some(Intake::TooLate),
            Some(_) => return Err(broken("intake")),
        },
        plan: row.try_get::<Option<String>>(46)?.map(|of| {
            if of == number {
                Part::Whole
            } else {
                Part::Of(of)
            }
        }),
        number,
        decided,
        came_by: row
            .try_get::<Option<&str>>(44)?
            .map(|name| CameBy::named(name).ok_or_else(|| broken("came_by")))
            .transpose()?,
        links: row
            .try_get::<Option<&str>>(45)?
            .map_or(Ok(vec![]), serde_json::from_str)
            .map_err(|_| broken("links"))?,
        handled: small(row, 42)?.ok_or_else(|| broken("handled"))?,
        touch: row
            .try_get::<Option<i64>>(43)?
            .map(|stored| touch(stored).ok_or_else(|| broken("touch")))
            .transpose()?,
        version: row.try_get(27)?,
    })
}

/// The number of the whole, which is its own where it is that.
pub(super) fn plan(request: &Request) -> Option<&str> {
    request.plan.as_ref().map(|part| match part {
        Part::Whole => request.number.as_str(),
        Part::Of(number) => number,
    })
}

/// What is waited for, or what came of it.
pub(super) fn approval(request: &Request) -> Option<String> {
    match (request.approval(), &request.decided) {
        (Some(approval), _) => Some(super::json(approval)),
        (None, decided) => decided.as_ref().map(super::json),
    }
}

/// Most requests have none.
pub(super) fn links(request: &Request) -> Option<String> {
    (!request.links.is_empty()).then(|| super::json(&request.links))
}

pub(super) fn targets(request: &Request) -> Option<String> {
    request.promise.targets.as_ref().map(super::json)
}

/// A number that is small by its nature; None: it is not.
fn small<T: TryFrom<i64>>(row: &Row, column: usize) -> Result<Option<T>> {
    Ok(T::try_from(row.try_get::<i64>(column)?).ok())
}

pub(super) fn touch(stored: i64) -> Option<Touch> {
    Touch::ALL.into_iter().find(|t| *t as i64 == stored)
}

pub(super) fn grounds(impact: Option<i64>, urgency: Option<i64>) -> Option<Grounds> {
    let (impact, urgency) = (impact?, urgency?);
    Some(Grounds {
        impact: Impact::ALL.into_iter().find(|i| *i as i64 == impact)?,
        urgency: Urgency::ALL.into_iter().find(|u| *u as i64 == urgency)?,
    })
}

pub(super) fn source(source: Source) -> &'static str {
    match source {
        Source::Slack => "slack",
        Source::Teams => "teams",
        Source::Api => "api",
    }
}

pub(super) fn intake(intake: Intake) -> &'static str {
    match intake {
        Intake::Good => "good",
        Intake::Incomplete => "incomplete",
        Intake::WrongDesk => "wrong_desk",
        Intake::TooLate => "too_late",
    }
}

pub(super) fn priority(stored: i64) -> Option<Priority> {
    [
        Priority::Low,
        Priority::Normal,
        Priority::High,
        Priority::Urgent,
    ]
    .into_iter()
    .find(|p| *p as i64 == stored)
}
