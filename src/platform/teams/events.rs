//! What Teams tells of conversations: that we came, that we went, that people came.

use crate::domain::intent::{Intent, Lifecycle};

use super::me::{self, Me};
use super::parse::{Delivery, Malformed, ReplyTo, received};
use super::seen::{ConversationKind, seen, sender};
use super::wire::Activity;

pub fn installation(activity: &Activity) -> Result<Delivery, Malformed> {
    let action = activity.action.as_deref().unwrap_or_default();
    match action.to_ascii_lowercase().as_str() {
        "add" | "add-upgrade" | "upgrade" => joined(activity),
        "remove" | "remove-upgrade" => news(activity, "left", Lifecycle::Left),
        _ => Ok(Delivery::Ignored("installationUpdate")),
    }
}

pub fn conversation(me: &Me, activity: &Activity) -> Result<Delivery, Malformed> {
    let added = || activity.members_added.iter().flatten();
    if added().any(|m| me.is_me(m.id.as_deref())) {
        return joined(activity);
    }
    if added().next().is_some() {
        return news(activity, "members", Lifecycle::MembersCame);
    }
    let data = activity.channel_data.as_ref();
    match data.and_then(|d| d.event_type.as_deref()) {
        Some("channelRestored" | "teamRestored" | "teamUnarchived" | "channelShared") => {
            joined(activity)
        }
        Some(
            "channelDeleted" | "teamDeleted" | "teamHardDeleted" | "teamArchived"
            | "channelUnshared",
        ) => news(activity, "left", Lifecycle::Left),
        // A new name is nothing to us: we know conversations by their ids.
        _ => Ok(Delivery::Ignored("conversationUpdate")),
    }
}

/// The app was put into a conversation. Teams tells so twice, by two kinds of activity.
fn joined(activity: &Activity) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    if seen.conversation.kind != ConversationKind::Personal {
        return news(activity, "joined", Lifecycle::Joined);
    }
    let by = seen.person.as_ref();
    let by = by.map(|(account, _)| sender(account, activity));
    let channel = me::channel(&seen.conversation.id);
    let key = key(activity, "joined", &seen.conversation.id);
    let intent = Intent::Met { channel };
    Ok(received(key, by, intent, ReplyTo::Nobody, seen))
}

fn news(
    activity: &Activity,
    what: &str,
    of: fn(crate::domain::ids::Channel) -> Lifecycle,
) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    let by = seen.person.as_ref();
    let by = by.map(|(account, _)| sender(account, activity));
    let key = key(activity, what, &seen.conversation.id);
    let intent = Intent::Lifecycle(of(me::channel(&seen.conversation.id)));
    Ok(received(key, by, intent, ReplyTo::Nobody, seen))
}

fn key(activity: &Activity, what: &str, conversation: &str) -> String {
    let id = activity.id.as_deref().unwrap_or_default();
    format!("teams:{what}:{conversation}:{id}")
}
