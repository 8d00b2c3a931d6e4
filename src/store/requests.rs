//! `requests` and `counters`: the records themselves.

use std::cmp::Reverse;
use std::str::FromStr;

use jiff::civil::Date;

use crate::clock::Millis;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::plan::Part;
use crate::domain::promise::{Grounds, Impact, Priority, Urgency};
use crate::domain::request::{
    CameBy, Intake, PromiseClock, Request, Resolution, Source, Status, Touch, Watch,
};

use super::db::{Row, query};
use super::sql::Statement;
use super::{Error, Result, Tx, sql};

/// Of what nobody took so far, so many are looked at for who comes next.
const MOST_QUEUED: i64 = 500;

/// The team's next number, `IT-42`: without gaps, since it is given back with everything else
/// when the transaction fails.
pub async fn next_number(tx: &mut Tx, team: &str) -> Result<String> {
    let last = query(sql::NUMBER_LAST)
        .bind(team)
        .fetch_optional(&mut *tx)
        .await?;
    let value = last.map_or(Ok(0), |row| row.try_get::<i64>(0))? + 1;
    query(sql::NUMBER_TAKE)
        .bind(team)
        .bind(value)
        .execute(tx)
        .await?;
    Ok(format!("{team}-{value}"))
}

/// Stores a new request and gives it its id.
pub async fn insert(tx: &mut Tx, request: &mut Request) -> Result<()> {
    let id = query(sql::REQUEST_INSERT)
        .bind(&request.number)
        .bind(&request.team)
        .bind(&request.service)
        .bind(&request.subject)
        .bind(request.priority as i64)
        .bind(request.private)
        .bind(source(request.channel))
        .bind(request.requester.0)
        .bind(request.on_behalf_by.map(|p| p.0))
        .bind(super::json(&request.answers))
        .bind(request.needed_by.map(|d| d.to_string()))
        .bind(request.promise.first_response_due)
        .bind(request.promise.resolution_due)
        .bind(request.created_at)
        .bind(request.promise.first_total)
        .bind(request.promise.total)
        .bind(targets(request))
        .bind(request.watch.since)
        .bind(request.grounds.map(|g| g.impact as i64))
        .bind(request.grounds.map(|g| g.urgency as i64))
        .bind(request.watch.next)
        .bind(request.came_by.map(CameBy::as_str))
        .bind(links(request))
        .bind(plan(request))
        .insert(&mut *tx)
        .await?;
    request.id = RequestId(id);
    let words = super::search::indexed(tx, &request.number, &request.subject);
    tx.words.push((id, words));
    Ok(())
}

/// Stores what changed of it, if nobody else changed it since `request.version`.
///
/// # Errors
/// [`Error::Stale`] when somebody did.
pub async fn update(tx: &mut Tx, request: &Request) -> Result<()> {
    let columns = Columns::of(&request.status);
    let done = query(sql::REQUEST_UPDATE)
        .bind(request.id.0)
        .bind(request.version)
        .bind(&request.team)
        .bind(&request.service)
        .bind(request.status.name())
        .bind(request.private)
        .bind(columns.assignee)
        .bind(request.promise.first_response_due)
        .bind(request.promise.resolution_due)
        .bind(request.promise.remaining)
        .bind(request.first_response_at)
        .bind(columns.state_at)
        .bind(columns.reason)
        .bind(columns.ended_by)
        .bind(columns.resolved_at)
        .bind(columns.resolution)
        .bind(request.rating.map(i64::from))
        .bind(request.rating_comment.as_deref())
        .bind(request.intake.map(intake))
        .bind(request.promise.first_remaining)
        .bind(request.promise.first_total)
        .bind(request.promise.total)
        .bind(targets(request))
        .bind(i64::from(request.promise.delays))
        .bind(request.watch.since)
        .bind(i64::from(request.watch.idle_steps))
        .bind(i64::from(request.watch.first_steps))
        .bind(i64::from(request.watch.steps))
        .bind(request.watch.next)
        .bind(request.priority as i64)
        .bind(request.grounds.map(|g| g.impact as i64))
        .bind(request.grounds.map(|g| g.urgency as i64))
        .bind(request.needed_by.map(|d| d.to_string()))
        .bind(approval(request))
        .bind(columns.until)
        .bind(i64::from(request.handled))
        .bind(request.touch.map(|t| t as i64))
        .bind(links(request))
        .execute(tx)
        .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// When it got the rating that it has; None: it has none any more.
pub async fn set_rated_at(tx: &mut Tx, id: RequestId, at: Option<Millis>) -> Result<()> {
    query(sql::REQUEST_RATED)
        .bind(id.0)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, id: RequestId) -> Result<Option<Request>> {
    let row = query(sql::REQUEST_BY_ID)
        .bind(id.0)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Request>> {
    let row = query(sql::REQUEST_BY_NUMBER)
        .bind(number)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Open ones that `person` asked for, newest first.
pub async fn open_of(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Request>> {
    list(tx, sql::REQUESTS_MINE, person.0, limit).await
}

/// Those of `person` that never got the requester's card, newest first.
pub async fn without_card(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Request>> {
    let mut all = list(tx, sql::REQUESTS_WITHOUT_CARD, person.0, limit).await?;
    all.extend(list(tx, sql::REQUESTS_BEFORE_WITHOUT_CARD, person.0, limit).await?);
    all.sort_by_key(|request| Reverse((request.created_at, request.id)));
    all.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(all)
}

/// Open ones that `person` serves, oldest first.
pub async fn assigned_to(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Request>> {
    list(tx, sql::REQUESTS_ASSIGNED, person.0, limit).await
}

/// Open ones of a team, oldest first.
pub async fn queue(tx: &mut Tx, team: &str, limit: i64) -> Result<Vec<Request>> {
    let rows = query(sql::REQUESTS_QUEUE)
        .bind(team)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// Those that the desk has to look at by `now`, longest due first, each with the time when it was due.
pub async fn looks_due(tx: &mut Tx, now: Millis, limit: i64) -> Result<Vec<(RequestId, Millis)>> {
    let rows = query(sql::LOOKS_DUE)
        .bind(now)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((RequestId(row.try_get(0)?), row.try_get(1)?)))
        .collect()
}

/// When the desk has to look at one next.
pub async fn next_look(tx: &mut Tx) -> Result<Option<Millis>> {
    Ok(query(sql::LOOK_NEXT).fetch_one(tx).await?.try_get(0)?)
}

/// A place in a team's queue: what is more urgent comes first, then what came first.
pub type Place = (Reverse<i64>, RequestId);

/// Where a request stands that nobody has taken.
pub fn place(priority: Priority, id: RequestId) -> Place {
    (Reverse(priority as i64), id)
}

/// Of a team the places of those that nobody took so far, as far as they are among the oldest of all teams.
pub async fn untaken(tx: &mut Tx, team: &str) -> Result<Vec<Place>> {
    let rows = query(sql::REQUESTS_UNTAKEN)
        .bind(team)
        .bind(MOST_QUEUED)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((Reverse(row.try_get(0)?), RequestId(row.try_get(1)?))))
        .collect()
}

/// Open ones of a team whose ids come after `after`, in order.
pub async fn open_after(tx: &mut Tx, team: &str, after: i64, limit: i64) -> Result<Vec<Request>> {
    let rows = query(sql::REQUESTS_AFTER)
        .bind(team)
        .bind(after)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

async fn list(tx: &mut Tx, text: Statement, key: i64, limit: i64) -> Result<Vec<Request>> {
    let rows = query(text).bind(key).bind(limit).fetch_all(tx).await?;
    rows.iter().map(read).collect()
}

/// What the columns hold that only some states have.
#[derive(Default)]
struct Columns<'a> {
    assignee: Option<i64>,
    state_at: Option<Millis>,
    reason: Option<&'a str>,
    until: Option<Millis>,
    ended_by: Option<i64>,
    resolved_at: Option<Millis>,
    resolution: Option<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(status: &'a Status) -> Columns<'a> {
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
fn plan(request: &Request) -> Option<&str> {
    request.plan.as_ref().map(|part| match part {
        Part::Whole => request.number.as_str(),
        Part::Of(number) => number,
    })
}

/// What is waited for, or what came of it.
fn approval(request: &Request) -> Option<String> {
    match (request.approval(), &request.decided) {
        (Some(approval), _) => Some(super::json(approval)),
        (None, decided) => decided.as_ref().map(super::json),
    }
}

/// Most requests have none.
fn links(request: &Request) -> Option<String> {
    (!request.links.is_empty()).then(|| super::json(&request.links))
}

fn targets(request: &Request) -> Option<String> {
    request.promise.targets.as_ref().map(super::json)
}

/// A number that is small by its nature; None: it is not.
fn small<T: TryFrom<i64>>(row: &Row, column: usize) -> Result<Option<T>> {
    Ok(T::try_from(row.try_get::<i64>(column)?).ok())
}

fn touch(stored: i64) -> Option<Touch> {
    Touch::ALL.into_iter().find(|t| *t as i64 == stored)
}

fn grounds(impact: Option<i64>, urgency: Option<i64>) -> Option<Grounds> {
    let (impact, urgency) = (impact?, urgency?);
    Some(Grounds {
        impact: Impact::ALL.into_iter().find(|i| *i as i64 == impact)?,
        urgency: Urgency::ALL.into_iter().find(|u| *u as i64 == urgency)?,
    })
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Slack => "slack",
        Source::Teams => "teams",
        Source::Api => "api",
    }
}

fn intake(intake: Intake) -> &'static str {
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
