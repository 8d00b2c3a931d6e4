//! The document is true: every route is in it, and each answers what it says.

use std::collections::BTreeSet;

use frontdesk::desk::Scope;
use reqwest::Method;
use serde_json::{Value, json};

use crate::rest_support::{Reply, Rest, laptop};

type Seen = BTreeSet<(String, String, String)>;

async fn document(rest: &Rest) -> Value {
    let reply = rest.call(Method::GET, "/api/v1/openapi.json").send().await;
    assert_eq!(reply.status, 200);
    reply.json()
}

/// Path, method and status of everything that the document promises.
fn promised(document: &Value) -> Seen {
    let mut promised = Seen::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for status in operation["responses"].as_object().unwrap().keys() {
                // The rest: what cannot be foreseen.
                if status != "default" {
                    promised.insert((path.clone(), method.clone(), status.clone()));
                }
            }
        }
    }
    promised
}

struct Caller<'r> {
    rest: &'r Rest,
    document: Value,
    seen: Seen,
}

impl Caller<'_> {
    /// `route` as documented, `path` as called.
    async fn call(
        &mut self,
        (method, route, path): (Method, &str, &str),
        token: Option<&str>,
        body: Option<(&str, String)>,
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut call = self.rest.call(method.clone(), path);
        for (name, value) in headers {
            call = call.header(name, value);
        }
        if let Some(token) = token {
            call = call.token(token);
        }
        if let Some((kind, body)) = body {
            call = call.body(kind, body);
        }
        let reply = call.send().await;
        let method = method.as_str().to_lowercase();
        let status = reply.status.as_str().to_owned();
        let responses = &self.document["paths"][route][&method]["responses"];
        let content = &responses[&status]["content"];
        let kind = reply.headers["content-type"].to_str().unwrap();
        assert!(
            content[kind].is_object(),
            "{method} {path} {status} {kind}: {content}"
        );
        self.fits(&content[kind]["schema"], &reply);
        self.seen.insert((route.to_owned(), method, status));
        reply
    }

    /// The body is what the schema says, with nothing that it does not name.
    fn fits(&self, schema: &Value, reply: &Reply) {
        if schema.is_null() {
            return;
        }
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [schema], "components": self.document["components"],
        });
        let validator = jsonschema::validator_for(&schema).unwrap();
        let body = reply.json();
        let errors: Vec<String> = validator
            .iter_errors(&body)
            .map(|e| e.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{body}");
    }
}

const JSON: &str = "application/json";
const REQUESTS: &str = "/api/v1/requests";
const ACTIONS: &str = "/api/v1/requests/{number}/actions";

fn sent(body: &Value) -> Option<(&'static str, String)> {
    Some((JSON, body.to_string()))
}

#[tokio::test]
async fn every_operation_answers_as_documented() {
    let rest = Rest::start().await;
    let admin = rest.desk.create_token("a", Scope::Admin).await.unwrap();
    let read = rest.desk.create_token("r", Scope::Read).await.unwrap();
    let document = document(&rest).await;
    let promised = promised(&document);
    let mut caller = Caller {
        rest: &rest,
        document,
        seen: Seen::new(),
    };
    let (admin, read) = (Some(admin.as_str()), Some(read.as_str()));

    let ana = json!({ "email": "ana@other.example" });
    let agent = json!({ "slack": "U0AGENT1" });
    let new = laptop("Black", ana.clone());
    let key = [("idempotency-key", "k")];
    let file = (Method::POST, REQUESTS, REQUESTS);
    let large = "x".repeat(1024 * 1024 + 1);
    let before = (
        Method::GET,
        "/api/v1/requests/{number}",
        "/api/v1/requests/IT-1",
    );
    caller.call(before.clone(), read, None, &[]).await;
    caller.call(file.clone(), admin, sent(&new), &key).await;
    caller.call(file.clone(), admin, sent(&new), &key).await;
    let take = json!({ "action": "take", "by": agent });
    let act = (Method::POST, ACTIONS, "/api/v1/requests/IT-1/actions");
    caller.call(act.clone(), admin, sent(&take), &[]).await;
    let late = json!({ "action": "take", "by": { "email": "lea@acme.example" } });
    caller.call(act.clone(), admin, sent(&late), &[]).await;
    let nowhere = (Method::POST, ACTIONS, "/api/v1/requests/IT-9/actions");
    caller.call(nowhere, admin, sent(&take), &[]).await;
    for target in [file, act] {
        for (token, body) in [
            (None, sent(&json!({}))),
            (read, sent(&json!({}))),
            (admin, sent(&json!({}))),
            (admin, Some((JSON, "{".to_owned()))),
            (admin, Some(("text/plain", "{}".to_owned()))),
            (admin, Some((JSON, large.clone()))),
        ] {
            caller.call(target.clone(), token, body, &[]).await;
        }
    }
    for (route, good, bad) in [
        (REQUESTS, Some(REQUESTS), Some("/api/v1/requests?limit=x")),
        (
            "/api/v1/requests/{number}",
            Some("/api/v1/requests/IT-1"),
            None,
        ),
        (
            "/api/v1/requests/{number}/events",
            Some("/api/v1/requests/IT-1/events"),
            Some("/api/v1/requests/IT-1/events?cursor=x"),
        ),
        (
            "/api/v1/requests/{number}/events",
            None,
            Some("/api/v1/requests/IT-9/events"),
        ),
        ("/api/v1/services", Some("/api/v1/services"), None),
        ("/api/v1/teams", Some("/api/v1/teams"), None),
        (
            "/api/v1/metrics/summary",
            Some("/api/v1/metrics/summary"),
            Some("/api/v1/metrics/summary?days=x"),
        ),
        (
            "/api/v1/articles",
            Some("/api/v1/articles"),
            Some("/api/v1/articles?state=x"),
        ),
        ("/api/v1/openapi.json", Some("/api/v1/openapi.json"), None),
    ] {
        for path in [good, bad].into_iter().flatten() {
            caller
                .call((Method::GET, route, path), read, None, &[])
                .await;
        }
        if route != "/api/v1/openapi.json"
            && let Some(path) = good
        {
            caller
                .call((Method::GET, route, path), None, None, &[])
                .await;
        }
    }
    let outbox = "/api/v1/outbox";
    for (token, path) in [
        (admin, outbox),
        (read, outbox),
        (None, outbox),
        (admin, "/api/v1/outbox?state=x"),
    ] {
        caller
            .call((Method::GET, outbox, path), token, None, &[])
            .await;
    }
    let resend = "/api/v1/outbox/{id}/resend";
    rest.kill(1).await;
    for (token, path) in [
        (admin, "/api/v1/outbox/1/resend"),
        (admin, "/api/v1/outbox/1/resend"),
        (admin, "/api/v1/outbox/99/resend"),
        (read, "/api/v1/outbox/1/resend"),
        (None, "/api/v1/outbox/1/resend"),
    ] {
        caller
            .call((Method::POST, resend, path), token, None, &[])
            .await;
    }
    let unseen: Vec<_> = promised.difference(&caller.seen).collect();
    assert_eq!(unseen, Vec::<&(String, String, String)>::new());
}

#[tokio::test]
async fn every_method_of_every_route_is_documented() {
    let rest = Rest::start().await;
    let document = document(&rest).await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let called = path.replace("{number}", "IT-1").replace("{id}", "1");
        let reply = rest.call(Method::TRACE, &called).send().await;
        assert_eq!(reply.problem(), 405, "{path}");
        let allowed: BTreeSet<String> = reply.headers["allow"]
            .to_str()
            .unwrap()
            .split(',')
            .filter(|m| *m != "HEAD")
            .map(str::to_lowercase)
            .collect();
        let documented: BTreeSet<String> = item.as_object().unwrap().keys().cloned().collect();
        assert_eq!(allowed, documented, "{path}");
    }
    // Every path is registered together with its documentation; no other way in is used.
    let source = std::fs::read_to_string("src/inbound/rest/mod.rs").unwrap();
    let undocumented: Vec<&str> = source
        .lines()
        .filter(|l| l.contains(".route("))
        .map(str::trim)
        .collect();
    assert_eq!(
        undocumented,
        [
            ".route(\"/api\", any(unknown))",
            ".route(\"/api/\", any(unknown))",
            ".route(\"/api/{*rest}\", any(unknown))"
        ]
    );
}
