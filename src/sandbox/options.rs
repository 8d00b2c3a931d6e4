//! What a test may choose about the workspace before it starts.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

/// The workspace's clock: milliseconds since the Unix epoch.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How the page moves the workspace's clock.
#[derive(Clone)]
pub struct Shift {
    /// Moves it forward by so many milliseconds.
    pub advance: Arc<dyn Fn(i64) + Send + Sync>,
    /// How far it is ahead of the machine's.
    pub ahead: Now,
}

/// Settings of a workspace; start from [`Options::new`] and change what matters.
#[derive(Clone)]
pub struct Options {
    /// All of Slack's time: `ts`, the age of triggers, rate limits, signature timestamps.
    pub now: Now,
    /// Signs what is delivered.
    pub signing_secret: String,
    /// `xoxb-`: the Web API accepts only this one.
    pub bot_token: String,
    /// `xapp-`: accepted by `apps.connections.open` only.
    pub app_token: String,
    /// Scopes granted to the bot; a method that needs another answers `missing_scope`.
    pub scopes: Vec<String>,
    /// Posts that one channel takes at once before "about one a second" bites.
    pub channel_burst: u32,
    /// Whether the per-method tiers (20, 50, 100 calls a minute) are enforced.
    pub tiers: bool,
    /// Waits before the retries of an event; real Slack: at once, one minute, five minutes.
    pub retry_delays: Vec<Duration>,
    /// How long an answer to a delivery is waited for, in real time; Slack: 3 s.
    pub patience: Duration,
    /// Installed for the whole organisation: `team` is null in what is delivered.
    pub org_wide: bool,
    /// The app's Home tab is switched on.
    pub home_tab: bool,
    /// Lets the page move the clock; `None`: nobody can.
    pub shift: Option<Shift>,
    /// The installed app's manifest: the page offers its commands and shortcuts.
    pub manifest: Value,
    /// How many calls and deliveries are remembered; the oldest go first.
    pub records: usize,
    /// The company's other face, on the same address: the page of [`super::teams::Teams`].
    pub beside: Option<axum::Router>,
}

impl Options {
    /// A workspace as strict as the real one, with all the scopes a desk asks for.
    pub fn new(now: Now) -> Options {
        Options {
            now,
            signing_secret: "sandbox-signing-secret".into(),
            bot_token: "xoxb-sandbox".into(),
            app_token: "xapp-sandbox".into(),
            scopes: SCOPES.iter().map(|s| s.to_string()).collect(),
            channel_burst: 3,
            tiers: true,
            retry_delays: vec![Duration::ZERO; 3],
            patience: Duration::from_secs(3),
            org_wide: false,
            home_tab: true,
            shift: None,
            manifest: Value::Null,
            records: usize::MAX,
            beside: None,
        }
    }
}

const SCOPES: &[&str] = &[
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "reactions:read",
    "reactions:write",
    "users:read",
    "users:read.email",
];
