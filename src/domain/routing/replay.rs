//! A stored request asked once more, of another configuration: who would have got it, and whether what that
//! promises would have been kept by what happened. Reads only.

use crate::clock::Millis;

use super::super::approval::Outcome;
use super::super::catalogue::Catalogue;
use super::super::ids::Channel;
use super::super::people::{Person, PersonRef};
use super::super::promise::{self, Priority};
use super::super::request::{Fact, Late, PromiseClock, Request, Status};
use super::{Asked, Rule, route};

/// A request as it is on record.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    pub request: &'a Request,
    /// Who got it first.
    pub team: &'a str,
    /// As what it was asked: a hand-over may have made it something else.
    pub service: &'a str,
    /// As it was asked, before a rule changed it.
    pub priority: Priority,
    pub place: Option<&'a Channel>,
    /// Whoever asked; None: no longer on record.
    pub requester: Option<&'a Person>,
}

/// Where the other configuration would have sent it.
#[derive(Clone, Debug, PartialEq)]
pub enum Replay {
    /// It has no such service, or no such team.
    Gone,
    To(Box<Replayed>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// The rule that applies, by its name; None: none does.
    pub rule: Option<String>,
    /// Who got it first.
    pub from: String,
    pub to: String,
    /// Whom the rule names.
    pub assignee: Option<PersonRef>,
    pub watchers: Vec<PersonRef>,
    /// What would have been promised: due times as if its clock never stood.
    pub clock: PromiseClock,
}

/// Whether a promise was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Kept,
    Missed,
    /// Nothing was promised, or it is not yet decided.
    Open,
}

/// How the promises of a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub first_response: Kept,
    pub resolution: Kept,
}

/// Asks `stored` once more of `catalogue`.
pub fn replay(stored: &Stored<'_>, catalogue: &Catalogue) -> Replay {
    let request = stored.request;
    let Some(service) = catalogue.service(stored.service) else {
        return Replay::Gone;
    };
    let belongs = match stored.requester {
        Some(person) => catalogue.belongs(person),
        None => Vec::new(),
    };
    let asked = Asked {
        service: &service.key,
        subject: &request.subject,
        answers: &request.answers,
        belongs: &belongs,
        place: stored.place,
        at: request.created_at,
    };
    // A step of a plan is its service's team's: no rule looks at it.
    let looked = request.parent().is_none();
    let rule = looked.then(|| route(&catalogue.routes, &asked)).flatten();
    let rule: Option<&Rule> = rule.map(|(rule, _)| rule);
    let then = rule.map(|rule| &rule.then);
    let to = then.and_then(|then| then.team.as_deref());
    let Some(team) = catalogue.team(to.unwrap_or(&service.team)) else {
        return Replay::Gone;
    };
    let priority = then.and_then(|then| then.priority);
    let targets = service.promises.at(priority.unwrap_or(stored.priority));
    Replay::To(Box::new(Replayed {
        rule: rule.map(|rule| rule.name.clone()),
        from: stored.team.to_owned(),
        to: team.key.clone(),
        assignee: then.and_then(|then| then.assignee.clone()),
        watchers: then.map_or_else(Vec::new, |then| then.watchers.clone()),
        clock: PromiseClock::begin(request.created_at, targets, team.calendar.as_ref()),
    }))
}

/// How the promises that are on record ended, as of `now`.
pub fn verdict(request: &Request, now: Millis) -> Verdict {
    judged(
        request,
        &request.promise,
        request.status.stops_the_clock(),
        now,
    )
}

impl Replayed {
    /// How its promises would have ended, as of `now`. `history` is what happened to the request, oldest first: while
    /// that waited, the clock would have stood here, too.
    pub fn verdict<'f>(
        &self,
        request: &Request,
        history: impl IntoIterator<Item = (&'f Fact, Millis)>,
        catalogue: &Catalogue,
        now: Millis,
    ) -> Verdict {
        let team = catalogue.team(&self.to);
        let mut clock = Running {
            clock: self.clock,
            calendar: team.and_then(|team| team.calendar.as_ref()),
            state: State::Goes,
        };
        for (fact, at) in history {
            clock.happens(fact, at);
        }
        judged(request, &clock.clock, clock.stands(), now)
    }

    /// The same without a look at what happened: nothing that was kept so would have been missed, since a clock that
    /// stood only puts times off.
    pub fn verdict_at_worst(&self, request: &Request, now: Millis) -> Verdict {
        judged(request, &self.clock, false, now)
    }
}

fn judged(request: &Request, clock: &PromiseClock, stands: bool, now: Millis) -> Verdict {
    let end = request.status.resolution().map(|resolution| resolution.at);
    let cancelled = matches!(request.status, Status::Cancelled { .. });
    let kept = |due: Option<Millis>, done: Option<Millis>, stands: bool| match (due, done) {
        (None, _) => Kept::Open,
        (Some(due), Some(done)) if done <= due => Kept::Kept,
        (Some(_), Some(_)) => Kept::Missed,
        (Some(due), None) if !cancelled && !stands && due < now => Kept::Missed,
        (Some(_), None) => Kept::Open,
    };
    // A plan's day is nothing that a service promises: what is on record holds, whatever the configuration.
    let (result, stood) = match request.plan {
        Some(_) => {
            let stood = request.status.stops_the_clock();
            (request.promise.resolution_due, stood)
        }
        None => (clock.resolution_due, stands),
    };
    Verdict {
        // Who resolves has answered.
        first_response: kept(
            clock.first_response_due,
            request.first_response_at.or(end),
            stands,
        ),
        resolution: kept(result, end, stood),
    }
}

/// A clock that what happened stops and sets going again.
struct Running<'a> {
    clock: PromiseClock,
    calendar: Option<&'a promise::Calendar>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Goes,
    Waits,
    OnHold,
    /// For somebody's approval.
    Approval,
    /// For that of something about it: it goes on without.
    Wish,
    /// Since when.
    Over(Millis),
}

impl State {
    fn stands(self) -> bool {
        matches!(
            self,
            State::Waits | State::OnHold | State::Approval | State::Wish
        )
    }
}

impl Running<'_> {
    fn stands(&self) -> bool {
        self.state.stands()
    }

    fn happens(&mut self, fact: &Fact, at: Millis) {
        let next = match fact {
            Fact::Asked | Fact::Waiting => State::Waits,
            Fact::Held { .. } | Fact::Snoozed { .. } => State::OnHold,
            Fact::Resumed | Fact::Taken | Fact::Woken { .. } => State::Goes,
            Fact::HandedOver { from, to, .. } if from != to => State::Goes,
            Fact::Answered if self.state == State::Waits => State::Goes,
            Fact::Reopened { .. } => State::Goes,
            Fact::Resolved { .. } | Fact::Cancelled { .. } | Fact::Merged { .. } => State::Over(at),
            Fact::Delayed { what, to, .. } => return self.put_off(*what, at, *to),
            Fact::ApprovalSought { steps, .. } if steps.is_empty() => State::Approval,
            Fact::ApprovalSought { .. } => State::Wish,
            Fact::ApprovalWithdrawn => State::Goes,
            Fact::ApprovalGiven {
                outcome: Some(outcome),
                ..
            }
            | Fact::ApprovalExpired { outcome } => match outcome {
                Outcome::Approved => State::Goes,
                _ if self.state == State::Wish => State::Goes,
                _ => State::Over(at),
            },
            Fact::Filed
            | Fact::ApprovalGiven { outcome: None, .. }
            | Fact::ApprovalDelegated { .. }
            | Fact::ApprovalReminded { .. }
            | Fact::Revised
            | Fact::Handled { .. }
            | Fact::Linked { .. }
            | Fact::Unlinked { .. }
            | Fact::WatcherAdded { .. }
            | Fact::WatcherRemoved { .. }
            | Fact::Routed(_)
            | Fact::Assigned { .. }
            | Fact::Replied
            | Fact::Answered
            | Fact::HandedOver { .. }
            | Fact::Summarised
            | Fact::Rated { .. }
            | Fact::Unrated
            | Fact::Commented { .. }
            | Fact::IntakeRated { .. }
            | Fact::Planned { .. }
            | Fact::Watched
            | Fact::Unwatched
            | Fact::Reminded
            | Fact::Closed
            | Fact::Alarmed { .. }
            | Fact::Prioritised { .. }
            | Fact::Retargeted { .. } => return,
        };
        let stood = self.stands();
        match (self.state, next) {
            (State::Over(ended), State::Goes) => self.clock.leave_out(self.calendar, ended, at),
            _ if stood && !next.stands() => {
                self.clock.go_on(self.calendar, at);
            }
            _ if !stood && next.stands() => {
                self.clock.stop(self.calendar, at);
            }
            _ => {}
        }
        self.state = next;
    }

    /// A new time that an agent gave counts where it is later than what was promised.
    fn put_off(&mut self, what: Late, at: Millis, to: Millis) {
        let (calendar, stands) = (self.calendar, self.stands());
        let later = |due: Option<Millis>| due.is_some_and(|due| stands || due < to);
        if what == Late::Answer && later(self.clock.first_response_due) {
            self.clock.put_answer_off(calendar, at, to, stands);
        }
        // The result cannot come before the answer.
        if later(self.clock.resolution_due) {
            self.clock.put_off(calendar, at, to, stands);
        }
    }
}
