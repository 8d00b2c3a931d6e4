//! Our own token for the connector: for the app's own tenant, kept until shortly before it ends, asked for once
//! however many want it.

use std::time::Duration;

use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;
use url::Url;

use crate::clock::{Clock, Millis};
use crate::platform::failure::SendError;
use crate::platform::http::Http;

const TIME_OUT: Duration = Duration::from_secs(10);
/// So long before its end it is replaced.
const EARLY: Millis = 5 * 60 * 1000;

/// The registration that the token is for.
pub struct Tokens {
    pub http: Http,
    /// `…/{tenant}/oauth2/v2.0/token`.
    pub url: Url,
    pub app_id: String,
    pub password: SecretString,
    pub scope: String,
    pub clock: Clock,
    pub state: Mutex<Option<Held>>,
}

#[derive(Clone)]
pub struct Held {
    token: SecretString,
    until: Millis,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: i64,
}

#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Tokens {
    /// A token that is good for some minutes.
    ///
    /// # Errors
    /// As the login server says.
    pub async fn get(&self) -> Result<SecretString, SendError> {
        // Held while asking: whoever comes meanwhile gets the same one.
        let mut state = self.state.lock().await;
        let now = self.clock.now();
        if let Some(held) = state.as_ref().filter(|h| h.until - EARLY > now) {
            return Ok(held.token.clone());
        }
        match self.ask(now).await {
            Ok(held) => {
                let token = held.token.clone();
                *state = Some(held);
                Ok(token)
            }
            // The old one is good for a while yet.
            Err(error) => match state.as_ref().filter(|h| h.until > now) {
                Some(held) => Ok(held.token.clone()),
                None => Err(error),
            },
        }
    }

    /// The connector did not take this one: another is asked for.
    pub async fn forget(&self, token: &SecretString) {
        let mut state = self.state.lock().await;
        if state
            .as_ref()
            .is_some_and(|held| held.token.expose_secret() == token.expose_secret())
        {
            *state = None;
        }
    }

    async fn ask(&self, now: Millis) -> Result<Held, SendError> {
        let later = |why: &str| SendError::Retry {
            after: None,
            why: why.to_owned(),
        };
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.app_id.as_str()),
            ("client_secret", self.password.expose_secret()),
            ("scope", self.scope.as_str()),
        ];
        let answer = self
            .http
            .client()
            .await?
            .post(self.url.clone())
            .form(&form)
            .timeout(TIME_OUT)
            .send()
            .await
            .map_err(|_| later("login_unreachable"))?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(|_| later("login_lost"))?;
        if status == StatusCode::OK {
            let granted: Granted =
                serde_json::from_slice(&body).map_err(|_| later("login_malformed"))?;
            return Ok(Held {
                token: granted.access_token.into(),
                until: now + granted.expires_in.clamp(0, 86_400) * 1000,
            });
        }
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(later("login_busy"));
        }
        let refused: Option<Refused> = serde_json::from_slice(&body).ok();
        let why = refused.map_or_else(|| "login_refused".to_owned(), |r| code(&r.error));
        Err(SendError::Dead { why })
    }
}

/// A code that may be shown: what the login server says besides may hold ids.
pub(super) fn code(text: &str) -> String {
    let known = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    if text.is_empty() || text.len() > 80 || !text.bytes().all(known) {
        return "unknown_error".to_owned();
    }
    text.to_owned()
}
