//! A message as events, shortcuts and `conversations.history` all show it.

use serde::Deserialize;

use crate::domain::ids::{Account, Channel, Platform};
use crate::domain::intent::Place;
use crate::domain::talk::{Attachment, Text};

use super::text;
use super::wire::{File, attachments};

/// Only `ts` is certain.
#[derive(Deserialize)]
pub struct Message {
    pub ts: String,
    pub subtype: Option<String>,
    pub user: Option<String>,
    pub bot_id: Option<String>,
    pub app_id: Option<String>,
    pub text: Option<String>,
    pub thread_ts: Option<String>,
    /// Who began the thread.
    pub parent_user_id: Option<String>,
    pub edited: Option<Edit>,
    pub files: Option<Vec<File>>,
    blocks: Option<Vec<Block>>,
    attachments: Option<Vec<Legacy>>,
    /// The sender's workspace, in a channel shared with another company.
    pub user_team: Option<String>,
    pub team: Option<String>,
}

#[derive(Deserialize)]
pub struct Edit {
    pub user: Option<String>,
}

/// As much of a block as there are words in it, whatever kind it is.
#[derive(Deserialize)]
struct Block {
    text: Option<BlockText>,
    fields: Option<Vec<BlockText>>,
}

/// An attachment, the form in which older integrations still post.
#[derive(Deserialize)]
struct Legacy {
    text: Option<String>,
    fallback: Option<String>,
}

/// A text object; in the blocks of some kinds the text itself.
#[derive(Deserialize)]
#[serde(untagged)]
enum BlockText {
    Object { text: String },
    Bare(String),
    Other(serde::de::IgnoredAny),
}

impl BlockText {
    fn words(&self) -> Option<&str> {
        match self {
            BlockText::Object { text } | BlockText::Bare(text) => Some(text),
            BlockText::Other(_) => None,
        }
    }
}

impl Message {
    /// What it says. Apps may leave `text` empty and say everything in blocks or attachments.
    pub fn words(&self) -> Text {
        if let Some(text) = self.text.as_deref().filter(|t| !t.is_empty()) {
            return text::read(text);
        }
        let blocks = self.blocks.iter().flatten().flat_map(|block| {
            let fields = block.fields.iter().flatten();
            block.text.iter().chain(fields).filter_map(BlockText::words)
        });
        let legacy = self.attachments.iter().flatten();
        let legacy = legacy.filter_map(|a| a.text.as_deref().or(a.fallback.as_deref()));
        let lines: Vec<&str> = blocks.chain(legacy).filter(|l| !l.is_empty()).collect();
        text::read(&lines.join("\n"))
    }

    pub fn take_files(&mut self) -> Vec<Attachment> {
        attachments(self.files.take())
    }

    /// The person who wrote it; none for what an app posted.
    pub fn author(&self) -> Option<Account> {
        if self.bot_id.is_some() {
            return None;
        }
        self.user.as_deref().map(Account::slack)
    }

    pub fn place(&self, channel: &str) -> Place {
        Place {
            channel: slack_channel(channel),
            ts: self.ts.clone(),
            thread: self.thread_ts.clone(),
        }
    }
}

pub fn slack_channel(id: &str) -> Channel {
    Channel {
        platform: Platform::Slack,
        id: id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::talk::flat;

    #[test]
    fn an_apps_words_are_found_in_its_blocks() {
        let message: Message = serde_json::from_str(
            r#"{"ts":"1.2","text":"","blocks":[
                {"type":"header","text":{"type":"plain_text","text":"Disk full"}},
                {"type":"section","fields":[{"type":"mrkdwn","text":"a &amp; b"}]},
                {"type":"rich_text","elements":[{"type":"rich_text_section"}]},
                {"type":"markdown","text":"bare"},
                {"type":"odd","text":7}],
                "attachments":[{"fallback":"old"}]}"#,
        )
        .expect("a message");
        assert_eq!(flat(&message.words()), "Disk full\na & b\nbare\nold");
    }
}
