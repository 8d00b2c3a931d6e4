//! What comes of an action.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::super::approval::{Outcome, Rule, Verdict};
use super::super::catalogue::Catalogue;
use super::super::ids::PersonId;
use super::super::people::Person;
use super::super::plan::News;
use super::super::promise::{Priority, Promise, Tell};
use super::super::routing::Because;
use super::{Intake, LinkKind, Other, Request};

/// What a decision may look at besides the request.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub catalogue: &'a Catalogue,
    pub now: Millis,
    /// The person whom the action names (`Assign`, `Delegate`), where they are known.
    pub named: Option<&'a Person>,
    /// Whoever acts watches the request already.
    pub watching: bool,
    /// The request that the action names, where there is one.
    pub other: Option<Other<'a>>,
}

/// What came of an action: the next state, what goes on record, who has to be told, which timers.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub next: Request,
    /// Empty: nothing happened that anybody has to know (a second click).
    pub fact: Option<Fact>,
    pub notices: Vec<Notice>,
    pub timers: Vec<TimerChange>,
}

/// One line of a request's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    Filed,
    /// A rule had a say in who gets it.
    Routed(Routed),
    Taken,
    Assigned {
        to: PersonId,
    },
    Asked,
    Replied,
    Answered,
    Waiting,
    Held {
        reason: String,
    },
    /// On hold until a time.
    Snoozed {
        reason: String,
        until: Millis,
    },
    /// That time has come.
    Woken {
        reason: String,
    },
    Resumed,
    HandedOver {
        from: String,
        to: String,
        service: String,
        note: Option<String>,
        /// It had come to the wrong team; else that team's part is done.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        wrong_door: bool,
        /// It became private with this.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        private: bool,
    },
    Resolved {
        summary: Option<String>,
    },
    /// The summary that was missing.
    Summarised,
    Cancelled {
        reason: Option<String>,
    },
    Reopened {
        reason: Option<String>,
    },
    Rated {
        score: u8,
    },
    Unrated,
    Commented {
        text: String,
    },
    IntakeRated {
        intake: Intake,
    },
    /// Minutes that somebody was busy with it.
    Handled {
        minutes: i32,
    },
    /// It goes on in another one.
    Merged {
        into: String,
    },
    Linked {
        how: LinkKind,
        number: String,
    },
    Unlinked {
        number: String,
    },
    WatcherAdded {
        who: PersonId,
    },
    WatcherRemoved {
        who: PersonId,
    },
    Watched,
    Unwatched,
    Reminded,
    Closed,
    /// Somebody was told what may go wrong.
    Alarmed {
        alarm: Alarm,
        tell: Tell,
        /// The time that may be missed.
        due: Option<Millis>,
    },
    /// A new time.
    Delayed {
        what: Late,
        from: Option<Millis>,
        to: Millis,
        why: Why,
    },
    /// More or less urgent than was said; due times before.
    Prioritised {
        from: Priority,
        to: Priority,
        first_response_due: Option<Millis>,
        resolution_due: Option<Millis>,
    },
    /// The service promises something else now: the targets and due times before and after.
    Retargeted {
        from: Promise,
        to: Promise,
        first_response_due: Option<Millis>,
        resolution_due: Option<Millis>,
    },
    /// Something happened to the plan that it is part of.
    Planned {
        news: News,
    },
    /// These have to approve it; until then the clock stands.
    ApprovalSought {
        from: Vec<PersonId>,
        rule: Rule,
        /// Keys of the steps that are wanted in less time than usual; none: it is about the request itself.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        steps: Vec<String>,
    },
    /// An approver's word; with the outcome where it decided.
    ApprovalGiven {
        verdict: Verdict,
        reason: Option<String>,
        outcome: Option<Outcome>,
    },
    ApprovalDelegated {
        to: PersonId,
    },
    /// Whose word was awaited; nobody's: the requester's changes were.
    ApprovalReminded {
        of: Vec<PersonId>,
    },
    /// Nobody decided in time.
    ApprovalExpired {
        outcome: Outcome,
    },
    /// What had to be approved is not wanted any more.
    ApprovalWithdrawn,
    /// The requester changed the answers and asks again.
    Revised,
}

/// What a rule of routing did to a request when it was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    /// The rule's name.
    pub rule: String,
    /// The conditions that were met.
    pub because: Vec<Because>,
    /// The service's team, and the one that got it.
    pub from: String,
    pub to: String,
    /// None: none was named, or they are not known yet.
    pub assignee: Option<PersonId>,
    /// The rule's, in place of what was asked.
    pub priority: Option<Priority>,
    #[serde(default)]
    pub watchers: Vec<PersonId>,
}

/// What may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// The first answer may be late.
    Answer,
    /// The result may be late.
    Result,
    /// Nobody has it.
    Unassigned,
    /// Nothing has been heard of it.
    Silent,
    /// It is urgent, and came while the team is closed.
    Urgent,
}

/// What takes longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Late {
    Answer,
    Result,
}

/// Why it takes longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nobody was free to take it.
    Busy,
    /// There is more to do than was thought.
    Longer,
    Said(String),
}

impl Fact {
    /// Its name, for logs: never what somebody wrote.
    pub fn name(&self) -> &'static str {
        match self {
            Fact::Filed => "filed",
            Fact::Routed(_) => "routed",
            Fact::Taken => "taken",
            Fact::Assigned { .. } => "assigned",
            Fact::Asked => "asked",
            Fact::Replied => "replied",
            Fact::Answered => "answered",
            Fact::Waiting => "waiting",
            Fact::Held { .. } => "held",
            Fact::Snoozed { .. } => "snoozed",
            Fact::Woken { .. } => "woken",
            Fact::Handled { .. } => "handled",
            Fact::Merged { .. } => "merged",
            Fact::Linked { .. } => "linked",
            Fact::Unlinked { .. } => "unlinked",
            Fact::WatcherAdded { .. } => "watcher_added",
            Fact::WatcherRemoved { .. } => "watcher_removed",
            Fact::Resumed => "resumed",
            Fact::HandedOver { .. } => "handed_over",
            Fact::Resolved { .. } => "resolved",
            Fact::Summarised => "summarised",
            Fact::Cancelled { .. } => "cancelled",
            Fact::Reopened { .. } => "reopened",
            Fact::Rated { .. } => "rated",
            Fact::Unrated => "unrated",
            Fact::Commented { .. } => "commented",
            Fact::IntakeRated { .. } => "intake_rated",
            Fact::Watched => "watched",
            Fact::Unwatched => "unwatched",
            Fact::Reminded => "reminded",
            Fact::Closed => "closed",
            Fact::Alarmed { .. } => "alarmed",
            Fact::Delayed { .. } => "delayed",
            Fact::Prioritised { .. } => "prioritised",
            Fact::Retargeted { .. } => "retargeted",
            Fact::Planned { .. } => "planned",
            Fact::ApprovalSought { .. } => "approval_sought",
            Fact::ApprovalGiven { .. } => "approval_given",
            Fact::ApprovalDelegated { .. } => "approval_delegated",
            Fact::ApprovalReminded { .. } => "approval_reminded",
            Fact::ApprovalExpired { .. } => "approval_expired",
            Fact::ApprovalWithdrawn => "approval_withdrawn",
            Fact::Revised => "revised",
        }
    }
}

/// Who has to be told. Meaning, not words: delivery renders it from the state at that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Every card of the request shows the present state.
    Cards,
    /// The fact is told in the requester's thread.
    TellRequester,
    /// The fact is told in the team's thread.
    TellTeam,
    /// The summary and the poll, in the requester's thread.
    Poll,
    /// "How was the intake?", in the team's thread.
    AskIntake,
    /// The request moves to another team's channel.
    MoveTriage,
    /// What both sides said so far is shown in the team's thread.
    BringTalk,
    /// Whoever the fact names is told what may go wrong, with what can be done.
    Alarm,
    /// Whoever is asked for an approval now gets it as a card, or hears that it was changed.
    AskApprovers,
    /// Whose word is still awaited is reminded.
    NudgeApprovers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerChange {
    Start(TimerKind, Millis),
    Stop(TimerKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// The requester is reminded of the poll.
    Remind,
    /// Silence closes.
    Close,
    /// The desk looks at it again. Its time is a column of the request, no row of its own.
    Look,
}
