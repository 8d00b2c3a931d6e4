//! What a person (or a test) learns after doing something.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::deliver::Reply;
use super::reading::{self, Names};

/// The bot's answer to something done.
#[derive(Clone, Debug)]
pub struct Ack {
    /// HTTP status; 200 for an acknowledgement on a socket; `None` when no answer came in time.
    pub status: Option<u16>,
    /// The raw body.
    pub body: String,
    /// Real time that the bot took.
    pub latency: Duration,
}

impl Ack {
    /// 2xx within Slack's three seconds.
    pub fn ok(&self) -> bool {
        self.status.is_some_and(|s| (200..300).contains(&s))
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// What the answer says to the person: a message's text or blocks as they are seen, or the plain body.
    pub fn text(&self) -> String {
        let answer = self.json();
        let blocks = answer["blocks"].as_array().cloned().unwrap_or_default();
        let lines = reading::lines(&blocks, &Names::new());
        match answer["text"].as_str() {
            _ if !lines.is_empty() => lines.join("\n"),
            Some(text) => reading::decode(text, &Names::new()),
            None => self.body.clone(),
        }
    }

    /// From a delivery; without a bot listening there is no status.
    pub(super) fn of(reply: Option<&Reply>) -> Ack {
        Ack {
            status: reply.and_then(|r| r.status),
            body: reply.map(|r| r.body.clone()).unwrap_or_default(),
            latency: reply.map(|r| r.latency).unwrap_or_default(),
        }
    }
}

/// What a submitted modal came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Submitted {
    /// This modal closed; one below it, if any, shows again.
    Closed,
    /// All modals closed.
    Cleared,
    /// The bot put another view in its place.
    Updated,
    /// The bot put another view on top.
    Pushed,
    /// The bot refused fields: label and sentence.
    Errors(Vec<(String, String)>),
    /// Slack's own client refused: labels of fields that are empty but required, too long, or no e-mail, URL or number.
    Incomplete(Vec<String>),
    /// The person sees "trouble connecting": no answer (`None`), not a 2xx, or a body that Slack does not take.
    Failed(Option<u16>),
    /// No modal is open.
    NoModal,
}

/// There is no such thing to press, fill or see.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing(pub String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}
