//! What happened, kept for whoever wants to look.

use std::time::Duration;

use serde_json::Value;

/// A call of the Web API (or of a `response_url`, whose method is `response_url`).
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    /// The arguments, structures decoded.
    pub args: Value,
    /// The workspace's time, milliseconds.
    pub at: i64,
    /// `ok`, Slack's error name, `http 429`, `http 500`, `lost` or `hung`.
    pub outcome: String,
    /// Whether the call took effect, whatever the caller heard.
    pub applied: bool,
    /// The channel named in the arguments.
    pub channel: Option<String>,
    /// The answer that was (or would have been) given.
    pub answer: Value,
}

/// A rule that the bot broke.
#[derive(Clone, Debug)]
pub struct Breach {
    pub rule: String,
    /// What it sent; null where that is not worth showing.
    pub sent: Value,
    /// The workspace's time, milliseconds.
    pub at: i64,
}

/// Through which door a delivery went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Http,
    Socket,
}

/// Something delivered to the bot, once per attempt.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// `event`, `command`, `interaction` or `options`.
    pub kind: &'static str,
    pub door: Door,
    /// The decoded payload.
    pub payload: Value,
    /// The raw body as signed; empty on a socket.
    pub body: String,
    pub headers: Vec<(String, String)>,
    /// `None`: no answer in time, or no connection.
    pub status: Option<u16>,
    /// What the bot answered.
    pub answer: String,
    /// Real time from sending to the answer.
    pub latency: Duration,
    /// The workspace's time, milliseconds.
    pub at: i64,
}
