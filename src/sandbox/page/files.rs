//! Files of people at the page: in, and to be looked at.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::hub::Hub;
use super::screen::open_to;

#[derive(Deserialize)]
pub struct Upload {
    #[serde(rename = "as")]
    person: String,
    name: String,
}

/// Takes a file's bytes; it is shown nowhere until it is said with a message or put into a form.
pub async fn upload(
    State(hub): State<Arc<Hub>>,
    Query(upload): Query<Upload>,
    body: Bytes,
) -> Result<Json<Value>, StatusCode> {
    let id = hub.look(|w| {
        let user = w.find_user(&upload.person)?.id.clone();
        Some(w.add_file(&user, &upload.name, &body, None))
    });
    let id = id.ok_or(StatusCode::NOT_FOUND)?;
    Ok(Json(json!({ "id": id, "name": upload.name })))
}

#[derive(Deserialize)]
pub struct Reader {
    #[serde(rename = "as")]
    person: String,
}

/// A file that this person may see. Pictures are shown; anything else is only ever saved, because it is somebody's
/// upload and must not run as a page of ours.
pub async fn download(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<String>,
    Query(reader): Query<Reader>,
) -> Response {
    let found = hub.peek(|w| {
        let me = &w.find_user(&reader.person)?.id;
        let file = w.files.get(&id).filter(|f| !f.deleted)?;
        let here = |(channel, _): &(String, String)| {
            w.channels.get(channel).is_some_and(|c| open_to(c, me))
        };
        let may = file.user == *me || file.shares.iter().any(here);
        let kind = w.file_wire(file)["mimetype"].as_str().map(Into::into);
        may.then(|| (file.bytes.clone(), kind.unwrap_or_default()))
    });
    let Some((bytes, kind)): Option<(Vec<u8>, String)> = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (kind, shown) = match kind.as_str() {
        "image/png" | "image/jpeg" => (kind, "inline"),
        _ => ("application/octet-stream".into(), "attachment"),
    };
    let headers: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, shown.into()),
    ];
    (headers, bytes).into_response()
}
