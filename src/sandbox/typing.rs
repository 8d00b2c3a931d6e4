//! What a person types, as Slack's client sends it: escaped, with mentions and addresses marked up.

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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
