//! Promises that change while a request is open: a new time from an agent, other targets of its service.

use crate::clock::{FARTHEST, Millis};

use super::super::promise::{self, Calendar, Priority, Promise, Span};
use super::change::{Change, said};
use super::{Decision, Fact, Late, Notice, Refusal, Request, Why};

/// Two new times in one tap that are no further apart are one, milliseconds.
const SAME_TIME: Millis = 2 * 60 * 1000;

/// One target of a request: when it is due, what is left of it while its clock stands, its whole length.
struct Target {
    due: Option<Millis>,
    left: Option<Millis>,
    total: Option<Millis>,
}

impl Target {
    /// One that is promised from `now` on; `stands`: the clock does.
    fn from(calendar: Option<&Calendar>, now: Millis, promised: Span, stands: bool) -> Target {
        let due = promise::add(calendar, now, promised);
        let total = promise::between(calendar, now, due);
        Target {
            due: Some(due),
            left: stands.then_some(total),
            total: Some(total),
        }
    }
}

impl Change<'_> {
    /// A new time. Whoever says when the result comes has given a first answer; whoever puts that off has not.
    pub fn delay(&self, what: Late, to: Millis, why: &Why) -> Result<Decision, Refusal> {
        self.still_open()?;
        let now = self.context.now;
        if to <= now {
            return Err(Refusal::Past);
        }
        if to - now > FARTHEST {
            return Err(Refusal::FarDue);
        }
        let why = match why {
            Why::Said(text) => Why::Said(said(text)?),
            other => other.clone(),
        };
        let clock = &self.request.promise;
        let from = match what {
            Late::Answer if self.request.first_response_at.is_some() => return Ok(self.nothing()),
            Late::Answer => clock.first_response_due,
            Late::Result => clock.resolution_due,
        };
        // Pressed twice, or by two at once. Who says why has something to say.
        let again = from.is_some_and(|due| (due - to).abs() <= SAME_TIME);
        if again && clock.delays > 0 && !matches!(why, Why::Said(_)) {
            return Ok(self.nothing());
        }
        // The result cannot come before the answer.
        let both = what == Late::Answer && clock.resolution_due.is_some_and(|due| due < to);
        let mut decision = self.noted(Fact::Delayed {
            what,
            from,
            to,
            why,
        });
        decision
            .notices
            .extend([Notice::TellRequester, Notice::TellTeam]);
        let next = &mut decision.next;
        let stands = self.request.status.stops_the_clock();
        next.promise.delays += 1;
        if what == Late::Answer {
            next.promise
                .put_answer_off(self.calendar(), now, to, stands);
            next.watch.first_steps = 0;
        } else {
            next.first_response_at.get_or_insert(now);
        }
        if what == Late::Result || both {
            next.promise.put_off(self.calendar(), now, to, stands);
            next.watch.steps = 0;
        }
        Ok(decision)
    }

    /// Applies what the service promises now. What can still be kept by the new targets moves; what an agent
    /// promised in person stands, and so does what the new targets would have broken already.
    pub fn retarget(&self) -> Decision {
        let (request, clock) = (self.request, self.request.promise);
        let service = self.context.catalogue.service(&request.service);
        let (Some(from), Some(service)) = (clock.targets, service) else {
            return self.nothing();
        };
        let to = service.promises.at(request.priority);
        if from == to || !request.status.is_open() {
            return self.nothing();
        }
        let mut decision = self.noted(Fact::Retargeted {
            from,
            to,
            first_response_due: clock.first_response_due,
            resolution_due: clock.resolution_due,
        });
        decision
            .notices
            .extend([Notice::TellRequester, Notice::TellTeam]);
        self.promise(&mut decision.next, from, to);
        decision
    }

    /// Of what the service of `request`, which it has been handed over to, promises: what nobody had promised so far, from
    /// now on, in its team's own time.
    pub fn promise_the_rest(&self, request: &mut Request, promised: Promise) {
        let (catalogue, now) = (self.context.catalogue, self.context.now);
        let team = catalogue.team(&request.team);
        let calendar = team.and_then(|team| team.calendar.as_ref());
        let stands = request.status.stops_the_clock();
        let owed = request.first_response_at.is_none();
        let next = &mut request.promise;
        let fresh = |promised| Target::from(calendar, now, promised, stands);
        let first = promised.first_response.filter(|_| owed);
        if let (None, Some(first)) = (next.first_response_due, first.map(fresh)) {
            next.first_response_due = first.due;
            next.first_remaining = first.left;
            next.first_total = first.total;
        }
        if let (None, Some(result)) = (next.resolution_due, promised.resolution.map(fresh)) {
            next.resolution_due = result.due;
            next.remaining = result.left;
            next.total = result.total;
        }
    }

    /// More or less urgent than was said: what the service promises then is promised now.
    pub fn prioritise(&self, to: Priority) -> Result<Decision, Refusal> {
        self.still_open()?;
        let (request, clock) = (self.request, self.request.promise);
        if request.priority == to {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Prioritised {
            from: request.priority,
            to,
            first_response_due: clock.first_response_due,
            resolution_due: clock.resolution_due,
        });
        decision
            .notices
            .extend([Notice::TellRequester, Notice::TellTeam]);
        decision.next.priority = to;
        decision.next.grounds = None;
        let service = self.context.catalogue.service(&request.service);
        if let (Some(from), Some(service)) = (clock.targets, service) {
            self.promise(&mut decision.next, from, service.promises.at(to));
        }
        Ok(decision)
    }

    /// Other targets for a request that is open.
    fn promise(&self, request: &mut Request, from: Promise, to: Promise) {
        let clock = self.request.promise;
        let next = &mut request.promise;
        next.targets = Some(to);
        if self.request.first_response_at.is_none() {
            let first = Target {
                due: clock.first_response_due,
                left: clock.first_remaining,
                total: clock.first_total,
            };
            let first = self.moved(first, from.first_response, to.first_response);
            next.first_response_due = first.due;
            next.first_remaining = first.left;
            next.first_total = first.total;
        }
        // A plan's own days stand, whatever the service promises elsewhere.
        if clock.delays == 0 && self.request.plan.is_none() {
            let result = Target {
                due: clock.resolution_due,
                left: clock.remaining,
                total: clock.total,
            };
            let result = self.moved(result, from.resolution, to.resolution);
            next.resolution_due = result.due;
            next.remaining = result.left;
            next.total = result.total;
        }
        self.count_anew(request);
    }

    fn moved(&self, target: Target, from: Option<Span>, to: Option<Span>) -> Target {
        let (calendar, now) = (self.calendar(), self.context.now);
        match (target.due, from, to) {
            (Some(due), Some(from), Some(to)) => {
                let made = self.request.created_at;
                let length =
                    |span| promise::between(calendar, made, promise::add(calendar, made, span));
                let more = length(to) - length(from);
                let total = target.total.map(|total| (total + more).max(0));
                if let Some(left) = target.left {
                    let left = Some(left + more).filter(|left| *left > 0);
                    return Target {
                        total: left.and(total).or(target.total),
                        left: left.or(target.left),
                        ..target
                    };
                }
                let due = if more >= 0 {
                    Some(promise::resume(calendar, due, more))
                } else {
                    let left = promise::between(calendar, now, due) + more;
                    (left > 0).then(|| promise::resume(calendar, now, left))
                };
                Target {
                    total: due.and(total).or(target.total),
                    due: due.or(target.due),
                    left: None,
                }
            }
            (None, _, Some(to)) => {
                Target::from(calendar, now, to, self.request.status.stops_the_clock())
            }
            // No longer promised: what was, is kept.
            _ => target,
        }
    }
}
