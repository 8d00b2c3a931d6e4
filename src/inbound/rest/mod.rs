//! The REST interface, `/api/v1`: documented by what is routed, errors as RFC 9457 problem documents.

mod act;
mod action;
mod action_plan;
mod approval;
mod articles;
mod auth;
mod body;
mod catalogue;
mod events;
mod file;
mod intake;
mod list;
mod measured;
mod openapi;
mod outbox;
mod params;
mod people;
mod problem;
mod record;
mod step;
mod summary;
mod summary_csv;
mod wrong;

use std::any::Any;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::Desk;

use openapi::{Document, Served};
use problem::Problem;

/// More than this no request needs.
const MOST_BODY: usize = 1024 * 1024;

/// Everything under `/api`.
pub fn router(desk: Desk) -> Router {
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(openapi::openapi))
        .routes(routes!(list::list, file::file))
        .routes(routes!(list::get))
        .routes(routes!(events::events))
        .routes(routes!(act::act))
        .routes(routes!(catalogue::services))
        .routes(routes!(catalogue::teams))
        .routes(routes!(articles::articles))
        .routes(routes!(summary::summary))
        .routes(routes!(summary::summary_csv))
        .routes(routes!(outbox::outbox))
        .routes(routes!(outbox::resend))
        .split_for_parts();
    openapi::complete(&mut document);
    let served: Served = Arc::from(document.to_json().unwrap_or_default());
    router
        .method_not_allowed_fallback(|| async { Problem::method() })
        .route("/api", any(unknown))
        .route("/api/", any(unknown))
        .route("/api/{*rest}", any(unknown))
        .layer(Extension(served))
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(CatchPanicLayer::custom(broken))
        .with_state(desk)
}

async fn unknown(uri: Uri) -> Problem {
    Problem::no_route(uri.path())
}

fn broken(_: Box<dyn Any + Send>) -> Response {
    Problem::fault().into_response()
}
