//! What is said: stored messages, their threads and their form on the wire.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::names::{APP, BOT, BOT_NAME, BOT_USER, TEAM};
use super::refusal::Refusal;
use super::state::World;

/// A message as it is stored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    pub ts: String,
    pub user: String,
    /// The author's workspace.
    pub team: String,
    pub text: String,
    pub blocks: Vec<Value>,
    pub attachments: Vec<Value>,
    pub metadata: Option<Value>,
    /// The parent's `ts`, in a reply only.
    pub thread_ts: Option<String>,
    /// A reply also shown in the channel.
    pub broadcast: bool,
    /// `{user, ts}` of the last edit that shows as one.
    pub edited: Option<Value>,
    /// Emoji names and who reacted, in the order of the first.
    pub reactions: Vec<(String, Vec<String>)>,
    pub files: Vec<Value>,
    pub client_msg_id: Option<String>,
    pub deleted: bool,
}

impl Post {
    pub fn by_bot(&self) -> bool {
        self.user == BOT_USER
    }

    /// The message object. Without `all_metadata` only the metadata's `event_type` is told.
    pub fn wire(&self, all_metadata: bool) -> Value {
        let mut wire = json!({
            "type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": self.team,
        });
        if self.by_bot() {
            wire["bot_id"] = json!(BOT);
            wire["app_id"] = json!(APP);
            wire["bot_profile"] = json!({
                "id": BOT, "app_id": APP, "name": BOT_NAME, "team_id": TEAM, "deleted": false, "updated": 1_700_000_000,
                "icons": { "image_36": "", "image_48": "", "image_72": "" }, "user_id": BOT_USER,
            });
        }
        for (name, list) in [
            ("blocks", &self.blocks),
            ("attachments", &self.attachments),
            ("files", &self.files),
        ] {
            if !list.is_empty() {
                wire[name] = json!(list);
            }
        }
        if let Some(id) = &self.client_msg_id {
            wire["client_msg_id"] = json!(id);
        }
        if let Some(parent) = &self.thread_ts {
            wire["thread_ts"] = json!(parent);
        }
        if let Some(edited) = &self.edited {
            wire["edited"] = edited.clone();
        }
        if let Some(metadata) = &self.metadata {
            wire["metadata"] = if all_metadata {
                metadata.clone()
            } else {
                json!({ "event_type": metadata["event_type"] })
            };
        }
        if !self.reactions.is_empty() {
            let told = |(name, users): &(String, Vec<String>)| json!({ "name": name, "users": users, "count": users.len() });
            wire["reactions"] = self.reactions.iter().map(told).collect();
        }
        wire
    }
}

impl World {
    pub fn post(&self, channel: &str, ts: &str) -> Option<&Post> {
        self.channels
            .get(channel)?
            .posts
            .iter()
            .find(|p| p.ts == ts && !p.deleted)
    }

    pub fn post_mut(&mut self, channel: &str, ts: &str) -> Option<&mut Post> {
        self.channels
            .get_mut(channel)?
            .posts
            .iter_mut()
            .find(|p| p.ts == ts && !p.deleted)
    }

    /// Stores a message under a new `ts` and tells the bot of it. The channel exists.
    pub fn say(&mut self, channel: &str, mut post: Post) -> String {
        post.ts = self.stamp();
        let ts = post.ts.clone();
        if let Some(channel) = self.channels.get_mut(channel) {
            channel.posts.push(post.clone());
        }
        self.tell_said(channel, &post);
        ts
    }

    /// Checks that `thread_ts` names a parent in the channel (not a reply, not something gone for good).
    pub fn parent(&self, channel: &str, thread_ts: &str) -> Result<(), Refusal> {
        let posts = self
            .channels
            .get(channel)
            .map(|c| &c.posts)
            .into_iter()
            .flatten();
        match posts
            .filter(|p| p.ts == thread_ts)
            .map(|p| &p.thread_ts)
            .next()
        {
            Some(None) => Ok(()),
            Some(Some(_)) => Err("cannot_reply_to_message".into()),
            None => Err("thread_not_found".into()),
        }
    }

    /// Changes a message and tells the bot as `message_changed`.
    pub fn change(&mut self, channel: &str, ts: &str, change: impl FnOnce(&mut Post)) {
        let Some(post) = self.post_mut(channel, ts) else {
            return;
        };
        let before = post.clone();
        change(post);
        let after = post.clone();
        self.tell_changed(channel, &before, &after);
    }

    /// Deletes a message; replies stay under a placeholder.
    pub fn erase(&mut self, channel: &str, ts: &str) {
        let Some(post) = self.post_mut(channel, ts) else {
            return;
        };
        post.deleted = true;
        let before = post.clone();
        self.tell_deleted(channel, &before);
    }

    /// A message as `conversations.*` shows it: a deleted parent of replies is a placeholder, other deleted ones are not there.
    pub fn shown(&self, channel: &str, post: &Post, all_metadata: bool) -> Option<Value> {
        let posts = &self.channels.get(channel)?.posts;
        let replies: Vec<&Post> = posts
            .iter()
            .filter(|p| p.thread_ts.as_deref() == Some(&post.ts) && !p.deleted)
            .collect();
        if post.deleted && replies.is_empty() {
            return None;
        }
        let mut wire = post.wire(all_metadata);
        if post.deleted {
            wire = json!({
                "type": "message", "subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT",
                "hidden": true, "ts": post.ts,
            });
        }
        if let Some(last) = replies.last() {
            wire["thread_ts"] = json!(post.ts);
            wire["reply_count"] = json!(replies.len());
            wire["latest_reply"] = json!(last.ts);
        } else if post.thread_ts.is_some() && !post.deleted {
            wire["parent_user_id"] = json!(self.author_of_parent(channel, post));
        }
        Some(wire)
    }

    /// Who wrote the parent of a reply.
    pub fn author_of_parent(&self, channel: &str, reply: &Post) -> Option<String> {
        let posts = &self.channels.get(channel)?.posts;
        posts
            .iter()
            .find(|p| Some(&p.ts) == reply.thread_ts.as_ref())
            .map(|p| p.user.clone())
    }
}
