//! The history of a request.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::clock::Millis;
use crate::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::request::{Fact, Why};

use super::auth::Reader;
use super::params::{Number, Query, cursor};
use super::people::{PersonOut, shown};
use super::problem::Problem;
use super::record::{name, time};

/// One line of a request's history.
#[derive(Serialize, ToSchema)]
pub struct EventOut {
    /// 1, 2, 3, … within the request.
    seq: i64,
    at: String,
    /// null: the desk itself.
    by: Option<PersonOut>,
    /// filed, routed, taken, assigned, asked, replied, answered, waiting, held, snoozed, woken, resumed, handled, merged, linked, unlinked,
    /// watcher_added, watcher_removed, handed_over, resolved,
    /// summarised, cancelled, reopened, rated, unrated, commented, intake_rated, watched, unwatched, reminded,
    /// closed, alarmed, delayed, prioritised, retargeted, planned, approval_sought, approval_given, approval_delegated,
    /// approval_reminded, approval_expired or revised; a later version may bring more.
    kind: String,
    /// What belongs to the kind: `to`, `reason`, `summary`, `score` and the like.
    #[schema(value_type = BTreeMap<String, Value>)]
    data: Map<String, Value>,
}

/// A page of a request's history, oldest first.
#[derive(Serialize, ToSchema)]
pub struct EventPage {
    events: Vec<EventOut>,
    next_cursor: Option<String>,
}

/// What happened to a request, oldest first.
#[utoipa::path(get, path = "/api/v1/requests/{number}/events", tag = "requests", security(("token" = [])),
    params(
        ("number" = String, Path, description = "Like IT-1"),
        ("limit" = Option<i64>, Query, description = "1 to 200; 50 by default", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses(
        (status = 200, description = "A page of it", body = EventPage),
        (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such request", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn events(
    State(desk): State<Desk>,
    _: Reader,
    Number(number): Number,
    mut query: Query,
) -> Result<Json<EventPage>, Problem> {
    let (limit, after) = (query.limit(), query.after());
    query.end()?;
    let page = desk.events(&number, after, limit).await?;
    let Some(page) = page else {
        return Err(Problem::no_such("request"));
    };
    let next = page.rows.last().filter(|_| page.more).map(|e| e.seq);
    let events = page.rows.iter().map(|event| {
        let (kind, data) = told(&event.fact, |id| shown(&page.people, id));
        EventOut {
            seq: event.seq,
            at: time(event.at),
            by: event.by.map(|id| shown(&page.people, id)),
            kind,
            data,
        }
    });
    Ok(Json(EventPage {
        events: events.collect(),
        next_cursor: next.map(cursor),
    }))
}

/// The fact's name and what belongs to it, people shown as people.
fn told(fact: &Fact, person: impl Fn(PersonId) -> PersonOut) -> (String, Map<String, Value>) {
    let Value::Object(mut data) = name(fact) else {
        return (String::new(), Map::new());
    };
    let kind = match data.remove("kind") {
        Some(Value::String(kind)) => kind,
        _ => String::new(),
    };
    let mut put = |key: &str, value: Value| _ = data.insert(key.to_owned(), value);
    let each = |all: &[PersonId]| name(&all.iter().map(|id| person(*id)).collect::<Vec<_>>());
    let at = |millis: &Option<Millis>| name(&millis.map(time));
    match fact {
        Fact::Assigned { to } | Fact::ApprovalDelegated { to } => put("to", name(&person(*to))),
        Fact::ApprovalSought { from: all, .. } => put("from", each(all)),
        Fact::ApprovalReminded { of } => put("of", each(of)),
        Fact::Routed(routed) => {
            let watchers: Vec<PersonOut> = routed.watchers.iter().map(|id| person(*id)).collect();
            put("assignee", name(&routed.assignee.map(&person)));
            put("watchers", name(&watchers));
        }
        Fact::WatcherAdded { who } | Fact::WatcherRemoved { who } => {
            put("who", name(&person(*who)));
        }
        Fact::Snoozed { until, .. } => put("until", at(&Some(*until))),
        Fact::Alarmed { due, .. } => put("due", at(due)),
        Fact::Delayed { from, to, why, .. } => {
            put("from", at(from));
            put("to", at(&Some(*to)));
            let (why, reason) = match why {
                Why::Busy => ("busy", None),
                Why::Longer => ("longer", None),
                Why::Said(reason) => ("said", Some(reason)),
            };
            put("why", why.into());
            put("reason", name(&reason));
        }
        Fact::Retargeted {
            first_response_due,
            resolution_due,
            ..
        }
        | Fact::Prioritised {
            first_response_due,
            resolution_due,
            ..
        } => {
            put("first_response_due", at(first_response_due));
            put("resolution_due", at(resolution_due));
        }
        _ => {}
    }
    (kind, data)
}
