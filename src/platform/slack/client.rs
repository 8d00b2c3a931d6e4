//! Slack's Web API.

use std::fmt;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::errors::{CallError, SendError};
use crate::platform::http::{Http, NoClient};

/// Longer than Slack ever takes; a longer wait would hold up the conversation.
pub const TIME_OUT: Duration = Duration::from_secs(10);

/// Calls Slack with one token. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    pub(super) http: Http,
    /// Ends with a slash.
    pub(super) base: Url,
    pub(super) token: SecretString,
}

/// What Slack answers, whatever was asked.
#[derive(serde::Deserialize)]
struct Outcome {
    ok: bool,
    error: Option<String>,
}

impl Client {
    /// `base` is `https://slack.com/api/`, or what stands for it.
    pub fn new(http: impl Into<Http>, mut base: Url, token: SecretString) -> Client {
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let http = http.into();
        Client { http, base, token }
    }

    /// Tells this token from others without telling it.
    pub fn mark(&self) -> String {
        hex::encode(Sha256::digest(self.token.expose_secret()))
    }

    /// Calls `method` with the fields of `args`, an object. Sent as a form with JSON in its fields:
    /// Slack takes that for every method, while most silently drop a JSON body.
    ///
    /// # Errors
    /// When it did not come to `"ok": true`.
    pub async fn call(&self, method: &str, args: &Value) -> Result<Value, CallError> {
        self.call_as(method, args).await
    }

    /// The same, with only the fields of the answer that `T` names.
    pub(super) async fn call_as<T: DeserializeOwned>(
        &self,
        method: &str,
        args: &Value,
    ) -> Result<T, CallError> {
        let (_, body) = self.ask(method, args).await?;
        serde_json::from_slice(&body).map_err(|_| CallError::NotSlack)
    }

    /// The answer's headers and body, once it says `"ok": true`.
    pub(super) async fn ask(
        &self,
        method: &str,
        args: &Value,
    ) -> Result<(HeaderMap, Vec<u8>), CallError> {
        let url = self.base.join(method);
        let url = url.map_err(|_| CallError::Ours("no_such_method"))?;
        let response = self
            .http
            .client()
            .await
            .map_err(|NoClient| CallError::Unreachable)?
            .post(url)
            .bearer_auth(self.token.expose_secret())
            .timeout(TIME_OUT)
            .form(&fields(args))
            .send()
            .await
            .map_err(|error| lost(&error))?;
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let after = retry_after(&response);
            return Err(CallError::Throttled { after });
        }
        let headers = response.headers().clone();
        let body = response.bytes().await.map_err(|_| CallError::Lost)?;
        // Slack's own words count more than the status: a definite error is not ambiguous.
        match serde_json::from_slice::<Outcome>(&body) {
            Ok(Outcome { ok: true, .. }) if status.is_success() => Ok((headers, body.into())),
            Ok(Outcome {
                error: Some(error), ..
            }) => Err(CallError::Slack(error)),
            _ if !status.is_success() => Err(CallError::Status(status.as_u16())),
            _ => Err(CallError::NotSlack),
        }
    }

    /// The address of a new Socket Mode connection, good for one. Needs an app-level token.
    ///
    /// # Errors
    /// When Slack gives none.
    pub async fn open_socket(&self) -> Result<String, SendError> {
        #[derive(serde::Deserialize)]
        struct Opened {
            url: String,
        }
        let none = Value::Object(serde_json::Map::new());
        let opened: Opened = self.call_as("apps.connections.open", &none).await?;
        Ok(opened.url)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.base)
    }
}

/// Form fields: text as it is, objects and lists as JSON, what is null not at all.
fn fields(args: &Value) -> Vec<(&str, String)> {
    let fields = args.as_object().into_iter().flatten();
    fields
        .filter_map(|(name, value)| match value {
            Value::Null => None,
            Value::String(text) => Some((name.as_str(), text.clone())),
            other => Some((name.as_str(), other.to_string())),
        })
        .collect()
}

pub(super) fn lost(error: &reqwest::Error) -> CallError {
    if error.is_connect() {
        CallError::Unreachable
    } else if error.is_builder() {
        CallError::Ours("invalid_request")
    } else {
        CallError::Lost
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get("retry-after")?.to_str().ok()?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_travel_as_json_in_a_form() {
        let args = json!({ "channel": "C1", "blocks": [{ "type": "divider" }], "limit": 2, "thread_ts": null });
        assert_eq!(
            fields(&args),
            [
                ("blocks", r#"[{"type":"divider"}]"#.to_owned()),
                ("channel", "C1".to_owned()),
                ("limit", "2".to_owned()),
            ]
        );
    }
}
