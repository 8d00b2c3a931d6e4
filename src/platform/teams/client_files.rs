//! Files: fetched where Teams says they are, and put where somebody let us.
//!
//! Addresses come with activities. Our token goes along to the connector's own attachments and nowhere else; an
//! address of a file is itself the right to it.

use std::time::Duration;

use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE};
use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::domain::ids::{FileId, PostId};
use crate::platform::failure::SendError;

use super::client::Client;
use super::errors::later;
use super::hosts::Hosts;
use super::invokes::consent;

/// Where the tenant's files are, in each of Microsoft's clouds.
const FILES: &str = "*.sharepoint.com, *.sharepoint.us, *.sharepoint.cn, *.svc.ms";

/// A large file on a slow line.
const TIME_OUT: Duration = Duration::from_secs(300);

/// Where somebody let us put a file, as their client told it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    pub content_url: String,
    pub name: String,
    pub upload_url: String,
    pub unique_id: String,
    pub file_type: Option<String>,
}

/// Where files are fetched from and put: the tenant's own, and whatever the connector's hosts name of this machine.
pub fn hosts(connectors: &Hosts) -> Hosts {
    Hosts::parse(FILES)
        .unwrap_or_default()
        .with_loopback(connectors)
}

impl Client {
    /// The content of a file that came with a message.
    ///
    /// # Errors
    /// [`SendError::Gone`] when it is no longer to be had: addresses are good for some minutes.
    pub async fn download(&self, url: &str) -> Result<Response, SendError> {
        let url = Url::parse(url).map_err(|_| foreign())?;
        let picture = self.hosts.allow(&url) && url.path().contains("/v3/attachments/");
        if !picture && !self.files.allow(&url) {
            return Err(foreign());
        }
        let mut request = self.http.client().await?.get(url).timeout(TIME_OUT);
        if picture {
            let token = self.tokens.get().await?;
            request = request.bearer_auth(token.expose_secret());
        }
        let answer = request.send().await;
        // Nothing came of it, whatever happened: it can be asked for again.
        let answer = answer.map_err(|_| later("file_lost", None))?;
        match answer.status() {
            status if status.is_success() => Ok(answer),
            StatusCode::TOO_MANY_REQUESTS => Err(later("file_throttled", None)),
            status if status.is_server_error() => Err(later("file_later", None)),
            _ => Err(SendError::Gone {
                why: "no_such_file".to_owned(),
            }),
        }
    }

    /// Puts a file where somebody let us; doing it again is harmless.
    ///
    /// # Errors
    /// [`SendError::Gone`] when it may no longer be put there.
    pub async fn put(&self, grant: &Grant, content: Vec<u8>) -> Result<(), SendError> {
        let url = Url::parse(&grant.upload_url).map_err(|_| foreign())?;
        if !self.files.allow(&url) {
            return Err(foreign());
        }
        let size = content.len();
        let range = format!("bytes 0-{}/{size}", size.saturating_sub(1));
        let answer = self
            .http
            .client()
            .await?
            .put(url)
            .header(CONTENT_RANGE, range)
            .header(CONTENT_TYPE, "application/octet-stream")
            .timeout(TIME_OUT)
            .body(content)
            .send()
            .await
            .map_err(|_| later("file_lost", None))?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            StatusCode::TOO_MANY_REQUESTS => Err(later("file_throttled", None)),
            status if status.is_server_error() => Err(later("file_later", None)),
            _ => Err(SendError::Gone {
                why: "not_to_be_put".to_owned(),
            }),
        }
    }
}

/// The question whether a file may be put among somebody's own. `size` in bytes, as far as it is known.
pub fn question(name: &str, size: u64, file: FileId, post: PostId) -> Value {
    let context = json!({ consent::FILE: file, consent::POST: post });
    json!({
        "type": "message",
        "summary": name,
        "attachments": [{
            "contentType": "application/vnd.microsoft.teams.card.file.consent",
            "name": name,
            "content": {
                "description": name,
                "sizeInBytes": size,
                "acceptContext": context,
                "declineContext": context,
            },
        }],
    })
}

/// The file, once it is among their own.
pub fn shown(grant: &Grant) -> Value {
    json!({
        "type": "message",
        "summary": grant.name,
        "attachments": [{
            "contentType": "application/vnd.microsoft.teams.card.file.info",
            "contentUrl": grant.content_url,
            "name": grant.name,
            "content": { "uniqueId": grant.unique_id, "fileType": grant.file_type },
        }],
    })
}

fn foreign() -> SendError {
    SendError::Refused {
        why: "foreign_address".to_owned(),
    }
}
