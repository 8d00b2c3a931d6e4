//! The HTTP side: metadata and keys, tokens, the connector. Decides nothing itself.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::super::faults::{self, Trouble};
use super::super::line::Cut;
use super::connector::{Answer, split};
use super::files;
use super::tenant::Hub;
use super::world::{APP, Call, TENANT, World};

pub fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/v1/.well-known/openidconfiguration", get(metadata))
        .route("/v1/.well-known/keys", get(keys))
        .route("/login/{tenant}/oauth2/v2.0/token", post(token))
        .route("/amer/{tenant}/v3/{*path}", any(connector))
        .route("/files/{id}", get(files::fetch))
        .route("/upload/{id}", put(files::upload))
        .with_state(hub)
}

impl World {
    pub fn issuer(&self) -> String {
        self.base.clone()
    }
}

async fn metadata(State(hub): State<Arc<Hub>>) -> Response {
    hub.served("metadata", "", |w| {
        Answer::ok(
            200,
            json!({
                "issuer": w.issuer(),
                "jwks_uri": format!("{}/v1/.well-known/keys", w.base),
                "id_token_signing_alg_values_supported": ["RS256"],
            }),
        )
    })
}

async fn keys(State(hub): State<Arc<Hub>>) -> Response {
    hub.served("keys", "", |w| {
        let keys: Vec<Value> = w.published.iter().map(|k| k.jwk()).collect();
        Answer::ok(200, json!({ "keys": keys }))
    })
}

async fn token(State(hub): State<Arc<Hub>>, Path(tenant): Path<String>, body: Bytes) -> Response {
    let get = |name: &str| {
        let mut fields = form_urlencoded::parse(&body);
        fields
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let (grant, client, secret, scope) = (
        get("grant_type"),
        get("client_id"),
        get("client_secret"),
        get("scope"),
    );
    hub.served("token", "", |w| {
        if tenant != TENANT || client != APP || grant != "client_credentials" {
            return Answer::ok(400, json!({ "error": "unauthorized_client" }));
        }
        if secret != w.password {
            return Answer::ok(401, json!({ "error": "invalid_client" }));
        }
        if scope != format!("{}/.default", w.issuer()) {
            return Answer::ok(400, json!({ "error": "invalid_scope" }));
        }
        let token = format!("sandbox-token-{:032x}", rand::random::<u128>());
        let until = w.time() + 3_599_000;
        w.tokens.insert(token.clone(), until);
        let body = json!({ "token_type": "Bearer", "expires_in": 3599, "access_token": token });
        Answer::ok(200, body)
    })
}

async fn connector(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let raw = uri.path().to_owned();
    let (_, path) = raw.split_once("/v3/").unwrap_or_default();
    let parts: Vec<String> = path
        .split('/')
        .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect();
    let targeted = uri
        .query()
        .unwrap_or_default()
        .contains("isTargetedActivity=true");
    let unescaped = path.contains([':', '@', ';', '=']);
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "))
        .unwrap_or_default()
        .to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let (name, conversation): (&'static str, &str) = match (&method, &parts[..]) {
        (&Method::POST, ["conversations"]) => ("create", ""),
        (&Method::POST, ["conversations", id, "activities"]) => ("send", id),
        (&Method::PUT, ["conversations", id, "activities", _]) => ("update", id),
        (&Method::DELETE, ["conversations", id, "activities", _]) => ("delete", id),
        (&Method::GET, ["conversations", id, "members", _]) => ("member", id),
        (&Method::GET, ["teams", id, "conversations"]) => ("channels", id),
        (&Method::GET, ["attachments", id, "views", "original"]) => {
            return files::download(&hub, id, &headers).await;
        }
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let last = parts.last().copied().unwrap_or_default().to_owned();
    let (base, _) = split(conversation);
    let trouble = hub.look(|w| faults::next(&mut w.faults, name, Some(&base)));
    if let Some(Trouble::Slow(time)) = &trouble {
        tokio::time::sleep(*time).await;
    }
    let run = |w: &mut World| {
        if unescaped {
            w.violation(format!("{name}: the ids in the path are not escaped"));
        }
        let now = w.time();
        if w.tokens.get(&token).is_none_or(|until| *until <= now) {
            return Answer::refused(401, "BotNotRegistered");
        }
        match name {
            "create" => w.create(&body),
            "send" => w.send(conversation, &body, targeted),
            "channels" => w.channels(conversation),
            "update" => w.update(conversation, &last, &body),
            "delete" => w.delete(conversation, &last),
            _ => w.roster(conversation, &last),
        }
    };
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
    let done = if applied { Some(hub.look(run)) } else { None };
    let answer = match &trouble {
        Some(Trouble::Throttle(seconds)) => Answer::throttled(*seconds),
        Some(Trouble::ServerError { .. }) => Answer::refused(500, "ServiceError"),
        Some(Trouble::Error { name, .. }) => {
            let status = name.split_once(' ').and_then(|(s, _)| s.parse().ok());
            let code = name.split_once(' ').map_or(name.as_str(), |(_, code)| code);
            Answer::refused(status.unwrap_or(403), code)
        }
        _ => done.unwrap_or_else(|| Answer::refused(500, "lost")),
    };
    hub.look(|w| {
        w.calls.push(Call {
            method: name,
            conversation: base.clone(),
            body: body.clone(),
            status: answer.status,
        });
    });
    match trouble {
        Some(Trouble::HangBefore | Trouble::HangAfter) => std::future::pending().await,
        Some(Trouble::LoseAnswer | Trouble::Reset) => {
            cut.cut();
            StatusCode::OK.into_response()
        }
        _ => spoken(&answer),
    }
}

impl Hub {
    fn served(
        &self,
        method: &'static str,
        conversation: &str,
        run: impl FnOnce(&mut World) -> Answer,
    ) -> Response {
        let answer = self.look(|w| {
            let answer = match faults::next(&mut w.faults, method, None) {
                Some(Trouble::Throttle(seconds)) => Answer::throttled(seconds),
                Some(_) => Answer::refused(503, "ServiceUnavailable"),
                None => run(w),
            };
            w.calls.push(Call {
                method,
                conversation: conversation.to_owned(),
                body: Value::Null,
                status: answer.status,
            });
            answer
        });
        spoken(&answer)
    }
}

fn spoken(answer: &Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, axum::Json(answer.body.clone())).into_response();
    if let Some(seconds) = answer.retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
