//! What the sandbox delivers has the shape that Slack's own type declarations give it.

use std::path::Path;

use frontdesk::sandbox::Door;
use serde_json::{Value, json};

use super::harness::*;

fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
        "tests/data/schemas/slack/inbound/{name}.schema.json"
    ));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn name(kind: &str, payload: &Value) -> Option<&'static str> {
    Some(match (kind, payload["type"].as_str()) {
        ("command", _) => "SlashCommand",
        ("event", Some("event_callback")) => "SlackEvent",
        (_, Some("block_actions")) => "BlockActions",
        (_, Some("block_suggestion")) => "BlockSuggestion",
        (_, Some("view_submission")) => "ViewSubmission",
        (_, Some("view_closed")) => "ViewClosed",
        (_, Some("shortcut")) => "GlobalShortcut",
        (_, Some("message_action")) => "MessageShortcut",
        _ => return None,
    })
}

async fn everything(s: &Stage) {
    let (ana, lea) = (s.slack.user("ana"), s.slack.user("lea"));
    let ts = ana.says(HELP, "@frontdesk help").await;
    ana.replies(HELP, &ts, "more").await;
    ana.says_with_files(HELP, None, "look", &[("a.png", b"x")])
        .await;
    ana.edits(HELP, &ts, "edited").await.unwrap();
    lea.reacts(HELP, &ts, "eyes").await.unwrap();
    lea.unreacts(HELP, &ts, "eyes").await.unwrap();
    ana.message_shortcut("turn", HELP, &ts).await.unwrap();
    ana.deletes(HELP, &ts).await.unwrap();
    ana.joins(TRIAGE).await;
    s.slack.hires("tom", "tom@acme.example", "UTC").await;
    ana.opens_home().await;
    ana.command("/request x").await;
    ana.shortcut("new").await;
    let view = modal(
        "x",
        json!([
            { "type": "section", "text": plain("S"), "accessory": { "type": "external_select", "action_id": "e" } },
            input("p", "P", json!({ "type": "plain_text_input", "action_id": "p" })),
            { "type": "actions", "elements": [button("B", "b")] },
        ]),
    );
    s.call(
        "views.open",
        json!({ "trigger_id": s.bot.trigger(), "view": view }),
    )
    .await;
    ana.options("S", "abc").await.unwrap();
    ana.click_modal("B").await.unwrap();
    ana.fill("P", "x").await.unwrap();
    ana.submit().await;
    ana.shortcut("new").await;
    s.call(
        "views.open",
        json!({ "trigger_id": s.bot.trigger(), "view": view }),
    )
    .await;
    ana.closes_modal(true).await.unwrap();
    let card = s
        .posts(
            HELP,
            json!({ "text": "x", "blocks": [{ "type": "actions", "elements": [
        button("B", "b"), { "type": "overflow", "action_id": "o", "options": options(&["O"]) },
        { "type": "users_select", "action_id": "u", "placeholder": plain("U") } ] }] }),
        )
        .await;
    ana.click(HELP, &card, "B").await.unwrap();
    ana.click(HELP, &card, "O").await.unwrap();
    ana.choose(HELP, &card, "U", &["lea"]).await.unwrap();
    s.call(
        "chat.update",
        json!({ "channel": HELP, "ts": card, "text": "y" }),
    )
    .await;
    s.slack.settled().await;
    s.slack.uninstalls().await;
}

#[tokio::test]
async fn deliveries_pass_the_schemas() {
    let s = stage().await;
    everything(&s).await;
    let mut checked = std::collections::BTreeMap::new();
    for delivery in s.slack.deliveries() {
        assert_eq!(delivery.door, Door::Http);
        let Some(name) = name(delivery.kind, &delivery.payload) else {
            continue;
        };
        let mut payload = delivery.payload.clone();
        if name == "SlackEvent" {
            // The schema describes what is inside the envelope.
            payload = payload["event"].clone();
            // The declarations repeat the event's own fields inside; recorded payloads do not.
            for inner in ["message", "previous_message"] {
                if payload[inner].is_object() {
                    for field in ["channel", "channel_type", "event_ts"] {
                        payload[inner][field] = payload[field].clone();
                    }
                }
            }
        }
        if payload["enterprise"].is_null()
            && let Some(fields) = payload.as_object_mut()
        {
            // Declared as absent or an object; real payloads say null.
            fields.remove("enterprise");
        }
        if payload["type"] == "block_actions" && payload["container"]["type"] == "view" {
            // The declarations demand a response_url here; recorded payloads of views have none.
            payload["response_url"] = json!("");
        }
        let (validator, seen) = checked.entry(name).or_insert_with(|| (schema(name), 0));
        *seen += 1;
        let errors: Vec<String> = validator
            .iter_errors(&payload)
            .map(|e| format!("{e} at {}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}\n{payload:#}");
    }
    assert_eq!(
        checked.len(),
        8,
        "every kind was seen: {:?}",
        checked.keys()
    );
}

#[tokio::test]
async fn an_org_wide_install_has_no_team_and_strangers_have_another() {
    let s = stage_with(|o| o.org_wide = true).await;
    let eve = s.slack.add_stranger("eve", "eve@other.example", "UTC");
    s.slack.share(HELP);
    eve.says(HELP, "hi").await;
    let envelope = s.bot.heard().remove(0);
    assert_eq!(envelope["authorizations"][0]["team_id"], Value::Null);
    assert_eq!(envelope["is_ext_shared_channel"], true);
    assert_eq!(envelope["event"]["team"], "T0OTHER");
    eve.shortcut("new").await;
    let shortcut = s.bot.heard().remove(0);
    assert_eq!(
        (&shortcut["team"], shortcut["user"]["team_id"].as_str()),
        (&Value::Null, Some("T0OTHER"))
    );
    let info = s.call("users.info", json!({ "user": eve.id() })).await;
    assert_eq!(info["user"]["is_stranger"], true);
}
