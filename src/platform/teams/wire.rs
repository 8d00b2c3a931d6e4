//! Activities as real Teams sends them, read loosely: everything but `type` may be missing.

use serde::Deserialize;
use serde_json::Value;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Activity {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: Option<String>,
    /// Of an invoke or an event.
    pub name: Option<String>,
    /// Seven digits after the second.
    pub timestamp: Option<String>,
    pub service_url: Option<String>,
    pub from: Option<Party>,
    pub recipient: Option<Party>,
    pub conversation: Option<Conversation>,
    pub text: Option<String>,
    /// `plain` where nothing is said.
    pub text_format: Option<String>,
    pub attachments: Option<Vec<Attached>>,
    pub entities: Option<Vec<Entity>>,
    pub value: Option<Value>,
    /// Of a press or a reaction: the message.
    pub reply_to_id: Option<String>,
    /// Of `installationUpdate`.
    pub action: Option<String>,
    pub members_added: Option<Vec<Party>>,
    pub reactions_added: Option<Vec<Reaction>>,
    pub reactions_removed: Option<Vec<Reaction>>,
    pub channel_data: Option<ChannelData>,
    /// An IANA name.
    pub local_timezone: Option<String>,
}

/// A person or a bot. Reactions and installations come without a name.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Party {
    /// `29:…`, another one for each bot.
    pub id: Option<String>,
    pub name: Option<String>,
    /// The same everywhere: what we know people by.
    pub aad_object_id: Option<String>,
    /// Of the recipient of a slash command: nobody else sees the message.
    pub is_targeted: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Conversation {
    pub id: Option<String>,
    /// `personal`, `groupChat`, `channel`, or nothing.
    pub conversation_type: Option<String>,
    pub is_group: Option<bool>,
}

/// An attachment; `content` is an object or a text.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Attached {
    pub content_type: Option<String>,
    pub content: Option<Value>,
    /// Where people find a file, or where a picture is had.
    pub content_url: Option<String>,
    pub name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub mentioned: Option<Party>,
    pub text: Option<String>,
    pub timezone: Option<String>,
    pub quoted_reply: Option<Quoted>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Quoted {
    pub message_id: Option<String>,
}

#[derive(Deserialize)]
pub struct Reaction {
    #[serde(rename = "type")]
    pub kind: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ChannelData {
    pub event_type: Option<String>,
    pub channel: Option<Id>,
    pub team: Option<Id>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Id {
    pub id: Option<String>,
    pub aad_group_id: Option<String>,
    /// Of a channel: `standard`, `private` or `shared`; often missing.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}
