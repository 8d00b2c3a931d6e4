//! What the connector's refusals mean.

use std::time::Duration;

use reqwest::Response;
use serde::Deserialize;

use crate::platform::failure::SendError;

use super::token::code;

#[derive(Deserialize)]
struct Refused {
    error: Option<Why>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Why {
    code: Option<String>,
    sub_code: Option<String>,
}

/// What Teams' table of errors says: only 412, 429, 502, 503 and 504 are tried again.
pub(super) async fn failure(answer: Response) -> SendError {
    let status = answer.status().as_u16();
    let after = answer.headers().get("retry-after");
    let after = after.and_then(|v| v.to_str().ok()?.trim().parse().ok());
    let body = answer.bytes().await.unwrap_or_default();
    let refused: Option<Why> = serde_json::from_slice(&body)
        .ok()
        .and_then(|r: Refused| r.error);
    let named = refused.and_then(|w| w.sub_code.or(w.code));
    let why = named.map_or_else(|| format!("http_{status}"), |c| code(&c));
    match status {
        412 | 429 | 502..=504 => later(&why, after.map(Duration::from_secs)),
        401 => SendError::Dead { why },
        404 if why == "ConversationNotFound" => SendError::Misconfigured { why },
        404 | 410 => SendError::Gone { why },
        403 => SendError::Misconfigured { why },
        408 | 500..=599 => unsure(&why),
        _ => SendError::Refused { why },
    }
}

pub(super) fn later(why: &str, after: Option<Duration>) -> SendError {
    SendError::Retry {
        after,
        why: why.to_owned(),
    }
}

pub(super) fn unsure(why: &str) -> SendError {
    SendError::Unsure {
        why: why.to_owned(),
    }
}
