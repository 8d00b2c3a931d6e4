//! Teams' door: everything that the Bot Framework sends, its token checked before anything reads it.

mod answer;
mod forms;
mod resolve;
mod search;
mod tell;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::delivery::{Delivery, TeamsSide};
use crate::desk::Desk;
use crate::domain::ids::Platform;
use crate::metrics::Metrics;
use crate::platform::teams::parse::{self, Reader};
use crate::platform::teams::verify::{Door, Rejection};

/// Activities have some kilobytes; a dialog with long texts some more.
const MOST_BYTES: usize = 1024 * 1024;

/// What the door needs.
#[derive(Clone)]
pub struct TeamsDoor {
    pub desk: Desk,
    pub delivery: Delivery,
    pub teams: Arc<TeamsSide>,
    pub metrics: Metrics,
    pub door: Arc<Door>,
    pub reader: Reader,
}

/// `/api/messages`.
pub fn router(door: TeamsDoor) -> Router {
    Router::new()
        .route("/api/messages", post(receive))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(door)
}

async fn receive(State(door): State<TeamsDoor>, headers: HeaderMap, body: Bytes) -> Response {
    let authorization = headers.get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|v| v.to_str().ok());
    let now = door.desk.clock.now();
    if let Err(rejection) = door.door.verify(authorization, &body, now).await {
        tracing::warn!(why = %rejection, "refused: not from Teams, or not for us");
        let status = match rejection {
            Rejection::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            other if other.is_ours_to_refuse() => StatusCode::FORBIDDEN,
            _ => StatusCode::UNAUTHORIZED,
        };
        return (status, rejection.to_string()).into_response();
    }
    match door.reader.parse(&body) {
        Ok(parse::Delivery::Ignored(what)) => {
            tracing::debug!(what, "nothing for us");
            door.metrics.ignored(Platform::Teams);
            StatusCode::OK.into_response()
        }
        Ok(parse::Delivery::NotImplemented) => {
            door.metrics.ignored(Platform::Teams);
            StatusCode::NOT_IMPLEMENTED.into_response()
        }
        Ok(parse::Delivery::Received(received)) => match door.answer(*received).await {
            Ok(Some(body)) => axum::Json(body).into_response(),
            Ok(None) => StatusCode::OK.into_response(),
            Err(error) => {
                tracing::error!(%error, "something from Teams could not be stored");
                let later = [(header::RETRY_AFTER, "1")];
                (StatusCode::SERVICE_UNAVAILABLE, later, "busy").into_response()
            }
        },
        Err(malformed) => {
            tracing::warn!(what = malformed.what, "from Teams, but malformed");
            (StatusCode::BAD_REQUEST, malformed.to_string()).into_response()
        }
    }
}
