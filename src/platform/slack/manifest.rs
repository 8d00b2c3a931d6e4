//! The app's manifest: what Slack has to know to install Frontdesk.
//!
//! Each scope is there for something that the desk does, and nothing else is asked for:
//!
//! | scope | why |
//! | --- | --- |
//! | `commands` | `/request`, `/desk` and both shortcuts |
//! | `chat:write` | cards, replies, polls, digests |
//! | `im:write` | to open the direct message in which a requester's card lives |
//! | `channels:history`, `groups:history`, `im:history` | to carry what is said in a request's threads, and to look for our own mark after a send whose outcome is unknown |
//! | `channels:read`, `groups:read` | `check` tells which channels the bot is not in, and membership as it changes |
//! | `reactions:read` | emoji that act, and the poll |
//! | `app_mentions:read` | a mention of the bot asks for a form |
//! | `users:read`, `users:read.email` | names, and e-mail addresses of the configuration to accounts |
//! | `files:read`, `files:write` | files that go from one thread to the other |
//!
//! Left out on purpose: `chat:write.public` (the bot speaks only where it was invited),
//! `reactions:write` (it marks nothing), `mpim:*` (no desk in group messages), `im:read` (nothing lists conversations).

use serde_json::{Map, Value, json};
use url::Url;

/// Stands for the public URL in the manifest that is shipped.
pub const PLACEHOLDER_URL: &str = "https://frontdesk.example.com";

/// Everything that the bot may do; the module's table says why.
pub const BOT_SCOPES: [&str; 14] = [
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "reactions:read",
    "users:read",
    "users:read.email",
];

/// Every event that we are told of.
pub const BOT_EVENTS: [&str; 10] = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
];

/// The most characters of the app's name.
const MOST_NAME: usize = 35;

/// The manifest, filled in. In Socket Mode Slack needs no URL, and the manifest has none; otherwise all
/// lead to `/slack/events` under `public_url`, else under [`PLACEHOLDER_URL`]. `name` is what people see, cut to
/// what Slack takes.
pub fn manifest(public_url: Option<&Url>, socket_mode: bool, name: &str) -> Value {
    let base = public_url.map_or(PLACEHOLDER_URL, Url::as_str);
    let door = format!("{}/slack/events", base.trim_end_matches('/'));
    let door = (!socket_mode).then_some(door.as_str());
    let name: String = name.chars().take(MOST_NAME).collect();
    json!({
        "_metadata": { "major_version": 2, "minor_version": 1 },
        "display_information": {
            "name": name,
            "description": "Ask for help, follow it, be heard: the service desk in Slack",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": true,
                "messages_tab_enabled": true,
                "messages_tab_read_only_enabled": false,
            },
            "bot_user": { "display_name": "frontdesk", "always_online": true },
            "shortcuts": [
                {
                    "name": "New request",
                    "type": "global",
                    "callback_id": "new_request",
                    "description": "Ask a team for help",
                },
                {
                    "name": "Turn into request",
                    "type": "message",
                    "callback_id": "turn_into_request",
                    "description": "Make a request of this message",
                },
            ],
            "slash_commands": [
                command(
                    "/request",
                    "Ask a team for help",
                    "[service] [what it is about]",
                    door,
                ),
                command(
                    "/desk",
                    "My requests, the queue, who is on duty",
                    "help | mine | queue | duty | who WORDS | kb WORDS | log @PERSON WORDS",
                    door,
                ),
            ],
        },
        "oauth_config": { "scopes": { "bot": BOT_SCOPES } },
        "settings": {
            "event_subscriptions": with(
                json!({ "bot_events": BOT_EVENTS }),
                &[("request_url", door)],
            ),
            "interactivity": with(
                json!({ "is_enabled": true }),
                &[("request_url", door), ("message_menu_options_url", door)],
            ),
            "org_deploy_enabled": true,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": false,
        },
    })
}

/// People and channels in the text come as ids, whatever they are called.
fn command(command: &str, description: &str, usage: &str, url: Option<&str>) -> Value {
    with(
        json!({
            "command": command,
            "description": description,
            "usage_hint": usage,
            "should_escape": true,
        }),
        &[("url", url)],
    )
}

/// `object` with those of `entries` that are there.
fn with(mut object: Value, entries: &[(&str, Option<&str>)]) -> Value {
    for (key, value) in entries {
        if let (Some(object), Some(value)) = (object.as_object_mut(), value) {
            object.insert((*key).to_owned(), json!(value));
        }
    }
    object
}

/// A manifest as YAML, ready to be pasted into Slack: block style, every text in quotes (JSON's
/// quotes and escapes are YAML's too).
pub fn yaml(manifest: &Value) -> String {
    let mut out = String::new();
    match manifest {
        Value::Object(map) => write_map(&mut out, map, 0),
        other => out.push_str(&format!("{other}\n")),
    }
    out
}

fn write_map(out: &mut String, map: &Map<String, Value>, indent: usize) {
    for (i, (key, value)) in map.iter().enumerate() {
        // The first key of a list's element stands behind its dash.
        if i > 0 || !out.ends_with("- ") {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(key);
        out.push(':');
        write_value(out, value, indent);
    }
}

fn write_value(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            write_map(out, map, indent + 2);
        }
        Value::Array(list) if !list.is_empty() => {
            out.push('\n');
            for element in list {
                out.push_str(&" ".repeat(indent + 2));
                match element {
                    Value::Object(map) if !map.is_empty() => {
                        out.push_str("- ");
                        write_map(out, map, indent + 4);
                    }
                    // No list of the manifest holds lists.
                    scalar => out.push_str(&format!("- {scalar}\n")),
                }
            }
        }
        scalar => out.push_str(&format!(" {scalar}\n")),
    }
}
