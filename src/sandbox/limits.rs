//! Block Kit's shapes and limits. `slackblocks`, an independent registry of them, judges each block; here is
//! what it forgives and Slack does not: text given as a bare string, and ids that repeat.

use std::collections::HashSet;

use serde_json::{Value, json};
use slackblocks::{HomeTabView, ModalView, WebhookMessage};

use super::fields;

/// The whole view as JSON, in bytes.
const VIEW_BYTES: usize = 250_000;

/// What is wrong with a message's blocks; empty when Slack would take them.
pub fn message(blocks: &Value) -> Vec<String> {
    let Some(list) = blocks.as_array() else {
        return vec!["blocks must be an array".into()];
    };
    let mut wrong = common(list);
    fields::unknown(blocks, &mut wrong);
    if list.is_empty() {
        return wrong;
    }
    if let Err(error) = WebhookMessage::try_from(json!({ "text": "x", "blocks": blocks })) {
        wrong.push(error.to_string());
    }
    wrong
}

/// What is wrong with a view of `kind` (`modal` or `home`).
pub fn view(view: &Value, kind: &str) -> Vec<String> {
    if view["type"] != kind {
        return vec![format!("view.type must be {kind}")];
    }
    let Some(blocks) = view["blocks"].as_array() else {
        return vec!["missing required field: blocks".into()];
    };
    let mut wrong = common(blocks);
    fields::unknown(view, &mut wrong);
    for name in ["title", "submit", "close"] {
        object(view, name, name, &mut wrong);
    }
    let judged = match kind {
        "home" => HomeTabView::try_from(view.clone()).err(),
        _ => ModalView::try_from(view.clone()).err(),
    };
    wrong.extend(judged.map(|error| error.to_string()));
    if kind == "modal" && view["submit"].is_null() && blocks.iter().any(|b| b["type"] == "input") {
        wrong.push("submit is required when the view has input blocks".into());
    }
    wrong
}

/// Whether a view is too big as a whole.
pub fn too_large(view: &Value) -> bool {
    view.to_string().len() > VIEW_BYTES
}

fn common(blocks: &[Value]) -> Vec<String> {
    let (mut wrong, mut seen) = (Vec::new(), HashSet::new());
    for (index, block) in blocks.iter().enumerate() {
        let at = format!("blocks[{index}]");
        if let Some(id) = block["block_id"]
            .as_str()
            .filter(|id| !seen.insert(id.to_string()))
        {
            wrong.push(format!("block_id {id} already exists [{at}]"));
        }
        if let Some("section" | "header") = block["type"].as_str() {
            object(block, "text", &at, &mut wrong);
        }
        object(block, "label", &at, &mut wrong);
        object(block, "hint", &at, &mut wrong);
        let mut actions = HashSet::new();
        let parts = block["elements"]
            .as_array()
            .into_iter()
            .flatten()
            .chain([&block["element"], &block["accessory"]]);
        for part in parts {
            if let Some(id) = part["action_id"]
                .as_str()
                .filter(|id| !actions.insert(id.to_string()))
            {
                wrong.push(format!("action_id {id} already exists [{at}]"));
            }
            if part["type"] == "button" {
                object(part, "text", &at, &mut wrong);
            }
            object(part, "placeholder", &at, &mut wrong);
        }
    }
    wrong
}

/// Texts of layout are text objects, never bare strings.
fn object(of: &Value, name: &str, at: &str, wrong: &mut Vec<String>) {
    if !of[name].is_null() && !of[name].is_object() {
        wrong.push(format!("{name} must be a text object [{at}]"));
    }
}
