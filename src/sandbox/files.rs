//! Files: uploaded by people or by the bot, shared into conversations.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::names::{BOT_USER, TEAM};
use super::refusal::Answer;
use super::state::World;

/// A file and its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct File {
    pub id: String,
    pub name: String,
    pub title: String,
    pub user: String,
    #[serde(with = "hex::serde")]
    pub bytes: Vec<u8>,
    /// Length that the uploader announced; the bytes must be as many.
    pub announced: Option<usize>,
    /// Channels and the messages that show it.
    pub shares: Vec<(String, String)>,
    pub deleted: bool,
}

impl World {
    /// A file that somebody has just uploaded.
    pub fn add_file(
        &mut self,
        user: &str,
        name: &str,
        bytes: &[u8],
        announced: Option<usize>,
    ) -> String {
        let id = self.id("F");
        let file = File {
            id: id.clone(),
            name: name.into(),
            title: name.into(),
            user: user.into(),
            bytes: bytes.to_vec(),
            announced,
            shares: Vec::new(),
            deleted: false,
        };
        self.files.insert(id.clone(), file);
        id
    }

    /// The file object, with `shares` grouped by the visibility of the channel.
    pub fn file_wire(&self, file: &File) -> Value {
        let extension = file.name.rsplit_once('.').map_or("", |(_, e)| e);
        let mut shares = json!({});
        for (channel, ts) in &file.shares {
            let public = self
                .channels
                .get(channel)
                .is_some_and(|c| c.kind() == "channel");
            let group = if public { "public" } else { "private" };
            let mut share = json!({ "ts": ts });
            let shown = self.channels.get(channel);
            let shown = shown.and_then(|c| c.posts.iter().find(|p| p.ts == *ts));
            if let Some(thread) = shown.and_then(|p| p.thread_ts.as_ref()) {
                share["thread_ts"] = json!(thread);
            }
            let entry = &mut shares[group][channel];
            match entry.as_array_mut() {
                Some(list) => list.push(share),
                None => *entry = json!([share]),
            }
        }
        let url = format!(
            "{}/files-pri/{TEAM}-{}/{}",
            self.base,
            file.id,
            encoded(&file.name)
        );
        json!({
            "id": file.id, "created": self.now() / 1000, "timestamp": self.now() / 1000, "name": file.name,
            "title": file.title, "mimetype": mime(extension), "filetype": extension, "pretty_type": extension.to_uppercase(),
            "user": file.user, "user_team": self.user(&file.user).map(|u| u.team.clone()), "editable": false,
            "size": file.bytes.len(), "mode": "hosted", "is_external": false, "external_type": "", "is_public": false,
            "public_url_shared": false, "display_as_bot": false, "username": "", "url_private": url,
            "url_private_download": url, "permalink": format!("{}/files/{}", self.base, file.id), "file_access": "visible",
            "has_rich_preview": false, "shares": shares, "channels": [], "groups": [], "ims": [],
        })
    }

    /// Notes that a message shows these files, in every copy of their file objects.
    pub fn share(&mut self, files: &[String], channel: &str, ts: &str) {
        for id in files {
            if let Some(file) = self.files.get_mut(id) {
                file.shares.push((channel.into(), ts.into()));
            }
        }
    }

    /// The bytes of an upload, as many as were announced.
    pub fn take_upload(&mut self, id: &str, bytes: &[u8]) -> Answer {
        let file = self.files.get_mut(id).ok_or("file_not_found")?;
        if file.announced != Some(bytes.len()) {
            return Err("length differs from the announced one".into());
        }
        file.bytes = bytes.to_vec();
        Ok(json!({}))
    }

    pub fn file_objects(&self, ids: &[String]) -> Vec<Value> {
        ids.iter()
            .filter_map(|id| self.files.get(id))
            .map(|f| self.file_wire(f))
            .collect()
    }

    /// A file that the bot may see: its own, or shared where it is.
    pub fn file_for_bot(&self, id: &str) -> Option<&File> {
        let here = |(channel, _): &(String, String)| {
            self.channels.get(channel).is_some_and(|c| c.has_bot())
        };
        self.files
            .get(id)
            .filter(|f| f.user == BOT_USER || f.shares.is_empty() || f.shares.iter().any(here))
    }
}

fn encoded(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes()).collect()
}

fn mime(extension: &str) -> &'static str {
    match extension {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "pdf" => "application/pdf",
        "txt" | "log" => "text/plain",
        _ => "application/octet-stream",
    }
}
