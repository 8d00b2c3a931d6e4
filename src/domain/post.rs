//! What we say and do on the platforms, as meaning: rendered from the state of the moment it goes out.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::catalogue::DigestKind;
use super::digest::Span;
use super::ids::{
    Account, AnnouncementId, ArticleId, Channel, FileId, PersonId, PostId, RequestId, StepId,
};
use super::intent::{NewRequest, Place};
use super::request::Refusal;
use super::roster::DutyPost;

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

/// What a post without a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostData {
    Digest {
        team: String,
        span: Span,
    },
    /// Of whoever it goes to.
    OwnDigest {
        span: Span,
    },
    Offer(Offer),
    /// Whether they serve in a team.
    Welcome {
        agent: bool,
    },
    Home,
    Step {
        step: StepId,
        about: StepPost,
        /// What it was drawn from last: it is drawn anew where that is another now.
        #[serde(default)]
        shown: String,
    },
    Stopped {
        /// Whose channel it is; none: of no team in the configuration.
        team: Option<String>,
        channel: String,
        /// The platform's own word for it.
        why: String,
    },
    Duty(DutyPost),
    Announcement(AnnouncementId),
}

/// What a team is told of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepPost {
    /// Its team: that it will come, and when. Earlier versions asked a lead to be quicker by a message of this kind.
    #[serde(alias = "hurry")]
    Notice,
    /// Whoever serves the whole: its team does not do it.
    Stopped,
    /// Its team: that it is late, and who waits for it.
    Late,
    /// The team of a step that waits for it: that it is late.
    Blocked(StepId),
    /// Its team, while it is not open: that its dates are others now.
    Moved {
        start: jiff::civil::Date,
        due: jiff::civil::Date,
    },
}

/// An offer to make a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub why: OfferReason,
    pub start: NewRequest,
    /// The article that made it unnecessary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<ArticleId>,
    /// The request that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Became>,
}

/// What an offer became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// The request of that number.
    Request(String),
    /// A private one: an offer may stand where anybody reads it.
    Private,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferReason {
    /// They wrote to us.
    Direct,
    /// They mentioned us.
    Mention,
    /// Somebody put the ticket emoji on their message.
    Ticket,
    /// They wrote under a request that is over.
    Over,
}

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
    Email {
        platform: super::ids::Platform,
        email: String,
    },
    /// Fetches the message under a `:ticket:`.
    Ticketed { at: Place, by: Account },
    /// Fetches the earlier messages of the thread that a request was made from.
    Thread { request: RequestId, at: Place },
}

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

/// Which lane a channel's messages take.
pub fn channel_lane(channel: &Channel) -> String {
    format!("{}:{}", channel.platform, channel.id)
}

/// Which lane everything takes that goes to one person.
pub fn person_lane(platform: super::ids::Platform, person: PersonId) -> String {
    format!("{platform}:@{person}")
}
