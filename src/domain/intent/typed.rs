//! `/desk` and what follows it.

use super::super::catalogue::DigestKind;
use super::super::ids::{Account, Channel};

/// `/desk` and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskWord {
    Help,
    Mine,
    Queue,
    /// Who is on duty.
    Duty,
    /// The rosters in the form of the configuration.
    DutyExport,
    /// `/desk who WORDS`: who serves that.
    Who(String),
    /// `/desk log @PERSON WORDS`: on somebody's behalf.
    Log {
        person: Option<Account>,
        text: String,
    },
    /// What is kept to be said again.
    Replies,
    /// Now, of the team that works in this channel, else of the agent's own.
    Digest {
        channel: Option<Channel>,
        kind: DigestKind,
    },
    /// What is with them, now.
    OwnDigest,
    /// They wish for a digest of their own that often; None: no longer.
    DigestMe(Option<DigestKind>),
    /// What waits for their approval.
    Approvals,
    /// Their own page.
    Home,
    /// `/desk why IT-42`: why it is where it is. Empty: no number was given.
    Why(String),
    /// Searches what the teams know; `new` and `edit …` are for those who write it.
    Kb(String),
    /// Says something to everybody concerned.
    Announce,
    /// Requests of theirs and articles at once, where a platform searches as they type.
    Find(String),
    /// A word of the contract that a later version brings.
    NotYet(String),
    Unknown(String),
}

impl DeskWord {
    /// The words that `/desk help` explains.
    pub const KNOWN: [&str; 13] = [
        "help",
        "home",
        "mine",
        "kb",
        "approvals",
        "queue",
        "duty",
        "who",
        "why",
        "log",
        "replies",
        "digest",
        "announce",
    ];
    /// Words that are promised and not there yet.
    pub const LATER: [&str; 2] = ["stats", "login"];
}
