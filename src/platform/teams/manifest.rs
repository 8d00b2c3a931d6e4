//! The app package: what Teams has to know to install Frontdesk.
//!
//! Each resource-specific permission is there for something that the desk does:
//!
//! | permission | why |
//! | --- | --- |
//! | `ChannelMessage.Read.Group` | what is written in a request's thread reaches the desk without a mention |
//! | `ChatMessage.Read.Chat` | the same in group chats |
//!
//! Without them everything works by mention.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::invokes::command;

/// The schema that all that we use is in; tenants take later than this only some time after it is published.
const VERSION: &str = "1.25";
/// The first schema with slash commands.
const WITH_SLASH: &str = "1.29";
const COLOR: &[u8] = include_bytes!("../../../manifests/teams/color.png");
const OUTLINE: &[u8] = include_bytes!("../../../manifests/teams/outline.png");
/// What Teams shows of a name.
const MOST_NAME: usize = 30;
/// Stands for the public URL where none is set.
pub const PLACEHOLDER_URL: &str = "https://frontdesk.example.com";

/// The manifest, filled in. `name` is what people see, cut to what Teams takes.
/// `slash`: with what Microsoft offers as a preview.
pub fn manifest(app_id: &str, public_url: Option<&url::Url>, name: &str, slash: bool) -> Value {
    let mut all = plain(app_id, public_url, name);
    if slash {
        all["$schema"] = json!(schema(WITH_SLASH));
        all["manifestVersion"] = json!(WITH_SLASH);
        let bot = &mut all["bots"][0];
        bot["supportsTargetedMessages"] = json!(true);
        for list in bot["commandLists"].as_array_mut().into_iter().flatten() {
            list["triggers"] = json!(["mention", "slash"]);
        }
        let commands = all["composeExtensions"][0]["commands"].as_array_mut();
        for command in commands.into_iter().flatten() {
            if command["type"] == "action" {
                command["triggers"] = json!(["slash"]);
            }
        }
    }
    all
}

fn schema(version: &str) -> String {
    format!(
        "https://developer.microsoft.com/json-schemas/teams/v{version}/MicrosoftTeams.schema.json"
    )
}

fn plain(app_id: &str, public_url: Option<&url::Url>, name: &str) -> Value {
    let base = public_url.map_or(PLACEHOLDER_URL, url::Url::as_str);
    let base = base.trim_end_matches('/');
    let name: String = name.chars().take(MOST_NAME).collect();
    json!({
        "$schema": schema(VERSION),
        "manifestVersion": VERSION,
        "version": env!("CARGO_PKG_VERSION"),
        "id": app_id,
        "developer": {
            "name": "Frontdesk",
            "websiteUrl": base,
            "privacyUrl": format!("{base}/privacy"),
            "termsOfUseUrl": format!("{base}/terms"),
        },
        "name": { "short": name, "full": name },
        "description": {
            "short": "Ask for help, follow it, be heard: the service desk in Teams",
            "full": "Whatever you need from a team, ask here. You always see who has it, by when you have the result, and what comes next. Teams that serve work in a thread of their own channel.",
        },
        "icons": { "color": "color.png", "outline": "outline.png" },
        "accentColor": "#1f3a5f",
        "bots": [{
            "botId": app_id,
            "scopes": ["personal", "team", "groupChat"],
            "supportsFiles": true,
            "commandLists": [
                {
                    "scopes": ["personal"],
                    "commands": [
                        said("request", "Ask a team for help"),
                        said("home", "My desk: what I asked for, what waits for me"),
                        said("mine", "My open requests"),
                        said("kb", "What the teams know: kb and what you look for"),
                        said("duty", "Who is there for each team"),
                        said("queue", "For agents: my team's open requests"),
                        said("digest", "For agents: my team's figures"),
                        said("announce", "For leads: say something to everybody concerned"),
                        said("help", "What can be said to the desk"),
                    ],
                },
                {
                    "scopes": ["team", "groupChat"],
                    "commands": [
                        said("mine", "My open requests, in our chat"),
                        said("queue", "For agents: my team's open requests, in our chat"),
                        said("help", "What can be said to the desk"),
                    ],
                },
            ],
        }],
        "composeExtensions": [{
            "botId": app_id,
            "commands": [
                {
                    "id": command::NEW_REQUEST,
                    "type": "action",
                    "title": "New request",
                    "description": "Ask a team for help",
                    "context": ["compose", "commandBox"],
                    "fetchTask": true,
                },
                {
                    "id": command::TURN_INTO_REQUEST,
                    "type": "action",
                    "title": "Turn into request",
                    "description": "Make a request of this message",
                    "context": ["message"],
                    "fetchTask": true,
                },
                {
                    "id": command::MY_REQUESTS,
                    "type": "query",
                    "title": "Search",
                    "description": "Find a request of mine, or what a team knows",
                    "context": ["compose", "commandBox"],
                    "initialRun": true,
                    "parameters": [{
                        "name": "words",
                        "title": "Words",
                        "description": "A number, or words of what it is about",
                    }],
                },
            ],
        }],
        "permissions": ["identity", "messageTeamMembers"],
        "supportsChannelFeatures": "tier1",
        "authorization": { "permissions": { "resourceSpecific": [
            { "name": "ChannelMessage.Read.Group", "type": "Application" },
            { "name": "ChatMessage.Read.Chat", "type": "Application" },
        ] } },
        "webApplicationInfo": { "id": app_id, "resource": "https://RscBasedStoreApp" },
    })
}

/// The package to be uploaded: the manifest and both icons.
///
/// # Errors
/// When it cannot be written, which memory always lets.
pub fn package(manifest: &Value) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The same manifest is the same file, byte for byte.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let text = serde_json::to_vec_pretty(manifest).unwrap_or_default();
    for (name, content) in [
        ("manifest.json", text.as_slice()),
        ("color.png", COLOR),
        ("outline.png", OUTLINE),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn said(title: &str, description: &str) -> Value {
    json!({ "title": title, "description": description })
}
