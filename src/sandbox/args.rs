//! The arguments of a Web API call, read alike from form and JSON bodies.

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::refusal::Refusal;

/// Arguments by name; from a form every value is a string.
#[derive(Clone, Debug, Default)]
pub struct Args(pub Map<String, Value>);

impl Args {
    /// Reads a body. JSON sent to a method that takes forms only is dropped without a word, as Slack does.
    pub fn read(body: &[u8], content_type: &str, takes_json: bool) -> Result<Args, Refusal> {
        if !content_type.contains("json") {
            let pairs = form_urlencoded::parse(body);
            return Ok(Args(
                pairs
                    .map(|(k, v)| (k.into_owned(), Value::String(v.into_owned())))
                    .collect(),
            ));
        }
        if !takes_json {
            return Ok(Args::default());
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(map)) => Ok(Args(map)),
            Ok(_) => Err("json_not_object".into()),
            Err(_) if body.is_empty() => Ok(Args::default()),
            Err(_) => Err("invalid_json".into()),
        }
    }

    /// A non-empty text; numbers count as text because forms know nothing else.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A text that the method cannot do without.
    pub fn need(&self, name: &str) -> Result<String, Refusal> {
        self.text(name).ok_or_else(|| {
            Refusal::because(
                "invalid_arguments",
                &[format!("missing required field: {name}")],
            )
        })
    }

    pub fn flag(&self, name: &str) -> bool {
        match self.0.get(name) {
            Some(Value::Bool(yes)) => *yes,
            Some(Value::String(text)) => text == "true" || text == "1",
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A structure: JSON itself, or JSON in a string (the only way in a form). `null` and "" are absent.
    pub fn json(&self, name: &str, error: &str) -> Result<Option<Value>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| error.into()),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// The call as it is kept for inspection: structures decoded.
    pub fn decoded(&self) -> Value {
        let decode = |value: &Value| match value.as_str() {
            Some(text) if text.starts_with(['{', '[']) => {
                serde_json::from_str(text).unwrap_or_else(|_| value.clone())
            }
            _ => value.clone(),
        };
        self.0
            .iter()
            .map(|(name, value)| (name.clone(), decode(value)))
            .collect()
    }
}
