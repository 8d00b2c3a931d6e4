//! What people see and no bot is told: the names of things, and the reactions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::options::Now;
use super::tenant::Teams;
use super::world::World;
use super::writing::Draft;

/// How a conversation is called.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub name: String,
    /// The team of a channel; empty for a group chat.
    pub team: String,
}

#[derive(Default)]
pub struct Sight {
    /// By conversation.
    pub places: BTreeMap<String, Place>,
    /// What somebody does in the company, by object id.
    pub titles: BTreeMap<String, String>,
    /// By message: which reaction, and whose.
    pub reactions: BTreeMap<String, Vec<(String, String)>>,
    /// By conversation: when the bot was last seen typing there.
    pub typing: BTreeMap<String, i64>,
    /// The installed app's manifest: the page offers its commands.
    pub manifest: Value,
    /// How far the tenant's clock is ahead of the machine's.
    pub ahead: Option<Now>,
}

impl World {
    /// Puts a reaction on a message, or takes it back; whether it changed anything.
    pub fn reacted(&mut self, message: &str, kind: &str, aad: &str, added: bool) -> bool {
        let one = (kind.to_owned(), aad.to_owned());
        let all = self.sight.reactions.entry(message.to_owned()).or_default();
        match (all.iter().position(|r| *r == one), added) {
            (None, true) => all.push(one),
            (Some(at), false) => _ = all.remove(at),
            _ => return false,
        }
        true
    }
}

impl Teams {
    /// Names a channel of a team, or a group chat (`team` is empty).
    pub fn name_place(&self, conversation: &str, team: &str, name: &str) {
        let place = Place {
            name: name.to_owned(),
            team: team.to_owned(),
        };
        self.hub
            .look(|w| w.sight.places.insert(conversation.to_owned(), place));
    }

    /// Something that was said before the bot came: nobody is told. Its id.
    pub fn said(&self, conversation: &str, name: &str, root: Option<&str>, text: &str) -> String {
        let draft = Draft {
            text,
            root,
            ..Draft::default()
        };
        self.user(name).said(conversation, draft)
    }

    /// What somebody does in the company.
    pub fn entitle(&self, name: &str, title: &str) {
        let aad = self.user(name).aad;
        self.hub
            .look(|w| w.sight.titles.insert(aad, title.to_owned()));
    }

    /// The app as the page offers it. `ahead`: how far the tenant's clock is ahead of the machine's.
    pub fn offers(&self, manifest: Value, ahead: Now) {
        self.hub.look(|w| {
            w.sight.manifest = manifest;
            w.sight.ahead = Some(ahead);
        });
    }
}
