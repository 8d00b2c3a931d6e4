//! Everything that this tenant remembers.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::faults::Fault;
use super::super::options::Now;
use super::dialog::Open;
use super::keys::Key;
use super::shown::Shown;

/// The bot's registration here.
pub const APP: &str = "11111111-2222-3333-4444-555555555555";
pub const PASSWORD: &str = "sandbox-password";
pub const TENANT: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

/// One call of the bot.
#[derive(Clone, Debug)]
pub struct Call {
    /// `send`, `update`, `delete`, `create`, `member`, `token`, `keys`, `metadata`.
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Personal,
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
    pub violations: Vec<String>,
    pub dialogs: HashMap<String, Open>,
    pub rates: HashMap<String, VecDeque<i64>>,
    /// What only people see.
    pub shown: Shown,
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
            violations: Vec::new(),
            dialogs: HashMap::new(),
            rates: HashMap::new(),
            shown: Shown::default(),
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
        };
        self.conversations.insert(
            personal(&user.aad),
            Conversation {
                id: personal(&user.aad),
                kind: Kind::Personal,
                members: vec![user.aad.clone()],
                posts: Vec::new(),
                installed: true,
            },
        );
        self.users.push(user);
    }

    /// Everybody of a conversation as the roster tells them.
    pub fn member(&self, aad: &str) -> Option<Value> {
        let user = self.user(aad)?;
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
