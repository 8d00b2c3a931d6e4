//! A verified activity becomes what the desk understands.

use serde_json::Value;

use crate::domain::ids::Account;
use crate::domain::intent::{FormKind, Inbound, Intent, Sender};

use super::me::{self, Me};
use super::seal::Seal;
use super::seen::Seen;
use super::wire::{Activity, Party};
use super::{events, invokes, message_in, reaction};

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
    /// One, or several reactions at once; none where somebody only looks.
    pub inbound: Vec<Inbound>,
    pub reply: ReplyTo,
    pub seen: Seen,
    /// The mark of the drawing that was pressed: it proves that the message arrived.
    pub drawn: Option<String>,
}

/// Where the answer goes.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplyTo {
    /// Nobody waits for a word.
    Nobody,
    /// Typed words: the answer is a message to whoever typed them.
    Person {
        account: Account,
        /// A slash command: the answer is said there, and nobody else sees it.
        aside: bool,
    },
    /// A press on a card: the answer is a card in its place, or a word.
    Card { message: Option<String> },
    /// Somebody sees a card that may look different for them: the answer is how it looks.
    Look { message: String, viewer: Account },
    /// A dialog: the answer is the next one, a word, or nothing, which closes it.
    Dialog { submitted: Option<Box<Submitted>> },
    /// The same where no dialog opens: the form stands in a message, in place of `message` where that is known.
    Form {
        account: Account,
        message: Option<String>,
        submitted: Option<Box<Submitted>>,
    },
    /// A list that is being typed into.
    Options,
    /// A search of the message extension.
    Found,
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
    /// Slash commands are on.
    pub slash: bool,
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
            "messageReaction" => reaction::reactions(&activity),
            "invoke" => invokes::invoke(self, &activity),
            "installationUpdate" => events::installation(&activity),
            "conversationUpdate" => events::conversation(&self.me, &activity),
            _ => Ok(Delivery::Ignored("activity")),
        }
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
