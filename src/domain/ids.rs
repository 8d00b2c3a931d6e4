//! The ids that everything else is keyed by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One newtype per kind of row, so that a request id cannot stand where a person id belongs.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id!(
    /// A row of `requests`.
    RequestId,
    /// A row of `people`.
    PersonId,
    /// A row of `posts`: one message of ours on a platform, present or to come.
    PostId,
    /// A row of `messages`: something that a person said in a request's conversation.
    MessageId,
    /// A row of `files`.
    FileId,
    /// A row of `articles`.
    ArticleId,
    /// A row of `announcements`.
    AnnouncementId,
    /// A row of `steps`: a part of a plan, with or without a request of its own yet.
    StepId,
);

/// The chat platforms that a person or a place can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    Slack,
    Teams,
}

impl Platform {
    pub fn as_str(self) -> &'static str {
        match self {
            Platform::Slack => "slack",
            Platform::Teams => "teams",
        }
    }

    /// Whether a chat between two has threads. Where it has none, one talk is all there is.
    pub fn threads_in_chats(self) -> bool {
        match self {
            Platform::Slack => true,
            Platform::Teams => false,
        }
    }

    /// Whether everybody has a page of ours there. Where they have none, a card in their chat takes its place.
    pub fn has_home_pages(self) -> bool {
        match self {
            Platform::Slack => true,
            Platform::Teams => false,
        }
    }

    /// Whether a bot finds people there only in the conversations that it is in.
    pub fn finds_people_by_channel(self) -> bool {
        match self {
            Platform::Slack => false,
            Platform::Teams => true,
        }
    }

    /// Whether a bot can fetch there what was written before, to it or to others.
    pub fn reads_back(self) -> bool {
        match self {
            Platform::Slack => true,
            Platform::Teams => false,
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Platform {
    type Err = ();

    fn from_str(s: &str) -> Result<Platform, ()> {
        match s {
            "slack" => Ok(Platform::Slack),
            "teams" => Ok(Platform::Teams),
            _ => Err(()),
        }
    }
}

/// A person's account on one platform: `slack:U0AGENT1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Account {
    pub platform: Platform,
    pub user: String,
}

impl Account {
    pub fn slack(user: impl Into<String>) -> Account {
        Account {
            platform: Platform::Slack,
            user: user.into(),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.user)
    }
}

/// A channel or direct message on one platform.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Channel {
    pub platform: Platform,
    pub id: String,
}

/// A key of the configuration, which is short: part of a button, and as such copied about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key<const MOST: usize>([u8; MOST]);

/// As long as the configuration lets the keys of teams be.
pub type TeamKey = Key<10>;
/// The same of services.
pub type ServiceKey = Key<60>;

impl<const MOST: usize> Key<MOST> {
    /// None: no key.
    pub fn new(key: &str) -> Option<Key<MOST>> {
        let right = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if key.is_empty() || key.len() > MOST || !key.bytes().all(right) {
            return None;
        }
        let mut bytes = [0; MOST];
        bytes[..key.len()].copy_from_slice(key.as_bytes());
        Some(Key(bytes))
    }

    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0);
        std::str::from_utf8(&self.0[..end.unwrap_or(MOST)]).unwrap_or_default()
    }
}
