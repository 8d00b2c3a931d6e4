//! Interactive elements of blocks, found by what a person reads beside them.

use serde_json::{Value, json};

use super::reading::shown;
use super::state::World;

/// An element where it stands.
#[derive(Clone, Debug)]
pub struct Found {
    pub block: Value,
    pub element: Value,
    /// What a person would call it, most telling first.
    pub names: Vec<String>,
}

impl Found {
    pub fn kind(&self) -> &str {
        self.element["type"].as_str().unwrap_or_default()
    }

    pub fn key(&self) -> (String, String) {
        let id = |value: &Value| value.as_str().unwrap_or_default().to_string();
        (id(&self.block["block_id"]), id(&self.element["action_id"]))
    }

    /// Whether a change is told at once: always outside input blocks, inside on request.
    pub fn dispatches(&self) -> bool {
        self.block["type"] != "input" || self.block["dispatch_action"] == true
    }

    pub fn is_called(&self, name: &str) -> bool {
        self.names.iter().any(|n| n == name)
    }
}

/// All interactive elements of `blocks`, in reading order.
pub fn all(blocks: &[Value]) -> Vec<Found> {
    let mut found = Vec::new();
    for block in blocks {
        let parts: Vec<&Value> = match block["type"].as_str() {
            Some("input") => vec![&block["element"]],
            Some("section") => vec![&block["accessory"]],
            Some("actions") => block["elements"].as_array().into_iter().flatten().collect(),
            _ => continue,
        };
        for element in parts
            .into_iter()
            .filter(|e| e["type"].is_string() && e["type"] != "image")
        {
            let candidates = match element["type"].as_str() {
                Some("button") => vec![&element["text"]],
                _ => vec![&block["label"], &element["placeholder"], &block["text"]],
            };
            let names = candidates
                .into_iter()
                .filter(|text| text.is_object())
                .map(shown)
                .collect();
            found.push(Found {
                block: block.clone(),
                element: element.clone(),
                names,
            });
        }
    }
    found
}

/// Gives every block and element the ids that Slack makes up where the bot gave none.
pub fn complete(blocks: &mut Value, world: &mut World) {
    for block in blocks.as_array_mut().into_iter().flatten() {
        name(block, "block_id", world);
        for part in ["element", "accessory"] {
            if block[part].is_object() && block[part]["type"] != "image" {
                name(&mut block[part], "action_id", world);
            }
        }
        if block["type"] == "actions" {
            for element in block["elements"].as_array_mut().into_iter().flatten() {
                name(element, "action_id", world);
            }
        }
    }
}

fn name(of: &mut Value, id: &str, world: &mut World) {
    if of.is_object() && !of[id].is_string() {
        of[id] = json!(world.id("auto"));
    }
}

/// Options of an element, grouped or not, in order.
pub fn options(element: &Value) -> Vec<Value> {
    let groups = element["option_groups"].as_array().into_iter().flatten();
    let grouped = groups.flat_map(|g| g["options"].as_array().into_iter().flatten());
    element["options"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(grouped)
        .cloned()
        .collect()
}

/// The option that reads `text`; where two read alike, the first.
pub fn option(element: &Value, text: &str) -> Option<Value> {
    options(element)
        .into_iter()
        .find(|o| shown(&o["text"]) == text)
}
