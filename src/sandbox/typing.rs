//! What a person types, as Slack's client sends it: escaped, with mentions and addresses marked up.

use serde_json::{Value, json};

use super::reading::{self, Names};
use super::state::World;

impl World {
    /// A message's text: `@ana` becomes `<@U..>`, `#it-help` `<#C..|it-help>`, an address `<https://..>`, the rest is escaped.
    pub fn typed(&self, text: &str) -> String {
        self.marked(text, false)
    }

    /// A command's text with "escape channels, users and links" switched on: mentions carry the name too.
    pub fn typed_command(&self, text: &str) -> String {
        self.marked(text, true)
    }

    fn marked(&self, text: &str, named: bool) -> String {
        let words = text.split_inclusive(char::is_whitespace);
        words
            .map(|word| {
                let bare = word.trim_end();
                let space = &word[bare.len()..];
                format!("{}{space}", self.marked_word(bare, named))
            })
            .collect()
    }

    fn marked_word(&self, word: &str, named: bool) -> String {
        if word.starts_with("https://") || word.starts_with("http://") {
            return format!("<{}>", escaped(word));
        }
        let body = word.trim_end_matches(['.', ',', ':', ';', '!', '?']);
        let tail = escaped(&word[body.len()..]);
        if let Some(user) = body
            .strip_prefix('@')
            .and_then(|name| self.users.iter().find(|u| u.name == name))
        {
            let name = if named {
                format!("|{}", user.name)
            } else {
                String::new()
            };
            return format!("<@{}{name}>{tail}", user.id);
        }
        if let Some(channel) = body
            .strip_prefix('#')
            .and_then(|name| self.channels.values().find(|c| c.name == name))
        {
            return format!("<#{}|{}>{tail}", channel.id, channel.name);
        }
        escaped(word)
    }
}

/// The rich text block that Slack's client sends along with such a text.
pub fn rich_text(typed: &str, block_id: &str) -> Value {
    let mut elements = Vec::new();
    let mut rest = typed;
    while let Some((before, (tag, after))) = rest
        .split_once('<')
        .and_then(|(b, r)| Some((b, r.split_once('>')?)))
    {
        elements.extend(plain(before));
        let target = tag.split_once('|').map_or(tag, |(target, _)| target);
        elements.push(match (target.strip_prefix('@'), target.strip_prefix('#')) {
            (Some(user), _) => json!({ "type": "user", "user_id": user }),
            (_, Some(channel)) => json!({ "type": "channel", "channel_id": channel }),
            _ => json!({ "type": "link", "url": reading::decode(target, &Names::new()) }),
        });
        rest = after;
    }
    elements.extend(plain(rest));
    let section = json!({ "type": "rich_text_section", "elements": elements });
    json!({ "type": "rich_text", "block_id": block_id, "elements": [section] })
}

fn plain(typed: &str) -> Option<Value> {
    let text = reading::decode(typed, &Names::new());
    (!text.is_empty()).then(|| json!({ "type": "text", "text": text }))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
