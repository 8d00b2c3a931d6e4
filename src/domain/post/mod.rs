//! What we say and do on the platforms, as meaning: rendered from the state of the moment it goes out.

mod data;
mod job;
mod whisper;

pub use data::{Became, Offer, OfferReason, PostData, StepPost};
pub use job::{Job, Lost};
pub use whisper::Whisper;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::ids::{Channel, PersonId, PostId, RequestId};

/// The two sides of a request's conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Requester,
    Team,
}

impl Side {
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Requester => "requester",
            Side::Team => "team",
        }
    }

    pub fn other(self) -> Side {
        match self {
            Side::Requester => Side::Team,
            Side::Team => Side::Requester,
        }
    }
}

/// What a message of ours is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// The requester's living card.
    RequesterCard,
    /// The team's living card; its thread is where the team works.
    TriageCard,
    /// A watcher's living card.
    WatchCard,
    /// What was said on the other side; `about` the message.
    Copy,
    /// A fact told; `about` the event.
    Told,
    /// The same, to whoever asked for the same: their request was merged into this one.
    Fellow,
    /// The summary and the poll; `about` the event that resolved.
    Poll,
    /// "How was the intake?"; `about` the event that resolved.
    AskIntake,
    /// What may go wrong, to whom it was told, with what can be done; `about` the event.
    Alarm,
    /// An approver's living card, with what they decide on.
    ApprovalCard,
    /// To an approver: it still waits for them, or it was changed; `about` the event.
    ApprovalNudge,
    /// A digest; `data` whose, and the span.
    Digest,
    /// "Shall this become a request?"; `data` what it would start from.
    Offer,
    /// What can be done here, to somebody who has just met us.
    Welcome,
    /// A person's page as a living card, where the platform has no such pages.
    Home,
    /// To an admin: nothing can be said in a channel any more.
    Stopped,
    /// About who is on duty.
    Duty,
    /// What concerns many, for as long as it lasts.
    Announcement,
    /// Of a step of a plan; `data` which, and what.
    Step,
}

impl PostKind {
    pub fn as_str(self) -> &'static str {
        match self {
            PostKind::RequesterCard => "requester_card",
            PostKind::TriageCard => "triage_card",
            PostKind::WatchCard => "watch_card",
            PostKind::Copy => "copy",
            PostKind::Told => "told",
            PostKind::Fellow => "fellow",
            PostKind::Poll => "poll",
            PostKind::AskIntake => "ask_intake",
            PostKind::Alarm => "alarm",
            PostKind::ApprovalCard => "approval_card",
            PostKind::ApprovalNudge => "approval_nudge",
            PostKind::Digest => "digest",
            PostKind::Offer => "offer",
            PostKind::Welcome => "welcome",
            PostKind::Home => "home",
            PostKind::Stopped => "stopped",
            PostKind::Duty => "duty",
            PostKind::Announcement => "announcement",
            PostKind::Step => "step",
        }
    }

    /// Shows what is so for as long as it is there: put up anew where somebody deleted it.
    pub fn lives(self) -> bool {
        matches!(
            self,
            PostKind::RequesterCard
                | PostKind::TriageCard
                | PostKind::WatchCard
                | PostKind::ApprovalCard
                | PostKind::Home
                | PostKind::Announcement
        )
    }

    /// For one approver's eyes.
    pub fn is_approvers(self) -> bool {
        matches!(self, PostKind::ApprovalCard | PostKind::ApprovalNudge)
    }

    pub fn parse(name: &str) -> Option<PostKind> {
        [
            PostKind::RequesterCard,
            PostKind::TriageCard,
            PostKind::WatchCard,
            PostKind::Copy,
            PostKind::Told,
            PostKind::Fellow,
            PostKind::Poll,
            PostKind::AskIntake,
            PostKind::Alarm,
            PostKind::ApprovalCard,
            PostKind::ApprovalNudge,
            PostKind::Digest,
            PostKind::Offer,
            PostKind::Welcome,
            PostKind::Home,
            PostKind::Stopped,
            PostKind::Duty,
            PostKind::Announcement,
            PostKind::Step,
        ]
        .into_iter()
        .find(|k| k.as_str() == name)
    }
}

/// A message of ours on a platform, present or to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub id: PostId,
    pub kind: PostKind,
    pub request: Option<RequestId>,
    pub about: i64,
    pub side: Side,
    pub to: Target,
    /// Given by the platform once it is there.
    pub ts: Option<String>,
    /// Another took its place.
    pub retired: bool,
    pub data: Option<PostData>,
    pub created_at: Millis,
}

/// Why what is private is not put up in a channel.
pub const OPEN_CHANNEL: &str =
    "a private request must not be shown in an open channel: make the team's channel private";

/// Where a post goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub platform: super::ids::Platform,
    /// None: to `person`'s direct messages, whose channel is not known yet.
    pub channel: Option<String>,
    pub person: Option<PersonId>,
    pub thread: Thread,
}

/// Under which message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thread {
    None,
    /// A post of ours, which may not be there yet.
    Post(PostId),
    /// Somebody's message.
    Ts(String),
}

/// Which lane a channel's messages take.
pub fn channel_lane(channel: &Channel) -> String {
    format!("{}:{}", channel.platform, channel.id)
}

/// Which lane everything takes that goes to one person.
pub fn person_lane(platform: super::ids::Platform, person: PersonId) -> String {
    format!("{platform}:@{person}")
}
