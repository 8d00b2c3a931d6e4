//! Slack's HTTP side: the Web API, response URLs, uploads, downloads, the socket. Decides nothing itself.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, Query, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{any, get, post};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::api::{self, CONNECTIONS_OPEN, Method};
use super::args::Args;
use super::faults::{self, Trouble};
use super::hub::Hub;
use super::line::Cut;
use super::page;
use super::record::Call;
use super::refusal::{Answer, Refusal};
use super::state::World;

const LARGEST_UPLOAD: usize = 64 * 1024 * 1024;

pub fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/api/{method}", any(call))
        .route("/actions/{team}/{key}", post(respond))
        .route("/upload/v1/{id}", post(upload))
        .route("/files-pri/{file}/{name}", get(download))
        .route("/link/", get(link))
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD))
        .with_state(Arc::clone(&hub))
        .merge(page::router(hub))
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(Into::into)
}

/// The method, its caller and its arguments, or why not.
fn admitted(
    world: &mut World,
    name: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(Method, Args), Refusal> {
    let method = api::method(name).ok_or("unknown_method")?;
    let token = bearer(headers).ok_or("not_authed")?;
    let right = if name == CONNECTIONS_OPEN {
        &world.options.app_token
    } else {
        &world.options.bot_token
    };
    if token != *right {
        let known = token == world.options.app_token || token == world.options.bot_token;
        return Err(if known {
            "not_allowed_token_type".into()
        } else {
            "invalid_auth".into()
        });
    }
    if world.uninstalled {
        return Err("account_inactive".into());
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let args = Args::read(body, content_type, method.json)?;
    Ok((method, args))
}

/// Checks scope and tier, then does it.
fn run(world: &mut World, method: &Method, args: &Args) -> Answer {
    if !method.scopes.is_empty() && !method.scopes.iter().any(|s| world.granted(s)) {
        return Err(Refusal::missing_scope(
            &method.scopes.join(","),
            &world.options.scopes,
        ));
    }
    if method.per_minute > 0 && world.options.tiers {
        let now = world.now();
        world
            .rates
            .call(method.name, method.per_minute, now)
            .map_err(Refusal::throttled)?;
    }
    (method.run)(world, args)
}

async fn call(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    if query.any(|(name, _)| name == "token") {
        hub.look(|w| w.violation(format!("{name}: token in the query"), Value::Null));
    }
    // Slack takes arguments in the query too, as long as there is no body.
    let body = match uri.query() {
        Some(query) if body.is_empty() => Bytes::copy_from_slice(query.as_bytes()),
        _ => body,
    };
    let (args, admitted) = match hub.look(|w| admitted(w, &name, &headers, &body)) {
        Ok((method, args)) => (args, Ok(method)),
        Err(refusal) => (Args::default(), Err(refusal)),
    };
    let run = |world: &mut World, args: &Args| match admitted {
        Ok(method) => run(world, &method, args),
        Err(refusal) => Err(refusal),
    };
    let mut response = troubled(&hub, &cut, &name, &args, run, spoken).await;
    let scopes = hub.look(|w| w.options.scopes.join(","));
    if let Ok(scopes) = scopes.parse() {
        response.headers_mut().insert("x-oauth-scopes", scopes);
    }
    response
}

/// The answer of a method on the wire.
fn spoken(answer: &Answer) -> Response {
    match answer {
        Ok(fields) => {
            let mut body = fields.clone();
            body["ok"] = json!(true);
            axum::Json(body).into_response()
        }
        Err(refusal) => {
            let mut response = axum::Json(refusal.body()).into_response();
            if let Some(seconds) = refusal.retry_after {
                *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds.into());
            }
            response
        }
    }
}

async fn respond(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    Path((_, key)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    // Slack reads JSON here whatever the content type says.
    let args = Args::read(&body, "application/json", true).unwrap_or_default();
    let run = |world: &mut World, args: &Args| world.respond(&key, args);
    troubled(
        &hub,
        &cut,
        "response_url",
        &args,
        run,
        |answer| match answer {
            Ok(_) => "ok".into_response(),
            Err(refusal) if refusal.retry_after.is_some() => spoken(answer),
            Err(refusal) => (StatusCode::NOT_FOUND, refusal.error.clone()).into_response(),
        },
    )
    .await
}

/// Runs a call through whatever trouble is ordered for it, and keeps a record.
async fn troubled(
    hub: &Arc<Hub>,
    cut: &Cut,
    name: &str,
    args: &Args,
    run: impl FnOnce(&mut World, &Args) -> Answer,
    speak: impl Fn(&Answer) -> Response,
) -> Response {
    let channel = args.text("channel").or_else(|| args.text("channel_id"));
    let trouble = hub.look(|w| faults::next(&mut w.faults, name, channel.as_deref()));
    if let Some(Trouble::Slow(time)) = trouble {
        tokio::time::sleep(time).await;
    }
    let applied = !matches!(
        trouble,
        Some(
            Trouble::Throttle(_)
                | Trouble::Reset
                | Trouble::HangBefore
                | Trouble::ServerError { applied: false }
                | Trouble::Error { applied: false, .. }
        )
    );
    let answer = if applied {
        hub.act(|w| run(w, args))
    } else {
        Ok(Value::Null)
    };
    let applied = applied && answer.is_ok();
    let (answer, outcome) = match &trouble {
        Some(Trouble::Throttle(seconds)) => (Err(Refusal::throttled(*seconds)), "http 429".into()),
        Some(Trouble::Error { name, .. }) => (Err(Refusal::new(name)), name.clone()),
        Some(Trouble::ServerError { .. }) => (answer, "http 500".to_string()),
        Some(Trouble::LoseAnswer | Trouble::Reset) => (answer, "lost".into()),
        Some(Trouble::HangBefore | Trouble::HangAfter) => (answer, "hung".into()),
        Some(Trouble::Slow(_)) | None => {
            let outcome = match &answer {
                Ok(_) => "ok".into(),
                Err(refusal) if refusal.retry_after.is_some() => "http 429".into(),
                Err(refusal) => refusal.error.clone(),
            };
            (answer, outcome)
        }
    };
    hub.look(|world| {
        let at = world.now();
        let told = answer.as_ref().map_or_else(Refusal::body, Value::clone);
        let (method, args) = (name.to_string(), args.decoded());
        world.called(Call {
            method,
            args,
            at,
            outcome,
            applied,
            channel,
            answer: told,
        });
    });
    match trouble {
        Some(Trouble::HangBefore | Trouble::HangAfter) => std::future::pending().await,
        Some(Trouble::ServerError { .. }) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Some(Trouble::LoseAnswer | Trouble::Reset) => {
            // Whatever is answered now finds the line cut.
            cut.cut();
            StatusCode::OK.into_response()
        }
        _ => speak(&answer),
    }
}

async fn upload(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let run = |world: &mut World, _: &Args| world.take_upload(&id, &body);
    let speak = |answer: &Answer| match answer {
        Ok(_) => format!("OK - {}", body.len()).into_response(),
        Err(refusal) if refusal.error == "file_not_found" => StatusCode::NOT_FOUND.into_response(),
        Err(refusal) => (StatusCode::BAD_REQUEST, refusal.error.clone()).into_response(),
    };
    troubled(&hub, &cut, "upload", &Args::default(), run, speak).await
}

async fn download(
    State(hub): State<Arc<Hub>>,
    Path((file, _)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let id = file
        .split_once('-')
        .map_or(file.as_str(), |(_, id)| id)
        .to_string();
    hub.look(|world| {
        // Whoever may not read files is shown a login page, with 200: hence the trap for careless clients.
        if bearer(&headers).as_ref() != Some(&world.options.bot_token)
            || !world.granted("files:read")
        {
            return Html("<!DOCTYPE html><title>Sign in</title>").into_response();
        }
        match world.file_for_bot(&id) {
            Some(file) if !file.deleted => file.bytes.clone().into_response(),
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    })
}

async fn link(
    State(hub): State<Arc<Hub>>,
    Query(query): Query<Value>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let ticket = query["ticket"].as_str().unwrap_or_default().to_string();
    let good = hub.look(|world| {
        let at = world.tickets.iter().position(|t| *t == ticket);
        at.map(|index| world.tickets.remove(index)).is_some()
    });
    if !good {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    upgrade.on_upgrade(async move |socket| hub.sockets.serve(socket).await)
}
