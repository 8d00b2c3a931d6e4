//! Somebody in the workspace: commands, shortcuts, Home, what they see.

use std::sync::Arc;

use serde_json::Value;

use super::ack::{Ack, Missing};
use super::deliver::{self, Parcel};
use super::form::Typed;
use super::hub::Hub;
use super::listing::Message;
use super::modal::Modal;
use super::response_url::ResponseUrl;
use super::state::World;

/// A user at their screen. Acts return when the bot has answered (or failed to).
#[derive(Clone)]
pub struct Person {
    pub(super) hub: Arc<Hub>,
    pub(super) id: String,
}

impl Person {
    /// The user id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Her DM with the bot, opened if need be.
    pub fn dm_channel(&self) -> String {
        self.hub.look(|w| w.open_dm(&self.id)).unwrap_or_default()
    }

    /// A slash command in the DM with the bot: `/request laptop screen is black`. What the bot answers is shown.
    pub async fn command(&self, line: &str) -> Ack {
        let dm = self.dm_channel();
        self.command_in(&dm, line).await
    }

    /// A slash command in a channel.
    pub async fn command_in(&self, channel: &str, line: &str) -> Ack {
        let (command, text) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let payload = self.hub.look(|w| {
            let text = w.typed_command(text.trim());
            w.command(&self.id, channel, command, &text)
        });
        let ack = self.deliver("command", payload).await;
        if ack.ok() && !ack.body.trim().is_empty() {
            self.hub.act(|w| {
                let (user, channel, at) = (self.id.clone(), channel.to_string(), w.now());
                let url = ResponseUrl {
                    user,
                    channel,
                    original: None,
                    uses: 0,
                    at,
                };
                if let Err(refusal) = w.spoken(&url, &ack.body) {
                    let rule = format!("{command}: answer refused: {}", refusal.body());
                    w.violation(rule, ack.json());
                }
            });
        }
        ack
    }

    /// A global shortcut, by its callback id.
    pub async fn shortcut(&self, callback_id: &str) -> Ack {
        let payload = self.hub.look(|w| w.shortcut(&self.id, callback_id));
        self.deliver("interaction", payload).await
    }

    /// A shortcut on a message that she can see.
    pub async fn message_shortcut(
        &self,
        callback_id: &str,
        channel: &str,
        ts: &str,
    ) -> Result<Ack, Missing> {
        let payload = self.hub.look(|w| {
            self.sees(w, channel, ts)?;
            Ok(w.message_shortcut(&self.id, callback_id, channel, ts))
        })?;
        Ok(self.deliver("interaction", payload).await)
    }

    /// Opens the app's Home tab.
    pub async fn opens_home(&self) {
        self.hub
            .act_and_wait(|w| w.tell_home_opened(&self.id, "home"))
            .await;
    }

    /// Opens the app's Messages tab.
    pub async fn opens_messages(&self) {
        self.hub
            .act_and_wait(|w| w.tell_home_opened(&self.id, "messages"))
            .await;
    }

    /// The Home tab as published; `None` before the first time.
    pub fn home(&self) -> Option<Modal> {
        self.hub.look(|w| {
            Some(Modal {
                view: w.home_wire(&self.id)?,
                typed: Typed::new(),
                names: w.names(),
            })
        })
    }

    /// The modal on top, if one is open.
    pub fn modal(&self) -> Option<Modal> {
        self.hub.look(|w| {
            let view = w.top_view(&self.id)?;
            Some(Modal {
                view: w.view_wire(view, true),
                typed: view.typed.clone(),
                names: w.names(),
            })
        })
    }

    /// What only she saw, the oldest first.
    pub fn ephemerals(&self) -> Vec<Message> {
        self.hub.look(|w| {
            w.ephemerals
                .iter()
                .filter(|e| e.user == self.id)
                .map(|e| w.whispered(e))
                .collect()
        })
    }

    /// Messages of her DM with the bot, replies left out.
    pub fn dms(&self) -> Vec<Message> {
        let dm = self.dm_channel();
        self.hub
            .look(|w| w.listed(&dm, |p| p.thread_ts.is_none() && !p.deleted))
    }

    /// Refuses what she could not do in Slack: no such message, or not in that private conversation.
    pub(super) fn sees(&self, world: &World, channel: &str, ts: &str) -> Result<(), Missing> {
        let inside = world
            .channels
            .get(channel)
            .is_some_and(|c| c.kind() == "channel" || c.members.contains(&self.id));
        if !inside {
            return Err(Missing(format!("{} is not in {channel}", self.id)));
        }
        let gone = || Missing(format!("no message {ts} in {channel}"));
        world.post(channel, ts).map(|_| ()).ok_or_else(gone)
    }

    pub(super) async fn deliver(&self, kind: &'static str, payload: Value) -> Ack {
        let reply = deliver::send(&self.hub, &Parcel { kind, payload }, None).await;
        Ack::of(reply.as_ref())
    }
}
