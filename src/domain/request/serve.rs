//! Serving a request: from taking it to handing it over.

use super::super::ids::PersonId;
use super::super::promise::{Priority, Tell};
use super::change::{Change, said};
use super::{Alarm, Decision, Fact, Notice, PromiseClock, Refusal, Routed, Standing, Status};

impl Change<'_> {
    pub fn take(&self) -> Result<Decision, Refusal> {
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
            Status::AwaitingApproval { .. } => Err(Refusal::AwaitsApproval),
            Status::Resolved(_) => Err(Refusal::AlreadyResolved),
            Status::Closed { .. } | Status::Cancelled { .. } => Err(Refusal::Over),
        }
    }

    pub fn assign(&self, to: PersonId) -> Result<Decision, Refusal> {
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
            Status::OnHold {
                since,
                reason,
                until,
                ..
            } => {
                decision.next.status = Status::OnHold {
                    assignee: Some(to),
                    since: *since,
                    reason: reason.clone(),
                    until: *until,
                };
                decision.next.promise = self.request.promise;
            }
            Status::AwaitingApproval {
                since, approval, ..
            } => {
                decision.next.status = Status::AwaitingApproval {
                    assignee: Some(to),
                    since: *since,
                    approval: approval.clone(),
                };
                decision.next.promise = self.request.promise;
            }
            _ => {}
        }
        Ok(decision)
    }

    /// Whoever is on duty hears of it now.
    pub fn page(&self) -> Result<Decision, Refusal> {
        self.still_open()?;
        let fact = Fact::Alarmed {
            alarm: Alarm::Urgent,
            tell: Tell::Duty,
            due: self.request.promise.first_response_due,
        };
        let mut decision = self.noted(fact);
        decision.notices.push(Notice::Alarm);
        Ok(decision)
    }

    pub fn ask(&self) -> Result<Decision, Refusal> {
        let me = self.me()?;
        self.workable()?;
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

    pub fn reply(&self) -> Result<Decision, Refusal> {
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

    pub fn answered(&self, thanks: bool) -> Result<Decision, Refusal> {
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

    pub fn wait(&self) -> Result<Decision, Refusal> {
        let me = self.me()?;
        self.workable()?;
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

    pub fn hold(&self, reason: &str) -> Result<Decision, Refusal> {
        self.workable()?;
        if matches!(self.request.status, Status::OnHold { .. }) {
            return Err(Refusal::AlreadyOnHold);
        }
        let reason = said(reason)?;
        let status = Status::OnHold {
            assignee: self.request.assignee(),
            since: self.context.now,
            reason: reason.clone(),
            until: None,
        };
        Ok(self.to(status, Fact::Held { reason }, &[Notice::TellRequester]))
    }

    pub fn resume(&self) -> Result<Decision, Refusal> {
        self.workable()?;
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

    pub fn hand_over(
        &self,
        team: &str,
        service: &str,
        note: Option<&str>,
        wrong_door: bool,
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
            // Another service of the same team is the same door.
            wrong_door: wrong_door && moves,
            private: target.private && !self.request.private,
        };
        // Within a team everything stays as it is; another team has to take it.
        let status = match &self.request.status {
            // No hand-over gets around an approval.
            Status::AwaitingApproval {
                since, approval, ..
            } if moves => Status::AwaitingApproval {
                assignee: None,
                since: *since,
                approval: approval.clone(),
            },
            _ if moves => Status::New,
            status => status.clone(),
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
        // The clock goes on; what the other service promises is measured from here on.
        if self.request.promise.targets.is_some() {
            let targets = target.promises.at(self.request.priority);
            decision.next.promise.targets = Some(targets);
            self.promise_the_rest(&mut decision.next, targets);
        }
        // What was said in private stays there, whatever desk it goes to.
        decision.next.private = self.request.private || target.private;
        Ok(decision)
    }

    /// As if it had been filed so. What somebody has begun stays where it is; whether they have, only the desk knows.
    pub fn route(&self, routed: &Routed, priority: Priority) -> Result<Decision, Refusal> {
        let (request, catalogue) = (self.request, self.context.catalogue);
        let service = catalogue.service(&request.service);
        let (Some(service), Some(team)) = (service, catalogue.team(&routed.to)) else {
            return Err(Refusal::NoSuchDesk);
        };
        let moves = request.team != team.key;
        let status = match &request.status {
            Status::New => Status::New,
            // Another team's rule says whose it is.
            Status::InProgress { .. } if moves => Status::New,
            status @ Status::InProgress { .. } => status.clone(),
            Status::AwaitingApproval {
                since, approval, ..
            } if moves => Status::AwaitingApproval {
                assignee: None,
                since: *since,
                approval: approval.clone(),
            },
            status @ Status::AwaitingApproval { .. } => status.clone(),
            _ => return Ok(self.nothing()),
        };
        let mut decision = self.to(status, Fact::Routed(routed.clone()), &[]);
        if moves {
            decision
                .notices
                .extend([Notice::MoveTriage, Notice::BringTalk]);
        }
        let next = &mut decision.next;
        next.team.clone_from(&team.key);
        if next.priority != priority {
            next.priority = priority;
            next.grounds = None;
        }
        let (made, targets) = (request.created_at, service.promises.at(priority));
        let calendar = team.calendar.as_ref();
        let mut clock = PromiseClock::begin(made, targets, calendar);
        if let Status::AwaitingApproval { since, .. } = &next.status {
            clock.stop(calendar, *since);
        }
        // A plan's own day stands, whatever the service promises elsewhere.
        if request.plan.is_some() {
            let planned = request.promise;
            clock.resolution_due = planned.resolution_due;
            clock.total = planned.total;
            clock.remaining = planned.remaining;
        }
        next.promise = clock;
        Ok(decision)
    }
}
