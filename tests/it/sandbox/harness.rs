//! A workspace with a few people, a mini bot that records what arrives, and a client that calls as a bot does.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use frontdesk::sandbox::{Options, Slack, Visibility};
use serde_json::{Value, json};
use url::form_urlencoded;

pub const TRIAGE: &str = "C0TRIAGE";
pub const HELP: &str = "C0HELP";
pub const SECRET_ROOM: &str = "C0SECRET";

/// What the mini bot answers: status and body, from the decoded payload.
type Answer = Box<dyn Fn(&Value) -> (u16, String) + Send + Sync>;

pub struct Bot {
    pub seen: Mutex<Vec<Value>>,
    pub headers: Mutex<Vec<HeaderMap>>,
    answer: Mutex<Answer>,
}

pub struct Stage {
    pub slack: Slack,
    pub bot: Arc<Bot>,
    pub clock: Arc<AtomicI64>,
    http: reqwest::Client,
}

async fn door(State(bot): State<Arc<Bot>>, headers: HeaderMap, body: Bytes) -> Response {
    let form: Value = form_urlencoded::parse(&body)
        .map(|(k, v)| (k.into_owned(), Value::String(v.into_owned())))
        .collect();
    let payload = match form["payload"].as_str() {
        Some(payload) => serde_json::from_str(payload).unwrap(),
        None => serde_json::from_slice(&body).unwrap_or(form),
    };
    let (status, answer) = (bot.answer.lock().unwrap())(&payload);
    bot.seen.lock().unwrap().push(payload);
    bot.headers.lock().unwrap().push(headers);
    (StatusCode::from_u16(status).unwrap(), answer).into_response()
}

pub async fn stage() -> Stage {
    stage_with(|_| {}).await
}

pub async fn stage_with(change: impl FnOnce(&mut Options)) -> Stage {
    let clock = Arc::new(AtomicI64::new(1_795_300_000_000));
    let time = Arc::clone(&clock);
    let mut options = Options::new(Arc::new(move || time.load(Ordering::SeqCst)));
    change(&mut options);
    let slack = Slack::start(options).await.unwrap();
    slack.add_user("ana", "ana@acme.example", "Europe/Berlin");
    slack.add_user("lea", "lea@acme.example", "Europe/Berlin");
    slack.add_channel(TRIAGE, "it-triage", Visibility::Private, &["lea"]);
    slack.add_channel(HELP, "it-help", Visibility::Public, &["ana", "lea"]);
    slack.add_channel_without_bot(SECRET_ROOM, "secret", Visibility::Private, &["lea"]);

    let bot = Arc::new(Bot {
        seen: Mutex::default(),
        headers: Mutex::default(),
        answer: Mutex::new(Box::new(|_| (200, String::new()))),
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    slack.deliver_to(&format!("http://{}", listener.local_addr().unwrap()));
    let router = Router::new()
        .route("/slack/events", post(door))
        .with_state(Arc::clone(&bot));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    Stage {
        slack,
        bot,
        clock,
        http,
    }
}

impl Bot {
    pub fn answers(&self, answer: impl Fn(&Value) -> (u16, String) + Send + Sync + 'static) {
        *self.answer.lock().unwrap() = Box::new(answer);
    }

    /// What arrived so far, forgotten by asking.
    pub fn heard(&self) -> Vec<Value> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }

    /// The inner events that arrived so far.
    pub fn events(&self) -> Vec<Value> {
        self.heard()
            .into_iter()
            .map(|e| e["event"].clone())
            .filter(|e| !e.is_null())
            .collect()
    }

    pub fn trigger(&self) -> String {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .rev()
            .find_map(|p| p["trigger_id"].as_str())
            .unwrap()
            .to_string()
    }
}

impl Stage {
    pub fn advance(&self, millis: i64) {
        self.clock.fetch_add(millis, Ordering::SeqCst);
    }

    pub fn request(&self, method: &str) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}{method}", self.slack.api_url()))
            .bearer_auth("xoxb-sandbox")
    }

    pub fn raw(&self) -> &reqwest::Client {
        &self.http
    }

    /// A call with a form body, structures as JSON strings: works for every method.
    pub async fn call(&self, method: &str, args: Value) -> Value {
        let text = |v: &Value| v.as_str().map(Into::into).unwrap_or_else(|| v.to_string());
        let form: Vec<(String, String)> = args
            .as_object()
            .unwrap()
            .iter()
            .map(|(k, v)| (k.clone(), text(v)))
            .collect();
        self.request(method)
            .form(&form)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub async fn posts(&self, channel: &str, args: Value) -> String {
        let mut args = args;
        args["channel"] = json!(channel);
        let answer = self.call("chat.postMessage", args).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer["ts"].as_str().unwrap().to_string()
    }

    /// The error that a call meets.
    pub async fn refusal(&self, method: &str, args: Value) -> String {
        let answer = self.call(method, args).await;
        answer["error"].as_str().unwrap_or("none").to_string()
    }
}

pub fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text })
}

pub fn modal(title: &str, blocks: Value) -> Value {
    json!({
        "type": "modal", "callback_id": "form", "title": plain(title), "submit": plain("Send"), "blocks": blocks,
        "notify_on_close": true, "private_metadata": "ctx",
    })
}

pub fn input(id: &str, label: &str, element: Value) -> Value {
    json!({ "type": "input", "block_id": id, "label": plain(label), "element": element })
}

pub fn options(texts: &[&str]) -> Value {
    texts
        .iter()
        .map(|t| json!({ "text": plain(t), "value": t.to_lowercase() }))
        .collect()
}

pub fn button(label: &str, action: &str) -> Value {
    json!({ "type": "button", "text": plain(label), "action_id": action, "value": "v1" })
}
