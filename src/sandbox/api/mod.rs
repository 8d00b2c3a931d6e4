//! The Web API's methods: for each its tier, whether it takes JSON, the scopes that open it, and what it does.

mod chat;
mod conversations;
mod files;
mod histories;
mod reactions;
mod users;
mod views;

use serde_json::{Value, json};

use super::args::Args;
use super::names::{APP, BOT, BOT_NAME, BOT_USER, ENTERPRISE, TEAM};
use super::refusal::{Answer, Refusal};
use super::state::World;

/// A method and its rules.
pub struct Method {
    pub name: &'static str,
    /// Calls a minute; 0 for the methods with a limit of their own.
    pub per_minute: usize,
    /// Whether a JSON body is read.
    pub json: bool,
    /// Any one of these will do; none: no scope needed.
    pub scopes: &'static [&'static str],
    pub run: fn(&mut World, &Args) -> Answer,
}

const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
const HISTORY: &[&str] = &[
    "channels:history",
    "groups:history",
    "im:history",
    "mpim:history",
];
const OPEN: &[&str] = &["im:write", "mpim:write", "channels:manage", "groups:write"];

/// Opened by the app token, not by the bot's.
pub const CONNECTIONS_OPEN: &str = "apps.connections.open";

type Row = (
    &'static str,
    usize,
    bool,
    &'static [&'static str],
    fn(&mut World, &Args) -> Answer,
);

const METHODS: &[Row] = &[
    ("auth.test", 0, true, &[], auth_test),
    (CONNECTIONS_OPEN, 0, true, &[], connections_open),
    ("chat.postMessage", 0, true, &["chat:write"], chat::post),
    (
        "chat.postEphemeral",
        100,
        true,
        &["chat:write"],
        chat::post_ephemeral,
    ),
    ("chat.update", 50, true, &["chat:write"], chat::update),
    ("chat.delete", 50, true, &["chat:write"], chat::delete),
    ("chat.getPermalink", 0, false, &[], chat::permalink),
    ("views.open", 100, true, &[], views::open),
    ("views.push", 100, true, &[], views::push),
    ("views.update", 100, true, &[], views::update),
    ("views.publish", 100, true, &[], views::publish),
    ("conversations.open", 50, true, OPEN, conversations::open),
    ("conversations.info", 50, false, READ, conversations::info),
    ("conversations.list", 20, false, READ, conversations::list),
    (
        "conversations.members",
        100,
        false,
        READ,
        conversations::members,
    ),
    (
        "conversations.history",
        50,
        true,
        HISTORY,
        histories::history,
    ),
    (
        "conversations.replies",
        50,
        false,
        HISTORY,
        histories::replies,
    ),
    (
        "users.conversations",
        50,
        false,
        READ,
        conversations::of_user,
    ),
    ("users.info", 100, false, &["users:read"], users::info),
    ("users.list", 20, false, &["users:read"], users::list),
    (
        "users.lookupByEmail",
        50,
        false,
        &["users:read.email"],
        users::by_email,
    ),
    (
        "reactions.add",
        50,
        true,
        &["reactions:write"],
        reactions::add,
    ),
    (
        "reactions.remove",
        20,
        true,
        &["reactions:write"],
        reactions::remove,
    ),
    (
        "reactions.get",
        50,
        false,
        &["reactions:read"],
        reactions::get,
    ),
    (
        "files.getUploadURLExternal",
        100,
        false,
        &["files:write"],
        files::upload_url,
    ),
    (
        "files.completeUploadExternal",
        100,
        true,
        &["files:write"],
        files::complete,
    ),
    ("files.info", 100, false, &["files:read"], files::info),
];

/// The method of that name.
pub fn method(name: &str) -> Option<Method> {
    let (name, per_minute, json, scopes, run) =
        METHODS.iter().find(|row| row.0 == name).copied()?;
    Some(Method {
        name,
        per_minute,
        json,
        scopes,
        run,
    })
}

fn auth_test(world: &mut World, _: &Args) -> Answer {
    let wide = world.options.org_wide;
    Ok(json!({
        "url": format!("{}/", world.base), "team": "Acme", "user": BOT_NAME, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT,
        "app_id": APP, "enterprise_id": wide.then_some(ENTERPRISE), "is_enterprise_install": wide,
    }))
}

fn connections_open(world: &mut World, _: &Args) -> Answer {
    if !world.socket_mode {
        return Err("forbidden_team".into());
    }
    let ticket = format!("{:032x}", rand::random::<u128>());
    world.tickets.push(ticket.clone());
    let base = world.base.replacen("http", "ws", 1);
    Ok(json!({ "url": format!("{base}/link/?ticket={ticket}&app_id={APP}") }))
}

/// A page of `items`: `limit` of them from the cursor on, and the cursor of the next page ("" at the end).
fn page<T: Clone>(
    items: &[T],
    args: &Args,
    default: usize,
    most: usize,
) -> Result<(Vec<T>, Value), Refusal> {
    let limit = match args.number("limit") {
        None => default,
        Some(limit) => usize::try_from(limit)
            .ok()
            .filter(|l| (1..=most).contains(l))
            .ok_or("invalid_limit")?,
    };
    let start = match args.text("cursor") {
        None => 0,
        Some(cursor) => cursor
            .strip_prefix("page:")
            .and_then(|n| n.parse().ok())
            .ok_or("invalid_cursor")?,
    };
    let chosen: Vec<T> = items.iter().skip(start).take(limit).cloned().collect();
    let end = start + chosen.len();
    let next = if end < items.len() {
        format!("page:{end}")
    } else {
        String::new()
    };
    Ok((chosen, json!({ "next_cursor": next })))
}
