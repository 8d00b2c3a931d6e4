//! Conversations: who is in them, who may see them, what `conversations.*` says about them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::messages::Post;
use super::names::{BOT_USER, TEAM};
use super::refusal::Refusal;
use super::state::World;

/// Who can see a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    Public,
    Private,
    /// The DM between a user and the bot.
    Direct,
}

/// A conversation and everything said in it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Channel {
    pub id: String,
    pub name: String,
    pub visibility: Visibility,
    pub members: BTreeSet<String>,
    pub archived: bool,
    /// Shared with another company.
    pub shared: bool,
    pub posts: Vec<Post>,
}

impl Channel {
    pub fn new(id: &str, name: &str, visibility: Visibility, members: BTreeSet<String>) -> Channel {
        Channel {
            id: id.into(),
            name: name.into(),
            visibility,
            members,
            archived: false,
            shared: false,
            posts: Vec::new(),
        }
    }

    pub fn has_bot(&self) -> bool {
        self.members.contains(BOT_USER)
    }

    /// `channel_type` of events.
    pub fn kind(&self) -> &'static str {
        match self.visibility {
            Visibility::Public => "channel",
            Visibility::Private => "group",
            Visibility::Direct => "im",
        }
    }

    /// The name as interactions give it.
    pub fn shown_name(&self) -> &str {
        match self.visibility {
            Visibility::Public => &self.name,
            Visibility::Private => "privategroup",
            Visibility::Direct => "directmessage",
        }
    }

    /// The person at the other end of a DM.
    pub fn partner(&self) -> Option<&str> {
        let others = || self.members.iter().find(|m| *m != BOT_USER);
        (self.visibility == Visibility::Direct)
            .then(others)
            .flatten()
            .map(String::as_str)
    }

    pub fn wire(&self) -> Value {
        let direct = self.visibility == Visibility::Direct;
        let mut wire = json!({
            "id": self.id, "created": 1_700_000_000, "is_im": direct, "is_org_shared": false, "is_archived": self.archived,
            "is_channel": self.visibility == Visibility::Public, "is_group": self.visibility == Visibility::Private,
            "is_private": self.visibility != Visibility::Public, "is_mpim": false, "is_ext_shared": self.shared,
            "context_team_id": TEAM, "updated": 1_700_000_000_000_i64,
        });
        if direct {
            wire["user"] = json!(self.partner());
            wire["is_open"] = json!(true);
        } else {
            wire["name"] = json!(self.name);
            wire["name_normalized"] = json!(self.name);
            wire["is_member"] = json!(self.has_bot());
            wire["num_members"] = json!(self.members.len());
            wire["topic"] = json!({ "value": "", "creator": "", "last_set": 0 });
            wire["purpose"] = json!({ "value": "", "creator": "", "last_set": 0 });
        }
        wire
    }
}

impl World {
    /// A channel that the bot may know of: private ones without it do not exist for it.
    pub fn visible(&self, id: &str) -> Result<&Channel, Refusal> {
        let known = |c: &&Channel| c.visibility == Visibility::Public || c.has_bot();
        self.channels
            .get(id)
            .filter(known)
            .ok_or_else(|| "channel_not_found".into())
    }

    /// A channel whose messages the bot may read.
    pub fn readable(&self, id: &str) -> Result<&Channel, Refusal> {
        let channel = self.visible(id)?;
        if channel.has_bot() {
            Ok(channel)
        } else {
            Err("not_in_channel".into())
        }
    }

    /// Where a post goes: a channel id, or a user id for the DM. Names are not accepted, as in the real one.
    pub fn destination(&mut self, id: &str) -> Result<String, Refusal> {
        if self.user(id).is_some_and(|u| !u.bot) {
            return self.open_dm(id);
        }
        let may_enter = self.granted("chat:write.public");
        let channel = self.visible(id)?;
        if channel.archived {
            return Err("is_archived".into());
        }
        if !channel.has_bot() && !may_enter {
            return Err("not_in_channel".into());
        }
        Ok(channel.id.clone())
    }

    /// The DM between a user and the bot, opened if need be.
    pub fn open_dm(&mut self, user_id: &str) -> Result<String, Refusal> {
        let user = self.user(user_id).ok_or("user_not_found")?;
        if user.deleted {
            return Err("user_disabled".into());
        }
        if user.bot {
            return Err("channel_not_found".into());
        }
        if let Some(dm) = &user.dm {
            return Ok(dm.clone());
        }
        let id = format!("D{}", user_id.get(1..).unwrap_or_default());
        let members = BTreeSet::from([user_id.to_string(), BOT_USER.to_string()]);
        self.channels.insert(
            id.clone(),
            Channel::new(&id, "directmessage", Visibility::Direct, members),
        );
        if let Some(user) = self.user_mut(user_id) {
            user.dm = Some(id.clone());
        }
        Ok(id)
    }

    /// By id, name or `#name`.
    pub fn find_channel(&self, which: &str) -> Option<&Channel> {
        let name = which.trim_start_matches('#');
        self.channels
            .get(name)
            .or_else(|| self.channels.values().find(|c| c.name == name))
    }
}
