//! Filling the workspace: people, channels, who is where.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::json;

use super::channels::{Channel, Visibility};
use super::names::{BOT_USER, FOREIGN_TEAM, TEAM};
use super::people::User;
use super::person::Person;
use super::slack::Slack;
use super::state::World;

impl Slack {
    /// A user of this workspace with an id made from the name (`ana` is `U0ANA`); an empty `email`
    /// stands for a profile without one.
    pub fn add_user(&self, name: &str, email: &str, zone: &str) -> Person {
        self.add_user_with_id(&format!("U0{}", name.to_uppercase()), name, email, zone)
    }

    pub fn add_user_with_id(&self, id: &str, name: &str, email: &str, zone: &str) -> Person {
        self.add(User::new(
            id,
            name,
            Some(email).filter(|e| !e.is_empty()),
            zone,
            TEAM,
        ))
    }

    /// Somebody of another company, seen over Slack Connect.
    pub fn add_stranger(&self, name: &str, email: &str, zone: &str) -> Person {
        self.add(User::new(
            &format!("U0{}", name.to_uppercase()),
            name,
            Some(email),
            zone,
            FOREIGN_TEAM,
        ))
    }

    /// What somebody does, as their profile says.
    pub fn entitle(&self, name: &str, title: &str) {
        self.hub.look(|w| {
            let id = w.find_user(name).map(|u| u.id.clone()).unwrap_or_default();
            if let Some(user) = w.user_mut(&id) {
                user.title = title.into();
            }
        });
    }

    /// Something that was said before the bot came: it is not told of it.
    pub fn said(&self, channel: &str, name: &str, text: &str) {
        let person = self.user(name);
        self.hub.look(|w| {
            let post = person.post(w, channel, text, None);
            w.say(channel, post);
            w.outbox.clear();
        });
    }

    fn add(&self, user: User) -> Person {
        let id = user.id.clone();
        self.hub.look(|w| w.users.push(user));
        Person {
            hub: Arc::clone(&self.hub),
            id,
        }
    }

    /// A new colleague: `team_join`.
    pub async fn hires(&self, name: &str, email: &str, zone: &str) -> Person {
        let person = self.add_user(name, email, zone);
        let tell = |w: &mut World| {
            let user = w.user(&person.id).map(|u| w.user_wire(u));
            let (now, ts) = (w.now() / 1000, w.stamp());
            w.tell(json!({ "type": "team_join", "user": user, "cache_ts": now, "event_ts": ts }));
        };
        self.hub.act_and_wait(tell).await;
        person
    }

    /// Somebody leaves the company: `deleted` from now on.
    pub fn deactivate(&self, name: &str) {
        self.hub.look(|w| {
            let id = w.find_user(name).map(|u| u.id.clone()).unwrap_or_default();
            if let Some(user) = w.user_mut(&id) {
                user.deleted = true;
            }
        });
    }

    /// Somebody becomes a guest.
    pub fn restrict(&self, name: &str) {
        self.hub.look(|w| {
            let id = w.find_user(name).map(|u| u.id.clone()).unwrap_or_default();
            if let Some(user) = w.user_mut(&id) {
                user.guest = true;
            }
        });
    }

    /// Somebody deletes a file: it can be neither read nor asked about any more.
    pub fn delete_file(&self, id: &str) {
        self.hub
            .look(|w| w.files.get_mut(id).map(|f| f.deleted = true));
    }

    /// A channel with these people (by name) and the bot in it.
    pub fn add_channel(&self, id: &str, name: &str, visibility: Visibility, members: &[&str]) {
        self.add_channel_without_bot(id, name, visibility, members);
        self.hub.look(|w| {
            w.channels
                .get_mut(id)
                .map(|c| c.members.insert(BOT_USER.into()))
        });
    }

    pub fn add_channel_without_bot(
        &self,
        id: &str,
        name: &str,
        visibility: Visibility,
        members: &[&str],
    ) {
        self.hub.look(|w| {
            let ids: BTreeSet<String> = members
                .iter()
                .filter_map(|m| w.find_user(m))
                .map(|u| u.id.clone())
                .collect();
            w.channels
                .insert(id.into(), Channel::new(id, name, visibility, ids));
        });
    }

    /// Somebody invites the bot.
    pub async fn invite_bot(&self, channel: &str) {
        let join = |w: &mut World| {
            if let Some(channel) = w.channels.get_mut(channel) {
                channel.members.insert(BOT_USER.into());
            }
            w.tell_joined(channel, BOT_USER);
        };
        self.hub.act_and_wait(join).await;
    }

    /// Somebody removes the bot.
    pub fn remove_bot(&self, channel: &str) {
        self.hub.look(|w| {
            w.channels
                .get_mut(channel)
                .map(|c| c.members.remove(BOT_USER))
        });
    }

    pub fn archive(&self, channel: &str) {
        self.hub
            .look(|w| w.channels.get_mut(channel).map(|c| c.archived = true));
    }

    /// Shares the channel with another company (Slack Connect).
    pub fn share(&self, channel: &str) {
        self.hub
            .look(|w| w.channels.get_mut(channel).map(|c| c.shared = true));
    }
}
