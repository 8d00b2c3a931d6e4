//! Who was where, as far as an activity tells: kept for reaching them later.

use crate::domain::ids::{Account, Channel};
use crate::domain::intent::{Place, Sender};

use super::me;
use super::parse::{Malformed, need};
use super::wire::Activity;

/// Who was where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub conversation: Conversation,
    /// Who did it, by both their names.
    pub person: Option<(Account, String)>,
    /// The zone that their client shows times in, by its IANA name.
    pub zone: Option<String>,
}

/// A conversation, as far as an activity tells of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Conversation {
    pub id: String,
    pub kind: ConversationKind,
    pub service_url: String,
    /// The team's group in Entra, which links need.
    pub team: Option<String>,
    /// The team as the connector knows it.
    #[serde(default)]
    pub within: Option<String>,
    /// `standard`, `private` or `shared`, where it was told.
    #[serde(default)]
    pub openness: Option<String>,
}

impl Conversation {
    /// With what was known before and is not told this time.
    pub fn remembering(mut self, before: &Conversation) -> Conversation {
        self.team = self.team.or_else(|| before.team.clone());
        self.within = self.within.or_else(|| before.within.clone());
        self.openness = self.openness.or_else(|| before.openness.clone());
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationKind {
    Personal,
    Group,
    Channel,
}

/// Reads it from an activity.
///
/// # Errors
/// When it does not say where it is from, and how that is reached.
pub fn seen(activity: &Activity) -> Result<Seen, Malformed> {
    let conversation = activity.conversation.as_ref();
    let id = need(
        conversation.and_then(|c| c.id.as_deref()),
        "conversation id",
    )?;
    let service_url = need(activity.service_url.clone(), "serviceUrl")?;
    let data = activity.channel_data.as_ref();
    // An event of a channel comes with its team's id, and the channel in the data.
    let channel = data.and_then(|d| d.channel.as_ref());
    let kind = kind(activity);
    let id = match (kind, channel.and_then(|c| c.id.as_deref())) {
        (ConversationKind::Channel, Some(channel)) => channel,
        _ => me::base(id),
    };
    let team = data.and_then(|d| d.team.as_ref());
    let person = activity.from.as_ref().and_then(|from| {
        let account = me::account(from)?;
        Some((account, from.id.clone()?))
    });
    let entities = activity.entities.iter().flatten();
    let zone = activity.local_timezone.clone();
    Ok(Seen {
        conversation: Conversation {
            id: id.to_owned(),
            kind,
            service_url,
            team: team.and_then(|t| t.aad_group_id.clone()),
            within: team.and_then(|t| t.id.clone()),
            openness: channel.and_then(|c| c.kind.clone()),
        },
        person,
        zone: zone.or_else(|| entities.filter_map(|e| e.timezone.clone()).next()),
    })
}

fn kind(activity: &Activity) -> ConversationKind {
    let conversation = activity.conversation.as_ref();
    let told = conversation.and_then(|c| c.conversation_type.as_deref());
    match told {
        Some("personal") => return ConversationKind::Personal,
        Some("channel") => return ConversationKind::Channel,
        Some("groupChat") => return ConversationKind::Group,
        _ => {}
    }
    let id = conversation.and_then(|c| c.id.as_deref());
    let id = me::base(id.unwrap_or_default());
    let team = activity
        .channel_data
        .as_ref()
        .is_some_and(|d| d.team.is_some());
    if team || id.ends_with("@thread.tacv2") || id.ends_with("@thread.skype") {
        return ConversationKind::Channel;
    }
    let group = conversation.and_then(|c| c.is_group).unwrap_or(false);
    if group || id.starts_with("19:") {
        ConversationKind::Group
    } else {
        ConversationKind::Personal
    }
}

pub fn sender(account: &Account, activity: &Activity) -> Sender {
    let name = activity.from.as_ref().and_then(|f| f.name.clone());
    Sender {
        account: account.clone(),
        name: name.filter(|n| !n.trim().is_empty()),
        stranger: false,
    }
}

/// Where `message` is, in what was seen.
pub fn place(seen: &Seen, message: &str, thread: Option<String>) -> Place {
    Place {
        channel: channel_of(seen),
        ts: message.to_owned(),
        thread: thread.filter(|t| t != message),
    }
}

pub fn channel_of(seen: &Seen) -> Channel {
    me::channel(&seen.conversation.id)
}
