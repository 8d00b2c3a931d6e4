//! Somebody's hands at the page: what Teams keeps of a deed, and what it tells the bot.

use serde_json::{Value, json};

use super::super::member::Member;

impl Member {
    /// Puts a reaction on a message, or takes it back. A bot is told only of those on its own messages.
    pub(super) async fn toggles(&self, conversation: &str, message: &str, kind: &str) -> u16 {
        let (added, told) = self.hub.look(|w| {
            let added = w.reacted(message, kind, &self.aad, true);
            if !added {
                w.reacted(message, kind, &self.aad, false);
            }
            let posted = w.posted(conversation, message);
            (added, posted.is_ok_and(|p| p.by.is_none()))
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
        let root = message.and_then(|m| self.hub.peek(|w| w.root_of(conversation, m)));
        let answered = self
            .invoke_at(conversation, root.as_deref(), message, name, value)
            .await;
        let (status, body) = (answered.status, answered.body.clone());
        // Judged as in the tests: what Teams would not show is noted.
        self.answered(name, answered);
        json!({ "status": status, "body": body })
    }
}
