//! What the desk looks after by itself: promises that may be missed, requests that nobody has, silence.
//!
//! Each request says when it has to be looked at next. A look takes the first step that is due, if any; the
//! next look follows at once where more are.

use crate::clock::Millis;

use super::super::catalogue::Catalogue;
use super::super::promise::{self, BANDS, Calendar, Limits, Span, Tell};
use super::change::Change;
use super::snooze::snoozed_until;
use super::{Alarm, Context, Decision, Fact, Notice, Request, Status};

/// How far the desk has come in looking after a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// Since when the requester has heard nothing, or nobody has it; None: made by an earlier version, and not
    /// looked at since.
    pub since: Option<Millis>,
    /// Steps taken for each: silence, the first response's target, the resolution's.
    pub idle_steps: u8,
    pub first_steps: u8,
    pub steps: u8,
    /// When to look next; None: never.
    pub next: Option<Millis>,
}

impl Watch {
    pub fn begin(now: Millis) -> Watch {
        Watch {
            since: Some(now),
            ..Watch::default()
        }
    }

    /// Somebody was told something of it that may still stand.
    pub fn has_told(&self) -> bool {
        self.idle_steps > 0 || self.first_steps > 0 || self.steps > 0
    }
}

/// Silence is announced at once, twice, four times its limit, and so on; from here on at each so many.
const DOUBLINGS: u8 = 5;

/// One of the two promises of a request, while it is owed and its clock goes.
struct Target {
    alarm: Alarm,
    due: Millis,
    total: Millis,
    steps: u8,
}

/// A step that is to be taken now.
struct Due {
    alarm: Alarm,
    tell: Tell,
    /// When its promise is due; None: it is about silence.
    target: Option<Millis>,
    /// So many steps have been taken with it.
    steps: u8,
}

/// A request with what it is measured by.
struct Look<'a> {
    request: &'a Request,
    limits: Limits,
    calendar: Option<&'a Calendar>,
    now: Millis,
}

impl<'a> Look<'a> {
    fn at(request: &'a Request, catalogue: &'a Catalogue, now: Millis) -> Look<'a> {
        let team = catalogue.team(&request.team);
        Look {
            request,
            limits: team.map_or_else(Limits::default, |t| t.limits.clone()),
            calendar: team.and_then(|t| t.calendar.as_ref()),
            now,
        }
    }

    fn targets(&self) -> impl Iterator<Item = Target> {
        let (promise, watch) = (&self.request.promise, &self.request.watch);
        let owed = self.request.first_response_at.is_none();
        let first = promise.first_response_due.filter(|_| owed);
        let target = |alarm, due: Option<Millis>, total: Option<Millis>, steps| {
            due.map(|due| Target {
                alarm,
                due,
                total: total.unwrap_or_else(|| {
                    promise::between(self.calendar, self.request.created_at, due)
                }),
                steps,
            })
        };
        let answer = target(Alarm::Answer, first, promise.first_total, watch.first_steps);
        let result = target(
            Alarm::Result,
            promise.resolution_due,
            promise.total,
            watch.steps,
        );
        let goes = !self.request.status.stops_the_clock();
        answer.into_iter().chain(result).filter(move |_| goes)
    }

    /// How much business time is left until `left` of it is left of a target; 0 where it is not more.
    fn until(&self, target: &Target, remaining: Millis, left: Millis) -> Millis {
        // The end itself is an instant, which may lie after closed hours.
        if left == 0 && target.due > self.now {
            return remaining.max(1);
        }
        (remaining - left).max(0)
    }

    /// Steps of `target` that are due, taken or not.
    fn passed(&self, target: &Target) -> u8 {
        let remaining = promise::between(self.calendar, self.now, target.due);
        let steps = self.limits.steps_of(target.total).into_iter();
        let due = steps.take_while(|(left, _)| self.until(target, remaining, *left) == 0);
        u8::try_from(due.count()).unwrap_or(u8::MAX)
    }

    /// The first step that is due and not yet taken. Where several are, because nobody looked for a while, whoever is
    /// told by a later one is told by that one only.
    fn due(&self) -> Option<Due> {
        for target in self.targets() {
            let (taken, passed) = (target.steps.into(), self.passed(&target).into());
            let steps = self.limits.steps_of(target.total);
            let due = steps.get(taken..passed).unwrap_or_default();
            let last = |at: usize| {
                let reached = self.reached(due[at].1);
                due[at + 1..]
                    .iter()
                    .all(|(_, t)| self.reached(*t) != reached)
            };
            if let Some(at) = (0..due.len()).find(|at| last(*at)) {
                return Some(Due {
                    alarm: target.alarm,
                    tell: due[at].1,
                    target: Some(target.due),
                    steps: u8::try_from(taken + at + 1).unwrap_or(u8::MAX),
                });
            }
        }
        let (at, alarm, tell) = self.idle()?;
        (at <= self.now).then_some(Due {
            alarm,
            tell,
            target: None,
            steps: self.request.watch.idle_steps.saturating_add(1),
        })
    }

    /// Who hears it: for an assignee that nobody is the team does.
    fn reached(&self, tell: Tell) -> Tell {
        match tell {
            Tell::Assignee if self.request.assignee().is_none() => Tell::Team,
            tell => tell,
        }
    }

    /// When silence is announced next, as what, and to whom.
    fn idle(&self) -> Option<(Millis, Alarm, Tell)> {
        // Its end is known.
        if snoozed_until(self.request).is_some() {
            return None;
        }
        let since = self.request.watch.since?;
        let step = self.request.watch.idle_steps;
        let (limit, alarm, tells) = match self.request.status {
            Status::New => (
                self.limits.unassigned,
                Alarm::Unassigned,
                [Tell::Team, Tell::Lead, Tell::Lead],
            ),
            // It is their turn; who never answers is the agent's to decide about.
            Status::Waiting { .. } => (
                self.limits.silent,
                Alarm::Silent,
                [Tell::Requester, Tell::Assignee, Tell::Requester],
            ),
            _ => (
                self.limits.silent,
                Alarm::Silent,
                [Tell::Assignee, Tell::Team, Tell::Lead],
            ),
        };
        let tell = tells[usize::from(step).min(tells.len() - 1)];
        let at = promise::add(self.calendar, since, times(limit, step));
        Some((at, alarm, tell))
    }

    /// When there may be something to do, or to draw anew.
    fn next(&self) -> Option<Millis> {
        if !self.request.status.is_open() {
            return None;
        }
        if self.request.watch.since.is_none() {
            return Some(self.now + 1);
        }
        if let Some(approval) = self.request.approval() {
            let next = approval.remind_at.min(approval.expires_at);
            return Some(next.max(self.now + 1));
        }
        if let Some(until) = snoozed_until(self.request) {
            return Some(until.max(self.now + 1));
        }
        let idle = self.idle().map(|(at, ..)| at);
        let targets = self.targets().filter_map(|target| self.next_of(&target));
        let next = idle.into_iter().chain(targets).min();
        next.map(|at| at.max(self.now + 1))
    }

    fn next_of(&self, target: &Target) -> Option<Millis> {
        let remaining = promise::between(self.calendar, self.now, target.due);
        let steps = self.limits.steps_of(target.total);
        let step = steps.get(usize::from(target.steps));
        let step = step.map(|(left, _)| self.until(target, remaining, *left));
        let bands = BANDS.map(|band| remaining - band).into_iter();
        let wait = bands.filter(|wait| *wait > 0).chain(step).min();
        let ahead = Some(target.due).filter(|due| *due > self.now);
        match wait {
            Some(0) => Some(self.now),
            Some(wait) if wait < remaining => Some(promise::resume(self.calendar, self.now, wait)),
            // Nothing before its end, from where on it is late.
            _ => ahead,
        }
    }
}

/// So many times the limit that step `step` of silence comes after it began.
fn times(limit: Span, step: u8) -> Span {
    let doubled = 1 << step.min(DOUBLINGS);
    let times = doubled * (1 + u32::from(step.saturating_sub(DOUBLINGS)));
    match limit {
        Span::Minutes(n) => Span::Minutes(n.saturating_mul(times)),
        Span::Days(n) => Span::Days(n.saturating_mul(times)),
    }
}

/// When the desk has to look at `request` next.
pub(super) fn next_look(request: &Request, catalogue: &Catalogue, now: Millis) -> Option<Millis> {
    Look::at(request, catalogue, now).next()
}

/// Whether the step of the promise that `alarm` is about which was taken last was due already at `at`.
pub fn was_due(request: &Request, catalogue: &Catalogue, alarm: Alarm, at: Millis) -> bool {
    let look = Look::at(request, catalogue, at);
    let target = look.targets().find(|target| target.alarm == alarm);
    target.is_some_and(|target| {
        let remaining = promise::between(look.calendar, at, target.due);
        let steps = look.limits.steps_of(target.total);
        let last = usize::from(target.steps).checked_sub(1);
        let last = last.and_then(|last| steps.get(last));
        last.is_some_and(|(left, _)| look.until(&target, remaining, *left) == 0)
    })
}

/// What comes of a change of `before` for the watch over it.
pub(super) fn settle(before: &Request, decision: &mut Decision, context: &Context<'_>) {
    let next = &mut decision.next;
    // What has been answered is not owed any more, whatever its clock did.
    if next.first_response_at.is_some() {
        next.promise.first_remaining = None;
    }
    if decision
        .fact
        .as_ref()
        .is_some_and(|f| heard(f, before, next))
    {
        next.watch.since = Some(context.now);
        next.watch.idle_steps = 0;
    }
    next.watch = in_step(next, context);
    next.watch.next = next_look(next, context.catalogue, context.now);
}

/// Of the steps that were taken no more than are past: by the limits of the team that had it, or of a former
/// configuration, they may have been more.
fn in_step(request: &Request, context: &Context<'_>) -> Watch {
    let mut watch = request.watch;
    if watch.first_steps > 0 || watch.steps > 0 {
        let look = Look::at(request, context.catalogue, context.now);
        for target in look.targets() {
            let taken = match target.alarm {
                Alarm::Answer => &mut watch.first_steps,
                _ => &mut watch.steps,
            };
            *taken = look.passed(&target).min(*taken);
        }
    }
    watch
}

/// Whether the silence ends with `fact`: the requester hears something, or it is the other side's turn now.
fn heard(fact: &Fact, before: &Request, next: &Request) -> bool {
    match fact {
        Fact::Taken
        | Fact::Assigned { .. }
        | Fact::Asked
        | Fact::Replied
        | Fact::Waiting
        | Fact::Held { .. }
        | Fact::Snoozed { .. }
        | Fact::Woken { .. }
        | Fact::Resumed
        | Fact::HandedOver { .. }
        | Fact::Reopened { .. } => true,
        Fact::Answered | Fact::ApprovalGiven { .. } | Fact::ApprovalExpired { .. } => {
            before.status != next.status
        }
        // A new time from somebody does not give it to anybody.
        Fact::Delayed { .. } => !matches!(next.status, Status::New),
        _ => false,
    }
}

impl Change<'_> {
    fn look_at<'a>(&'a self, request: &'a Request) -> Look<'a> {
        Look::at(request, self.context.catalogue, self.context.now)
    }

    /// Takes the step that is due, if one is.
    pub fn look(&self) -> Decision {
        let request = self.request;
        if !request.status.is_open() {
            return self.nothing();
        }
        if let Some(approval) = request.approval() {
            return self.look_at_approval(approval);
        }
        if request.watch.since.is_none() {
            let mut decision = self.nothing();
            decision.next.watch.since = Some(self.context.now);
            self.count_anew(&mut decision.next);
            return decision;
        }
        if let Some(decision) = self.wake() {
            return decision;
        }
        let Some(due) = self.look_at(request).due() else {
            return self.nothing();
        };
        let (alarm, tell) = (due.alarm, due.tell);
        let mut decision = self.noted(Fact::Alarmed {
            alarm,
            tell,
            due: due.target,
        });
        let watch = &mut decision.next.watch;
        *match alarm {
            Alarm::Answer => &mut watch.first_steps,
            Alarm::Result => &mut watch.steps,
            Alarm::Unassigned | Alarm::Silent | Alarm::Urgent => &mut watch.idle_steps,
        } = due.steps;
        decision
            .notices
            .extend_from_slice(match (tell, due.target) {
                (Tell::Requester, Some(_)) => &[Notice::TellRequester, Notice::TellTeam],
                (Tell::Requester, None) => &[Notice::TellRequester],
                _ => &[Notice::Alarm],
            });
        decision
    }

    /// Takes every step for taken that is past already: the targets are others now, or nobody looked so far.
    pub fn count_anew(&self, request: &mut Request) {
        let (mut first, mut result) = (0, 0);
        let look = self.look_at(request);
        for target in look.targets() {
            match target.alarm {
                Alarm::Answer => first = look.passed(&target),
                _ => result = look.passed(&target),
            }
        }
        request.watch.first_steps = first;
        request.watch.steps = result;
    }
}
