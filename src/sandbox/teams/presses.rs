//! What somebody presses and fills in, and what their client does with the answer.

use serde_json::{Value, json};

use super::cards;
use super::deliver::{Answered, deliver};
use super::dialog::{Done, Open};
use super::member::Member;
use super::seen::post;
use super::world::{Kind, Posted, World, ZONE};

impl World {
    pub fn posted(&self, conversation: &str, message: &str) -> Result<&Posted, String> {
        let found = self.conversations.get(conversation);
        let posted = found.and_then(|c| c.posts.iter().find(|p| p.id == message));
        posted.ok_or_else(|| "no such message".to_owned())
    }

    /// The message that the thread of `message` began with, where there are threads.
    pub fn root_of(&self, conversation: &str, message: &str) -> Option<String> {
        let found = self.conversations.get(conversation)?;
        let posted = found.posts.iter().find(|p| p.id == message)?;
        let root = posted.root.clone().unwrap_or_else(|| message.to_owned());
        (found.kind == Kind::Channel).then_some(root)
    }
}

impl Member {
    /// Presses a button of a message.
    ///
    /// # Errors
    /// When there is no such button.
    pub async fn press(
        &self,
        conversation: &str,
        message: &str,
        button: &str,
    ) -> Result<Done, String> {
        self.pressed(conversation, message, button, false).await
    }

    /// The same with a client that knows no dialogs: what the button carries comes as a message.
    ///
    /// # Errors
    /// When there is no such button.
    pub async fn press_old(
        &self,
        conversation: &str,
        message: &str,
        button: &str,
    ) -> Result<Done, String> {
        self.pressed(conversation, message, button, true).await
    }

    async fn pressed(
        &self,
        conversation: &str,
        message: &str,
        button: &str,
        old: bool,
    ) -> Result<Done, String> {
        let (name, value, root) = self.hub.look(|w| {
            let posted = w.posted(conversation, message)?;
            let seen = post(posted, ZONE);
            let card = seen.card.as_ref().ok_or("no card")?;
            let buttons = cards::buttons(card);
            let action = buttons.iter().find(|b| b["title"] == button);
            let action = action.ok_or(format!("no {button:?} in {:?}", seen.buttons()))?;
            let root = w.root_of(conversation, message);
            if action["type"] == "Action.Execute" {
                let action = json!({ "type": "Action.Execute", "verb": action["verb"], "data": action["data"] });
                let value = json!({ "action": action, "trigger": "manual" });
                return Ok::<_, String>(("adaptiveCard/action", value, root));
            }
            if old || action["data"]["msteams"]["type"] != "task/fetch" {
                return Ok(("message", action["data"].clone(), root));
            }
            let value = json!({ "data": action["data"], "context": { "theme": "default" } });
            Ok(("task/fetch", value, root))
        })?;
        if name == "message" {
            let status = self
                .sends_value(conversation, root.as_deref(), message, value)
                .await;
            assert_eq!(status, 200, "a press was not taken");
            return Ok(Done::Closed);
        }
        let answered = self
            .invoke_at(conversation, root.as_deref(), Some(message), name, value)
            .await;
        Ok(self.answered(name, answered))
    }

    /// Begins to fill in a form that stands in a message of their chat.
    ///
    /// # Errors
    /// When there is none.
    pub fn fills_in(&self, message: &str) -> Result<(), String> {
        let chat = self.chat();
        self.hub.look(|w| {
            let card = post(w.posted(&chat, message)?, ZONE)
                .card
                .ok_or("no card")?;
            let mut open = Open::new("", card, "message");
            open.message = Some(message.to_owned());
            w.dialogs.insert(self.aad.clone(), open);
            Ok(())
        })
    }

    pub(super) async fn sends_value(
        &self,
        conversation: &str,
        root: Option<&str>,
        message: &str,
        value: Value,
    ) -> u16 {
        let activity = self.hub.look(|w| {
            let id = format!("f:{}", w.next_id());
            let scene = self.scene(w, conversation, root);
            let mut activity = w.envelope("message", &id, &scene);
            activity["value"] = value;
            activity["replyToId"] = json!(message);
            activity
        });
        deliver(&self.hub, &activity).await.status
    }

    /// Says again what `press` said, as clients do when no answer came in time: with a new id.
    pub async fn invokes(&self, name: &str, value: Value) -> (u16, Value) {
        let answered = self.invoke_at(&self.chat(), None, None, name, value).await;
        let listed = answered.body["composeExtension"]["attachments"].as_array();
        for card in listed.into_iter().flatten() {
            self.shown(&card["content"]);
        }
        (answered.status, answered.body)
    }

    /// A command of the message extension that opens a dialog.
    pub async fn extension(&self, conversation: &str, value: Value) -> Done {
        let answered = self
            .invoke_at(
                conversation,
                None,
                None,
                "composeExtension/fetchTask",
                value,
            )
            .await;
        self.answered("composeExtension/fetchTask", answered)
    }

    pub(super) async fn invoke_at(
        &self,
        conversation: &str,
        root: Option<&str>,
        message: Option<&str>,
        name: &str,
        value: Value,
    ) -> Answered {
        let activity = self.hub.look(|w| {
            let id = format!("f:{}", w.next_id());
            let scene = self.scene(w, conversation, root);
            let mut activity = w.envelope("invoke", &id, &scene);
            activity["name"] = json!(name);
            activity["value"] = value;
            if let Some(message) = message {
                activity["replyToId"] = json!(message);
            }
            activity
        });
        deliver(&self.hub, &activity).await
    }

    /// What the client does with the answer.
    pub(super) fn answered(&self, name: &str, answered: Answered) -> Done {
        if answered.status != 200 {
            self.hub
                .look(|w| w.violation(format!("{name} was answered with {}", answered.status)));
            return Done::Failed(answered.status);
        }
        let body = answered.body;
        if name == "adaptiveCard/action" {
            let value = &body["value"];
            return match body["type"].as_str() {
                Some(cards::CARD) => {
                    self.shown(value);
                    Done::Card(value.clone())
                }
                Some("application/vnd.microsoft.error") => {
                    Done::Failed(body["statusCode"].as_u64().unwrap_or(500) as u16)
                }
                Some("application/vnd.microsoft.activity.message") if value.is_string() => {
                    Done::Word(value.as_str().unwrap_or_default().to_owned())
                }
                other => {
                    let what = format!("an answer of type {other:?}");
                    self.hub.look(|w| w.violation(what));
                    Done::Closed
                }
            };
        }
        let task = &body["task"];
        match task["type"].as_str() {
            Some("continue") => {
                let shown = &task["value"];
                let card = shown["card"]["content"].clone();
                self.shown(&card);
                let attached = shown["card"]["contentType"] == cards::CARD;
                let submit = if name.starts_with("composeExtension") {
                    "composeExtension/submitAction"
                } else {
                    "task/submit"
                };
                let title = shown["title"].as_str().unwrap_or_default();
                let open = Open::new(title, card, submit);
                self.hub.look(|w| {
                    if !attached {
                        w.violation("a dialog without an attachment".to_owned());
                    }
                    w.dialogs.insert(self.aad.clone(), open);
                });
                Done::Dialog
            }
            Some("message") => {
                self.hub.look(|w| w.dialogs.remove(&self.aad));
                Done::Word(task["value"].as_str().unwrap_or_default().to_owned())
            }
            _ => {
                self.hub.look(|w| w.dialogs.remove(&self.aad));
                Done::Closed
            }
        }
    }

    fn shown(&self, card: &Value) {
        let wrong = cards::wrong(card);
        self.hub.look(|w| {
            w.shown.push(card.clone());
            wrong.into_iter().for_each(|what| w.violation(what));
        });
    }

    /// Looks at a message whose card is drawn anew for each who does; None: it stays as it is.
    ///
    /// # Errors
    /// When there is no such message, or it has no card.
    pub async fn looks(&self, conversation: &str, message: &str) -> Result<Option<Done>, String> {
        let (value, root) = self.hub.look(|w| {
            let members = w
                .conversations
                .get(conversation)
                .map_or(0, |c| c.members.len());
            let posted = w.posted(conversation, message)?;
            let card = post(posted, ZONE).card.ok_or("no card")?;
            let refresh = &card["refresh"];
            let asked = match refresh["userIds"].as_array() {
                Some(listed) => listed.iter().any(|id| {
                    Some(id.as_str().unwrap_or_default())
                        == w.user(&self.aad).map(|u| u.mri.as_str())
                }),
                // Without a list only where at most sixty are.
                None => members <= 60,
            };
            let action = &refresh["action"];
            let action =
                json!({ "type": "Action.Execute", "verb": action["verb"], "data": action["data"] });
            let value = json!({ "action": action, "trigger": "automatic" });
            let value = (asked && refresh.is_object()).then_some(value);
            Ok::<_, String>((value, w.root_of(conversation, message)))
        })?;
        let Some(value) = value else { return Ok(None) };
        let name = "adaptiveCard/action";
        let answered = self
            .invoke_at(conversation, root.as_deref(), Some(message), name, value)
            .await;
        Ok(Some(self.answered(name, answered)))
    }
}
