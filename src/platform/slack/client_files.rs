//! Files, in both directions.

use std::collections::HashMap;
use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Body, Response, StatusCode, Url};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;

use super::client::{Client, lost};
use super::errors::{CallError, SendError};

/// For the whole of a file.
const TIME_OUT: Duration = Duration::from_secs(300);

/// Slack's own hosts, and those of its government cloud.
const HOSTS: [&str; 3] = ["slack.com", "slack-files.com", "slack-gov.com"];

#[derive(Deserialize)]
struct Ticket {
    upload_url: String,
    file_id: String,
}

#[derive(Deserialize)]
struct Info {
    file: Shared,
}

#[derive(Deserialize)]
struct Shared {
    shares: Option<Shares>,
    /// Channels and direct messages in which it is, without threads.
    channels: Option<Vec<String>>,
    groups: Option<Vec<String>>,
    ims: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Shares {
    public: Option<HashMap<String, Vec<Share>>>,
    private: Option<HashMap<String, Vec<Share>>>,
}

#[derive(Deserialize)]
struct Share {
    thread_ts: Option<String>,
}

impl Client {
    /// The file behind an attachment's address, to be read as a stream. The token goes to Slack's own
    /// hosts and to the configured API's host, and nowhere else: addresses come from outside.
    ///
    /// # Errors
    /// As Slack says; [`SendError::Refused`] for an address elsewhere.
    pub async fn download(&self, url: &str) -> Result<Response, SendError> {
        let url = self.trusted(url)?;
        let response = self
            .http
            .client()
            .await?
            .get(url.clone())
            .bearer_auth(self.token.expose_secret())
            .timeout(TIME_OUT)
            .send()
            .await
            .map_err(|error| lost(&error))?;
        match response.status() {
            StatusCode::NOT_FOUND | StatusCode::GONE => Err(SendError::Gone {
                why: "file_not_found".to_owned(),
            }),
            // Nothing was changed by asking, so all that is no answer can be asked again.
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Err(SendError::Retry {
                    after: None,
                    why: format!("http_{}", status.as_u16()),
                })
            }
            status if !status.is_success() => Err(CallError::Status(status.as_u16()).into()),
            // Without files:read Slack leads to its sign-in page, with status 200.
            _ if *response.url() != url && is_html(&response) => Err(SendError::Misconfigured {
                why: "missing_scope".to_owned(),
            }),
            _ => Ok(response),
        }
    }

    /// Sends a file of `length` bytes to Slack, where nobody sees it until it is shared.
    ///
    /// # Errors
    /// As Slack says. Sending it again is harmless.
    pub async fn upload(
        &self,
        name: &str,
        length: u64,
        content: impl Into<Body>,
    ) -> Result<String, SendError> {
        let args = json!({ "filename": name, "length": length });
        let ticket: Ticket = self.call_as("files.getUploadURLExternal", &args).await?;
        let response = self
            .http
            .client()
            .await?
            .post(self.trusted(&ticket.upload_url)?)
            .header(CONTENT_LENGTH, length)
            .header(CONTENT_TYPE, "application/octet-stream")
            .timeout(TIME_OUT)
            .body(content)
            .send()
            .await
            .map_err(|error| lost(&error))?;
        if !response.status().is_success() {
            return Err(CallError::Status(response.status().as_u16()).into());
        }
        Ok(ticket.file_id)
    }

    /// Shows an uploaded file in a conversation.
    ///
    /// # Errors
    /// As Slack says; after [`SendError::Unsure`] ask [`Client::file_shared_in`] first.
    pub async fn share(
        &self,
        file: &str,
        channel: &str,
        thread: Option<&str>,
        title: &str,
    ) -> Result<(), SendError> {
        let args = json!({
            "files": [{ "id": file, "title": title }],
            "channel_id": channel,
            "thread_ts": thread,
        });
        self.call("files.completeUploadExternal", &args).await?;
        Ok(())
    }

    /// Whether a file is to be seen there already.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn file_shared_in(
        &self,
        file: &str,
        channel: &str,
        thread: Option<&str>,
    ) -> Result<bool, SendError> {
        let info: Info = self.call_as("files.info", &json!({ "file": file })).await?;
        Ok(info.file.is_in(channel, thread))
    }

    fn trusted(&self, url: &str) -> Result<Url, CallError> {
        let url = Url::parse(url).map_err(|_| CallError::Ours("invalid_address"))?;
        let slacks = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| {
                HOSTS.iter().any(|known| {
                    host.strip_suffix(known)
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                })
            });
        if slacks || url.origin() == self.base.origin() {
            return Ok(url);
        }
        Err(CallError::Ours("foreign_address"))
    }
}

impl Shared {
    fn is_in(&self, channel: &str, thread: Option<&str>) -> bool {
        let shares = self.shares.iter();
        let mut places = shares
            .flat_map(|s| [&s.public, &s.private])
            .flatten()
            .filter_map(|places| places.get(channel))
            .flatten()
            .peekable();
        if places.peek().is_some() {
            return places.any(|share| thread.is_none() || share.thread_ts.as_deref() == thread);
        }
        [&self.channels, &self.groups, &self.ims]
            .into_iter()
            .flatten()
            .flatten()
            .any(|place| place == channel)
    }
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_stays_with_slack() {
        let base = Url::parse("http://127.0.0.1:9/api/").expect("a url");
        let http = reqwest::Client::builder().build().expect("a client");
        let client = Client::new(http, base, "xoxb-1".to_owned().into());
        for good in [
            "https://files.slack.com/files-pri/T1-F1/x.png",
            "https://slack.com/x",
            "http://127.0.0.1:9/files/x",
        ] {
            assert!(client.trusted(good).is_ok(), "{good}");
        }
        for bad in [
            "http://files.slack.com/x",
            "https://evilslack.com/x",
            "https://slack.com.evil.example/x",
            "https://slack.com:8443/x",
            "https://slack.com@evil.example/x",
            "http://127.0.0.1:10/x",
            "file:///etc/passwd",
            "",
        ] {
            assert!(client.trusted(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn shares_are_told_by_thread() {
        let file: Shared = serde_json::from_str(
            r#"{"shares":{"public":{"C1":[{"ts":"1.1","thread_ts":"1.0"}]},"private":{"D1":[{"ts":"2.0"}]}},"ims":["D2"]}"#,
        )
        .expect("a file");
        assert!(file.is_in("C1", Some("1.0")));
        assert!(file.is_in("C1", None));
        assert!(!file.is_in("C1", Some("9.9")));
        assert!(file.is_in("D1", None));
        assert!(file.is_in("D2", None));
        assert!(!file.is_in("C2", None));
    }
}
