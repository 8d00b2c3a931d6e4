//! Everything that this tenant remembers.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::faults::Fault;
use super::super::options::Now;
use super::dialog::Open;
use super::files::Stored;
use super::keys::Key;
use super::sight::Sight;

/// The bot's registration here.
pub const APP: &str = "11111111-2222-3333-4444-555555555555";
pub const PASSWORD: &str = "sandbox-password";
pub const TENANT: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
/// Where guests come from.
const ELSEWHERE: &str = "ffffffff-bbbb-cccc-dddd-eeeeeeeeeeee";
/// As the bot is called when it is mentioned.
pub const BOT_NAME: &str = "Frontdesk";
/// The zone of everybody who has none of their own.
pub const ZONE: &str = "Europe/Berlin";

/// One call of the bot.
#[derive(Clone, Debug)]
pub struct Call {
    /// `send`, `update`, `delete`, `create`, `member`, `channels`, `upload`, `download`, `token`, `keys`, `metadata`.
    pub method: &'static str,
    pub conversation: String,
    pub body: Value,
    pub status: u16,
}

#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    pub email: String,
    /// Their object id.
    pub aad: String,
    /// `29:…`
    pub mri: String,
    /// Of another tenant: the roster tells it, and no address.
    pub guest: bool,
    /// What their client tells of it.
    pub zone: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Personal,
    Group,
    Channel,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Conversation {
    pub id: String,
    pub kind: Kind,
    /// Object ids.
    pub members: Vec<String>,
    pub posts: Vec<Posted>,
    /// The bot is in it.
    pub installed: bool,
    /// The bot hears what is said without a mention: the resource-specific permission is granted.
    pub heard: bool,
    /// Of a channel: only some of its team can read it.
    pub private: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Posted {
    pub id: String,
    /// The message that its thread began with; None: it began one, or there are none here.
    pub root: Option<String>,
    /// None: the bot.
    pub by: Option<String>,
    /// As the bot sent it, or as people typed it.
    pub activity: Value,
    pub edits: usize,
    pub deleted: bool,
    /// Only this person sees it: a targeted message.
    pub only: Option<String>,
}

pub struct World {
    pub now: Now,
    pub base: String,
    pub target: Option<String>,
    pub keys: Vec<Key>,
    /// What the set of keys tells at present; the channel signs with the last of `keys`.
    pub published: Vec<Key>,
    /// Our tokens, and until when.
    pub tokens: HashMap<String, i64>,
    pub users: Vec<User>,
    pub conversations: BTreeMap<String, Conversation>,
    pub calls: Vec<Call>,
    pub faults: Vec<Fault>,
    /// The client secret that is good at present.
    pub password: String,
    pub violations: Vec<String>,
    pub dialogs: HashMap<String, Open>,
    pub rates: HashMap<String, VecDeque<i64>>,
    /// Cards that were shown in the answers to invokes.
    pub shown: Vec<Value>,
    /// By their names in addresses.
    pub files: HashMap<String, Stored>,
    /// What only people see.
    pub sight: Sight,
    pub last_id: i64,
}

impl World {
    pub fn new(now: Now, base: String, key: Key) -> World {
        World {
            now,
            base,
            target: None,
            keys: vec![key.clone()],
            published: vec![key],
            tokens: HashMap::new(),
            users: Vec::new(),
            conversations: BTreeMap::new(),
            calls: Vec::new(),
            faults: Vec::new(),
            password: PASSWORD.to_owned(),
            violations: Vec::new(),
            dialogs: HashMap::new(),
            rates: HashMap::new(),
            shown: Vec::new(),
            files: HashMap::new(),
            sight: Sight::default(),
            last_id: 0,
        }
    }

    pub fn time(&self) -> i64 {
        (self.now)()
    }

    /// The next message's id: milliseconds, and never the same.
    pub fn next_id(&mut self) -> String {
        self.last_id = (self.last_id + 1).max(self.time());
        self.last_id.to_string()
    }

    /// As real Teams has it today, with the tenant and a slash at the end.
    pub fn service_url(&self) -> String {
        format!("{}/amer/{TENANT}/", self.base)
    }

    pub fn user(&self, aad: &str) -> Option<&User> {
        self.users.iter().find(|u| u.aad == aad)
    }

    pub fn add_user(&mut self, name: &str, email: &str) {
        let nth = self.users.len() + 1;
        let user = User {
            name: capital(name),
            email: email.to_owned(),
            aad: format!("00000000-0000-0000-0000-{nth:012}"),
            mri: format!("29:1{name}-{nth}"),
            guest: false,
            zone: ZONE.to_owned(),
        };
        let chat = personal(&user.aad);
        self.add_conversation(&chat, Kind::Personal, vec![user.aad.clone()]);
        self.users.push(user);
    }

    /// One with the bot in it, which hears all that is said there.
    pub fn add_conversation(&mut self, id: &str, kind: Kind, members: Vec<String>) {
        let conversation = Conversation {
            id: id.to_owned(),
            kind,
            members,
            posts: Vec::new(),
            installed: true,
            heard: true,
            private: false,
        };
        self.conversations.insert(id.to_owned(), conversation);
    }

    /// Everybody of a conversation as the roster tells them.
    pub fn member(&self, aad: &str) -> Option<Value> {
        let user = self.user(aad)?;
        if user.guest {
            return Some(json!({
                "id": user.mri, "objectId": user.aad, "name": user.name,
                "tenantId": ELSEWHERE, "userRole": "guest",
            }));
        }
        Some(json!({
            "id": user.mri, "objectId": user.aad, "name": user.name,
            "email": user.email, "userPrincipalName": user.email,
            "tenantId": TENANT, "userRole": "user",
        }))
    }

    pub fn violation(&mut self, what: String) {
        self.violations.push(what);
    }
}

/// The id of somebody's chat with the bot.
pub fn personal(aad: &str) -> String {
    format!("a:1chat-{aad}")
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
