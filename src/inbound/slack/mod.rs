//! Slack's door: everything that Slack sends by HTTP, verified on its raw bytes before anything
//! reads it. Socket Mode feeds the same parser and the same answers.

mod answer;
mod socket;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::delivery::SlackSide;
use crate::desk::Desk;
use crate::domain::ids::Platform;
use crate::metrics::Metrics;
use crate::platform::slack::parse::{self, Delivery};
use crate::platform::slack::verify::Secrets;

pub use socket::listen;

/// Slack's largest bodies are far smaller.
const MOST_BYTES: usize = 1024 * 1024;

/// What the door needs.
#[derive(Clone)]
pub struct SlackDoor {
    pub desk: Desk,
    pub slack: Arc<SlackSide>,
    pub metrics: Metrics,
    /// Empty: the HTTP routes are off (Socket Mode only).
    pub secrets: Secrets,
}

/// `/slack/events` and its two other names.
pub fn router(door: SlackDoor) -> Router {
    Router::new()
        .route("/slack/events", post(receive))
        .route("/slack/commands", post(receive))
        .route("/slack/interactions", post(receive))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(door)
}

async fn receive(State(door): State<SlackDoor>, headers: HeaderMap, body: Bytes) -> Response {
    // Slack looks at our certificate without a signature; whatever else is in such a body is not
    // from Slack, so nothing of it is read.
    if parse::is_ssl_check(&body) {
        return StatusCode::OK.into_response();
    }
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let verified = door.secrets.verify(
        header("x-slack-request-timestamp"),
        header("x-slack-signature"),
        &body,
        door.desk.clock.now(),
    );
    if let Err(rejection) = verified {
        tracing::warn!(why = %rejection, "refused: not signed by Slack");
        return (StatusCode::UNAUTHORIZED, rejection.to_string()).into_response();
    }
    let Some(identity) = door.slack.identity.get() else {
        return match parse::challenge(&body) {
            Some(challenge) => challenge.into_response(),
            None => later("Slack has not told yet who we are"),
        };
    };
    let content_type = header(header::CONTENT_TYPE.as_str());
    match parse::parse(&identity.me, content_type, &body) {
        Ok(Delivery::Challenge(challenge)) => challenge.into_response(),
        Ok(Delivery::Ignored(what)) => {
            tracing::debug!(what, "nothing for us");
            door.metrics.ignored(Platform::Slack);
            StatusCode::OK.into_response()
        }
        Ok(Delivery::Inbound(received)) => match door.answer(*received).await {
            Ok(Some(body)) => axum::Json(body).into_response(),
            Ok(None) => StatusCode::OK.into_response(),
            Err(error) => {
                tracing::error!(%error, "something from Slack could not be stored");
                later("busy")
            }
        },
        Err(malformed) => {
            tracing::warn!(what = malformed.what, "signed by Slack, but malformed");
            // Slack would send the same again.
            let no_retry = [("x-slack-no-retry", "1")];
            (StatusCode::BAD_REQUEST, no_retry, malformed.to_string()).into_response()
        }
    }
}

/// Slack sends events again; people see that they have to try again.
fn later(why: &'static str) -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, "1")],
        why,
    )
        .into_response()
}
