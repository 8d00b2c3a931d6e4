//! Everything that a person, a platform or a timer can ask of the desk. Meaning: no wire names, no
//! words. What is answered is in `answer`, what our buttons mean in `press`.

use serde::{Deserialize, Serialize};

mod form;
pub mod input;
mod learned;
mod timer;
mod typed;

pub use form::{ArticleForm, FormKind, NewRequest, NewRequestForm, Origin, ViewRef};
pub use learned::{Learned, Old, Profile};
pub use timer::{AnnouncementStep, DutyTimer, Timer};
pub use typed::DeskWord;

use super::catalogue::Answers;
use super::ids::{Account, Channel, FileId, PostId};
use super::press::Press;
use super::talk::{Attachment, Text};

/// Something that came in, verified and parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbound {
    /// The same key never counts twice: Slack's `event_id`, a post's channel and ts, a view's id.
    pub key: String,
    /// None for what the platform itself reports, and for timers.
    pub by: Option<Sender>,
    pub intent: Intent,
}

/// Who did it, as the platform tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub account: Account,
    /// As the payload has it; often missing.
    pub name: Option<String>,
    /// Of another company (Slack Connect).
    pub stranger: bool,
}

impl Sender {
    /// A colleague of whom no more than the account is known.
    pub fn of(account: Account) -> Sender {
        Sender {
            account,
            name: None,
            stranger: false,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// `/request`, the shortcuts, **New request** anywhere: wants the form.
    NewRequest(NewRequest),
    /// Another service was picked in the form: wants the form again.
    Follow {
        form: FormKind,
        values: Answers,
        view: ViewRef,
    },
    /// Wants the options of a long list in a form (or `service` itself) that match `typed`.
    Options {
        form: FormKind,
        input: String,
        typed: String,
    },
    /// A form was submitted.
    Submit {
        form: FormKind,
        values: Answers,
        files: Vec<(String, Attachment)>,
    },
    /// A button or menu entry of ours was pressed; `on` is where.
    Press {
        press: Press,
        on: Place,
    },
    /// `/desk …`.
    Desk(DeskWord),
    /// A reaction was put on a message, or taken back.
    React {
        on: Place,
        emoji: String,
        added: bool,
        author: Option<Account>,
    },
    /// Somebody wrote something where we can read it.
    Said(Said),
    Edited {
        at: Place,
        text: Text,
    },
    Deleted {
        at: Place,
    },
    HomeOpened,
    /// Wants a form that was offered, with what is filled in.
    Open {
        form: FormKind,
        values: Answers,
    },
    /// Somebody was asked whether a file may be put among theirs.
    FileAnswered {
        file: FileId,
        /// The copy that names it.
        post: PostId,
        /// The question.
        on: Place,
        /// Where it may be put, in the platform's own terms; None: they do not want it.
        grant: Option<String>,
    },
    /// Somebody has the app in a chat of their own now.
    Met {
        channel: Channel,
    },
    /// What a job of ours found out on the platform (never from outside).
    Learned(Learned),
    /// The platform's own news.
    Lifecycle(Lifecycle),
}

/// A message on a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub channel: Channel,
    /// The message; Slack's `ts`.
    pub ts: String,
    /// The thread that it is in, or that it has begun.
    pub thread: Option<String>,
}

/// A message that a person wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub at: Place,
    pub text: Text,
    pub files: Vec<Attachment>,
    /// A direct message to the bot.
    pub direct: bool,
    /// The bot was mentioned.
    pub mention: bool,
    /// Whether the thread was begun by a message of our own; None where the platform does not say who began it.
    pub under_ours: Option<bool>,
    /// The conversation has no threads: what is said belongs to what is being talked about.
    #[serde(default)]
    pub threadless: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// The workspace holds events back: too many in that minute (unix seconds).
    RateLimited {
        minute: i64,
    },
    Uninstalled,
    /// Our own token was revoked.
    TokenRevoked,
    /// The bot was added to a channel.
    Joined(Channel),
    /// It was taken out of one, or the channel is gone.
    Left(Channel),
    /// People came to a channel that it is in.
    MembersCame(Channel),
}
