//! `/livez` and `/readyz`: for whoever restarts us, and for whoever sends us traffic.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::desk::{Desk, Soundness};
use crate::domain::ids::Platform;

/// How ready we are. Ready is who can take something in and send it: the database works, and one platform at least takes
/// our token. What waits for the other is kept.
#[derive(Debug, Serialize)]
struct Ready {
    ready: bool,
    /// ok, checking (ready, and being read through after an end that was none of ours), damaged, full
    /// (more waits to be stored than can be), unwritable (nothing can be stored; the log says why) or silent.
    database: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    outbox: Option<Outbox>,
    /// ok, revoked (install the app again), or off.
    slack: &'static str,
    /// ok, revoked (the registration is refused: see `frontdesk check`), or off.
    teams: &'static str,
}

#[derive(Debug, Serialize)]
struct Outbox {
    due: i64,
    dead: i64,
    /// null: nothing waits.
    oldest_unsent_seconds: Option<i64>,
}

/// Neither needs a token: they tell counts and nothing else.
pub fn router(desk: Desk) -> Router {
    Router::new()
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .with_state(desk)
}

async fn ready(State(desk): State<Desk>) -> (StatusCode, Json<Ready>) {
    let answer = match desk.state().await {
        Ok(state) => {
            let at = |platform: Platform| match () {
                () if !desk.catalogue.platforms.contains(&platform) => "off",
                () if state.revoked.contains(&platform) => "revoked",
                () => "ok",
            };
            let database = match state.soundness {
                Soundness::Damaged => "damaged",
                _ if !state.takes_writes => "unwritable",
                _ if !state.has_room => "full",
                Soundness::Unproven => "checking",
                Soundness::Whole => "ok",
            };
            let platforms = &desk.catalogue.platforms;
            let serves =
                platforms.is_empty() || platforms.iter().any(|p| !state.revoked.contains(p));
            Ready {
                ready: matches!(database, "ok" | "checking") && serves,
                database,
                outbox: Some(Outbox {
                    due: state.due,
                    dead: state.dead,
                    oldest_unsent_seconds: state.oldest_unsent.map(|age| age / 1000),
                }),
                slack: at(Platform::Slack),
                teams: at(Platform::Teams),
            }
        }
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            Ready {
                ready: false,
                database: "silent",
                outbox: None,
                slack: "unknown",
                teams: "unknown",
            }
        }
    };
    let status = if answer.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(answer))
}
