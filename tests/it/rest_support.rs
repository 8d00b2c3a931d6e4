//! A desk with its REST interface on a real port, over a real file.

use std::path::PathBuf;
use std::sync::Arc;

use frontdesk::app;
use frontdesk::clock::Clock;
use frontdesk::config;
use frontdesk::desk::{Desk, Scope};
use frontdesk::domain::catalogue::Catalogue;
use frontdesk::metrics::Metrics;
use futures_util::FutureExt;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::engine::Home;

/// A Monday, 10:00 in Berlin.
pub const MONDAY: i64 = 1_795_424_400_000;

pub struct Rest {
    pub desk: Desk,
    pub path: PathBuf,
    base: String,
    client: reqwest::Client,
    admin: String,
    _home: Home,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The status, after making sure that an error is a problem document.
    pub fn problem(&self) -> u16 {
        assert_eq!(
            self.headers["content-type"], "application/problem+json",
            "{self:?}"
        );
        let body = self.json();
        assert_eq!(body["status"], self.status.as_u16());
        for key in ["type", "title", "detail"] {
            assert!(!body[key].as_str().unwrap().is_empty(), "{body}");
        }
        self.status.as_u16()
    }

    /// The wrong fields, in order.
    pub fn fields(&self) -> Vec<String> {
        self.problem();
        let body = self.json();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|e| e["field"].as_str().unwrap().to_owned())
            .collect()
    }
}

pub fn catalogue() -> Catalogue {
    let file = "frontdesk.example.toml";
    let text = std::fs::read_to_string(file).unwrap();
    let mut catalogue = config::catalogue(&text, file).unwrap();
    catalogue.platforms = vec![frontdesk::domain::ids::Platform::Slack];
    catalogue
}

impl Rest {
    pub async fn start() -> Rest {
        Rest::at(Home::new().await).await
    }

    /// In a file, whatever engine is tested: what is about files.
    pub async fn in_a_file() -> Rest {
        Rest::at(Home::sqlite()).await
    }

    async fn at(home: Home) -> Rest {
        let path = home.path().join("desk.db");
        let store = home.open().await;
        let desk = Desk::new(store, Arc::new(catalogue()), Clock::manual(MONDAY));
        let admin = desk.create_token("admin", Scope::Admin).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = app::router(desk.clone(), Metrics::default());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Rest {
            desk,
            path,
            base,
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            admin,
            _home: home,
        }
    }

    /// The entry of the outbox could not be sent.
    pub async fn kill(&self, id: i64) {
        use frontdesk::store::{Error, outbox};
        let now = self.desk.clock.now();
        let killed: Result<bool, Error> = self
            .desk
            .store
            .write(move |tx| {
                async move {
                    let entry = outbox::get(tx, id).await?.unwrap();
                    let (lease, entry) = outbox::claim(tx, &entry.lane, now, now + 1000)
                        .await?
                        .unwrap();
                    let outcome = outbox::Outcome::Dead {
                        unsure: false,
                        error: "channel_not_found".to_owned(),
                    };
                    outbox::finish(tx, &lease, &entry, &outcome, now, now).await
                }
                .boxed()
            })
            .await;
        assert!(killed.unwrap());
    }

    pub fn call(&self, method: Method, path: &str) -> Call {
        let request = self.client.request(method, format!("{}{path}", self.base));
        Call(request)
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path).token(&self.admin).send().await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        let call = self.call(Method::POST, path).token(&self.admin);
        call.json(&body).send().await
    }

    /// A request of that subject; returns its number.
    pub async fn filed(&self, subject: &str, requester: Value) -> String {
        let reply = self
            .post("/api/v1/requests", laptop(subject, requester))
            .await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.json()["number"].as_str().unwrap().to_owned()
    }

    pub async fn act(&self, number: &str, body: Value) -> Reply {
        let path = format!("/api/v1/requests/{number}/actions");
        self.post(&path, body).await
    }
}

/// What is sent for a broken laptop.
pub fn laptop(subject: &str, requester: Value) -> Value {
    json!({
        "service": "laptop", "subject": subject, "requester": requester,
        "answers": { "asset": "AB-1234", "kind": "Screen" },
    })
}

pub fn agent() -> Value {
    json!({ "slack": "U0AGENT1" })
}

/// A call that is being put together.
pub struct Call(reqwest::RequestBuilder);

impl Call {
    pub fn token(self, token: &str) -> Call {
        Call(self.0.bearer_auth(token))
    }

    pub fn header(self, name: &str, value: &str) -> Call {
        Call(self.0.header(name, value))
    }

    pub fn json(self, body: &Value) -> Call {
        self.body("application/json", body.to_string())
    }

    pub fn body(self, kind: &str, body: impl Into<reqwest::Body>) -> Call {
        Call(self.0.header("content-type", kind).body(body))
    }

    pub async fn send(self) -> Reply {
        let response = self.0.send().await.unwrap();
        Reply {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }
}
