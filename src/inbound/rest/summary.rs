//! Every team in numbers.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Millis;
use crate::desk::{Desk, TeamFigures};
use crate::domain::measure::{Turn, bottleneck};

use super::auth::Reader;
use super::measured::{Measured, seconds};
use super::params::Query;
use super::problem::Problem;
use super::record::time;
use super::summary_csv as csv;

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
    /// Ratings that were given in the window, whenever what they are about was resolved.
    ratings: i64,
    /// 1 to 5; null: nothing was rated.
    rating_average: Option<f64>,
    /// In the window: requests that the team moved on because they had come to the wrong team.
    misrouted: i64,
    /// Minutes of handling time that agents noted in the window.
    handling_minutes: i64,
    #[serde(flatten)]
    measured: Measured,
    /// Seconds of working time; null: nothing was answered in the window.
    first_response_median_seconds: Option<i64>,
    /// The same of results, without the time in which the promise's clock stood.
    resolution_median_seconds: Option<i64>,
    /// Where most of the time until the results went; null: nowhere.
    bottleneck: Option<Bottleneck>,
    /// By service, as far as anything was measured of it in the window.
    services: Vec<ServiceSummary>,
}

/// A service in numbers.
#[derive(Serialize, ToSchema)]
pub struct ServiceSummary {
    service: String,
    #[serde(flatten)]
    measured: Measured,
}

/// Where most of the time until the results went.
#[derive(Serialize, ToSchema)]
pub struct Bottleneck {
    /// intake, work, requester, approval or hold.
    turn: &'static str,
    /// The service that spent most of that.
    service: String,
    /// Of all the time until the results, 0 to 1.
    share: f64,
}

/// Every team in numbers, over the last days; as CSV where `Accept` asks for `text/csv`.
#[utoipa::path(get, path = "/api/v1/metrics/summary", tag = "metrics", security(("token" = [])),
    params(("days" = Option<i64>, Query, description = "1 to 366; 30 by default", minimum = 1, maximum = 366)),
    responses(
        (status = 200, description = "All teams", content((Summary = "application/json"), (String = "text/csv"))),
        (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn summary(
    State(desk): State<Desk>,
    _: Reader,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Problem> {
    let (since, until, teams) = counted(&desk, query).await?;
    if wants_csv(&headers) {
        return Ok(csv::answer(since, until, &teams));
    }
    let summary = Summary {
        since: time(since),
        until: time(until),
        teams: teams.into_iter().map(team).collect(),
    };
    Ok(Json(summary).into_response())
}

/// The same as CSV: a row for each team, followed by a row for each of its services.
#[utoipa::path(get, path = "/api/v1/metrics/summary.csv", tag = "metrics", security(("token" = [])),
    params(("days" = Option<i64>, Query, description = "1 to 366; 30 by default", minimum = 1, maximum = 366)),
    responses(
        (status = 200, description = "All teams", body = String, content_type = "text/csv"),
        (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn summary_csv(
    State(desk): State<Desk>,
    _: Reader,
    query: Query,
) -> Result<Response, Problem> {
    let (since, until, teams) = counted(&desk, query).await?;
    Ok(csv::answer(since, until, &teams))
}

async fn counted(
    desk: &Desk,
    mut query: Query,
) -> Result<(Millis, Millis, Vec<TeamFigures>), Problem> {
    let days = query.whole("days", DEFAULT_DAYS, MOST_DAYS);
    query.end()?;
    Ok(desk.summary(days).await?)
}

/// CSV is named, and before JSON.
fn wants_csv(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok());
    let mut kinds = accept.unwrap_or_default().split(',');
    let first = kinds.find_map(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        matches!(kind, "text/csv" | "application/json" | "*/*").then_some(kind)
    });
    first == Some("text/csv")
}

fn team(figures: TeamFigures) -> TeamSummary {
    let (counts, measures) = (figures.counts, figures.measures);
    let rated = counts.ratings > 0;
    let bottleneck = bottleneck(&measures).map(|found| Bottleneck {
        turn: turn(found.turn),
        share: found.spent as f64 / found.whole as f64,
        service: found.service,
    });
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
        measured: Measured::of(&measures.sums),
        first_response_median_seconds: measures.median_answer.map(seconds),
        resolution_median_seconds: measures.median_result.map(seconds),
        bottleneck,
        services: measures
            .services
            .into_iter()
            .map(|(service, sums)| ServiceSummary {
                service,
                measured: Measured::of(&sums),
            })
            .collect(),
    }
}

fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Intake => "intake",
        Turn::Work => "work",
        Turn::Requester => "requester",
        Turn::Approval => "approval",
        Turn::Hold => "hold",
    }
}
