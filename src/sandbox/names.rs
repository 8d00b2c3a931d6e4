//! The fixed ids of the workspace and of the app installed in it.

/// The workspace's id.
pub const TEAM: &str = "T0ACME";
/// The workspace's domain, as in `https://acme.slack.com`.
pub const DOMAIN: &str = "acme";
/// The organisation that an org-wide install belongs to.
pub const ENTERPRISE: &str = "E0ACME";
/// The other company's workspace, where Slack Connect strangers come from.
pub const FOREIGN_TEAM: &str = "T0OTHER";
/// The app's id.
pub const APP: &str = "A0FRONTDESK";
/// The bot's `bot_id`, carried by its messages.
pub const BOT: &str = "B0FRONTDESK";
/// The bot's user id, which people mention.
pub const BOT_USER: &str = "U0FRONTDESK";
/// The bot's user name.
pub const BOT_NAME: &str = "frontdesk";
