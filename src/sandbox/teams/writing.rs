//! What somebody writes, changes and takes back.

use serde_json::{Value, json};

use super::activity::typed;
use super::deliver::deliver;
use super::member::Member;
use super::world::{APP, BOT_NAME, Kind, Posted, World};

/// A message before it is sent.
#[derive(Clone, Copy, Default)]
pub struct Draft<'a> {
    pub text: &'a str,
    /// In place of what the text would be as HTML.
    pub html: Option<&'a str>,
    pub root: Option<&'a str>,
    pub quoted: Option<&'a str>,
    /// Only the bot sees it: a slash command.
    pub targeted: bool,
}

impl Member {
    /// Writes to the bot; the message's id.
    pub async fn says(&self, text: &str) -> String {
        self.says_in(&self.chat(), text).await
    }

    /// Writes in a conversation, in a channel a post of its own.
    pub async fn says_in(&self, conversation: &str, text: &str) -> String {
        let draft = Draft {
            text,
            ..Draft::default()
        };
        self.writes(conversation, draft, &[]).await
    }

    /// Writes to the bot, with this markup.
    pub async fn says_html(&self, html: &str) -> String {
        let draft = Draft {
            text: "…",
            html: Some(html),
            ..Draft::default()
        };
        self.writes(&self.chat(), draft, &[]).await
    }

    /// Writes with files, each an attachment.
    pub async fn says_with(&self, conversation: &str, text: &str, files: &[Value]) -> String {
        let draft = Draft {
            text,
            ..Draft::default()
        };
        self.writes(conversation, draft, files).await
    }

    /// Answers a message of their chat by quoting it.
    pub async fn quotes(&self, message: &str, text: &str) -> String {
        self.quotes_in(&self.chat(), message, text).await
    }

    /// Answers a message of a conversation without threads by quoting it.
    pub async fn quotes_in(&self, conversation: &str, message: &str, text: &str) -> String {
        let draft = Draft {
            text,
            quoted: Some(message),
            ..Draft::default()
        };
        self.writes(conversation, draft, &[]).await
    }

    /// Begins a thread in a channel, with a mention of the bot.
    pub async fn asks_in(&self, channel: &str, text: &str) -> String {
        self.says_in(channel, &format!("@{BOT_NAME} {text}")).await
    }

    /// Writes in a thread. Without a mention the bot hears it only where the team has allowed it to.
    pub async fn replies(&self, channel: &str, root: &str, text: &str) -> String {
        let draft = Draft {
            text,
            root: Some(root),
            ..Draft::default()
        };
        self.writes(channel, draft, &[]).await
    }

    /// Chooses a slash command of the bot: nobody else sees it.
    pub async fn slashes(&self, conversation: &str, text: &str) -> String {
        let draft = Draft {
            text,
            targeted: true,
            ..Draft::default()
        };
        self.writes(conversation, draft, &[]).await
    }

    async fn writes(&self, conversation: &str, draft: Draft<'_>, files: &[Value]) -> String {
        let (id, status) = self.write(conversation, draft, files).await;
        assert_eq!(status, 200, "a message was not taken");
        id
    }

    /// Writes somewhere: the message's id, and what the bot answered; 200 where it does not hear it.
    pub(super) async fn write(
        &self,
        conversation: &str,
        draft: Draft<'_>,
        files: &[Value],
    ) -> (String, u16) {
        let (id, activity, heard) = self.hub.look(|w| {
            let id = w.next_id();
            let mut activity = self.message(w, conversation, &id, draft);
            if let Some(all) = activity["attachments"].as_array_mut() {
                all.extend(files.iter().cloned());
            }
            let heard = self.keeps(w, conversation, draft, &activity);
            (id, activity, heard)
        });
        let status = match heard {
            true => deliver(&self.hub, &activity).await.status,
            false => 200,
        };
        (id, status)
    }

    /// Said before the bot came: nobody is told. The message's id.
    pub(super) fn said(&self, conversation: &str, draft: Draft<'_>) -> String {
        self.hub.look(|w| {
            let id = w.next_id();
            let activity = self.message(w, conversation, &id, draft);
            self.keeps(w, conversation, draft, &activity);
            id
        })
    }

    /// A message takes its place; whether the bot hears it.
    fn keeps(&self, world: &mut World, place: &str, draft: Draft<'_>, activity: &Value) -> bool {
        let Some(conversation) = world.conversations.get_mut(place) else {
            return false;
        };
        conversation.posts.push(Posted {
            id: activity["id"].as_str().unwrap_or_default().to_owned(),
            root: draft.root.map(str::to_owned),
            by: Some(self.aad.clone()),
            activity: activity.clone(),
            edits: 0,
            deleted: false,
            only: draft.targeted.then(|| self.aad.clone()),
        });
        let mention = draft.text.contains(&format!("@{BOT_NAME}"));
        let heard = conversation.heard || conversation.kind == Kind::Personal;
        conversation.installed && (draft.targeted || mention || heard)
    }

    /// A message to the bot as it would be delivered.
    pub(super) fn typed(&self, text: &str) -> Value {
        let chat = self.chat();
        let draft = Draft {
            text,
            ..Draft::default()
        };
        self.hub.look(|w| {
            let id = w.next_id();
            self.message(w, &chat, &id, draft)
        })
    }

    fn message(&self, world: &mut World, conversation: &str, id: &str, draft: Draft<'_>) -> Value {
        // A message that begins a thread carries its own id there.
        let channel = world
            .conversations
            .get(conversation)
            .is_some_and(|c| c.kind == Kind::Channel);
        let root = draft.root.or(channel.then_some(id));
        let scene = self.scene(world, conversation, root);
        let mut activity = world.envelope("message", id, &scene);
        let mentions = world.mentioned(draft.text);
        typed(&mut activity, draft.text, &mentions, draft.quoted);
        if let Some(html) = draft.html {
            activity["attachments"][0]["content"] = json!(html);
        }
        if draft.targeted {
            activity["recipient"]["isTargeted"] = json!(true);
            activity["recipient"]["id"] = json!(format!("28:{APP}"));
        }
        activity
    }

    /// Changes a message of their own; the bot's status.
    pub async fn edits(&self, conversation: &str, id: &str, text: &str) -> u16 {
        let activity = self.hub.look(|w| {
            let mut activity = self.about(w, "messageUpdate", conversation, id);
            activity["channelData"]["eventType"] = json!("editMessage");
            let mentions = w.mentioned(text);
            typed(&mut activity, text, &mentions, None);
            if let Some(posted) = w.posted_mut(conversation, id) {
                posted.activity["text"] = activity["text"].clone();
                posted.activity["attachments"] = activity["attachments"].clone();
                posted.edits += 1;
            }
            activity
        });
        deliver(&self.hub, &activity).await.status
    }

    /// Takes a message of their own away; the bot's status.
    pub async fn deletes(&self, conversation: &str, id: &str) -> u16 {
        let activity = self.hub.look(|w| {
            if let Some(posted) = w.posted_mut(conversation, id) {
                posted.deleted = true;
            }
            let mut activity = self.about(w, "messageDelete", conversation, id);
            activity["channelData"]["eventType"] = json!("softDeleteMessage");
            activity
        });
        deliver(&self.hub, &activity).await.status
    }

    /// Something that happens to a message, in its thread if it has one.
    fn about(&self, world: &mut World, kind: &str, conversation: &str, message: &str) -> Value {
        let root = world.root_of(conversation, message);
        let scene = self.scene(world, conversation, root.as_deref());
        world.envelope(kind, message, &scene)
    }
}

impl World {
    fn posted_mut(&mut self, conversation: &str, message: &str) -> Option<&mut Posted> {
        let found = self.conversations.get_mut(conversation)?;
        found.posts.iter_mut().find(|p| p.id == message)
    }
}
