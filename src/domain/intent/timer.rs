//! What time brings.

use serde::{Deserialize, Serialize};

use super::super::catalogue::DigestKind;
use super::super::ids::{AnnouncementId, PersonId, PostId, RequestId};
use super::super::request::TimerKind;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    Request {
        request: RequestId,
        kind: TimerKind,
    },
    Digest {
        team: String,
        kind: DigestKind,
    },
    OwnDigest {
        person: PersonId,
        kind: DigestKind,
    },
    /// Something about who is on duty in a team.
    Duty {
        team: String,
        kind: DutyTimer,
    },
    /// Something has to be done for an announcement.
    Announcement {
        id: AnnouncementId,
        step: AnnouncementStep,
    },
    /// Open requests of a team are compared with what their services promise, those after that id.
    Targets {
        team: String,
        after: i64,
    },
    /// A plan's next step opens, is announced, or is late.
    Plan {
        request: RequestId,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyTimer {
    /// The team is told who is on duty today.
    Announce,
    /// Somebody goes off duty, or comes.
    HandOver,
    /// A row of `duty_swaps` that nobody answered, and whoever was asked reads it in that post.
    Unanswered { swap: i64, post: PostId },
}

/// What an announcement is looked at for; the walks go on after an id, once when it begins and once when it is `over`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementStep {
    /// Its time is up.
    Ends,
    /// Where it stands, it says how it is now.
    Posts { after: i64 },
    /// Those who wait for what it concerns.
    Requests { after: i64, over: bool },
    /// People's pages.
    Homes { after: i64, over: bool },
}
