//! The state machine: what an action makes of a request, or why it is refused. Pure.
//!
//! `tests/it/states.rs` prints the whole Status × Action table: that table is the manual.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::super::catalogue::Catalogue;
use super::super::ids::PersonId;
use super::super::people::Person;
use super::super::promise;
use super::{Action, Actor, Intake, Refusal, Request, Resolution, Standing, Status};

/// What a decision may look at besides the request.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub catalogue: &'a Catalogue,
    pub now: Millis,
    /// The person whom the action names (`Assign`), where they are known.
    pub named: Option<&'a Person>,
    /// Whoever acts watches the request already.
    pub watching: bool,
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
    Resumed,
    HandedOver {
        from: String,
        to: String,
        service: String,
        note: Option<String>,
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
    Watched,
    Unwatched,
    Reminded,
    Closed,
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
}

const DAY: Millis = 24 * 60 * 60 * 1000;

/// What `action` by `actor` makes of `request`.
///
/// # Errors
/// The refusal, when this may not be done, or not now, or not by them.
pub fn decide(
    request: &Request,
    actor: Actor,
    action: &Action,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    permit(actor, action)?;
    let change = Change {
        request,
        actor,
        context,
    };
    match action {
        Action::Take => change.take(),
        Action::Assign { to } => change.assign(*to),
        Action::Ask => change.ask(),
        Action::Reply => change.reply(),
        Action::Answered { thanks } => change.answered(*thanks),
        Action::Wait => change.wait(),
        Action::Hold { reason } => change.hold(reason),
        Action::Resume => change.resume(),
        Action::HandOver {
            team,
            service,
            note,
        } => change.hand_over(team, service, note.as_deref()),
        Action::Resolve { summary } => change.resolve(summary.as_deref()),
        Action::Cancel { reason } => change.cancel(reason.as_deref()),
        Action::Reopen { reason } => change.reopen(reason.as_deref()),
        Action::Rate { score } => change.rate(*score),
        Action::Unrate { score } => change.unrate(*score),
        Action::Comment { text } => change.comment(text),
        Action::RateIntake(intake) => change.rate_intake(*intake),
        Action::Watch if context.watching => Ok(change.nothing()),
        Action::Watch => Ok(change.noted(Fact::Watched)),
        Action::Unwatch if context.watching => Ok(change.noted(Fact::Unwatched)),
        Action::Unwatch => Ok(change.nothing()),
        Action::Remind => change.remind(),
        Action::Close => change.close(),
    }
}

/// Who may do what, whatever the state.
fn permit(actor: Actor, action: &Action) -> Result<(), Refusal> {
    let Actor::Person(_, standing) = actor else {
        return match action {
            Action::Remind | Action::Close => Ok(()),
            _ => Err(Refusal::NotInvolved),
        };
    };
    match action {
        Action::Take
        | Action::Assign { .. }
        | Action::Ask
        | Action::Reply
        | Action::Wait
        | Action::Hold { .. }
        | Action::Resume
        | Action::HandOver { .. }
        | Action::Resolve { .. }
        | Action::RateIntake(_)
        | Action::Watch
        | Action::Unwatch => agent_only(standing),
        Action::Answered { .. }
        | Action::Rate { .. }
        | Action::Unrate { .. }
        | Action::Comment { .. } => {
            if standing.requester {
                Ok(())
            } else {
                Err(Refusal::NotTheRequester)
            }
        }
        Action::Cancel { .. } | Action::Reopen { .. } => {
            if standing.requester || standing.agent {
                Ok(())
            } else {
                Err(Refusal::NotInvolved)
            }
        }
        Action::Remind | Action::Close => Err(Refusal::NotInvolved),
    }
}

fn agent_only(standing: Standing) -> Result<(), Refusal> {
    if standing.stranger {
        Err(Refusal::Stranger)
    } else if standing.agent {
        Ok(())
    } else {
        Err(Refusal::NotYourTeam)
    }
}

/// One action under way: what it starts from, by whom, and when.
struct Change<'a> {
    request: &'a Request,
    actor: Actor,
    context: &'a Context<'a>,
}

impl Change<'_> {
    fn take(&self) -> Result<Decision, Refusal> {
        let me = self.me()?;
        match &self.request.status {
            Status::New => Ok(self.serve(me, Fact::Taken, &[Notice::TellRequester])),
            Status::InProgress { assignee } | Status::Waiting { assignee, .. } => {
                if *assignee == me {
                    Ok(self.nothing())
                } else {
                    Err(Refusal::AlreadyTaken { by: *assignee })
                }
            }
            Status::OnHold {
                assignee: Some(by), ..
            } if *by != me => Err(Refusal::AlreadyTaken { by: *by }),
            Status::OnHold { .. } => Ok(self.serve(me, Fact::Taken, &[Notice::TellRequester])),
            Status::Resolved(_) => Err(Refusal::AlreadyResolved),
            Status::Closed { .. } | Status::Cancelled { .. } => Err(Refusal::Over),
        }
    }

    fn assign(&self, to: PersonId) -> Result<Decision, Refusal> {
        let named = self
            .context
            .named
            .filter(|p| p.id == to)
            .ok_or(Refusal::NoSuchPerson)?;
        let standing = Standing::of(named, self.request, self.context.catalogue);
        if !standing.agent {
            return Err(Refusal::NotAnAgent);
        }
        self.still_open()?;
        if self.request.assignee() == Some(to) {
            return Ok(self.nothing());
        }
        let mut decision = self.serve(
            to,
            Fact::Assigned { to },
            &[Notice::TellRequester, Notice::TellTeam],
        );
        // Whom it is assigned to does not change what it waits for.
        match &self.request.status {
            Status::Waiting { since, .. } => {
                decision.next.status = Status::Waiting {
                    assignee: to,
                    since: *since,
                };
                decision.next.promise = self.request.promise;
            }
            Status::OnHold { since, reason, .. } => {
                decision.next.status = Status::OnHold {
                    assignee: Some(to),
                    since: *since,
                    reason: reason.clone(),
                };
                decision.next.promise = self.request.promise;
            }
            _ => {}
        }
        Ok(decision)
    }

    fn ask(&self) -> Result<Decision, Refusal> {
        let me = self.me()?;
        self.still_open()?;
        let assignee = self.request.assignee().unwrap_or(me);
        let status = Status::Waiting {
            assignee,
            since: self.context.now,
        };
        let mut decision = self.to(status, Fact::Asked, &[]);
        decision
            .next
            .first_response_at
            .get_or_insert(self.context.now);
        Ok(decision)
    }

    fn reply(&self) -> Result<Decision, Refusal> {
        let me = self.me()?;
        let mut decision = match self.request.status {
            Status::New => self.serve(me, Fact::Replied, &[]),
            _ => self.noted(Fact::Replied),
        };
        decision
            .next
            .first_response_at
            .get_or_insert(self.context.now);
        Ok(decision)
    }

    fn answered(&self, thanks: bool) -> Result<Decision, Refusal> {
        match &self.request.status {
            Status::Waiting { assignee, .. } => {
                let status = Status::InProgress {
                    assignee: *assignee,
                };
                Ok(self.to(status, Fact::Answered, &[]))
            }
            Status::Resolved(resolution) if !thanks => {
                let assignee = resolution.by;
                Ok(self.open_again(Status::InProgress { assignee }, None))
            }
            _ => Ok(self.noted(Fact::Answered)),
        }
    }

    fn wait(&self) -> Result<Decision, Refusal> {
        let me = self.me()?;
        self.still_open()?;
        if matches!(self.request.status, Status::Waiting { .. }) {
            return Err(Refusal::AlreadyWaiting);
        }
        let assignee = self.request.assignee().unwrap_or(me);
        let status = Status::Waiting {
            assignee,
            since: self.context.now,
        };
        Ok(self.to(status, Fact::Waiting, &[Notice::TellRequester]))
    }

    fn hold(&self, reason: &str) -> Result<Decision, Refusal> {
        self.still_open()?;
        if matches!(self.request.status, Status::OnHold { .. }) {
            return Err(Refusal::AlreadyOnHold);
        }
        let reason = said(reason)?;
        let status = Status::OnHold {
            assignee: self.request.assignee(),
            since: self.context.now,
            reason: reason.clone(),
        };
        Ok(self.to(status, Fact::Held { reason }, &[Notice::TellRequester]))
    }

    fn resume(&self) -> Result<Decision, Refusal> {
        self.still_open()?;
        let me = self.me()?;
        match &self.request.status {
            Status::Waiting { assignee, .. } => {
                Ok(self.serve(*assignee, Fact::Resumed, &[Notice::TellRequester]))
            }
            Status::OnHold { assignee, .. } => {
                let assignee = assignee.unwrap_or(me);
                Ok(self.serve(assignee, Fact::Resumed, &[Notice::TellRequester]))
            }
            _ => Err(Refusal::NotWaiting),
        }
    }

    fn hand_over(
        &self,
        team: &str,
        service: &str,
        note: Option<&str>,
    ) -> Result<Decision, Refusal> {
        self.still_open()?;
        let catalogue = self.context.catalogue;
        let target = catalogue.service(service).filter(|s| s.team == team);
        let (Some(target), Some(_)) = (target, catalogue.team(team)) else {
            return Err(Refusal::NoSuchDesk);
        };
        let moves = self.request.team != team;
        if !moves && self.request.service == service {
            return Err(Refusal::SameDesk);
        }
        let fact = Fact::HandedOver {
            from: self.request.team.clone(),
            to: team.to_owned(),
            service: service.to_owned(),
            note: note
                .map(str::trim)
                .filter(|n| !n.is_empty())
                .map(str::to_owned),
        };
        // Within a team everything stays as it is; another team has to take it.
        let status = if moves {
            Status::New
        } else {
            self.request.status.clone()
        };
        let notices: &[Notice] = if moves {
            &[
                Notice::MoveTriage,
                Notice::TellRequester,
                Notice::TellTeam,
                Notice::BringTalk,
            ]
        } else {
            &[Notice::TellRequester, Notice::TellTeam]
        };
        let mut decision = self.to(status, fact, notices);
        decision.next.team = team.to_owned();
        decision.next.service = service.to_owned();
        // What was said in private stays there, whatever desk it goes to.
        decision.next.private = self.request.private || target.private;
        Ok(decision)
    }

    fn resolve(&self, summary: Option<&str>) -> Result<Decision, Refusal> {
        let me = self.me()?;
        let now = self.context.now;
        let summary = summary.map(said).transpose()?;
        if let (Status::Resolved(resolution), Some(summary)) = (&self.request.status, &summary)
            && resolution.summary.is_none()
        {
            let mut decision = self.noted(Fact::Summarised);
            decision.next.status = Status::Resolved(Resolution {
                summary: Some(summary.clone()),
                ..resolution.clone()
            });
            return Ok(decision);
        }
        self.still_open()?;
        let status = Status::Resolved(Resolution {
            by: me,
            at: now,
            summary: summary.clone(),
        });
        let mut decision = self.to(
            status,
            Fact::Resolved { summary },
            &[Notice::Poll, Notice::AskIntake],
        );
        decision.next.first_response_at.get_or_insert(now);
        let desk = &self.context.catalogue.desk;
        let after = |days: u32| now + Millis::from(days) * DAY;
        decision.timers = vec![
            TimerChange::Start(TimerKind::Remind, after(desk.remind_after_days)),
            TimerChange::Start(TimerKind::Close, after(desk.close_after_days)),
        ];
        Ok(decision)
    }

    fn cancel(&self, reason: Option<&str>) -> Result<Decision, Refusal> {
        let me = self.me()?;
        self.still_open()?;
        let reason = reason
            .map(str::trim)
            .filter(|r| !r.is_empty())
            .map(str::to_owned);
        let status = Status::Cancelled {
            assignee: self.request.assignee(),
            by: me,
            at: self.context.now,
            reason: reason.clone(),
        };
        Ok(self.to(status, Fact::Cancelled { reason }, &[self.other_side()]))
    }

    fn reopen(&self, reason: Option<&str>) -> Result<Decision, Refusal> {
        let assignee = match &self.request.status {
            Status::Resolved(resolution) => Some(resolution.by),
            Status::Cancelled { assignee, .. } => *assignee,
            Status::Closed { .. } => return Err(Refusal::Over),
            _ => return Err(Refusal::NotResolved),
        };
        let status = match assignee {
            Some(assignee) => Status::InProgress { assignee },
            None => Status::New,
        };
        let reason = reason
            .map(str::trim)
            .filter(|r| !r.is_empty())
            .map(str::to_owned);
        Ok(self.open_again(status, reason))
    }

    /// What was rated is not what will come of it: the rating goes with the resolution.
    fn open_again(&self, status: Status, reason: Option<String>) -> Decision {
        let mut decision = self.to(
            status,
            Fact::Reopened { reason },
            &[Notice::TellTeam, Notice::TellRequester],
        );
        decision.next.rating = None;
        decision.next.rating_comment = None;
        decision.timers = stop_review();
        decision
    }

    fn rate(&self, score: u8) -> Result<Decision, Refusal> {
        self.reviewed()?;
        let score = score.clamp(1, 5);
        if self.request.rating == Some(score) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Rated { score });
        decision.next.rating = Some(score);
        decision.timers = vec![TimerChange::Stop(TimerKind::Remind)];
        Ok(decision)
    }

    fn unrate(&self, score: u8) -> Result<Decision, Refusal> {
        self.reviewed()?;
        // Only the last answer counts, so only its removal takes it back.
        if self.request.rating != Some(score) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Unrated);
        decision.next.rating = None;
        Ok(decision)
    }

    fn comment(&self, text: &str) -> Result<Decision, Refusal> {
        self.reviewed()?;
        let text = said(text)?;
        let mut decision = self.noted(Fact::Commented { text: text.clone() });
        decision.notices.push(Notice::TellTeam);
        decision.next.rating_comment = Some(text);
        Ok(decision)
    }

    fn rate_intake(&self, intake: Intake) -> Result<Decision, Refusal> {
        if self.request.intake == Some(intake) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::IntakeRated { intake });
        decision.next.intake = Some(intake);
        Ok(decision)
    }

    fn remind(&self) -> Result<Decision, Refusal> {
        if !matches!(self.request.status, Status::Resolved(_)) || self.request.rating.is_some() {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Reminded);
        decision.notices = vec![Notice::TellRequester];
        Ok(decision)
    }

    fn close(&self) -> Result<Decision, Refusal> {
        let Status::Resolved(resolution) = &self.request.status else {
            return Ok(self.nothing());
        };
        let status = Status::Closed {
            resolution: resolution.clone(),
            at: self.context.now,
        };
        let mut decision = self.to(status, Fact::Closed, &[]);
        decision.timers = vec![TimerChange::Stop(TimerKind::Remind)];
        Ok(decision)
    }

    // --- what they have in common ---

    fn me(&self) -> Result<PersonId, Refusal> {
        match self.actor {
            Actor::Person(id, _) => Ok(id),
            Actor::Desk => Err(Refusal::NotInvolved),
        }
    }

    fn still_open(&self) -> Result<(), Refusal> {
        match &self.request.status {
            Status::Resolved(_) => Err(Refusal::AlreadyResolved),
            status if status.is_over() => Err(Refusal::Over),
            _ => Ok(()),
        }
    }

    /// Ratings belong to what was resolved; they may still change after it closed.
    fn reviewed(&self) -> Result<(), Refusal> {
        match &self.request.status {
            Status::Resolved(_) | Status::Closed { .. } => Ok(()),
            _ => Err(Refusal::NotResolved),
        }
    }

    fn other_side(&self) -> Notice {
        match self.actor {
            Actor::Person(_, standing) if standing.requester => Notice::TellTeam,
            _ => Notice::TellRequester,
        }
    }

    fn nothing(&self) -> Decision {
        Decision {
            next: self.request.clone(),
            fact: None,
            notices: vec![],
            timers: vec![],
        }
    }

    /// Goes on record; the state stays.
    fn noted(&self, fact: Fact) -> Decision {
        Decision {
            fact: Some(fact),
            notices: vec![Notice::Cards],
            ..self.nothing()
        }
    }

    fn serve(&self, assignee: PersonId, fact: Fact, notices: &[Notice]) -> Decision {
        self.to(Status::InProgress { assignee }, fact, notices)
    }

    /// To another state, with the promise's clock stopped or going on as that state has it.
    fn to(&self, status: Status, fact: Fact, notices: &[Notice]) -> Decision {
        let mut decision = self.noted(fact);
        decision.notices.extend_from_slice(notices);
        let calendar = self
            .context
            .catalogue
            .team(&self.request.team)
            .and_then(|t| t.calendar.as_ref());
        let clock = &mut decision.next.promise;
        let now = self.context.now;
        match (
            self.request.status.stops_the_clock(),
            status.stops_the_clock(),
        ) {
            (false, true) => {
                // A promise that is broken already stays so.
                clock.remaining = clock
                    .resolution_due
                    .filter(|due| *due > now)
                    .map(|due| promise::remaining(calendar, now, due));
            }
            (true, false) => {
                if let Some(remaining) = clock.remaining.take() {
                    clock.resolution_due = Some(promise::resume(calendar, now, remaining));
                }
            }
            _ => {}
        }
        decision.next.status = status;
        decision
    }
}

fn stop_review() -> Vec<TimerChange> {
    vec![
        TimerChange::Stop(TimerKind::Remind),
        TimerChange::Stop(TimerKind::Close),
    ]
}

/// What somebody wrote, trimmed; nothing is not enough.
fn said(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::Empty)
    } else {
        Ok(text.to_owned())
    }
}
