//! Every team in numbers.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{Desk, TeamFigures};

use super::auth::Reader;
use super::params::Query;
use super::problem::Problem;
use super::record::time;

const DEFAULT_DAYS: i64 = 30;
const MOST_DAYS: i64 = 366;

/// Every team in numbers.
#[derive(Serialize, ToSchema)]
pub struct Summary {
    /// The window over which is counted what was opened, resolved and rated.
    since: String,
    until: String,
    teams: Vec<TeamSummary>,
}

/// A team in numbers.
#[derive(Serialize, ToSchema)]
pub struct TeamSummary {
    team: String,
    /// In the window.
    opened: i64,
    /// In the window.
    resolved: i64,
    /// Now.
    open: i64,
    /// Of those, how many nobody has.
    unassigned: i64,
    /// How many of those resolved in the window were rated.
    ratings: i64,
    /// 1 to 5; null: nothing was rated.
    rating_average: Option<f64>,
    /// In the window: requests that the team moved on because they had come to the wrong team.
    misrouted: i64,
    /// Minutes of handling time that agents noted in the window.
    handling_minutes: i64,
}

/// Every team in numbers, over the last days.
#[utoipa::path(get, path = "/api/v1/metrics/summary", tag = "metrics", security(("token" = [])),
    params(("days" = Option<i64>, Query, description = "1 to 366; 30 by default", minimum = 1, maximum = 366)),
    responses(
        (status = 200, description = "All teams", body = Summary),
        (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn summary(
    State(desk): State<Desk>,
    _: Reader,
    mut query: Query,
) -> Result<Json<Summary>, Problem> {
    let days = query.whole("days", DEFAULT_DAYS, MOST_DAYS);
    query.end()?;
    let (since, until, teams) = desk.summary(days).await?;
    Ok(Json(Summary {
        since: time(since),
        until: time(until),
        teams: teams.into_iter().map(team).collect(),
    }))
}

fn team(figures: TeamFigures) -> TeamSummary {
    let counts = figures.counts;
    let rated = counts.ratings > 0;
    TeamSummary {
        team: figures.team,
        opened: counts.opened,
        resolved: counts.resolved,
        open: counts.open,
        unassigned: counts.unassigned,
        ratings: counts.ratings,
        handling_minutes: figures.handled,
        rating_average: rated.then(|| counts.rating_sum as f64 / counts.ratings as f64),
        misrouted: figures.misrouted,
    }
}
