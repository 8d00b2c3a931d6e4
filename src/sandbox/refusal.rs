//! Why the Web API says no.

use serde_json::{Map, Value, json};

/// A refusal: HTTP 200 with `ok:false`, or HTTP 429 when `retry_after` is set.
#[derive(Debug)]
pub struct Refusal {
    pub error: String,
    /// Fields beside `ok` and `error`, such as `needed` or `response_metadata`.
    pub extra: Map<String, Value>,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
}

/// What a method answers: the fields beside `ok`, or a refusal.
pub type Answer = Result<Value, Refusal>;

impl Refusal {
    pub fn new(error: &str) -> Refusal {
        Refusal {
            error: error.into(),
            extra: Map::new(),
            retry_after: None,
        }
    }

    /// With the reasons that Slack lists in `response_metadata.messages`.
    pub fn because(error: &str, messages: &[String]) -> Refusal {
        let mut refusal = Refusal::new(error);
        let lines: Vec<String> = messages.iter().map(|m| format!("[ERROR] {m}")).collect();
        refusal
            .extra
            .insert("response_metadata".into(), json!({ "messages": lines }));
        refusal
    }

    pub fn throttled(seconds: u64) -> Refusal {
        Refusal {
            error: "ratelimited".into(),
            extra: Map::new(),
            retry_after: Some(seconds),
        }
    }

    pub fn missing_scope(needed: &str, provided: &[String]) -> Refusal {
        let mut refusal = Refusal::new("missing_scope");
        refusal.extra.insert("needed".into(), json!(needed));
        refusal
            .extra
            .insert("provided".into(), json!(provided.join(",")));
        refusal
    }

    /// The body on the wire.
    pub fn body(&self) -> Value {
        let mut body = self.extra.clone();
        body.insert("ok".into(), json!(false));
        body.insert("error".into(), json!(self.error));
        Value::Object(body)
    }
}

impl From<&str> for Refusal {
    fn from(error: &str) -> Refusal {
        Refusal::new(error)
    }
}
