//! What somebody writes, changes and takes back.

use serde_json::{Value, json};

use super::activity::typed;
use super::deliver::deliver;
use super::member::Member;
use super::world::{APP, BOT_NAME, Kind, Posted, World};

/// A message before it is sent.
#[derive(Clone, Copy, Default)]
struct Draft<'a> {
    text: &'a str,
    /// In place of what the text would be as HTML.
    html: Option<&'a str>,
    root: Option<&'a str>,
    quoted: Option<&'a str>,
    /// Only the bot sees it: a slash command.
    targeted: bool,
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
        let (id, activity, heard) = self.hub.look(|w| {
            let id = w.next_id();
            let mut activity = self.message(w, conversation, &id, draft);
            if let Some(all) = activity["attachments"].as_array_mut() {
                all.extend(files.iter().cloned());
            }
            let mut heard = draft.targeted || draft.text.contains(&format!("@{BOT_NAME}"));
            if let Some(conversation) = w.conversations.get_mut(conversation) {
                heard |= conversation.heard || conversation.kind == Kind::Personal;
                conversation.posts.push(Posted {
                    id: id.clone(),
                    root: draft.root.map(str::to_owned),
                    by: Some(self.aad.clone()),
                    activity: activity.clone(),
                    edits: 0,
                    deleted: false,
                    only: draft.targeted.then(|| self.aad.clone()),
                });
            }
            (id, activity, heard)
        });
        if heard {
            let answered = deliver(&self.hub, &activity).await;
            assert_eq!(
                answered.status, 200,
                "a message was not taken: {answered:?}"
            );
        }
        id
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

    /// Changes a message of their own.
    pub async fn edits(&self, conversation: &str, id: &str, text: &str) {
        let activity = self.hub.look(|w| {
            let scene = self.scene(w, conversation, None);
            let mut activity = w.envelope("messageUpdate", id, &scene);
            activity["channelData"]["eventType"] = json!("editMessage");
            let mentions = w.mentioned(text);
            typed(&mut activity, text, &mentions, None);
            activity
        });
        deliver(&self.hub, &activity).await;
    }

    /// Takes a message of their own away.
    pub async fn deletes(&self, conversation: &str, id: &str) {
        let activity = self.hub.look(|w| {
            let scene = self.scene(w, conversation, None);
            let mut activity = w.envelope("messageDelete", id, &scene);
            activity["channelData"]["eventType"] = json!("softDeleteMessage");
            activity
        });
        deliver(&self.hub, &activity).await;
    }
}
