//! Bodies of commands and interactions, as Slack shapes them.

use serde_json::{Value, json};

use super::elements::Found;
use super::form::{self, Typed};
use super::names::{APP, DOMAIN, ENTERPRISE, TEAM};
use super::response_url::Original;
use super::state::World;
use super::whispers::Ephemeral;

impl World {
    /// The fields that every interaction of `user` has.
    fn interaction(&self, kind: &str, user: &str) -> Value {
        let wide = self.options.org_wide;
        let known = self.user(user);
        let name = known.map(|u| u.name.clone());
        json!({
            "type": kind, "token": "deprecated", "api_app_id": APP,
            "user": { "id": user, "username": name, "name": name, "team_id": known.map(|u| u.team.clone()) },
            "team": (!wide).then(|| json!({ "id": TEAM, "domain": DOMAIN })),
            "enterprise": wide.then(|| json!({ "id": ENTERPRISE, "name": "Acme" })), "is_enterprise_install": wide,
        })
    }

    fn channel_field(&self, id: &str) -> Value {
        let name = self.channels.get(id).map(|c| c.shown_name().to_string());
        json!({ "id": id, "name": name })
    }

    /// A slash command: `command` with its slash.
    pub fn command(&mut self, user: &str, channel: &str, command: &str, text: &str) -> Value {
        let known = self.user(user).cloned();
        let name = self
            .channels
            .get(channel)
            .map(|c| c.shown_name().to_string())
            .unwrap_or_default();
        let mut form = json!({
            "token": "deprecated", "team_id": TEAM, "team_domain": DOMAIN, "channel_id": channel, "channel_name": name,
            "user_id": user, "user_name": known.map(|u| u.name).unwrap_or_default(), "command": command, "text": text,
            "response_url": self.response_url(user, channel, None), "trigger_id": self.trigger(user), "api_app_id": APP,
            "is_enterprise_install": self.options.org_wide.to_string(),
        });
        if self.options.org_wide {
            form["enterprise_id"] = json!(ENTERPRISE);
            form["enterprise_name"] = json!("Acme");
        }
        form
    }

    /// A global shortcut.
    pub fn shortcut(&mut self, user: &str, callback_id: &str) -> Value {
        let mut body = self.interaction("shortcut", user);
        body["callback_id"] = json!(callback_id);
        body["trigger_id"] = json!(self.trigger(user));
        body["action_ts"] = json!(self.stamp());
        body
    }

    /// A shortcut on a message.
    pub fn message_shortcut(
        &mut self,
        user: &str,
        callback_id: &str,
        channel: &str,
        ts: &str,
    ) -> Value {
        let mut body = self.interaction("message_action", user);
        body["callback_id"] = json!(callback_id);
        body["trigger_id"] = json!(self.trigger(user));
        body["action_ts"] = json!(self.stamp());
        body["channel"] = self.channel_field(channel);
        body["message"] = json!(self.post(channel, ts).map(|p| p.wire(true)));
        body["message_ts"] = json!(ts);
        body["response_url"] = json!(self.response_url(user, channel, None));
        body
    }

    /// Something pressed or chosen: who, the action, and where it stands is added by the three below.
    fn actions(&mut self, user: &str, action: Value) -> Value {
        let mut body = self.interaction("block_actions", user);
        body["trigger_id"] = json!(self.trigger(user));
        body["actions"] = json!([action]);
        body
    }

    /// On a message.
    pub fn message_actions(&mut self, user: &str, channel: &str, ts: &str, action: Value) -> Value {
        let mut body = self.actions(user, action);
        let url = self.response_url(user, channel, Some(Original::Message(ts.into())));
        let post = self.post(channel, ts).cloned().unwrap_or_default();
        body["container"] = json!({ "type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": false });
        if let Some(thread) = &post.thread_ts {
            body["container"]["thread_ts"] = json!(thread);
        }
        body["channel"] = self.channel_field(channel);
        body["message"] = post.wire(true);
        body["state"] = json!({ "values": form::values(&post.blocks, &Typed::new(), true) });
        body["response_url"] = json!(url);
        body
    }

    /// On an ephemeral message: the message itself is not told.
    pub fn ephemeral_actions(&mut self, whisper: &Ephemeral, action: Value) -> Value {
        let mut body = self.actions(&whisper.user, action);
        let original = Original::Ephemeral(whisper.ts.clone());
        body["container"] = json!({
            "type": "message", "message_ts": whisper.ts, "channel_id": whisper.channel, "is_ephemeral": true,
        });
        if let Some(thread) = &whisper.thread_ts {
            body["container"]["thread_ts"] = json!(thread);
        }
        body["channel"] = self.channel_field(&whisper.channel);
        body["state"] = json!({ "values": form::values(&whisper.blocks, &Typed::new(), true) });
        body["response_url"] =
            json!(self.response_url(&whisper.user, &whisper.channel, Some(original)));
        body
    }

    /// On a modal or Home tab, given in its wire form.
    pub fn view_actions(&mut self, user: &str, view: Value, action: Value) -> Value {
        let mut body = self.actions(user, action);
        body["container"] = json!({ "type": "view", "view_id": view["id"] });
        body["state"] = view["state"].clone();
        body["view"] = view;
        body
    }

    /// Typing into an external select of the top modal, or of a message.
    pub fn suggestion(&mut self, user: &str, found: &Found, value: &str, place: Place) -> Value {
        let mut body = self.interaction("block_suggestion", user);
        let (block, action) = found.key();
        body["block_id"] = json!(block);
        body["action_id"] = json!(action);
        body["value"] = json!(value);
        match place {
            Place::View(view) => {
                body["container"] = json!({ "type": "view", "view_id": view["id"] });
                body["view"] = view;
            }
            Place::Message(channel, ts) => {
                body["container"] = json!({ "type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": false });
                body["channel"] = self.channel_field(&channel);
                body["message"] = json!(self.post(&channel, &ts).map(|p| p.wire(true)));
            }
        }
        body
    }

    /// The top modal, submitted.
    pub fn submission(&mut self, user: &str) -> Option<Value> {
        let view = self.top_view(user).cloned()?;
        let mut body = self.interaction("view_submission", user);
        body["trigger_id"] = json!(self.trigger(user));
        body["view"] = self.view_wire(&view, true);
        body["response_urls"] = json!([]);
        Some(body)
    }

    /// The top modal, closed; `whole`: with all below it.
    pub fn closing(&mut self, user: &str, whole: bool) -> Option<Value> {
        let top = self.top_view(user)?;
        let view = if whole {
            self.views.get(&top.root)?.clone()
        } else {
            top.clone()
        };
        let mut body = self.interaction("view_closed", user);
        body["view"] = self.view_wire(&view, false);
        body["is_cleared"] = json!(whole);
        Some(body)
    }
}

/// Where an external select stands.
pub enum Place {
    View(Value),
    Message(String, String),
}
