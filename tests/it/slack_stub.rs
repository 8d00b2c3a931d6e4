//! A web server that answers what it is told to, and remembers what it was asked.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use frontdesk::platform::slack::client::Client;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub token: Option<String>,
    pub fields: HashMap<String, String>,
    pub body: Vec<u8>,
}

pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

#[derive(Clone)]
pub struct Stub {
    pub base: Url,
    asked: Arc<Mutex<Vec<Asked>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
}

impl Stub {
    pub async fn start() -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let stub = Stub {
            base: Url::parse(&format!("http://{address}/api/")).expect("a url"),
            asked: Arc::default(),
            replies: Arc::default(),
        };
        let router = Router::new()
            .route("/{*path}", any(answer))
            .with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        stub
    }

    pub fn client(&self) -> Client {
        Client::new(http(), self.base.clone(), "xoxb-test".to_owned().into())
    }

    /// The next request that nothing else is waiting for gets this.
    pub fn will_say(&self, body: Value) {
        self.will_answer(200, &[], &body.to_string());
    }

    pub fn will_answer(&self, status: u16, headers: &[(&'static str, &str)], body: &str) {
        self.replies.lock().expect("no panic").push_back(Reply {
            status,
            headers: headers.iter().map(|(n, v)| (*n, (*v).to_owned())).collect(),
            body: body.to_owned(),
        });
    }

    /// Everything that was asked since the last look.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().expect("no panic"))
    }
}

pub fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(2))
        .no_proxy()
        .build()
        .expect("a client")
}

async fn answer(
    State(stub): State<Stub>,
    Path(path): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let token = headers.get("authorization");
    let token = token.and_then(|t| t.to_str().ok()).map(str::to_owned);
    stub.asked.lock().expect("no panic").push(Asked {
        path,
        token,
        fields: url::form_urlencoded::parse(&body).into_owned().collect(),
        body: body.to_vec(),
    });
    let reply = stub.replies.lock().expect("no panic").pop_front();
    let Some(reply) = reply else {
        return json!({ "ok": true }).to_string().into_response();
    };
    let status = StatusCode::from_u16(reply.status).expect("a status");
    let mut response = (status, reply.body).into_response();
    for (name, value) in reply.headers {
        response
            .headers_mut()
            .insert(name, value.parse().expect("a header"));
    }
    response
}
