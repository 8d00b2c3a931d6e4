//! What is said to one person only, where they are.

use serde::{Deserialize, Serialize};

use super::super::catalogue::DigestKind;
use super::super::request::Refusal;

/// What is whispered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whisper {
    Refused {
        refusal: Refusal,
    },
    /// An edit took the `>>` away: what is internal stays so.
    EditKept,
    /// What was meant for the requester was written where the request was before.
    Moved {
        number: String,
        team: String,
    },
    /// How often they get a digest of their own from now on.
    DigestWished {
        kind: Option<DigestKind>,
        /// The schedule.
        #[serde(default)]
        cron: Option<String>,
    },
    /// That thread has its request already.
    Already {
        number: String,
    },
    /// There is no reply of that name; those that come nearest.
    NoSuchReply {
        name: String,
        near: Vec<String>,
    },
    /// Several teams wait for an answer about one request: who has it, and for which part.
    Answered {
        number: String,
        team: String,
    },
    /// In a chat without threads: to which request their words went.
    Passed {
        number: String,
        team: String,
    },
}

impl Whisper {
    /// Who was first, where that is why, is looked up when it is said.
    pub fn refused(refusal: Refusal) -> Whisper {
        Whisper::Refused { refusal }
    }
}
