//! The document that describes all this, made of the routes themselves.

use std::sync::Arc;

use axum::Extension;
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi, ToSchema};

use super::problem::Problem;

/// The document as it is served.
pub type Served = Arc<str>;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Frontdesk",
        description = "Requests, teams and what waits to be sent. Times are RFC 3339, UTC. Errors are RFC 9457 problem documents."
    ),
    modifiers(&Everywhere)
)]
pub struct Document;

/// What is the same for every route.
struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "token",
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .description(Some("`frontdesk token create` makes one."))
                    .build(),
            ),
        );
    }
}

/// Adds what every route with a token may answer.
pub fn complete(document: &mut utoipa::openapi::OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            if operation.security.is_some() {
                add(operation, "401", "No token, or one that is not in use");
                add(
                    operation,
                    "default",
                    "Whatever else went wrong; 503: try again after Retry-After",
                );
            }
        }
    }
}

fn add(operation: &mut Operation, status: &str, description: &str) {
    let problem = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Problem::name())))
        .build();
    let response = ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", problem)
        .build();
    let responses = &mut operation.responses.responses;
    responses.insert(status.to_owned(), response.into());
}

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "document",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")))]
pub async fn openapi(Extension(served): Extension<Served>) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, served.to_string())
}
