//! Somebody of the tenant: what they read, and what they do besides writing and pressing.

use std::sync::Arc;

use serde_json::{Value, json};

use super::activity::{Scene, scene};
use super::deliver::deliver;
use super::seen::{Post, post};
use super::tenant::Hub;
use super::world::{APP, World, personal};

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

    /// What they read there, times in their own zone.
    pub fn reads(&self) -> Vec<Post> {
        self.reads_in(&self.chat())
    }

    /// What they read in a conversation; what is for somebody else alone is left out.
    pub fn reads_in(&self, conversation: &str) -> Vec<Post> {
        self.hub.look(|w| {
            let zone = w.user(&self.aad).map(|u| u.zone.clone());
            let found = w.conversations.get(conversation);
            let posts = found.into_iter().flat_map(|c| c.posts.iter());
            let theirs = posts.filter(|p| !p.deleted);
            theirs
                .filter(|p| p.only.as_ref().is_none_or(|only| *only == self.aad))
                .map(|p| post(p, zone.as_deref().unwrap_or_default()))
                .collect()
        })
    }

    /// Where their client says that they are.
    pub fn moves_to(&self, zone: &str) {
        self.hub.look(|w| {
            let user = w.users.iter_mut().find(|u| u.aad == self.aad);
            user.expect("themselves").zone = zone.to_owned();
        });
    }

    /// Their id as this bot sees it.
    pub fn mri(&self) -> String {
        self.hub
            .look(|w| w.user(&self.aad).expect("themselves").mri.clone())
    }

    /// Delivers an activity as it is, as Teams does when it saw no answer.
    pub async fn delivers(&self, activity: &Value) -> u16 {
        deliver(&self.hub, activity).await.status
    }

    /// # Panics
    /// When there is no such conversation: a mistake in the story.
    pub(super) fn scene(&self, world: &World, conversation: &str, root: Option<&str>) -> Scene {
        let by = world.user(&self.aad).expect("themselves").clone();
        let found = world.conversations.get(conversation);
        let found = found.unwrap_or_else(|| panic!("no conversation {conversation}"));
        scene(found, &by, root)
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
        let update = json!({ "action": "add" });
        self.happens(conversation, "installationUpdate", update)
            .await;
        let added = json!({ "membersAdded": [{ "id": format!("28:{APP}") }] });
        self.happens(conversation, "conversationUpdate", added)
            .await;
    }

    /// Something that Teams tells of a conversation, with `more` in the activity.
    pub async fn happens(&self, conversation: &str, kind: &str, more: Value) -> u16 {
        let activity = self.hub.look(|w| {
            let id = format!("f:{}", w.next_id());
            let scene = self.scene(w, conversation, None);
            let mut activity = w.envelope(kind, &id, &scene);
            for (key, value) in more.as_object().into_iter().flatten() {
                match key.as_str() {
                    "eventType" => activity["channelData"]["eventType"] = value.clone(),
                    key => activity[key] = value.clone(),
                }
            }
            activity
        });
        deliver(&self.hub, &activity).await.status
    }
}
