//! Finding and reading requests.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Millis;
use crate::desk::{Desk, Filter, Mark, Who};
use crate::domain::ids::PersonId;

use super::auth::Reader;
use super::params::{Number, Query, bad_cursor};
use super::people;
use super::problem::Problem;
use super::record::{Record, record};

const STATUSES: [&str; 8] = [
    "new",
    "in_progress",
    "waiting",
    "on_hold",
    "awaiting_approval",
    "resolved",
    "closed",
    "cancelled",
];

/// A page of requests, newest first.
#[derive(Serialize, ToSchema)]
pub struct RequestPage {
    requests: Vec<Record>,
    /// Where the next page begins; null: this was the last.
    next_cursor: Option<String>,
}

/// Requests that fit all filters, newest first. One call looks at 2,000 requests at most: where hardly any
/// fits, a page may hold fewer than `limit`, or none, and `next_cursor` says where to go on.
#[utoipa::path(get, path = "/api/v1/requests", tag = "requests", security(("token" = [])),
    params(
        ("team" = Option<String>, Query, description = "A team's key"),
        ("service" = Option<String>, Query, description = "A service's key"),
        ("status" = Option<Vec<String>>, Query, description = "Any of these; repeated, or with commas"),
        ("requester" = Option<String>, Query, description = "An e-mail address, or slack:U0…"),
        ("assignee" = Option<String>, Query, description = "An e-mail address, or slack:U0…"),
        ("q" = Option<String>, Query, description = "Words of number and subject, each from its beginning"),
        ("since" = Option<String>, Query, description = "Created at or after; RFC 3339"),
        ("until" = Option<String>, Query, description = "Created before; RFC 3339"),
        ("limit" = Option<i64>, Query, description = "1 to 200; 50 by default", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses(
        (status = 200, description = "A page of them", body = RequestPage),
        (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(desk): State<Desk>,
    _: Reader,
    mut query: Query,
) -> Result<Json<RequestPage>, Problem> {
    let requester = query.parsed("requester", people::parse);
    let assignee = query.parsed("assignee", people::parse);
    let statuses = query.many("status");
    if let Some(odd) = statuses.iter().find(|s| !STATUSES.contains(&s.as_str())) {
        let known = STATUSES.join(", ");
        query.refuse(
            "status",
            format!("There is no status “{}”; there is {known}.", short(odd)),
        );
    }
    let mut filter = Filter {
        team: query.one("team"),
        service: query.one("service"),
        statuses,
        since: query.parsed("since", instant),
        until: query.parsed("until", instant),
        ..Filter::default()
    };
    let q = query.one("q");
    filter.words = words(q.as_deref().unwrap_or_default());
    let mark = query.parsed("cursor", mark).unwrap_or(Mark::NEWEST);
    let limit = query.limit();
    query.end()?;
    filter.requester = match person(&desk, requester).await? {
        Known::Nobody => return Ok(Json(nothing())),
        Known::Any => None,
        Known::One(id) => Some(id),
    };
    filter.assignee = match person(&desk, assignee).await? {
        Known::Nobody => return Ok(Json(nothing())),
        Known::Any => None,
        Known::One(id) => Some(id),
    };
    // Asked for words, and none of them has a letter: nothing can fit.
    if q.is_some() && filter.words.is_empty() {
        return Ok(Json(nothing()));
    }
    let (page, next) = desk.find(&filter, mark, limit).await?;
    Ok(Json(RequestPage {
        requests: page.rows.iter().map(|r| record(r, &page.people)).collect(),
        next_cursor: next.map(|m| format!("{:x}-{:x}", m.created_at, m.id)),
    }))
}

/// One request.
#[utoipa::path(get, path = "/api/v1/requests/{number}", tag = "requests", security(("token" = [])),
    params(("number" = String, Path, description = "Like IT-1")),
    responses(
        (status = 200, description = "The request", body = Record),
        (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn get(
    State(desk): State<Desk>,
    _: Reader,
    Number(number): Number,
) -> Result<Json<Record>, Problem> {
    match desk.by_number(&number).await? {
        Some(sight) => Ok(Json(Record::from(&sight))),
        None => Err(Problem::no_such("request")),
    }
}

enum Known {
    Any,
    One(PersonId),
    /// Somebody was named whom we have never met.
    Nobody,
}

async fn person(desk: &Desk, who: Option<Who>) -> Result<Known, Problem> {
    let Some(who) = who else {
        return Ok(Known::Any);
    };
    Ok(match desk.known(&who).await? {
        Some(person) => Known::One(person.id),
        None => Known::Nobody,
    })
}

fn nothing() -> RequestPage {
    RequestPage {
        requests: vec![],
        next_cursor: None,
    }
}

/// As the index of words cuts them.
pub(super) fn words(q: &str) -> Vec<String> {
    const MOST: usize = 16;
    q.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(MOST)
        .map(str::to_owned)
        .collect()
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn instant(text: &str) -> Result<Millis, String> {
    text.parse::<Timestamp>()
        .map(Timestamp::as_millisecond)
        .map_err(|_| "This should be a time, like 2026-11-22T09:00:00Z.".to_owned())
}

fn mark(text: &str) -> Result<Mark, String> {
    let read = |part: &str| i64::from_str_radix(part, 16).ok();
    let parts = text.split_once('-');
    let mark = parts.and_then(|(at, id)| {
        Some(Mark {
            created_at: read(at)?,
            id: read(id)?,
        })
    });
    mark.ok_or_else(bad_cursor)
}
