//! The way to the bot: signed POSTs, or envelopes on a socket; events are tried again.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use url::form_urlencoded::Serializer;

use super::hub::Hub;
use super::record::{Delivery, Door};
use super::sign::signature;

/// Something for the bot: `event`, `command`, `interaction` or `options`.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub kind: &'static str,
    pub payload: Value,
}

/// What the bot answered to one attempt.
#[derive(Clone, Debug)]
pub struct Reply {
    /// `None`: no answer in time, or no connection.
    pub status: Option<u16>,
    pub body: String,
    pub latency: Duration,
    /// Why this attempt failed, in the words of `x-slack-retry-reason`.
    reason: &'static str,
    /// `x-slack-no-retry: 1`.
    last: bool,
}

impl Reply {
    pub fn accepted(&self) -> bool {
        self.status.is_some_and(|s| (200..300).contains(&s))
    }

    fn failed(reason: &'static str, latency: Duration) -> Reply {
        Reply {
            status: None,
            body: String::new(),
            latency,
            reason,
            last: false,
        }
    }
}

/// An attempt after the first: its number and why the one before failed.
#[derive(Clone, Copy, Debug)]
pub struct Retry(pub usize, pub &'static str);

/// Delivers an event, and again after a failure, as often as the workspace's retry delays say.
pub async fn event(hub: &Hub, envelope: Value) {
    if hub.look(|w| w.doubling) {
        tokio::join!(
            persistently(hub, envelope.clone()),
            persistently(hub, envelope)
        );
    } else {
        persistently(hub, envelope).await;
    }
}

async fn persistently(hub: &Hub, envelope: Value) {
    let parcel = Parcel {
        kind: "event",
        payload: envelope,
    };
    let Some(mut reply) = send(hub, &parcel, None).await else {
        return;
    };
    let delays = hub.look(|w| w.options.retry_delays.clone());
    for (index, delay) in delays.into_iter().enumerate() {
        if reply.accepted() || reply.last {
            return;
        }
        tokio::time::sleep(delay).await;
        match send(hub, &parcel, Some(Retry(index + 1, reply.reason))).await {
            Some(next) => reply = next,
            None => return,
        }
    }
}

/// One attempt, recorded. `None` when the bot has not said where it listens.
pub async fn send(hub: &Hub, parcel: &Parcel, retry: Option<Retry>) -> Option<Reply> {
    let (target, socket_mode, patience) =
        hub.look(|w| (w.target.clone(), w.socket_mode, w.options.patience));
    let (door, headers, body, reply) = if socket_mode {
        (
            Door::Socket,
            Vec::new(),
            String::new(),
            on_socket(hub, parcel, retry, patience).await,
        )
    } else {
        let (headers, body) = signed(hub, parcel, retry);
        let reply = post(
            hub,
            &format!("{}/slack/events", target?),
            &headers,
            &body,
            patience,
        )
        .await;
        (Door::Http, headers, body, reply)
    };
    hub.look(|world| {
        let at = world.now();
        world.delivered(Delivery {
            kind: parcel.kind,
            door,
            payload: parcel.payload.clone(),
            body,
            headers,
            status: reply.status,
            answer: reply.body.clone(),
            latency: reply.latency,
            at,
        });
    });
    Some(reply)
}

/// The body of a parcel and the headers that it travels with.
fn signed(hub: &Hub, parcel: &Parcel, retry: Option<Retry>) -> (Vec<(String, String)>, String) {
    let (body, content_type) = encoded(parcel);
    let (secret, now) = hub.look(|w| (w.options.signing_secret.clone(), w.now() / 1000));
    let mut headers = vec![
        ("content-type", content_type.to_string()),
        (
            "user-agent",
            "Slackbot 1.0 (+https://api.slack.com/robots)".into(),
        ),
        ("x-slack-request-timestamp", now.to_string()),
        ("x-slack-signature", signature(&secret, now, &body)),
    ];
    if let Some(Retry(number, reason)) = retry {
        headers.push(("x-slack-retry-num", number.to_string()));
        headers.push(("x-slack-retry-reason", reason.into()));
    }
    (
        headers
            .into_iter()
            .map(|(name, value)| (name.to_string(), value))
            .collect(),
        body,
    )
}

fn encoded(parcel: &Parcel) -> (String, &'static str) {
    let form = "application/x-www-form-urlencoded";
    match parcel.kind {
        "event" => (parcel.payload.to_string(), "application/json"),
        "command" => {
            let mut pairs = Serializer::new(String::new());
            for (name, value) in parcel.payload.as_object().into_iter().flatten() {
                pairs.append_pair(name, value.as_str().unwrap_or_default());
            }
            (pairs.finish(), form)
        }
        _ => (
            Serializer::new(String::new())
                .append_pair("payload", &parcel.payload.to_string())
                .finish(),
            form,
        ),
    }
}

async fn post(
    hub: &Hub,
    url: &str,
    headers: &[(String, String)],
    body: &str,
    patience: Duration,
) -> Reply {
    let started = Instant::now();
    let mut request = hub.http.post(url).timeout(patience).body(body.to_string());
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let failed = |error: reqwest::Error| {
        let reason = match () {
            () if error.is_timeout() => "http_timeout",
            () if error.is_redirect() => "too_many_redirects",
            () if error.is_connect() => "connection_failed",
            () => "unknown_error",
        };
        Reply::failed(reason, started.elapsed())
    };
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => return failed(error),
    };
    let status = response.status();
    let last = status != 200
        && response
            .headers()
            .get("x-slack-no-retry")
            .is_some_and(|v| v == "1");
    match response.text().await {
        Ok(body) => Reply {
            status: Some(status.as_u16()),
            body,
            latency: started.elapsed(),
            reason: "http_error",
            last,
        },
        Err(error) => failed(error),
    }
}

/// An acknowledgement counts as a 200 with the payload as its body.
async fn on_socket(hub: &Hub, parcel: &Parcel, retry: Option<Retry>, patience: Duration) -> Reply {
    let started = Instant::now();
    let id = format!("{:032x}", rand::random::<u128>());
    let kind = match parcel.kind {
        "event" => "events_api",
        "command" => "slash_commands",
        _ => "interactive",
    };
    let answers = parcel.kind != "event";
    let mut envelope = json!({
        "envelope_id": id, "type": kind, "payload": parcel.payload, "accepts_response_payload": answers,
    });
    if !answers {
        envelope["retry_attempt"] = json!(retry.map_or(0, |r| r.0));
        envelope["retry_reason"] = json!(retry.map_or("", |r| r.1));
    }
    match tokio::time::timeout(patience, hub.sockets.deliver(&id, envelope.to_string())).await {
        Ok(Some(ack)) => {
            let body = match &ack["payload"] {
                payload if answers && payload.as_object().is_some_and(|p| !p.is_empty()) => {
                    payload.to_string()
                }
                _ => String::new(),
            };
            Reply {
                status: Some(200),
                body,
                latency: started.elapsed(),
                reason: "",
                last: false,
            }
        }
        Ok(None) => Reply::failed("connection_failed", started.elapsed()),
        Err(_) => {
            hub.sockets.forget(&id);
            Reply::failed("http_timeout", started.elapsed())
        }
    }
}
