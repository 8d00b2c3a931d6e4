//! What one window shows, as parts that can be told one by one.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::channels::{Channel, Visibility};
use super::super::messages::Post;
use super::super::state::World;
use super::{log, tools};

/// What somebody has open.
#[derive(Clone, Debug, Deserialize)]
pub struct Window {
    /// Who it is, by name or id.
    #[serde(rename = "as")]
    pub person: String,
    /// The channel that is open.
    #[serde(default, rename = "in")]
    pub channel: String,
    /// The parent of the thread that is open.
    #[serde(default)]
    pub thread: String,
    /// How many messages of the channel.
    #[serde(default)]
    pub count: usize,
    /// The Home tab is open.
    #[serde(default)]
    pub home: bool,
    /// The drawer is open.
    #[serde(default)]
    pub drawer: bool,
}

/// Parts by key: `m:TS` is a message of the channel, `t:TS` one of the thread, `e:TS` one that only this person
/// sees, `l:N` a line of the drawer.
pub fn screen(world: &World, window: &Window) -> BTreeMap<String, Value> {
    let mut parts = BTreeMap::new();
    let Some(me) = world.find_user(&window.person).filter(|u| !u.bot) else {
        parts.insert("nobody".into(), json!(window.person));
        parts.insert("people".into(), people(world));
        return parts;
    };
    let me = me.id.clone();
    parts.insert("me".into(), json!(me));
    parts.insert("people".into(), people(world));
    parts.insert("channels".into(), channels(world, &me));
    parts.insert("app".into(), app(world));
    parts.insert("tools".into(), tools::state(world));
    if let Some(channel) = world
        .channels
        .get(&window.channel)
        .filter(|c| open_to(c, &me))
    {
        conversation(world, &me, channel, window, &mut parts);
    }
    if let Some(view) = world.top_view(&me) {
        let depth = world.stacks.get(&me).map_or(0, Vec::len);
        let view = world.view_wire(view, true);
        parts.insert("view".into(), json!({ "view": view, "depth": depth }));
    }
    if window.home {
        parts.insert("home".into(), json!(world.home_wire(&me)));
    }
    if window.drawer {
        log::lines(world, &mut parts);
    }
    parts
}

/// Whether somebody may look into a channel: public ones are open to all of the company.
pub fn open_to(channel: &Channel, user: &str) -> bool {
    channel.visibility == Visibility::Public || channel.members.contains(user)
}

fn people(world: &World) -> Value {
    let people = world.users.iter().filter(|u| !u.deleted);
    people
        .map(|u| {
            json!({ "id": u.id, "name": u.name, "shown": u.shown_name(), "title": u.title, "zone": u.zone, "bot": u.bot,
                "stranger": u.stranger() })
        })
        .collect()
}

/// The newest thing in each channel that is not one's own tells whether it is unread.
fn channels(world: &World, me: &str) -> Value {
    let stranger = world.user(me).is_some_and(|u| u.stranger());
    let seen = world.channels.values().filter(|c| {
        // People of another company see the channels that are shared with theirs.
        if stranger {
            c.members.contains(me)
        } else {
            open_to(c, me)
        }
    });
    seen.map(|c| {
        let last = c
            .posts
            .iter()
            .rev()
            .find(|p| !p.deleted && p.user != me)
            .map(|p| p.ts.as_str());
        let whispered = world
            .ephemerals
            .iter()
            .rev()
            .find(|e| e.user == me && e.channel == c.id)
            .map(|e| e.ts.as_str());
        json!({ "id": c.id, "name": c.name, "kind": c.kind(), "shared": c.shared, "archived": c.archived,
            "member": c.members.contains(me), "bot": c.has_bot(), "people": c.members.len(), "last": last.max(whispered) })
    })
    .collect()
}

fn app(world: &World) -> Value {
    let features = &world.options.manifest["features"];
    json!({
        "name": world.options.manifest["display_information"]["name"],
        "commands": features["slash_commands"], "shortcuts": features["shortcuts"],
        "teams": world.options.beside.is_some(),
    })
}

fn conversation(
    world: &World,
    me: &str,
    channel: &Channel,
    window: &Window,
    parts: &mut BTreeMap<String, Value>,
) {
    let mut threads: HashMap<&str, Vec<&Post>> = HashMap::new();
    for post in channel.posts.iter().filter(|p| !p.deleted) {
        if let Some(parent) = &post.thread_ts {
            threads.entry(parent).or_default().push(post);
        }
    }
    let shown = |post: &Post| {
        let replies = threads.get(post.ts.as_str());
        (!post.deleted || replies.is_some()).then(|| message(post, replies))
    };
    let mut tops: Vec<&Post> = channel
        .posts
        .iter()
        .rev()
        .filter(|p| p.thread_ts.is_none() || p.broadcast)
        .take(window.count.max(1) + 1)
        .collect();
    let more = tops.len() > window.count.max(1);
    if more {
        tops.pop();
    }
    for post in tops {
        if let Some(message) = shown(post) {
            parts.insert(format!("m:{}", post.ts), message);
        }
    }
    let parent = |p: &&Post| p.ts == window.thread || p.thread_ts.as_ref() == Some(&window.thread);
    for post in channel.posts.iter().filter(parent) {
        if let Some(message) = shown(post) {
            parts.insert(format!("t:{}", post.ts), message);
        }
    }
    for whisper in &world.ephemerals {
        if whisper.user == me && whisper.channel == channel.id {
            parts.insert(
                format!("e:{}", whisper.ts),
                json!({ "ts": whisper.ts, "user": super::super::names::BOT_USER, "text": whisper.text,
                    "blocks": whisper.blocks, "thread_ts": whisper.thread_ts, "only_you": true }),
            );
        }
    }
    parts.insert("more".into(), json!(more));
}

fn message(post: &Post, replies: Option<&Vec<&Post>>) -> Value {
    if post.deleted {
        return json!({ "ts": post.ts, "deleted": true, "replies": told(replies) });
    }
    let files: Vec<Value> = post
        .files
        .iter()
        .map(|f| json!({ "id": f["id"], "name": f["name"], "size": f["size"], "mimetype": f["mimetype"] }))
        .collect();
    json!({ "ts": post.ts, "user": post.user, "text": post.text, "blocks": post.blocks, "edited": post.edited.is_some(),
        "reactions": post.reactions, "files": files, "thread_ts": post.thread_ts, "replies": told(replies) })
}

fn told(replies: Option<&Vec<&Post>>) -> Value {
    let Some(replies) = replies else {
        return Value::Null;
    };
    let mut people: Vec<&str> = Vec::new();
    for reply in replies {
        if !people.contains(&reply.user.as_str()) {
            people.push(&reply.user);
        }
    }
    json!({ "count": replies.len(), "last": replies.last().map(|r| &r.ts), "people": people })
}
