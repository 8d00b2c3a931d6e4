//! What is sent: JSON, and the key that makes a call count once.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::desk::{Desk, Once};

use super::problem::Problem;

const MOST_KEY: usize = 200;

/// A JSON body, and the call's `Idempotency-Key`.
pub struct Body<T> {
    pub value: T,
    pub once: Option<Once>,
}

impl<T: DeserializeOwned> FromRequest<Desk> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, desk: &Desk) -> Result<Body<T>, Problem> {
        let key = key(request.headers())?;
        json_only(request.headers())?;
        let path = request.uri().path().to_owned();
        let bytes = Bytes::from_request(request, desk).await.map_err(|e| {
            if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Problem::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "too-large",
                    "Too large",
                    "A body may have at most 1 MiB.",
                )
            } else {
                bad_json("The body could not be read.".to_owned())
            }
        })?;
        let once = key.map(|key| Once {
            key,
            fingerprint: fingerprint(&path, &bytes),
        });
        let value = serde_json::from_slice(&bytes).map_err(|e| {
            if e.is_data() {
                Problem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "wrong-shape",
                    "Wrong shape",
                    format!("The JSON does not fit /api/v1/openapi.json: {e}."),
                )
            } else {
                bad_json(format!("The body is not JSON: {e}."))
            }
        })?;
        Ok(Body { value, once })
    }
}

fn bad_json(detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-json", "Not JSON", detail)
}

fn fingerprint(path: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(path.as_bytes());
    hash.update([0]);
    hash.update(body);
    hex::encode(hash.finalize())
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = key.to_str().unwrap_or_default().trim();
    if text.is_empty() || text.len() > MOST_KEY {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "bad-key",
            "Bad key",
            format!("An Idempotency-Key has 1 to {MOST_KEY} ASCII characters."),
        ));
    }
    Ok(Some(text.to_owned()))
}

fn json_only(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json")) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "not-json",
        "Not JSON",
        "Send `Content-Type: application/json`.",
    ))
}
