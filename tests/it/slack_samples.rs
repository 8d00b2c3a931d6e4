//! Payloads as Slack sends them, and the schemas that judge both directions.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use frontdesk::platform::slack::me::Me;
use jsonschema::Validator;
use serde_json::Value;

fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(path)
}

/// The recorded payload of that name.
pub fn sample(name: &str) -> Value {
    let text = std::fs::read_to_string(data(&format!("slack/{name}.json"))).expect("a sample");
    serde_json::from_str(&text).expect("JSON")
}

/// The names of all recorded payloads.
pub fn samples() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(data("slack"))
        .expect("samples")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    names.sort();
    names
}

pub fn me() -> Me {
    Me {
        bot_user: "U0BOT".into(),
        bot_id: Some("B0BOT".into()),
        team: Some("T0ACME".into()),
        enterprise: None,
        app_id: Some("A0DESK".into()),
    }
}

/// Everything that the schema finds wrong with `value`.
pub fn wrong(schema: &str, value: &Value) -> Vec<String> {
    static READ: OnceLock<Mutex<HashMap<String, &'static Validator>>> = OnceLock::new();
    let read = READ.get_or_init(Mutex::default);
    let validator = *read
        .lock()
        .expect("no test panics while it reads a schema")
        .entry(schema.to_owned())
        .or_insert_with(|| {
            let path = data(&format!("schemas/slack/{schema}.schema.json"));
            let text = std::fs::read_to_string(path).expect("a schema");
            let schema = serde_json::from_str(&text).expect("JSON");
            Box::leak(Box::new(
                jsonschema::validator_for(&schema).expect("a valid schema"),
            ))
        });
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_samples_are_what_slack_would_send() {
    for name in samples() {
        let mut sample = sample(&name);
        if name.starts_with("block_actions") && sample.get("message").is_none() {
            // The schema knows only presses on messages; in a view there is no response_url.
            sample["response_url"] = "https://hooks.slack.com/".into();
        }
        // The schema has whole events in the place of the messages before and after a change.
        let channel = sample["event"]["channel"].clone();
        for inner in ["message", "previous_message"] {
            if let Some(inner) = sample["event"].get_mut(inner) {
                inner["channel"] = channel.clone();
                inner["channel_type"] = "channel".into();
                inner["event_ts"] = inner["ts"].clone();
            }
        }
        // Envelopes are not in the schemas; the events inside them are.
        let (schema, part) = match name.split('_').next() {
            // Slack's published types do not know the gravestone of a message with replies, nor the
            // empty state that was recorded once.
            _ if name == "event_message_tombstone" || name == "view_submission_stateless" => {
                continue;
            }
            Some("event") => ("inbound/SlackEvent", &sample["event"]),
            Some("command") => ("inbound/SlashCommand", &sample),
            Some("shortcut") => ("inbound/GlobalShortcut", &sample),
            Some("message") => ("inbound/MessageShortcut", &sample),
            _ if name.starts_with("block_actions") => ("inbound/BlockActions", &sample),
            _ if name.starts_with("block_suggestion") => ("inbound/BlockSuggestion", &sample),
            _ if name.starts_with("view_submission") => ("inbound/ViewSubmission", &sample),
            _ if name.starts_with("view_closed") => ("inbound/ViewClosed", &sample),
            _ => continue,
        };
        assert_eq!(wrong(schema, part), Vec::<String>::new(), "{name}");
    }
}
