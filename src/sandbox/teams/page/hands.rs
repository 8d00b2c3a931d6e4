//! Somebody's hands at the page: what Teams keeps of a deed, and what it tells the bot.

use serde_json::{Value, json};

use super::super::activity::typed;
use super::super::cards::CARD;
use super::super::deliver::deliver;
use super::super::member::Member;
use super::super::world::{Posted, World};
use super::act::root_of;

/// How the bot is called where somebody writes to it.
const MENTION: &str = "@Frontdesk";

impl Member {
    /// Writes somewhere, with a card of the message extension if there is one; the bot's HTTP status, 0 for none.
    pub(super) async fn posts(
        &self,
        conversation: &str,
        root: Option<&str>,
        text: &str,
        quoted: Option<&str>,
        card: Option<Value>,
    ) -> u16 {
        let activity = self.hub.look(|w| {
            let id = w.next_id();
            let activity = self.message(w, conversation, root, &id, |activity| {
                let (mention, text) = match text.strip_prefix(MENTION) {
                    Some(rest) => (true, rest.trim_start()),
                    None => (false, text),
                };
                typed(activity, text, mention, quoted);
                if let (Some(card), Some(all)) = (card, activity["attachments"].as_array_mut()) {
                    all.push(json!({ "contentType": CARD, "content": card }));
                }
            });
            w.keeps(conversation, root, &self.aad, activity.clone());
            activity
        });
        deliver(&self.hub, &activity).await.status
    }

    /// Changes a message of their own.
    pub(super) async fn changes(&self, conversation: &str, message: &str, text: &str) -> u16 {
        let activity = self.hub.look(|w| {
            let mut activity = self.about(w, "messageUpdate", conversation, message);
            activity["channelData"]["eventType"] = json!("editMessage");
            typed(&mut activity, text, false, None);
            if let Some(posted) = posted(w, conversation, message) {
                posted.activity["text"] = activity["text"].clone();
                posted.activity["attachments"] = activity["attachments"].clone();
                posted.edits += 1;
            }
            activity
        });
        deliver(&self.hub, &activity).await.status
    }

    /// Takes a message of their own away.
    pub(super) async fn withdraws(&self, conversation: &str, message: &str) -> u16 {
        let activity = self.hub.look(|w| {
            if let Some(posted) = posted(w, conversation, message) {
                posted.deleted = true;
            }
            let mut activity = self.about(w, "messageDelete", conversation, message);
            activity["channelData"]["eventType"] = json!("softDeleteMessage");
            activity
        });
        deliver(&self.hub, &activity).await.status
    }

    /// Puts a reaction on a message, or takes it back. A bot is told only of those on its own messages.
    pub(super) async fn toggles(&self, conversation: &str, message: &str, kind: &str) -> u16 {
        let (added, told) = self.hub.look(|w| {
            let added = w.reacted(message, kind, &self.aad, true);
            if !added {
                w.reacted(message, kind, &self.aad, false);
            }
            let posted = posted(w, conversation, message);
            (added, posted.is_some_and(|p| p.by.is_none()))
        });
        if told {
            self.reacts(conversation, message, kind, added).await;
        }
        200
    }

    /// Asks the bot, as the client does; its answer as it came: `{ status, body }`.
    pub(super) async fn asks(
        &self,
        conversation: &str,
        message: Option<&str>,
        name: &'static str,
        value: Value,
    ) -> Value {
        let root = message.and_then(|m| self.hub.peek(|w| root_of(w, conversation, m)));
        let answered = self
            .invoke_at(conversation, root.as_deref(), message, name, value)
            .await;
        let (status, body) = (answered.status, answered.body.clone());
        // Judged as in the tests: what Teams would not show is noted.
        self.answered(name, answered);
        json!({ "status": status, "body": body })
    }

    fn about(&self, world: &mut World, kind: &str, conversation: &str, message: &str) -> Value {
        let root = root_of(world, conversation, message);
        let scene = self.scene(world, conversation, root.as_deref());
        world.envelope(kind, message, &scene)
    }
}

fn posted<'a>(world: &'a mut World, conversation: &str, message: &str) -> Option<&'a mut Posted> {
    let found = world.conversations.get_mut(conversation)?;
    found.posts.iter_mut().find(|p| p.id == message)
}
