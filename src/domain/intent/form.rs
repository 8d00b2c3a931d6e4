//! Forms, what they are about, and what is known when they are opened.

use serde::{Deserialize, Serialize};

use super::super::catalogue::Answers;
use super::super::ids::{Account, ArticleId, Channel, PostId, RequestId};
use super::super::request::Bulk;
use super::super::roster::DutyDeed;
use super::Place;

/// What is known when somebody wants the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRequest {
    /// What was typed after the command.
    pub text: String,
    /// Where they are: a request channel has its team's services first.
    pub channel: Option<Channel>,
    /// The message that it is about.
    pub origin: Option<Origin>,
    /// The number of a closed request to start from.
    pub again: Option<RequestId>,
}

/// The message that a request is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub place: Place,
    pub author: Option<Account>,
    /// We are in that channel (we got an event from it), so the thread can be used.
    pub present: bool,
    /// It was written to the bot alone: nobody else reads along there.
    #[serde(default)]
    pub direct: bool,
}

/// A form, and what it is about: travels with it and comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    NewRequest(NewRequestForm),
    Assign(RequestId),
    Ask(RequestId),
    Reply(RequestId),
    /// A reply that was kept, to be looked at before it goes.
    SendReply(RequestId),
    /// One of somebody's own replies; 0: a new one.
    OwnReply(i64),
    Resolve(RequestId),
    HandOver(RequestId),
    /// To the team whose it is: it came to the wrong one.
    WrongTeam(RequestId),
    /// Why it is here; nothing to submit.
    Why(RequestId),
    Hold(RequestId),
    /// On hold until a time.
    Snooze(RequestId),
    /// How long it took.
    Handling(RequestId),
    /// Into which other one it goes.
    Merge(RequestId),
    /// To which other one it is related.
    Link(RequestId),
    /// A second request of a part of it.
    Split(RequestId),
    /// Who follows it.
    Watchers(RequestId),
    Cancel(RequestId),
    /// "Not solved".
    Reopen(RequestId),
    /// What else can be done: acts at once, or becomes the form of what was chosen.
    More(RequestId),
    /// Why a 1 or a 2, or any comment.
    Comment(RequestId),
    /// A new time, and why.
    Delay(RequestId),
    /// Another priority.
    Priority(RequestId),
    /// Something about who is on duty.
    Duty(DutyDeed),
    /// Another day by which a plan is needed; `too_late`: what is to be done because that day is too near.
    Move {
        request: RequestId,
        too_late: bool,
    },
    /// By when a request is needed that has no plan yet, and the form of `service`, whose steps that takes.
    Plan {
        request: RequestId,
        service: String,
        too_late: bool,
    },
    /// Not approved, and why.
    Decline(RequestId),
    /// What has to be changed before it can be approved.
    AskChanges(RequestId),
    /// Who is to approve it in their place.
    Delegate(RequestId),
    /// The answers of a request, to be changed as an approver wants it; `service`: whose form it is.
    Revise {
        request: RequestId,
        service: String,
    },
    /// Which of several requests, and what with them.
    Bulk,
    /// What that takes.
    BulkDo {
        what: Bulk,
        numbers: Vec<String>,
    },
    /// The whole of something long; nothing to submit.
    Show,
    /// What a team knows, to be written or changed.
    Article(ArticleForm),
    /// An article to be read, with the question whether it helped.
    Read(ArticleId),
    /// Something to say to everybody concerned.
    Announce,
}

/// Which article is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleForm {
    /// None: a new one.
    pub id: Option<ArticleId>,
    /// As it was when the form was opened.
    pub version: i64,
    /// The request whose summary it is made of.
    pub from: Option<RequestId>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewRequestForm {
    /// The service whose fields are shown.
    pub service: Option<String>,
    pub channel: Option<Channel>,
    pub origin: Option<Origin>,
    /// An agent logs what somebody told them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub log: bool,
    /// What was typed into fields that the present service does not have.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub kept: Answers,
    /// There is not time enough for its plan: what then is to be chosen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub too_late: bool,
    /// The offer that it was opened from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<PostId>,
}

/// An open form on the platform, to be shown anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewRef {
    pub id: String,
    /// Refuses the update if somebody else changed it meanwhile.
    pub hash: Option<String>,
}
