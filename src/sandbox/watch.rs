//! Live syntax that would ping people: found wherever the bot says something.

use serde_json::Value;

use super::state::World;

const LOUD: &[&str] = &["<!channel", "<!here", "<!everyone", "<!subteam"];

impl World {
    /// Looks through a top-level text and blocks (or a view) and notes every ping.
    pub fn watch(&mut self, place: &str, text: &str, blocks: &Value) {
        let mut found = Vec::new();
        look(text, &mut found);
        search(blocks, &mut found);
        self.pings
            .extend(found.into_iter().map(|ping| format!("{place}: {ping}")));
    }
}

fn look(text: &str, found: &mut Vec<String>) {
    if LOUD.iter().any(|syntax| text.contains(syntax)) {
        found.push(text.to_string());
    }
}

/// Plain text shows such syntax as it stands; mrkdwn, Markdown and rich text act on it.
fn search(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| search(item, found)),
        Value::Object(fields) => {
            match value["type"].as_str() {
                Some("mrkdwn" | "markdown") => {
                    look(value["text"].as_str().unwrap_or_default(), found)
                }
                Some("broadcast" | "usergroup") => found.push(value.to_string()),
                _ => {}
            }
            fields.values().for_each(|item| search(item, found));
        }
        _ => {}
    }
}
