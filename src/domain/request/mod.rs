//! One ask: what it is, which states it goes through, who may do what to it.

mod approve;
mod bulk;
mod change;
mod clock;
mod decide;
mod decision;
mod effort;
mod file;
mod link;
mod more;
mod permit;
mod plan;
mod retarget;
mod review;
mod serve;
mod snooze;
mod source;
mod standing;
mod status;
mod verdict;
mod watch;
mod watchers;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::approval::{Decided, Verdict, Wanted};
use super::catalogue::Answers;
use super::ids::{PersonId, RequestId};
use super::plan::{News, Part};
use super::promise::{Grounds, Priority};
use super::roster::Objection;

pub use bulk::Bulk;
pub use clock::PromiseClock;
pub use decide::decide;
pub use decision::{
    Alarm, Context, Decision, Fact, Late, Notice, Routed, TimerChange, TimerKind, Why,
};
pub use effort::{MOST_MINUTES, Touch};
pub use file::{Filed, file};
pub use link::{Link, LinkKind, Other};
pub use more::More;
pub use source::{CameBy, Source};
pub use standing::Standing;
pub use status::{Phase, Resolution, Status};
pub use watch::{Watch, was_due};

/// A request as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub id: RequestId,
    /// `IT-42`: given once, kept through every hand-over.
    pub number: String,
    pub team: String,
    pub service: String,
    pub subject: String,
    pub priority: Priority,
    /// From what the priority comes; None: it was chosen.
    pub grounds: Option<Grounds>,
    pub status: Status,
    /// Its talk stays in direct messages and the team's own channel.
    pub private: bool,
    /// Where it came in.
    pub channel: Source,
    pub requester: PersonId,
    /// Who logged it, where that was not the requester.
    pub on_behalf_by: Option<PersonId>,
    /// How it reached them.
    pub came_by: Option<CameBy>,
    pub answers: Answers,
    pub needed_by: Option<Date>,
    pub promise: PromiseClock,
    pub watch: Watch,
    pub created_at: Millis,
    pub first_response_at: Option<Millis>,
    /// 1 to 5.
    pub rating: Option<u8>,
    pub rating_comment: Option<String>,
    pub intake: Option<Intake>,
    /// None: it is part of no plan.
    pub plan: Option<Part>,
    /// The last approval that was asked for, once it has ended.
    pub decided: Option<Box<Decided>>,
    /// Minutes that agents noted for it, in all.
    pub handled: u32,
    /// How many answers it took; None: made by an earlier version, so not known.
    pub touch: Option<Touch>,
    /// Requests that it belongs together with, in the order in which that was said.
    pub links: Vec<Link>,
    /// Counts every stored change; a stale writer loses.
    pub version: i64,
}

/// The agent's one tap on how the request came in: the other half of two-way service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intake {
    /// Complete, at the right desk, in time.
    Good,
    Incomplete,
    WrongDesk,
    TooLate,
}

impl Intake {
    pub const ALL: [Intake; 4] = [
        Intake::Good,
        Intake::Incomplete,
        Intake::WrongDesk,
        Intake::TooLate,
    ];
}

/// What can be done to a request, by a person or by the desk itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Take,
    Assign {
        to: PersonId,
    },
    /// A question to the requester; the clock stops until they answer.
    Ask,
    /// An agent said something to the requester.
    Reply,
    /// The requester said something. `thanks`: nothing but thanks, which reopens nothing.
    Answered {
        thanks: bool,
    },
    Wait,
    Hold {
        reason: String,
    },
    /// On hold until a time (Unix milliseconds), at which it comes back by itself.
    Snooze {
        reason: String,
        until: Millis,
    },
    /// Work goes on, after waiting or hold.
    Resume,
    HandOver {
        team: String,
        service: String,
        note: Option<String>,
        /// It had come to the wrong team, which is counted.
        wrong_door: bool,
    },
    /// Without a summary it is asked for afterwards (resolved by emoji).
    Resolve {
        summary: Option<String>,
    },
    Cancel {
        reason: Option<String>,
    },
    /// "Not solved", or an agent's second thought.
    Reopen {
        reason: Option<String>,
    },
    Rate {
        score: u8,
    },
    /// The reaction that gave `score` was removed.
    Unrate {
        score: u8,
    },
    Comment {
        text: String,
    },
    RateIntake(Intake),
    /// A new time, and why.
    Delay {
        what: Late,
        to: Millis,
        why: Why,
    },
    /// More or less urgent than was said: with that the targets.
    Prioritise {
        to: Priority,
    },
    /// So many minutes were spent on it; below zero: so many less than noted.
    Handled {
        minutes: i32,
    },
    /// It ends, and goes on in the other one.
    Merge {
        into: RequestId,
    },
    /// It belongs together with the other one.
    Link {
        to: RequestId,
        kind: LinkKind,
    },
    Unlink {
        to: RequestId,
    },
    /// Somebody follows it.
    AddWatcher {
        who: PersonId,
    },
    RemoveWatcher {
        who: PersonId,
    },
    Watch,
    Unwatch,
    /// The desk's own: something happened to the plan that it is part of; `due`: with that it has to be done by
    /// another time.
    Plan {
        news: News,
        due: Option<Millis>,
    },
    /// The desk's own: somebody has to approve it, or something about it.
    SeekApproval(Wanted),
    /// The desk's own: what had to be approved about it is not wanted any more.
    DropWish,
    /// An approver's word; a no needs a reason.
    GiveVerdict {
        verdict: Verdict,
        reason: Option<String>,
    },
    /// Somebody else decides in an approver's place.
    Delegate {
        to: PersonId,
    },
    /// The requester has changed the answers, as an approver wanted.
    Revise {
        answers: Answers,
        /// What there is to say to whoever wanted it.
        remark: Option<String>,
    },
    /// The desk's own: nobody answered the poll.
    Remind,
    /// The desk's own: silence closes.
    Close,
    /// The desk's own: is a promise about to be missed, is it nobody's, has it been silent for too long?
    Look,
    /// The desk's own: another rule of routing applies, now that more is known of whoever asked.
    Route {
        routed: Routed,
        /// The rule's, or as it was asked.
        priority: Priority,
    },
    /// The desk's own: the service promises something else now.
    Retarget,
    /// The desk's own: urgent, and the team is closed.
    Page,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Person(PersonId, Standing),
    /// A timer of ours.
    Desk,
}

/// Why an action was refused. Named, never worded here: the words are in `view::words`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Only the team that serves the request may do this.
    NotYourTeam,
    /// Only the requester may do this.
    NotTheRequester,
    /// Only the requester or the team.
    NotInvolved,
    /// Somebody was first.
    AlreadyTaken {
        by: PersonId,
    },
    AlreadyResolved,
    AlreadyWaiting,
    AlreadyOnHold,
    NotResolved,
    NotWaiting,
    /// Closed and cancelled requests are history.
    Over,
    /// The person named serves in no such team.
    NotAnAgent,
    /// No such team or service, or the one that it is at already.
    NoSuchDesk,
    SameDesk,
    NoSuchRequest,
    /// A person who cannot be assigned or asked for was named.
    NoSuchPerson,
    /// A summary, question or reason is missing.
    Empty,
    /// Slack Connect strangers may ask, not serve.
    Stranger,
    /// A time that is over already.
    Past,
    /// Nothing of a request: why a roster stays as it is.
    Roster(Objection),
    /// An article that is not there, or not for them.
    NoSuchArticle,
    /// Only those who serve in its team write it.
    NotYourArticle,
    /// Only those who serve in the team that announced it.
    NotYourAnnouncement,
    /// It is part of a plan already.
    Planned,
    /// It has no plan whose day could be moved.
    NoPlan,
    /// Steps of its plan are not done.
    PlanUnfinished,
    /// What this step waits for is not done.
    StepWaits,
    /// That was decided already.
    StepSettled,
    /// It waits for an approval: nobody works on it before that.
    AwaitsApproval,
    /// Others were asked to approve it, or nobody is.
    NotAnApprover,
    /// Nobody approves what they asked for themselves.
    OwnRequest,
    /// One after the other: somebody else comes first.
    NotYourTurn,
    /// It is decided, or they have said something else already.
    AlreadyDecided,
    /// It is the requester's turn to change it.
    ChangesAwaited,
    NoChangesAsked,
    /// They are one of the approvers anyway.
    AlreadyAsked,
    /// There is nobody who could approve it.
    NobodyApproves,
    /// It was not approved: only a new request can be.
    NotApproved,
    /// The same, where any time can be chosen.
    TimeOver,
    /// A time that is more than [`crate::clock::FARTHEST`] away.
    FarDue,
    /// The same, of a snooze.
    FarUntil,
    /// No minutes that can be noted.
    NoSuchMinutes,
    /// It was named where another one is wanted.
    Itself,
    /// The other request is resolved or over.
    OtherOver,
    /// The other request is private, and not of the same requester.
    OthersPrivate,
    /// It is private, and the other request is not.
    StaysPrivate,
    /// A reply tells when it is due, and nothing is.
    NothingDue,
}

impl Request {
    pub fn assignee(&self) -> Option<PersonId> {
        self.status.assignee()
    }

    /// The key of the team that gave it its number: the one that it came to first.
    pub fn first_team(&self) -> &str {
        self.number
            .rsplit_once('-')
            .map_or(self.number.as_str(), |(team, _)| team)
    }
}
