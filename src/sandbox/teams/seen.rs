//! Messages as people see them.

use serde_json::Value;

use super::world::Posted;
use super::{cards, files};

/// A message of a conversation.
#[derive(Clone, Debug)]
pub struct Post {
    pub id: String,
    /// The message that its thread began with.
    pub root: Option<String>,
    pub by_bot: bool,
    /// All that is to be read, buttons in brackets.
    pub words: String,
    pub card: Option<Value>,
    /// As it was sent.
    pub activity: Value,
    pub edits: usize,
    pub deleted: bool,
}

impl Post {
    pub fn reads(&self, words: &str) -> bool {
        self.words.contains(words)
    }

    /// The labels of its buttons.
    pub fn buttons(&self) -> Vec<String> {
        let buttons = self.card.as_ref().map(cards::buttons).unwrap_or_default();
        let titles = buttons.iter().filter_map(|b| b["title"].as_str());
        titles.map(str::to_owned).collect()
    }
}

/// As somebody sees it whose clock shows `zone`.
pub fn post(posted: &Posted, zone: &str) -> Post {
    let attachments = posted.activity["attachments"].as_array();
    let card = attachments
        .into_iter()
        .flatten()
        .find(|a| a["contentType"] == cards::CARD)
        .map(|a| a["content"].clone());
    let file = posted.activity["attachments"].get(0).and_then(files::words);
    let words = match (&card, file) {
        (Some(card), _) => cards::words(card, zone),
        (None, Some(file)) => file,
        (None, None) => text(posted.activity["text"].as_str().unwrap_or_default()),
    };
    Post {
        id: posted.id.clone(),
        root: posted.root.clone(),
        by_bot: posted.by.is_none(),
        words,
        card,
        activity: posted.activity.clone(),
        edits: posted.edits,
        deleted: posted.deleted,
    }
}

/// HTML as it is read.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let Some(end) = rest[at..].find('>') else {
            break;
        };
        match &rest[at..=at + end] {
            "<br/>" => out.push('\n'),
            "<at>" => out.push('@'),
            _ => {}
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
