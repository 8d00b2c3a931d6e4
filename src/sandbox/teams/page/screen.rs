//! What one window shows, as parts that can be told one by one.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::cards;
use super::super::world::{Conversation, Kind, Posted, User, World};
use super::files;

/// What somebody has open.
#[derive(Clone, Debug, Deserialize)]
pub struct Window {
    /// Who it is, by name or object id.
    #[serde(rename = "as")]
    person: String,
    /// The conversation that is open.
    #[serde(default, rename = "in")]
    conversation: String,
    /// How many messages of it, replies not counted.
    #[serde(default)]
    count: usize,
}

/// Parts by key: `m:ID` is a message of the conversation or a post of the channel, `r:ID` a reply to one.
pub fn screen(world: &World, window: &Window) -> BTreeMap<String, Value> {
    let mut parts = BTreeMap::new();
    parts.insert("people".into(), people(world));
    let Some(me) = world.find(&window.person) else {
        parts.insert("nobody".into(), json!(window.person));
        return parts;
    };
    parts.insert("me".into(), json!(me.aad));
    parts.insert("places".into(), places(world, &me.aad));
    let ahead = world.sight.ahead.as_ref().map(|ahead| ahead());
    parts.insert("tools".into(), json!({ "ahead": ahead }));
    parts.insert("app".into(), app(world));
    let open = world.conversations.get(&window.conversation);
    if let Some(open) = open.filter(|c| c.members.contains(&me.aad)) {
        messages(world, open, &me.aad, window.count.max(1), &mut parts);
    }
    parts
}

impl World {
    /// Somebody by name or object id.
    pub fn find(&self, who: &str) -> Option<&User> {
        let named = |u: &&User| u.aad == who || u.name.eq_ignore_ascii_case(who);
        self.users.iter().find(named)
    }
}

fn people(world: &World) -> Value {
    let people = world.users.iter();
    people
        .map(|u| {
            json!({ "id": u.aad, "shown": u.name, "name": u.name.to_lowercase(), "mri": u.mri, "zone": u.zone,
            "title": world.sight.titles.get(&u.aad) })
        })
        .collect()
}

fn places(world: &World, me: &str) -> Value {
    let mine = world.conversations.values();
    mine.filter(|c| c.members.iter().any(|m| m == me))
        .map(|c| {
            let place = world.sight.places.get(&c.id).cloned().unwrap_or_default();
            let theirs = |p: &&Posted| !p.deleted && shown(p, me) && p.by.as_deref() != Some(me);
            let last = c.posts.iter().rev().find(theirs).map(|p| &p.id);
            json!({ "id": c.id, "kind": kind(c), "name": place.name, "team": place.team,
                "people": c.members.len(), "app": c.installed, "last": last })
        })
        .collect()
}

pub fn kind(conversation: &Conversation) -> &'static str {
    match conversation.kind {
        Kind::Personal => "personal",
        Kind::Group => "group",
        Kind::Channel => "channel",
    }
}

/// What the manifest offers: words to type, and the commands of the message extension.
fn app(world: &World) -> Value {
    let manifest = &world.sight.manifest;
    json!({
        "name": manifest["name"]["short"],
        "lists": manifest["bots"][0]["commandLists"],
        "commands": manifest["composeExtensions"][0]["commands"],
    })
}

fn messages(
    world: &World,
    conversation: &Conversation,
    me: &str,
    count: usize,
    parts: &mut BTreeMap<String, Value>,
) {
    let mut threads: HashMap<&str, Vec<&Posted>> = HashMap::new();
    let shown = |p: &Posted| shown(p, me);
    for posted in conversation.posts.iter().filter(|p| shown(p)) {
        if let Some(root) = &posted.root {
            threads.entry(root).or_default().push(posted);
        }
    }
    let tops = conversation.posts.iter().rev();
    let mut tops: Vec<&Posted> = tops
        .filter(|p| p.root.is_none() && (shown(p) || threads.contains_key(p.id.as_str())))
        .take(count + 1)
        .collect();
    let more = tops.len() > count;
    tops.truncate(count);
    for top in tops {
        parts.insert(format!("m:{}", top.id), message(world, top));
        for reply in threads.get(top.id.as_str()).into_iter().flatten() {
            parts.insert(format!("r:{}", reply.id), message(world, reply));
        }
    }
    parts.insert("more".into(), json!(more));
    let typing = world.sight.typing.get(&conversation.id);
    parts.insert("typing".into(), json!(typing));
}

/// Somebody else's alone is not. People's messages leave a note where they were, a bot's are gone.
fn shown(posted: &Posted, me: &str) -> bool {
    let mine = posted.only.as_deref().is_none_or(|only| only == me);
    mine && (!posted.deleted || posted.by.is_some())
}

fn message(world: &World, posted: &Posted) -> Value {
    let (id, root, by) = (&posted.id, &posted.root, &posted.by);
    if posted.deleted {
        return json!({ "id": id, "root": root, "by": by, "deleted": true });
    }
    let attached = |kind: &str| {
        let all = posted.activity["attachments"].as_array();
        let mut all = all.into_iter().flatten();
        all.find(|a| a["contentType"] == kind)
            .map(|a| a["content"].clone())
    };
    // People's words come twice, ours as the bot sent them.
    let html = attached("text/html").unwrap_or_else(|| posted.activity["text"].clone());
    json!({ "id": id, "root": root, "by": by, "html": html, "card": attached(cards::CARD), "edits": posted.edits, "only_you": posted.only.is_some(),
        "files": files::shown(posted),
        "reactions": world.sight.reactions.get(id).filter(|all| !all.is_empty()) })
}
