//! Ephemeral messages: only one person sees them, and no method can fetch or change them.

use serde_json::Value;

use super::elements;
use super::refusal::Refusal;
use super::state::World;

/// A message for one person's eyes.
#[derive(Clone, Debug)]
pub struct Ephemeral {
    pub user: String,
    pub channel: String,
    pub ts: String,
    pub text: String,
    pub blocks: Vec<Value>,
    pub thread_ts: Option<String>,
}

impl World {
    /// Shows a message to one person.
    pub fn whisper(
        &mut self,
        user: &str,
        channel: &str,
        content: Content,
        thread_ts: Option<String>,
    ) -> String {
        let ts = self.stamp();
        self.ephemerals.push(Ephemeral {
            user: user.into(),
            channel: channel.into(),
            ts: ts.clone(),
            text: content.text,
            blocks: content.blocks,
            thread_ts,
        });
        ts
    }

    /// Checks the text and blocks of anything that is said, completes ids, notes pings and a missing text.
    pub fn content(
        &mut self,
        place: &str,
        text: Option<String>,
        blocks: Option<Value>,
    ) -> Result<Content, Refusal> {
        let mut blocks = blocks.unwrap_or(Value::Array(Vec::new()));
        let wrong = super::limits::message(&blocks);
        if !wrong.is_empty() {
            return Err(Refusal::because("invalid_blocks", &wrong));
        }
        if text.is_none() && blocks.as_array().is_some_and(|b| !b.is_empty()) {
            self.violation(format!("{place}: blocks without text"), blocks.clone());
        }
        let text = text.unwrap_or_default();
        self.watch(place, &text, &blocks);
        elements::complete(&mut blocks, self);
        Ok(Content {
            text,
            blocks: blocks.as_array().cloned().unwrap_or_default(),
        })
    }
}

/// A checked text and its blocks.
#[derive(Clone, Debug)]
pub struct Content {
    pub text: String,
    pub blocks: Vec<Value>,
}

impl Content {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.blocks.is_empty()
    }
}
