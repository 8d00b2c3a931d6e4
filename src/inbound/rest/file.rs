//! Making a request: the same checks as the form in the chat.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::desk::{Ask, Desk, Draft, No};
use crate::domain::catalogue::{Answer, Answers, Field, FieldKind, Service};

use super::auth::Writer;
use super::body::Body;
use super::people::{PersonIn, account};
use super::problem::{Problem, WrongField};
use super::record::Record;
use super::wrong;

/// A request to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// A service's key.
    #[schema(example = "laptop")]
    service: String,
    /// In a few words; 150 characters are the most.
    #[schema(example = "Screen is black")]
    subject: String,
    requester: PersonIn,
    /// By the key of the service's field. A person is written `slack:U…`, a date `2026-12-24`.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Value>)]
    answers: BTreeMap<String, Value>,
    /// Anything else that the team should know: the first message of the conversation.
    details: Option<String>,
    /// low, normal, high or urgent; normal by default.
    priority: Option<String>,
    /// one, several or everybody: for services whose priority comes from impact and urgency.
    impact: Option<String>,
    /// waits, slowed or stopped.
    urgency: Option<String>,
    #[schema(example = "2026-12-24")]
    needed_by: Option<String>,
    /// For services with steps of other teams, where there is not time enough for one of them: later, expedite or
    /// partial. Without it that is an error, which names the first day that leaves everybody their time.
    if_late: Option<String>,
}

/// Makes a request, as if the requester had filled in the form.
#[utoipa::path(post, path = "/api/v1/requests", tag = "requests", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key makes one request only")),
    request_body = NewRequest,
    responses(
        (status = 201, description = "It was made", body = Record,
            headers(("location" = String, description = "Where it can be read"))),
        (status = 200, description = "The same key made it before", body = Record),
        (status = 400, description = "No JSON", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Takes scope write", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "More than 1 MiB", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "No JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are wrong", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn file(
    State(desk): State<Desk>,
    Writer(token): Writer,
    body: Body<NewRequest>,
) -> Result<Response, Problem> {
    let new = body.value;
    let service = desk.catalogue.service(&new.service).cloned();
    let (answers, mut errors) = answers(service.as_ref(), new.answers);
    let draft = Draft {
        service: new.service,
        subject: new.subject,
        priority: new.priority,
        impact: new.impact,
        urgency: new.urgency,
        needed_by: new.needed_by,
        if_late: new.if_late,
        details: new.details,
        answers,
    };
    let worded = |wrong: Vec<_>| wrong::fields(&wrong, service.as_ref());
    let requester = match new.requester.who("requester") {
        Ok(who) if errors.is_empty() => who,
        who => {
            // Everything that is wrong is said at once.
            errors.extend(who.err());
            errors.extend(desk.check(&draft).err().map(worded).unwrap_or_default());
            return Err(Problem::fields(errors));
        }
    };
    let ask = Ask { requester, draft };
    let (sight, new) = match desk.file_by_api(&token, body.once, ask).await {
        Ok(made) => made,
        Err(No::Wrong(wrong)) => return Err(Problem::fields(worded(wrong))),
        Err(no) => return Err(no.into()),
    };
    let status = if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let place = format!("/api/v1/requests/{}", sight.request.number);
    let record = Record::from(&sight);
    Ok((status, [(header::LOCATION, place)], Json(record)).into_response())
}

/// The values of the form's fields, and which of what was given is no field.
fn answers(
    service: Option<&Service>,
    given: BTreeMap<String, Value>,
) -> (Answers, Vec<WrongField>) {
    let mut answers = Answers::new();
    let mut errors = Vec::new();
    // Without a service nothing can be said of its fields.
    let Some(service) = service else {
        return (answers, errors);
    };
    for (key, value) in given {
        match service.fields.iter().find(|f| f.key == key) {
            Some(field) => {
                answers.extend(answer(field, value).map(|a| (key, a)));
            }
            None => errors.push(WrongField::new(
                format!("answers.{key}"),
                format!("The form of {} has no such field.", service.key),
            )),
        }
    }
    (answers, errors)
}

/// `null` is no answer.
fn answer(field: &Field, value: Value) -> Option<Answer> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(b) => Answer::Checked(b),
        Value::Number(n) => n.as_f64().map_or_else(|| misfit(field), Answer::Number),
        Value::String(text) => match &field.kind {
            FieldKind::Person => account(text.trim()).map_or(Answer::Text(text), Answer::Person),
            _ => Answer::Text(text),
        },
        Value::Array(list) => {
            let texts: Option<Vec<String>> = list
                .into_iter()
                .map(|v| match v {
                    Value::String(text) => Some(text),
                    _ => None,
                })
                .collect();
            texts.map_or_else(|| misfit(field), Answer::Many)
        }
        Value::Object(_) => misfit(field),
    })
}

/// A value that the field's kind never has, so that the form's own check refuses it.
fn misfit(field: &Field) -> Answer {
    match field.kind {
        FieldKind::Checkbox => Answer::Number(0.0),
        _ => Answer::Checked(false),
    }
}
