//! `/metrics`, and counting what comes in.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::desk::Desk;
use crate::metrics::Metrics;

/// `/metrics`.
pub fn router(desk: Desk, metrics: Metrics) -> Router {
    Router::new()
        .route("/metrics", get(scrape))
        .with_state((desk, metrics))
}

/// Counts every call of `router` as `kind`.
pub fn counted(router: Router, metrics: Metrics, kind: &'static str) -> Router {
    router.layer(middleware::from_fn_with_state((metrics, kind), count))
}

async fn scrape(State((desk, metrics)): State<(Desk, Metrics)>) -> Response {
    // A database that does not answer must not hide the counts; /readyz tells of it.
    if let Ok(state) = desk.state().await {
        let oldest = state.oldest_unsent.unwrap_or(0);
        let oldest = Duration::from_millis(u64::try_from(oldest).unwrap_or(0));
        metrics.outbox(state.due, state.dead, oldest);
    }
    if let Ok((_, _, teams)) = desk.summary(1).await {
        for team in teams {
            metrics.misrouted(&team.team, team.misrouted);
        }
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], metrics.text()).into_response()
}

async fn count(
    State((metrics, kind)): State<(Metrics, &'static str)>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let response = next.run(request).await;
    metrics.inbound(kind, class(response.status()), begun.elapsed());
    response
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..=399 => "ok",
        401 | 403 => "denied",
        400..=499 => "refused",
        503 => "busy",
        _ => "fault",
    }
}
