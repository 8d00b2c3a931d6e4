//! What is measured of a request: how long it took, whose turn it was meanwhile, what was kept of what was promised.
//! `docs/numbers.md` defines each measure; all lengths are the team's working time.

mod spread;
mod sums;

use crate::clock::Millis;

use super::ids::PersonId;
use super::promise::{self, Calendar};
use super::request::{Fact, Late, Request, Status};

pub use spread::{Bucket, bucket, median};
pub use sums::{Measures, Share, Sums, bottleneck};

/// Whose turn a request is while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Turn {
    /// Nobody's yet.
    Intake,
    /// The team's, who works on it.
    Work,
    /// The requester's, who was asked something.
    Requester,
    /// An approver's.
    Approval,
    /// Of something or somebody else.
    Hold,
}

impl Turn {
    pub const ALL: [Turn; 5] = [
        Turn::Intake,
        Turn::Work,
        Turn::Requester,
        Turn::Approval,
        Turn::Hold,
    ];

    /// None: it is not open.
    fn of(status: &Status) -> Option<Turn> {
        match status {
            Status::New => Some(Turn::Intake),
            Status::InProgress { .. } => Some(Turn::Work),
            Status::Waiting { .. } => Some(Turn::Requester),
            Status::OnHold { .. } => Some(Turn::Hold),
            Status::AwaitingApproval { .. } => Some(Turn::Approval),
            Status::Resolved(_) | Status::Closed { .. } | Status::Cancelled { .. } => None,
        }
    }
}

/// How long it was whose turn, in milliseconds of working time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    pub intake: Millis,
    pub work: Millis,
    pub requester: Millis,
    pub approval: Millis,
    pub hold: Millis,
}

impl Spent {
    pub fn at(&self, turn: Turn) -> Millis {
        match turn {
            Turn::Intake => self.intake,
            Turn::Work => self.work,
            Turn::Requester => self.requester,
            Turn::Approval => self.approval,
            Turn::Hold => self.hold,
        }
    }

    fn add(&mut self, turn: Turn, span: Millis) {
        let spent = match turn {
            Turn::Intake => &mut self.intake,
            Turn::Work => &mut self.work,
            Turn::Requester => &mut self.requester,
            Turn::Approval => &mut self.approval,
            Turn::Hold => &mut self.hold,
        };
        *spent += span;
    }

    pub fn total(&self) -> Millis {
        Turn::ALL.into_iter().map(|turn| self.at(turn)).sum()
    }
}

/// What is known of a request while it is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turns {
    /// From when on the present turn is not counted yet.
    pub since: Millis,
    pub spent: Spent,
    /// How often the requester was asked something.
    pub questions: i64,
    /// A new time was given for the first answer, and for the result.
    pub answer_put_off: bool,
    pub result_put_off: bool,
}

impl Turns {
    /// Of a request that was asked for at `at`, and nothing has happened since.
    pub fn begin(at: Millis) -> Turns {
        Turns {
            since: at,
            spent: Spent::default(),
            questions: 0,
            answer_put_off: false,
            result_put_off: false,
        }
    }
}

/// A fact that counts from now on, or no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The first answer: how long it took, and whether that was as promised (None: nothing was).
    Answered {
        at: Millis,
        took: Millis,
        kept: Option<bool>,
    },
    Resolved {
        by: PersonId,
        at: Millis,
        took: Millis,
        kept: Option<bool>,
        /// None: not known.
        first_touch: Option<bool>,
        questions: i64,
        spent: Spent,
    },
    /// The result of that time does not stand any more.
    Reopened { resolved: Millis, at: Millis },
    /// It was with the requester for so long after the result.
    Reviewed { at: Millis, took: Millis },
}

/// Whether anything that is measured can have changed with `fact`: else nothing has to be looked up. The whole of a plan
/// is not measured: its time is that of its steps, and would be counted twice.
pub fn matters(before: &Request, next: &Request, fact: &Fact) -> bool {
    if next.is_whole() {
        return false;
    }
    before.status.name() != next.status.name()
        || before.team != next.team
        || before.first_response_at != next.first_response_at
        || matches!(fact, Fact::Asked | Fact::Delayed { .. })
}

/// What comes of a change for the measures. `old` and `new` are the calendars of the teams that had it and have it.
pub fn measure(
    mut turns: Turns,
    (before, next): (&Request, &Request),
    fact: &Fact,
    (old, new): (Option<&Calendar>, Option<&Calendar>),
    now: Millis,
) -> (Turns, Vec<Measure>) {
    let mut measures = Vec::new();
    if let Some(turn) = Turn::of(&before.status) {
        let span = promise::between(old, turns.since, now);
        turns.spent.add(turn, span);
    }
    turns.since = now;
    match fact {
        Fact::Asked => turns.questions += 1,
        Fact::Delayed { what, .. } => {
            turns.answer_put_off |= *what == Late::Answer;
            turns.result_put_off |= before.promise.resolution_due != next.promise.resolution_due;
        }
        _ => {}
    }
    let stood = before.status.stops_the_clock();
    let clock = &before.promise;
    if let (None, Some(at)) = (before.first_response_at, next.first_response_at) {
        let due = clock.first_response_due;
        measures.push(Measure::Answered {
            at,
            took: promise::between(new, next.created_at, at),
            kept: kept(due, stood.then_some(clock.first_remaining), at)
                .map(|kept| kept && !turns.answer_put_off),
        });
    }
    match (&before.status, &next.status) {
        (Status::Resolved(was), Status::Closed { at, .. }) => measures.push(Measure::Reviewed {
            at: *at,
            took: promise::between(new, was.at, *at),
        }),
        (Status::Resolved(was), status) if status.is_open() => measures.push(Measure::Reopened {
            resolved: was.at,
            at: now,
        }),
        (status, Status::Resolved(is)) if status.is_open() => {
            let due = clock.resolution_due;
            measures.push(Measure::Resolved {
                by: is.by,
                at: is.at,
                took: turns.spent.intake + turns.spent.work,
                kept: kept(due, stood.then_some(clock.remaining), is.at)
                    .map(|kept| kept && !turns.result_put_off),
                first_touch: next.first_touch(),
                questions: turns.questions,
                spent: turns.spent,
            });
        }
        _ => {}
    }
    (turns, measures)
}

/// Whether something at `at` came as promised. `left`: the clock stood, and so much was left of it.
fn kept(due: Option<Millis>, left: Option<Option<Millis>>, at: Millis) -> Option<bool> {
    let due = due?;
    Some(match left {
        Some(left) => left.is_some(),
        None => at <= due,
    })
}
