//! What happens, as the Events API tells it. Only what happens where the bot is.

use serde_json::{Value, json};

use super::channels::Visibility;
use super::messages::Post;
use super::names::{APP, BOT_USER, ENTERPRISE, FOREIGN_TEAM, TEAM};
use super::state::World;

impl World {
    /// Queues an event for the bot, in the envelope that every event travels in.
    pub fn tell(&mut self, event: Value) {
        let shared = event["channel"]
            .as_str()
            .and_then(|c| self.channels.get(c))
            .is_some_and(|c| c.shared);
        let wide = self.options.org_wide;
        let id = self.id("Ev");
        let envelope = json!({
            "token": "deprecated", "team_id": TEAM, "api_app_id": APP, "event": event, "type": "event_callback",
            "event_id": id, "event_time": self.now() / 1000, "event_context": format!("EC{id}"),
            "authorizations": [{
                "enterprise_id": wide.then_some(ENTERPRISE), "team_id": (!wide).then_some(TEAM), "user_id": BOT_USER,
                "is_bot": true, "is_enterprise_install": wide,
            }],
            "is_ext_shared_channel": shared, "context_team_id": TEAM, "context_enterprise_id": wide.then_some(ENTERPRISE),
        });
        self.outbox.push(envelope);
    }

    /// The same for something in a channel: silent when the bot is not in it.
    fn tell_in(&mut self, channel: &str, mut event: Value) {
        let Some(channel) = self.channels.get(channel).filter(|c| c.has_bot()) else {
            return;
        };
        event["channel"] = json!(channel.id);
        if event["type"] == "message" {
            event["channel_type"] = json!(channel.kind());
        }
        self.tell(event);
    }

    /// A new message; a mention in a channel comes a second time, as `app_mention`.
    pub fn tell_said(&mut self, channel: &str, post: &Post) {
        let mut event = post.wire(true);
        event["event_ts"] = json!(post.ts);
        if post.team == FOREIGN_TEAM {
            event["user_team"] = json!(post.team);
            event["source_team"] = json!(post.team);
        }
        if post.thread_ts.is_some() {
            event["parent_user_id"] = json!(self.author_of_parent(channel, post));
        }
        if !post.files.is_empty() {
            event["subtype"] = json!("file_share");
            event["upload"] = json!(false);
        } else if post.broadcast {
            event["subtype"] = json!("thread_broadcast");
        }
        let direct = self
            .channels
            .get(channel)
            .is_some_and(|c| c.visibility == Visibility::Direct);
        if !direct && !post.by_bot() && post.text.contains(&format!("<@{BOT_USER}>")) {
            let mut mention = event.clone();
            mention["type"] = json!("app_mention");
            if let Some(fields) = mention.as_object_mut() {
                fields.remove("parent_user_id");
            }
            self.tell_in(channel, mention);
        }
        self.tell_in(channel, event);
    }

    pub fn tell_changed(&mut self, channel: &str, before: &Post, after: &Post) {
        let ts = self.stamp();
        let event = json!({
            "type": "message", "subtype": "message_changed", "hidden": true, "ts": ts, "event_ts": ts,
            "message": after.wire(true), "previous_message": before.wire(true),
        });
        self.tell_in(channel, event);
    }

    pub fn tell_deleted(&mut self, channel: &str, before: &Post) {
        let ts = self.stamp();
        let event = json!({
            "type": "message", "subtype": "message_deleted", "hidden": true, "ts": ts, "event_ts": ts,
            "deleted_ts": before.ts, "previous_message": before.wire(true),
        });
        self.tell_in(channel, event);
    }

    /// `kind` is `reaction_added` or `reaction_removed`.
    pub fn tell_reaction(&mut self, kind: &str, user: &str, emoji: &str, channel: &str, ts: &str) {
        let author = self.post(channel, ts).map(|p| p.user.clone());
        if !self.channels.get(channel).is_some_and(|c| c.has_bot()) {
            return;
        }
        let event_ts = self.stamp();
        self.tell(json!({
            "type": kind, "user": user, "reaction": emoji, "item_user": author, "event_ts": event_ts,
            "item": { "type": "message", "channel": channel, "ts": ts },
        }));
    }

    pub fn tell_joined(&mut self, channel: &str, user: &str) {
        let (event_ts, team) = (self.stamp(), self.user(user).map(|u| u.team.clone()));
        let letter = self.channels.get(channel).map(|c| {
            if c.visibility == Visibility::Private {
                "G"
            } else {
                "C"
            }
        });
        self.tell_in(
            channel,
            json!({
                "type": "member_joined_channel", "user": user, "channel_type": letter, "team": team, "event_ts": event_ts,
            }),
        );
    }

    /// `tab` is `home` or `messages`.
    pub fn tell_home_opened(&mut self, user: &str, tab: &str) {
        let channel = self.open_dm(user).unwrap_or_default();
        let event_ts = self.stamp();
        let mut event = json!({
            "type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": event_ts,
        });
        if let Some(view) = self.home_wire(user) {
            event["view"] = view;
        }
        self.tell(event);
    }
}
