//! RFC 9457: what went wrong, for a program and for whoever wrote it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{self, No};

use super::wrong;

/// What went wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem; stays the same.
    #[serde(rename = "type")]
    #[schema(example = "urn:frontdesk:problem:wrong-fields")]
    kind: String,
    /// The kind in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong this time, and what would be right.
    detail: String,
    /// Every wrong field, where fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<WrongField>,
}

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WrongField {
    /// Its path: `subject`, `answers.asset`; of a query, the parameter's name.
    #[schema(example = "answers.asset")]
    pub field: String,
    /// What would be right.
    pub message: String,
}

impl WrongField {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> WrongField {
        WrongField {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl Problem {
    pub fn new(
        status: StatusCode,
        kind: &str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Problem {
        Problem {
            kind: format!("urn:frontdesk:problem:{kind}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// Fields of a body that are understood, but not right.
    pub fn fields(errors: Vec<WrongField>) -> Problem {
        Problem {
            errors,
            ..Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "wrong-fields",
                "Wrong fields",
                "Some fields are wrong; `errors` says which, and what would be right.",
            )
        }
    }

    /// Parameters of the query that are wrong.
    pub fn query(errors: Vec<WrongField>) -> Problem {
        Problem {
            errors,
            ..Problem::new(
                StatusCode::BAD_REQUEST,
                "wrong-query",
                "Wrong query",
                "Some parameters are wrong; `errors` says which, and what would be right.",
            )
        }
    }

    pub fn unauthorized(detail: &str) -> Problem {
        let title = "Not signed in";
        Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", title, detail)
    }

    pub fn forbidden(detail: impl Into<String>) -> Problem {
        let title = "Not allowed";
        Problem::new(StatusCode::FORBIDDEN, "forbidden", title, detail)
    }

    pub fn no_such(what: &str) -> Problem {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "Not found",
            format!("There is no such {what}."),
        )
    }

    pub fn no_route(path: &str) -> Problem {
        Problem::new(
            StatusCode::NOT_FOUND,
            "no-such-route",
            "No such route",
            format!("There is nothing at {path}; /api/v1/openapi.json lists every route."),
        )
    }

    pub fn method() -> Problem {
        Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Method not allowed",
            "This route does not take that method; the header `Allow` names those that it takes.",
        )
    }

    pub fn conflict(kind: &str, detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::CONFLICT, kind, "Not possible now", detail)
    }

    /// Ours: the cause is in the log.
    pub fn fault() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "fault",
            "A fault of ours",
            "Something went wrong here; the log says what.",
        )
    }

    fn full() -> Problem {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "Too busy",
            "More is waiting to be stored than can be; nothing was done. Try again in a moment.",
        )
    }
}

impl From<desk::Error> for Problem {
    fn from(error: desk::Error) -> Problem {
        if error.is_full() {
            return Problem::full();
        }
        tracing::error!(%error, "a call of the REST interface failed");
        Problem::fault()
    }
}

impl From<No> for Problem {
    fn from(no: No) -> Problem {
        match no {
            No::Fault(error) => error.into(),
            No::NoSuchRequest => Problem::no_such("request"),
            No::NoSuchOther => {
                let words = "There is no such request.";
                Problem::fields(vec![WrongField::new("other", words)])
            }
            No::NoSuchStep => {
                let words = "Its plan has no such step.";
                Problem::fields(vec![WrongField::new("step", words)])
            }
            No::AdminOnly => Problem::forbidden(
                "A token of scope \"write\" acts in the name of a request's requester, and only to cancel, \
                 reopen, rate or comment; everything else takes scope \"admin\".",
            ),
            No::KeyReused => Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "Key used before",
                "This Idempotency-Key came before with another call; take a new key for each call.",
            ),
            // Worded where the service is known; without it the field's own words are missing.
            No::Wrong(wrong) => Problem::fields(wrong::fields(&wrong, None)),
            No::Refused { refusal, by } => wrong::refused(&refusal, by.as_ref()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        match status {
            StatusCode::UNAUTHORIZED => {
                let challenge = HeaderValue::from_static("Bearer realm=\"frontdesk\"");
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}
