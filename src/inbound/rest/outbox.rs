//! What waits to be sent, and what could not be.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{Desk, Waiting};

use super::auth::Admin;
use super::params::{Id, Query, cursor};
use super::problem::Problem;
use super::record::time;

/// A page of the outbox, oldest first.
#[derive(Serialize, ToSchema)]
pub struct OutboxPage {
    entries: Vec<EntryOut>,
    next_cursor: Option<String>,
}

/// Something to be done on a platform. What it says is not shown.
#[derive(Serialize, ToSchema)]
pub struct EntryOut {
    id: i64,
    /// due, or dead: it could not be sent, and stays until it is sent again.
    state: &'static str,
    /// What it is about; equal wishes have equal keys.
    key: String,
    /// The conversation: one at a time goes out.
    lane: String,
    /// Why it did not go out the last time.
    error: Option<String>,
    attempts: i64,
    /// It may have arrived: it is looked for before it is sent again.
    unsure: bool,
    due_at: String,
    created_at: String,
    age_seconds: i64,
}

impl From<Waiting> for EntryOut {
    fn from(waiting: Waiting) -> EntryOut {
        EntryOut {
            id: waiting.id,
            state: if waiting.dead { "dead" } else { "due" },
            key: waiting.key,
            lane: waiting.lane,
            error: waiting.error,
            attempts: waiting.attempts,
            unsure: waiting.unsure,
            due_at: time(waiting.due_at),
            created_at: time(waiting.created_at),
            age_seconds: waiting.age / 1000,
        }
    }
}

/// What is due, and what could not be sent; oldest first.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "outbox", security(("token" = [])),
    params(
        ("state" = Option<String>, Query, description = "due or dead; both by default"),
        ("limit" = Option<i64>, Query, description = "1 to 200; 50 by default", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses(
        (status = 200, description = "A page of it", body = OutboxPage),
        (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Takes scope admin", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn outbox(
    State(desk): State<Desk>,
    _: Admin,
    mut query: Query,
) -> Result<Json<OutboxPage>, Problem> {
    let dead = query.parsed("state", |state| match state {
        "due" => Ok(false),
        "dead" => Ok(true),
        _ => Err("This should be due or dead.".to_owned()),
    });
    let (limit, after) = (query.limit(), query.after());
    query.end()?;
    let (rows, more) = desk.outbox(dead, after, limit).await?;
    let next = rows.last().filter(|_| more).map(|e| e.id);
    Ok(Json(OutboxPage {
        entries: rows.into_iter().map(EntryOut::from).collect(),
        next_cursor: next.map(cursor),
    }))
}

/// Sends a dead entry again.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/resend", tag = "outbox", security(("token" = [])),
    params(("id" = i64, Path, description = "The entry's id")),
    responses(
        (status = 200, description = "It is due", body = EntryOut),
        (status = 403, description = "Takes scope admin", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such entry, or it was sent", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is due already, or an equal one is", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn resend(
    State(desk): State<Desk>,
    _: Admin,
    Id(id): Id,
) -> Result<Json<EntryOut>, Problem> {
    // What can be shown is read first: once it is due it may be sent, and gone, at any moment.
    let Some(entry) = desk.outbox_entry(id).await? else {
        return Err(Problem::no_such("entry"));
    };
    if !desk.resend(id).await? {
        return Err(Problem::conflict(
            "not-dead",
            "It is due already, or another for the same thing is.",
        ));
    }
    Ok(Json(EntryOut {
        state: "due",
        attempts: 0,
        ..EntryOut::from(entry)
    }))
}
