//! Somebody of the tenant: they write, press and fill in, and never see JSON unless they ask for it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::activity::{Scene, scene, typed};
use super::deliver::deliver;
use super::seen::{Post, post};
use super::tenant::Hub;
use super::world::{APP, Kind, Posted, World, personal};

#[derive(Clone)]
pub struct Member {
    pub(super) hub: Arc<Hub>,
    /// Their object id.
    pub aad: String,
}

impl Member {
    /// Their chat with the bot.
    pub fn chat(&self) -> String {
        personal(&self.aad)
    }

    /// What they read there.
    pub fn reads(&self) -> Vec<Post> {
        let chat = self.chat();
        self.hub.look(|w| {
            let found = w.conversations.get(&chat);
            let posts = found.into_iter().flat_map(|c| c.posts.iter());
            posts.filter(|p| !p.deleted).map(post).collect()
        })
    }

    /// Writes to the bot; the message's id.
    pub async fn says(&self, text: &str) -> String {
        self.writes(&self.chat(), None, text, false, None).await
    }

    /// Answers a message of their chat by quoting it.
    pub async fn quotes(&self, message: &str, text: &str) -> String {
        self.writes(&self.chat(), None, text, false, Some(message))
            .await
    }

    /// Begins a thread in a channel, with a mention of the bot.
    pub async fn asks_in(&self, channel: &str, text: &str) -> String {
        self.writes(channel, None, text, true, None).await
    }

    /// Writes in a thread. Without a mention the bot hears it only where the team has allowed it to.
    pub async fn replies(&self, channel: &str, root: &str, text: &str) -> String {
        self.writes(channel, Some(root), text, false, None).await
    }

    async fn writes(
        &self,
        conversation: &str,
        root: Option<&str>,
        text: &str,
        mention: bool,
        quoted: Option<&str>,
    ) -> String {
        let (id, activity) = self.hub.look(|w| {
            let id = w.next_id();
            let activity = self.message(w, conversation, root, &id, |activity| {
                typed(activity, text, mention, quoted);
            });
            if let Some(conversation) = w.conversations.get_mut(conversation) {
                conversation.posts.push(Posted {
                    id: id.clone(),
                    root: root.map(str::to_owned),
                    by: Some(self.aad.clone()),
                    activity: activity.clone(),
                    edits: 0,
                    deleted: false,
                });
            }
            (id, activity)
        });
        let answered = deliver(&self.hub, &activity).await;
        assert_eq!(
            answered.status, 200,
            "a message was not taken: {answered:?}"
        );
        id
    }

    /// Delivers an activity as it is, as Teams does when it saw no answer.
    pub async fn delivers(&self, activity: &Value) -> u16 {
        deliver(&self.hub, activity).await.status
    }

    /// A message to the bot as it would be delivered.
    pub(super) fn typed(&self, text: &str) -> Value {
        let chat = self.chat();
        self.hub.look(|w| {
            let id = w.next_id();
            self.message(w, &chat, None, &id, |activity| {
                typed(activity, text, false, None);
            })
        })
    }

    pub(super) fn message(
        &self,
        world: &mut World,
        conversation: &str,
        root: Option<&str>,
        id: &str,
        change: impl FnOnce(&mut Value),
    ) -> Value {
        // A message that begins a thread carries its own id there.
        let channel = world
            .conversations
            .get(conversation)
            .is_some_and(|c| c.kind == Kind::Channel);
        let root = root.or(channel.then_some(id));
        let scene = self.scene(world, conversation, root);
        let mut activity = world.envelope("message", id, &scene);
        change(&mut activity);
        activity
    }

    /// # Panics
    /// When there is no such conversation: a mistake in the story.
    pub(super) fn scene(&self, world: &World, conversation: &str, root: Option<&str>) -> Scene {
        let by = world.user(&self.aad).expect("themselves").clone();
        let found = world.conversations.get(conversation);
        let found = found.unwrap_or_else(|| panic!("no conversation {conversation}"));
        scene(found, &by, root)
    }

    /// Changes a message of their own.
    pub async fn edits(&self, conversation: &str, id: &str, text: &str) {
        let activity = self.hub.look(|w| {
            let scene = self.scene(w, conversation, None);
            let mut activity = w.envelope("messageUpdate", id, &scene);
            activity["channelData"]["eventType"] = json!("editMessage");
            typed(&mut activity, text, false, None);
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

    /// Puts a reaction on a message of the bot, or takes it back.
    pub async fn reacts(&self, conversation: &str, message: &str, kind: &str, added: bool) {
        let activity = self.hub.look(|w| {
            let scene = self.scene(w, conversation, None);
            let mut activity = w.envelope("messageReaction", message, &scene);
            // Real ones come without a name.
            activity["from"] = json!({ "id": scene.by.mri, "aadObjectId": scene.by.aad });
            activity["replyToId"] = json!(message);
            let list = if added {
                "reactionsAdded"
            } else {
                "reactionsRemoved"
            };
            activity[list] = json!([{ "type": kind }]);
            activity
        });
        deliver(&self.hub, &activity).await;
    }

    /// Installs the app for themselves.
    pub async fn installs(&self) {
        self.installs_in(&self.chat()).await;
    }

    /// Puts the app into a conversation: Teams tells so twice.
    pub async fn installs_in(&self, conversation: &str) {
        let chat = conversation.to_owned();
        for (kind, action) in [("installationUpdate", true), ("conversationUpdate", false)] {
            let activity = self.hub.look(|w| {
                let id = format!("f:{}", w.next_id());
                let scene = self.scene(w, &chat, None);
                let mut activity = w.envelope(kind, &id, &scene);
                if action {
                    activity["action"] = json!("add");
                } else {
                    activity["membersAdded"] = json!([{ "id": format!("28:{APP}") }]);
                }
                activity
            });
            deliver(&self.hub, &activity).await;
        }
    }
}
