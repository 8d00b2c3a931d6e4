//! A verified activity becomes what the desk understands.

use serde_json::Value;

use crate::domain::ids::{Account, Channel};
use crate::domain::intent::{FormKind, Inbound, Intent, Lifecycle, Place, Sender};

use super::me::{self, Me};
use super::reaction;
use super::seal::Seal;
use super::wire::{Activity, Party};
use super::{invokes, message_in};

/// What came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery {
    Received(Box<Received>),
    /// Teams', but nothing for us: answer 200. The word is for the counter.
    Ignored(&'static str),
    /// An invoke of a name that we do not know: answer 501.
    NotImplemented,
}

/// Something for the desk, and how it can be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// One, or several reactions at once.
    pub inbound: Vec<Inbound>,
    pub reply: ReplyTo,
    pub seen: Seen,
    /// The mark of the drawing that was pressed: it proves that the message arrived.
    pub drawn: Option<String>,
}

/// Who was where: what is kept for reaching them later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub conversation: Conversation,
    /// Who did it, by both their names.
    pub person: Option<(Account, String)>,
}

/// A conversation, as far as an activity tells of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Conversation {
    pub id: String,
    pub kind: ConversationKind,
    pub service_url: String,
    /// The team's group in Entra, which links need.
    pub team: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationKind {
    Personal,
    Group,
    Channel,
}

/// Where the answer goes.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplyTo {
    /// Nobody waits for a word.
    Nobody,
    /// Typed words: the answer is a message to whoever typed them.
    Person(Account),
    /// A press on a card: the answer is a card in its place, or a word.
    Card { message: Option<String> },
    /// A dialog: the answer is the next one, a word, or nothing, which closes it.
    Dialog { submitted: Option<Box<Submitted>> },
    /// A list that is being typed into.
    Options,
    /// A search of the message extension.
    Found { words: String },
}

/// The form that was submitted, so that it can be shown again.
#[derive(Clone, Debug, PartialEq)]
pub struct Submitted {
    pub form: FormKind,
    pub values: crate::domain::catalogue::Answers,
    /// Goes along with the form as long as it is not done: the same form counts once.
    pub once: String,
}

/// Verified, and yet not what Microsoft documents. Names the part, never its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed: {what}")]
pub struct Malformed {
    pub what: &'static str,
}

/// What activities are read with.
#[derive(Clone, Debug)]
pub struct Reader {
    pub me: Me,
    pub seal: Seal,
}

impl Reader {
    /// A verified activity.
    ///
    /// # Errors
    /// When it is not what Microsoft documents.
    pub fn parse(&self, body: &[u8]) -> Result<Delivery, Malformed> {
        let activity: Activity =
            serde_json::from_slice(body).map_err(|_| Malformed { what: "activity" })?;
        // Our own voice comes back in some channels.
        if self
            .me
            .is_me(activity.from.as_ref().and_then(|f| f.id.as_deref()))
        {
            return Ok(Delivery::Ignored("own"));
        }
        match activity.kind.as_str() {
            "message" => message_in::message(self, &activity),
            "messageUpdate" => message_in::edited(self, &activity),
            "messageDelete" => message_in::deleted(&activity),
            "messageReaction" => reactions(&activity),
            "invoke" => invokes::invoke(self, &activity),
            "installationUpdate" => installation(&activity),
            "conversationUpdate" => self.conversation(&activity),
            _ => Ok(Delivery::Ignored("activity")),
        }
    }

    fn conversation(&self, activity: &Activity) -> Result<Delivery, Malformed> {
        let added = activity.members_added.iter().flatten();
        if !added.into_iter().any(|m| self.me.is_me(m.id.as_deref())) {
            return Ok(Delivery::Ignored("conversationUpdate"));
        }
        joined(activity)
    }
}

fn installation(activity: &Activity) -> Result<Delivery, Malformed> {
    let action = activity.action.as_deref().unwrap_or_default();
    match action.to_ascii_lowercase().as_str() {
        "add" | "add-upgrade" | "upgrade" => joined(activity),
        _ => Ok(Delivery::Ignored("installationUpdate")),
    }
}

/// The app was put into a conversation. Teams tells so twice, by two kinds of activity.
fn joined(activity: &Activity) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    let conversation = &seen.conversation;
    let channel = me::channel(&conversation.id);
    let by = seen
        .person
        .as_ref()
        .map(|(account, _)| sender(account, activity));
    let intent = match conversation.kind {
        ConversationKind::Personal => Intent::Met { channel },
        _ => Intent::Lifecycle(Lifecycle::Joined(channel)),
    };
    let id = activity.id.as_deref().unwrap_or_default();
    let key = format!("teams:joined:{}:{id}", conversation.id);
    Ok(received(key, by, intent, ReplyTo::Nobody, seen))
}

fn reactions(activity: &Activity) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    let Some((account, _)) = seen.person.clone() else {
        return Ok(Delivery::Ignored("nobody"));
    };
    let message = need(activity.reply_to_id.as_deref(), "replyToId")?;
    let on = Place {
        channel: me::channel(&seen.conversation.id),
        ts: message.to_owned(),
        thread: None,
    };
    let added = activity.reactions_added.iter().flatten().map(|r| (r, true));
    let removed = activity
        .reactions_removed
        .iter()
        .flatten()
        .map(|r| (r, false));
    // The activity's own id is the message's: it repeats with every reaction.
    let at = activity.timestamp.as_deref().unwrap_or_default();
    let inbound: Vec<Inbound> = removed
        .chain(added)
        .map(|(reaction, added)| Inbound {
            key: format!(
                "teams:react:{}:{message}:{}:{}:{added}:{at}",
                seen.conversation.id, account.user, reaction.kind
            ),
            by: Some(sender(&account, activity)),
            intent: Intent::React {
                on: on.clone(),
                emoji: reaction::name(&reaction.kind),
                added,
                author: None,
            },
        })
        .collect();
    Ok(Delivery::Received(Box::new(Received {
        inbound,
        reply: ReplyTo::Nobody,
        seen,
        drawn: None,
    })))
}

/// Who was where.
pub(super) fn seen(activity: &Activity) -> Result<Seen, Malformed> {
    let conversation = activity.conversation.as_ref();
    let id = need(
        conversation.and_then(|c| c.id.as_deref()),
        "conversation id",
    )?;
    let service_url = need(activity.service_url.clone(), "serviceUrl")?;
    let data = activity.channel_data.as_ref();
    // An event of a channel comes with its team's id, and the channel in the data.
    let channel = data
        .and_then(|d| d.channel.as_ref())
        .and_then(|c| c.id.as_deref());
    let kind = kind(activity);
    let id = match (kind, channel) {
        (ConversationKind::Channel, Some(channel)) => channel,
        _ => me::base(id),
    };
    let team = data.and_then(|d| d.team.as_ref());
    let person = activity.from.as_ref().and_then(|from| {
        let account = me::account(from)?;
        Some((account, from.id.clone()?))
    });
    Ok(Seen {
        conversation: Conversation {
            id: id.to_owned(),
            kind,
            service_url,
            team: team.and_then(|t| t.aad_group_id.clone()),
        },
        person,
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

pub(super) fn sender(account: &Account, activity: &Activity) -> Sender {
    let name = activity.from.as_ref().and_then(|f| f.name.clone());
    Sender {
        account: account.clone(),
        name: name.filter(|n| !n.trim().is_empty()),
        stranger: false,
    }
}

pub(super) fn received(
    key: String,
    by: Option<Sender>,
    intent: Intent,
    reply: ReplyTo,
    seen: Seen,
) -> Delivery {
    Delivery::Received(Box::new(Received {
        inbound: vec![Inbound { key, by, intent }],
        reply,
        seen,
        drawn: None,
    }))
}

/// For something that Teams always sends.
pub(super) fn need<T>(value: Option<T>, what: &'static str) -> Result<T, Malformed> {
    value.ok_or(Malformed { what })
}

/// Somebody named in an activity, as far as it tells; their `29:` id where it does not tell more.
pub(super) fn mentioned(party: &Party) -> Option<Account> {
    me::account(party)
}

/// A text of an object.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

pub(super) fn place(seen: &Seen, message: &str, thread: Option<String>) -> Place {
    Place {
        channel: channel_of(seen),
        ts: message.to_owned(),
        thread: thread.filter(|t| t != message),
    }
}

pub(super) fn channel_of(seen: &Seen) -> Channel {
    me::channel(&seen.conversation.id)
}
