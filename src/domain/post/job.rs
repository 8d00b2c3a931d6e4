//! A job of the outbox.

use serde::{Deserialize, Serialize};

use super::super::ids::{Account, FileId, PersonId, Platform, PostId, RequestId};
use super::super::intent::Place;
use super::Whisper;

/// A job of the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Brings a post to the present state: posts, updates or deletes it.
    Post(PostId),
    /// Carries a file to the other side.
    File { file: FileId, post: PostId },
    /// Puts a file among somebody's own, who said yes to it.
    HandFile {
        file: FileId,
        /// The copy that names it.
        post: PostId,
        /// The message that asked them.
        asked: String,
        /// Where it may be put, in the platform's own terms.
        grant: String,
    },
    /// A person's home page.
    Home(PersonId),
    /// A word that only one person sees, where they are.
    Whisper {
        to: Account,
        at: Option<Place>,
        word: Whisper,
    },
    /// Asks the platform who an account is.
    Profile(Account),
    /// Asks the platform whose e-mail address this is.
    Email { platform: Platform, email: String },
    /// Fetches the message under a `:ticket:`.
    Ticketed { at: Place, by: Account },
    /// Fetches the earlier messages of the thread that a request was made from.
    Thread { request: RequestId, at: Place },
}

impl Job {
    /// Its kind, for counting.
    pub fn name(&self) -> &'static str {
        match self {
            Job::Post(_) => "post",
            Job::File { .. } => "file",
            Job::HandFile { .. } => "hand_file",
            Job::Home(_) => "home",
            Job::Whisper { .. } => "whisper",
            Job::Profile(_) => "profile",
            Job::Email { .. } => "email",
            Job::Ticketed { .. } => "ticketed",
            Job::Thread { .. } => "thread",
        }
    }

    /// Equal wishes have equal keys: while one is due, another joins it.
    pub fn key(&self) -> String {
        match self {
            Job::Post(post) => format!("post:{post}"),
            Job::File { file, post } => format!("file:{file}:{post}"),
            Job::HandFile { file, post, .. } => format!("hand:{file}:{post}"),
            Job::Home(person) => format!("home:{person}"),
            Job::Whisper { to, at, .. } => {
                let ts = at.as_ref().map_or("", |p| p.ts.as_str());
                format!("whisper:{to}:{ts}")
            }
            Job::Profile(account) => format!("profile:{account}"),
            Job::Email { platform, email } => format!("email:{platform}:{email}"),
            // Who asks matters: an agent's ticket makes a request, another's is an offer.
            Job::Ticketed { at, by } => format!("ticketed:{by}:{}:{}", at.channel.id, at.ts),
            Job::Thread { request, .. } => format!("thread:{request}"),
        }
    }
}

/// Why a file did not reach the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// It could not be had where it was.
    Gone,
    /// Nobody but people can put files there.
    NotThere,
    /// Whoever it was for did not want it.
    Declined,
}
