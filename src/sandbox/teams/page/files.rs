//! Files of people at the page: in, and to be had again.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::files::{CONSENT, DOWNLOAD, INFO};
use super::super::member::Member;
use super::super::tenant::Hub;
use super::super::world::Posted;

#[derive(Deserialize)]
pub struct Upload {
    #[serde(rename = "as")]
    person: String,
    name: String,
}

/// Takes a file's bytes; the answer is what a message carries of it.
pub async fn upload(
    State(hub): State<Arc<Hub>>,
    Query(upload): Query<Upload>,
    body: Bytes,
) -> Result<Json<Value>, StatusCode> {
    let aad = hub.peek(|w| w.find(&upload.person).map(|u| u.aad.clone()));
    let aad = aad.ok_or(StatusCode::NOT_FOUND)?;
    let member = Member { hub, aad };
    Ok(Json(member.file(&upload.name, &body)))
}

/// Only ever to be saved: it is somebody's upload and must not run as a page of ours.
pub async fn download(State(hub): State<Arc<Hub>>, Path(id): Path<String>) -> Response {
    let Some(content) = hub.peek(|w| w.files.get(&id).map(|f| f.content.clone())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    (headers, content).into_response()
}

/// The files of a message: with an id they are there, with `asks` the bot would put them among somebody's own.
pub fn shown(posted: &Posted) -> Vec<Value> {
    let attachments = posted.activity["attachments"].as_array();
    let files = attachments.into_iter().flatten();
    files
        .filter_map(|a| match a["contentType"].as_str()? {
            DOWNLOAD | INFO => Some(json!({ "name": a["name"], "id": a["content"]["uniqueId"] })),
            CONSENT => Some(json!({ "name": a["name"], "asks": true })),
            _ => None,
        })
        .collect()
}
