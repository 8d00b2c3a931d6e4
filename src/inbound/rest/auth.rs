//! Who calls: a bearer token, and what it may do.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::desk::{Desk, Scope, Token};

use super::problem::Problem;

/// A caller who may read.
pub struct Reader;
/// A caller who may file requests, and speak for those who asked.
pub struct Writer(pub Token);
/// A caller who may do everything.
pub struct Admin;

impl FromRequestParts<Desk> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Reader, Problem> {
        authorize(parts, desk, Scope::Read).await.map(|_| Reader)
    }
}

impl FromRequestParts<Desk> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Writer, Problem> {
        authorize(parts, desk, Scope::Write).await.map(Writer)
    }
}

impl FromRequestParts<Desk> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Admin, Problem> {
        authorize(parts, desk, Scope::Admin).await.map(|_| Admin)
    }
}

async fn authorize(parts: &Parts, desk: &Desk, needed: Scope) -> Result<Token, Problem> {
    let header = parts.headers.get(header::AUTHORIZATION);
    let secret = header
        .and_then(|h| h.to_str().ok())
        .and_then(|h| h.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, secret)| secret.trim());
    let Some(secret) = secret else {
        return Err(Problem::unauthorized(
            "Send `Authorization: Bearer TOKEN`; `frontdesk token create` makes tokens.",
        ));
    };
    let Some(token) = desk.token(secret).await? else {
        return Err(Problem::unauthorized(
            "This token is unknown or was revoked.",
        ));
    };
    if token.scope < needed {
        return Err(Problem::forbidden(format!(
            "This takes a token of scope \"{}\"; this one has \"{}\".",
            needed.as_str(),
            token.scope.as_str()
        )));
    }
    Ok(token)
}
