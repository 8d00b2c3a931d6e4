//! Doing something to a request, in somebody's name.

use axum::Json;
use axum::extract::State;

use crate::desk::{Act, Desk};

use super::action::{Fields, NewAction};
use super::auth::Writer;
use super::body::Body;
use super::params::Number;
use super::problem::Problem;
use super::record::Record;

/// Does something to a request. A token of scope `write` may cancel, reopen, rate and comment in the
/// requester's name; a token of scope `admin` may act as anybody, with what that person may do: who gives their word on
/// an approval has to be one of those who were asked.
#[utoipa::path(post, path = "/api/v1/requests/{number}/actions", tag = "requests", security(("token" = [])),
    params(
        ("number" = String, Path, description = "Like IT-1"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once only"),
    ),
    request_body = NewAction,
    responses(
        (status = 200, description = "The request as it is now", body = Record),
        (status = 400, description = "No JSON", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The token or the person may not", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such request", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not in its present state", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "More than 1 MiB", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "No JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are wrong", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn act(
    State(desk): State<Desk>,
    Writer(token): Writer,
    Number(number): Number,
    body: Body<NewAction>,
) -> Result<Json<Record>, Problem> {
    let (by, deed) = Fields::read(body.value).map_err(Problem::fields)?;
    let act = Act { number, by, deed };
    let sight = desk.act_by_api(&token, body.once, act).await?;
    Ok(Json(Record::from(&sight)))
}
