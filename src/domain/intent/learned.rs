//! What a job of ours found out on the platform.

use super::super::ids::{Account, RequestId};
use super::super::talk::{Attachment, Text};
use super::Place;

/// What a job of ours found out on the platform.
#[derive(Clone, Debug, PartialEq)]
pub enum Learned {
    Profile {
        account: Account,
        profile: Option<Profile>,
    },
    /// The account that an e-mail address of the configuration belongs to.
    Email {
        email: String,
        account: Account,
        profile: Profile,
    },
    /// The message under a `:ticket:`.
    Ticketed { by: Account, message: Old },
    /// The earlier messages of the thread that a request was made from.
    Thread {
        request: RequestId,
        messages: Vec<Old>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    pub email: Option<String>,
    pub time_zone: Option<String>,
    pub stranger: bool,
    pub bot: bool,
}

/// A message that was there before we looked.
#[derive(Clone, Debug, PartialEq)]
pub struct Old {
    pub at: Place,
    pub author: Option<Account>,
    pub text: Text,
    pub files: Vec<Attachment>,
}
