//! The connector: what sends, changes and deletes our messages.

use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, Response, StatusCode};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::platform::failure::SendError;
use crate::platform::http::Http;

use super::errors::{failure, later, unsure};
use super::hosts::Hosts;
use super::me::Me;
use super::token::Tokens;

/// A call that takes longer is given up; a lease lasts longer.
pub const TIME_OUT: Duration = Duration::from_secs(12);

/// Calls the connector with our token. One for the whole process.
pub struct Client {
    pub http: Http,
    pub tokens: Tokens,
    pub hosts: Hosts,
    /// Where files are, which needs no token of ours.
    pub files: Hosts,
    pub me: Me,
}

#[derive(Deserialize)]
struct Made {
    id: Option<String>,
}

impl Client {
    /// Sends a message; its id comes back. `conversation` names the thread, where it belongs into one.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn send(
        &self,
        service: &str,
        conversation: &str,
        activity: &Value,
    ) -> Result<String, SendError> {
        let path = format!("v3/conversations/{}/activities", segment(conversation));
        let activity = self.addressed(conversation, activity);
        let answer = self
            .call(Method::POST, service, &path, Some(&activity))
            .await?;
        let made: Made = read(answer).await?;
        // Without one it cannot be changed later: we never send what Teams splits.
        made.id.ok_or_else(|| unsure("no_id"))
    }

    /// Puts another in the place of a message of ours.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn update(
        &self,
        service: &str,
        conversation: &str,
        id: &str,
        activity: &Value,
    ) -> Result<(), SendError> {
        let path = activity_path(conversation, id);
        let mut activity = self.addressed(conversation, activity);
        activity["id"] = json!(id);
        self.call(Method::PUT, service, &path, Some(&activity))
            .await?;
        Ok(())
    }

    /// Takes a message of ours away; one that is gone already is as good.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn delete(
        &self,
        service: &str,
        conversation: &str,
        id: &str,
    ) -> Result<(), SendError> {
        let path = activity_path(conversation, id);
        match self.call(Method::DELETE, service, &path, None).await {
            Ok(_) | Err(SendError::Gone { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The chat with a person; asked again, it is the same one.
    ///
    /// # Errors
    /// As the connector says; [`SendError::Misconfigured`] where they do not have the app.
    pub async fn open_chat(&self, service: &str, user: &str) -> Result<String, SendError> {
        let body = json!({
            "isGroup": false,
            "bot": { "id": self.me.bot() },
            "members": [{ "id": user }],
            "tenantId": self.me.tenant,
            "channelData": { "tenant": { "id": self.me.tenant } },
        });
        let answer = self
            .call(Method::POST, service, "v3/conversations", Some(&body))
            .await?;
        let made: Made = read(answer).await?;
        made.id.ok_or_else(|| unsure("no_id"))
    }

    /// Shows in a chat that we are at work, for some seconds.
    ///
    /// # Errors
    /// As the connector says; nobody misses it.
    pub async fn typing(&self, service: &str, conversation: &str) -> Result<(), SendError> {
        let path = format!("v3/conversations/{}/activities", segment(conversation));
        let activity = self.addressed(conversation, &json!({ "type": "typing" }));
        self.call(Method::POST, service, &path, Some(&activity))
            .await?;
        Ok(())
    }

    /// Says something in a conversation that only one of its people sees.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn aside(
        &self,
        service: &str,
        conversation: &str,
        user: &str,
        activity: &Value,
    ) -> Result<(), SendError> {
        let path = format!(
            "v3/conversations/{}/activities?isTargetedActivity=true",
            segment(conversation)
        );
        let mut activity = self.addressed(conversation, activity);
        // Teams knows the name; the schema wants one.
        activity["recipient"] = json!({ "id": user, "name": "" });
        self.call(Method::POST, service, &path, Some(&activity))
            .await?;
        Ok(())
    }

    /// Whether the login server takes our registration.
    ///
    /// # Errors
    /// As it says.
    pub async fn who_am_i(&self) -> Result<(), SendError> {
        self.tokens.get().await.map(|_| ())
    }

    /// With what the connector's own schema wants of every activity.
    fn addressed(&self, conversation: &str, activity: &Value) -> Value {
        let mut activity = activity.clone();
        activity["channelId"] = json!("msteams");
        activity["conversation"] = json!({ "id": conversation });
        activity["from"] = json!({ "id": self.me.bot(), "name": "Frontdesk" });
        activity
    }

    pub(super) async fn call(
        &self,
        method: Method,
        service: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response, SendError> {
        let url = self.address(service, path)?;
        let mut fresh = false;
        loop {
            let token = self.tokens.get().await?;
            let mut request = self
                .http
                .client()
                .await?
                .request(method.clone(), url.clone())
                .bearer_auth(token.expose_secret())
                .timeout(TIME_OUT);
            if let Some(body) = body {
                request = request.json(body);
            }
            let answer = request.send().await.map_err(|error| {
                if error.is_connect() {
                    later("unreachable", None)
                } else {
                    unsure("lost")
                }
            })?;
            if answer.status().is_success() {
                return Ok(answer);
            }
            // A token may have been taken back before its time.
            if answer.status() == StatusCode::UNAUTHORIZED && !fresh {
                self.tokens.forget(&token).await;
                fresh = true;
                continue;
            }
            return Err(failure(answer).await);
        }
    }

    /// Our token goes to hosts that we trust, and nowhere else.
    fn address(&self, service: &str, path: &str) -> Result<Url, SendError> {
        let text = format!("{}/{path}", service.trim_end_matches('/'));
        let url = Url::parse(&text).ok().filter(|url| self.hosts.allow(url));
        url.ok_or_else(|| SendError::Misconfigured {
            why: "service_host_not_allowed".to_owned(),
        })
    }
}

fn activity_path(conversation: &str, id: &str) -> String {
    format!(
        "v3/conversations/{}/activities/{}",
        segment(conversation),
        segment(id)
    )
}

/// Ids hold `:`, `@`, `;` and `=`.
pub(super) fn segment(id: &str) -> String {
    utf8_percent_encode(id, NON_ALPHANUMERIC).to_string()
}

pub(super) async fn read<T: for<'de> Deserialize<'de>>(answer: Response) -> Result<T, SendError> {
    let body = answer.bytes().await.map_err(|_| unsure("lost"))?;
    serde_json::from_slice(&body).map_err(|_| unsure("malformed"))
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({})", self.me.app_id)
    }
}
