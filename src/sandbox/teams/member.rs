//! Somebody of the tenant: they write, press and fill in, and never see JSON unless they ask for it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::activity::{Scene, scene, typed};
use super::cards;
use super::deliver::{Answered, deliver};
use super::dialog::{Dialog, Done, Open};
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

    fn message(
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
    fn scene(&self, world: &World, conversation: &str, root: Option<&str>) -> Scene {
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
        let (name, value, root) = self.hub.look(|w| {
            let found = w.conversations.get(conversation);
            let posted = found.and_then(|c| c.posts.iter().find(|p| p.id == message));
            let posted = posted.ok_or("no such message")?;
            let seen = post(posted);
            let card = seen.card.as_ref().ok_or("no card")?;
            let buttons = cards::buttons(card);
            let action = buttons.iter().find(|b| b["title"] == button);
            let action = action.ok_or(format!("no {button:?} in {:?}", seen.buttons()))?;
            let root = posted.root.clone().or_else(|| Some(message.to_owned()));
            let root = root.filter(|_| found.is_some_and(|c| c.kind == Kind::Channel));
            if action["type"] == "Action.Execute" {
                let action = json!({ "type": "Action.Execute", "verb": action["verb"], "data": action["data"] });
                let value = json!({ "action": action, "trigger": "manual" });
                return Ok::<_, String>(("adaptiveCard/action", value, root));
            }
            let value = json!({ "data": action["data"], "context": { "theme": "default" } });
            Ok(("task/fetch", value, root))
        })?;
        let answered = self
            .invoke_at(conversation, root.as_deref(), Some(message), name, value)
            .await;
        Ok(self.answered(name, answered))
    }

    /// Says again what `press` said, as clients do when no answer came in time: with a new id.
    pub async fn invokes(&self, name: &str, value: Value) -> (u16, Value) {
        let answered = self.invoke_at(&self.chat(), None, None, name, value).await;
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

    async fn invoke_at(
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
    fn answered(&self, name: &str, answered: Answered) -> Done {
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
                    let wrong = cards::wrong(value);
                    self.hub
                        .look(|w| wrong.into_iter().for_each(|what| w.violation(what)));
                    Done::Card(value.clone())
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
                let mut wrong = cards::wrong(&card);
                if shown["card"]["contentType"] != cards::CARD {
                    wrong.push("a dialog without an attachment".to_owned());
                }
                let submit = if name.starts_with("composeExtension") {
                    "composeExtension/submitAction"
                } else {
                    "task/submit"
                };
                let title = shown["title"].as_str().unwrap_or_default();
                let open = Open::new(title, card, submit);
                self.hub.look(|w| {
                    wrong.into_iter().for_each(|what| w.violation(what));
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

    /// The dialog that is open.
    pub fn dialog(&self) -> Option<Dialog> {
        self.hub.look(|w| {
            w.dialogs.get(&self.aad).map(|open| Dialog {
                title: open.title.clone(),
                words: cards::words(&open.card),
                card: open.card.clone(),
            })
        })
    }

    /// Types into an input of the dialog, by its label.
    ///
    /// # Errors
    /// When there is no such input, or no dialog.
    pub fn fill(&self, label: &str, value: impl Into<Value>) -> Result<(), String> {
        let value = value.into();
        self.hub.look(|w| {
            let open = w.dialogs.get_mut(&self.aad).ok_or("no dialog is open")?;
            open.fill(label, value)
        })
    }

    /// Chooses from a list of the dialog.
    ///
    /// # Errors
    /// When it is not offered.
    pub fn pick(&self, label: &str, title: &str) -> Result<(), String> {
        self.hub.look(|w| {
            let open = w.dialogs.get_mut(&self.aad).ok_or("no dialog is open")?;
            open.pick(label, title)
        })
    }

    /// Presses a button of the dialog.
    ///
    /// # Errors
    /// When the client does not let them: no such button, or something required is missing.
    pub async fn submit(&self, button: &str) -> Result<Done, String> {
        let value = self.submission(button)?;
        Ok(self.submits(value).await)
    }

    /// What the dialog would send.
    ///
    /// # Errors
    /// As [`Member::submit`].
    pub fn submission(&self, button: &str) -> Result<Value, String> {
        self.hub.look(|w| {
            let open = w.dialogs.get(&self.aad).ok_or("no dialog is open")?;
            open.sent(button)
        })
    }

    /// Sends what a dialog has sent, or would have.
    pub async fn submits(&self, data: Value) -> Done {
        let chat = self.chat();
        let name = self.hub.look(|w| {
            let open = w.dialogs.get(&self.aad);
            open.map_or("task/submit", |o| o.submit)
        });
        let value = json!({ "data": data, "context": { "theme": "default" } });
        let answered = self.invoke_at(&chat, None, None, name, value).await;
        self.answered(name, answered)
    }
}
