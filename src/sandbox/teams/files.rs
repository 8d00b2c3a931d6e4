//! Files: where people keep theirs, and how a bot gets one and gives one.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

use super::deliver::deliver;
use super::member::Member;
use super::tenant::{Hub, Teams};
use super::world::{Call, World};

/// What a bot sends to ask whether it may put a file somewhere.
pub const CONSENT: &str = "application/vnd.microsoft.teams.card.file.consent";
/// What it shows once the file is there.
pub const INFO: &str = "application/vnd.microsoft.teams.card.file.info";
pub const DOWNLOAD: &str = "application/vnd.microsoft.teams.file.download.info";

/// A file of the tenant's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stored {
    pub name: String,
    pub content: Vec<u8>,
    /// It is had with the bot's token only: a picture that was pasted.
    pub with_token: bool,
    /// It is waited for: somebody said yes.
    pub wanted: bool,
}

impl Member {
    /// A file of theirs as it comes along with a message to the bot.
    pub fn file(&self, name: &str, content: &[u8]) -> Value {
        self.hub.look(|w| {
            let id = w.keep(name, content, false);
            json!({
                "contentType": DOWNLOAD,
                "contentUrl": format!("{}/personal/{name}", w.base),
                "name": name,
                "content": {
                    "downloadUrl": format!("{}/files/{id}", w.base),
                    "uniqueId": id,
                    "fileType": name.rsplit('.').next(),
                },
            })
        })
    }

    /// A picture that was pasted into the message.
    pub fn picture(&self, content: &[u8]) -> Value {
        self.hub.look(|w| {
            let id = w.keep("image.png", content, true);
            json!({
                "contentType": "image/png",
                "contentUrl": format!("{}v3/attachments/{id}/views/original", w.service_url()),
            })
        })
    }

    /// Says yes or no to a file that the bot would put into their own.
    ///
    /// # Panics
    /// When the message asks no such thing: a mistake in the story.
    pub async fn answers_file(&self, message: &str, accept: bool) -> u16 {
        let chat = self.chat();
        let activity = self.hub.look(|w| {
            let posted = w.conversations[&chat].posts.iter();
            let posted = posted.clone().find(|p| p.id == message).expect("a message");
            let card = &posted.activity["attachments"][0];
            assert_eq!(card["contentType"], CONSENT, "{card}");
            let name = card["name"].as_str().unwrap_or_default().to_owned();
            let way = if accept { "accept" } else { "decline" };
            let context = card["content"][format!("{way}Context")].clone();
            let mut value = json!({ "type": "fileUpload", "action": way, "context": context });
            if accept {
                let id = w.keep(&name, b"", false);
                w.files.entry(id.clone()).and_modify(|f| f.wanted = true);
                value["uploadInfo"] = json!({
                    "name": name, "uniqueId": id, "fileType": name.rsplit('.').next(),
                    "contentUrl": format!("{}/personal/{name}", w.base),
                    "uploadUrl": format!("{}/upload/{id}", w.base),
                });
            }
            let id = format!("f:{}", w.next_id());
            let scene = self.scene(w, &chat, None);
            let mut activity = w.envelope("invoke", &id, &scene);
            activity["name"] = json!("fileConsent/invoke");
            activity["value"] = value;
            activity["replyToId"] = json!(message);
            activity
        });
        deliver(&self.hub, &activity).await.status
    }

    /// What the bot put among their files, by name.
    pub fn has_file(&self, name: &str) -> Option<Vec<u8>> {
        self.hub.look(|w| {
            let mut all = w.files.values();
            let found = all.find(|f| f.name == name && !f.content.is_empty());
            found.map(|f| f.content.clone())
        })
    }
}

impl Teams {
    /// What the bot asks to be let put into somebody's files, in `conversation`: the messages and the names.
    pub fn offered(&self, conversation: &str) -> Vec<(String, String)> {
        let messages = self.messages(conversation).into_iter();
        messages
            .filter(|m| m.activity["attachments"][0]["contentType"] == CONSENT)
            .map(|m| {
                let name = m.activity["attachments"][0]["name"].clone();
                (m.id, name.as_str().unwrap_or_default().to_owned())
            })
            .collect()
    }

    /// The files are no longer to be had.
    pub fn lose_files(&self) {
        self.hub.look(|w| w.files.clear());
    }
}

impl World {
    fn keep(&mut self, name: &str, content: &[u8], with_token: bool) -> String {
        let id = format!("file-{}", self.next_id());
        let stored = Stored {
            name: name.to_owned(),
            content: content.to_vec(),
            with_token,
            wanted: false,
        };
        self.files.insert(id.clone(), stored);
        id
    }
}

/// `GET /files/{id}` and `GET …/v3/attachments/{id}/views/original`.
pub async fn download(hub: &Hub, id: &str, headers: &HeaderMap) -> Response {
    hub.look(|w| {
        let now = w.time();
        let token = headers.get(header::AUTHORIZATION);
        let token = token.and_then(|t| t.to_str().ok()?.strip_prefix("Bearer "));
        let good = token.is_some_and(|t| w.tokens.get(t).is_some_and(|until| *until > now));
        let status = match w.files.get(id) {
            None => 404,
            Some(file) if file.with_token && !good => 401,
            Some(file) if !file.with_token && token.is_some() => {
                let what = format!("{} was fetched with a token", file.name);
                w.violation(what);
                200
            }
            Some(_) => 200,
        };
        w.calls.push(Call {
            method: "download",
            conversation: String::new(),
            body: Value::Null,
            status,
        });
        match w.files.get(id) {
            Some(file) if status == 200 => file.content.clone().into_response(),
            _ => StatusCode::from_u16(status)
                .unwrap_or_default()
                .into_response(),
        }
    })
}

pub async fn fetch(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    download(&hub, &id, &headers).await
}

/// `PUT /upload/{id}`: the address is the right to it.
pub async fn upload(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    hub.look(|w| {
        let range = format!("bytes 0-{}/{}", body.len().saturating_sub(1), body.len());
        let said = headers.get(header::CONTENT_RANGE);
        let said = said.and_then(|r| r.to_str().ok()).unwrap_or_default();
        if headers.contains_key(header::AUTHORIZATION) {
            w.violation("a file was put up with a token".to_owned());
        }
        let status = match w.files.get_mut(&id) {
            Some(file) if file.wanted && said == range => {
                file.content = body.to_vec();
                file.wanted = false;
                StatusCode::CREATED
            }
            Some(_) => StatusCode::BAD_REQUEST,
            None => StatusCode::NOT_FOUND,
        };
        w.calls.push(Call {
            method: "upload",
            conversation: String::new(),
            body: Value::Null,
            status: status.as_u16(),
        });
        status.into_response()
    })
}

/// Whether a message is what asks, or tells of, a file; what is wrong with it.
pub fn wrong(attachment: &Value) -> Option<&'static str> {
    let content = &attachment["content"];
    match attachment["contentType"].as_str() {
        Some(CONSENT) if attachment["name"].as_str().is_none_or(str::is_empty) => {
            Some("a consent without a name")
        }
        Some(CONSENT) if !content["sizeInBytes"].is_u64() => Some("a consent without a size"),
        Some(INFO) if content["uniqueId"].is_null() || attachment["contentUrl"].is_null() => {
            Some("a file that is nowhere")
        }
        _ => None,
    }
}

/// For those who look: what a message with such a card shows.
pub fn words(attachment: &Value) -> Option<String> {
    let name = attachment["name"].as_str()?;
    match attachment["contentType"].as_str() {
        Some(CONSENT) => Some(format!("{name}\n[Accept] [Decline]")),
        Some(INFO) => Some(format!("File: {name}")),
        _ => None,
    }
}
