//! A request that waits for somebody's approval: asked for, run out, ended.

use super::super::approval::{
    Approval, Approver, Decided, Matter, OnExpiry, Outcome, Sooner, Wanted,
};
use super::super::ids::PersonId;
use super::super::promise;
use super::change::Change;
use super::{Decision, Fact, Notice, Refusal, Request, Status};
use crate::clock::Millis;

const HOUR: Millis = 60 * 60 * 1000;

impl Request {
    /// What is waited for, while it is.
    pub fn approval(&self) -> Option<&Approval> {
        match &self.status {
            Status::AwaitingApproval { approval, .. } => Some(approval),
            _ => None,
        }
    }

    /// It ended because nobody approved it: only a new request can begin it again.
    pub fn unapproved(&self) -> bool {
        let ended = matches!(self.status, Status::Cancelled { .. });
        let decided = self.decided.as_ref().filter(|_| ended);
        decided.is_some_and(|d| !d.approval.matter.is_wish() && d.outcome != Outcome::Approved)
    }

    /// What is waited for, or the last one that was.
    pub fn last_approval(&self) -> Option<&Approval> {
        let last = self.decided.as_ref().map(|d| &d.approval);
        self.approval().or(last)
    }

    /// Who asked is nobody's approver, and neither is who asked on their behalf.
    pub fn is_own(&self, person: PersonId) -> bool {
        self.requester == person || self.on_behalf_by == Some(person)
    }
}

impl Change<'_> {
    /// Asks for an approval; the clock stands until it is decided.
    pub fn seek_approval(&self, wanted: &Wanted) -> Result<Decision, Refusal> {
        let open = self.request.approval();
        // Others are asked instead as long as nobody has answered; a wish takes the place of a wish.
        let instead = |open: &Approval| match open.matter.is_wish() {
            true => wanted.matter.is_wish(),
            false => open.untouched() && open.matter == wanted.matter,
        };
        if open.is_some_and(instead) {
            self.still_open()?;
        } else {
            self.workable()?;
        }
        let mut approvers: Vec<Approver> = vec![];
        for person in &wanted.approvers {
            let known = approvers.iter().any(|a| a.person == *person);
            if !known && !self.request.is_own(*person) {
                approvers.push(Approver {
                    person: *person,
                    instead_of: None,
                    earlier: vec![],
                    said: None,
                });
            }
        }
        if approvers.is_empty() {
            return Err(Refusal::NobodyApproves);
        }
        let same = |open: &Approval| {
            open.approvers == approvers
                && open.matter == wanted.matter
                && open.rule == wanted.rule
                && open.on_expiry == wanted.on_expiry
        };
        if open.is_some_and(same) {
            return Ok(self.nothing());
        }
        let mut approval = Approval {
            matter: wanted.matter.clone(),
            rule: wanted.rule,
            approvers,
            remind_after: wanted.remind_after,
            expires_after: wanted.expires_after,
            on_expiry: wanted.on_expiry,
            asked_at: 0,
            remind_at: 0,
            expires_at: 0,
            changes: None,
            remark: None,
        };
        self.begin(&mut approval);
        let fact = Fact::ApprovalSought {
            from: approval.approvers.iter().map(|a| a.person).collect(),
            rule: approval.rule,
            steps: match &approval.matter {
                Matter::Request => vec![],
                Matter::Wish(steps) => steps.iter().map(|s| s.step.clone()).collect(),
            },
        };
        let mut decision = self.noted(fact);
        decision.notices.push(Notice::AskApprovers);
        self.stop_clock(&mut decision.next);
        decision.next.decided = None;
        decision.next.status = Status::AwaitingApproval {
            assignee: self.request.assignee(),
            since: self.context.now,
            approval: Box::new(approval),
        };
        Ok(decision)
    }

    /// The desk's own look at it: a reminder is due, or its time is over.
    pub fn look_at_approval(&self, approval: &Approval) -> Decision {
        let now = self.context.now;
        let mut approval = approval.clone();
        if approval.expires_at <= now {
            let awaited = match &approval.changes {
                Some(_) => self.request.requester,
                None => approval
                    .asked()
                    .first()
                    .copied()
                    .unwrap_or(self.request.requester),
            };
            // Nothing is let through that was sent back to be changed.
            let approves = approval.on_expiry == OnExpiry::Approve && approval.changes.is_none();
            let outcome = if approves {
                Outcome::Approved
            } else {
                Outcome::Expired
            };
            let fact = Fact::ApprovalExpired { outcome };
            return self.end_approval(approval, outcome, awaited, None, fact);
        }
        if approval.remind_at > now {
            return self.nothing();
        }
        approval.remind_at = promise::add(self.calendar(), now, approval.remind_after);
        let notice = match &approval.changes {
            Some(_) => Notice::TellRequester,
            None => Notice::NudgeApprovers,
        };
        let fact = Fact::ApprovalReminded {
            of: approval.asked(),
        };
        let mut decision = self.kept(approval, fact);
        decision.notices.push(notice);
        decision
    }

    /// It is still waited for.
    pub fn kept(&self, approval: Approval, fact: Fact) -> Decision {
        let mut decision = self.noted(fact);
        if let Status::AwaitingApproval {
            assignee, since, ..
        } = self.request.status
        {
            decision.next.status = Status::AwaitingApproval {
                assignee,
                since,
                approval: Box::new(approval),
            };
        }
        decision
    }

    pub fn end_approval(
        &self,
        approval: Approval,
        outcome: Outcome,
        by: PersonId,
        reason: Option<String>,
        fact: Fact,
    ) -> Decision {
        let goes_on = outcome == Outcome::Approved || approval.matter.is_wish();
        let assignee = self.request.assignee();
        let status = match assignee {
            Some(assignee) if goes_on => Status::InProgress { assignee },
            None if goes_on => Status::New,
            _ => Status::Cancelled {
                assignee,
                by,
                at: self.context.now,
                reason,
            },
        };
        let told = [Notice::TellRequester, Notice::TellTeam];
        let mut decision = self.to(status, fact, &told);
        decision.next.decided = Some(Box::new(Decided {
            approval,
            outcome,
            at: self.context.now,
        }));
        decision
    }

    /// Nothing is to be quicker any more than usual: what was wished needs nobody's word.
    pub fn drop_wish(&self) -> Decision {
        let open = self.request.approval().filter(|a| a.matter.is_wish());
        let Some(approval) = open.cloned() else {
            return self.nothing();
        };
        let (by, fact) = (self.request.requester, Fact::ApprovalWithdrawn);
        let mut decision = self.end_approval(approval, Outcome::Withdrawn, by, None, fact);
        decision.notices = vec![Notice::Cards];
        decision
    }

    /// What was waited for is over with the request.
    pub fn withdraw_approval(&self, next: &mut Request) {
        if let Some(approval) = self.request.approval() {
            next.decided = Some(Box::new(Decided {
                approval: approval.clone(),
                outcome: Outcome::Withdrawn,
                at: self.context.now,
            }));
        }
    }

    /// Counts reminder and expiry from now on.
    pub fn begin(&self, approval: &mut Approval) {
        approval.asked_at = self.context.now;
        self.begin_clocks(approval);
    }

    pub fn begin_clocks(&self, approval: &mut Approval) {
        let after = |span| promise::add(self.calendar(), self.context.now, span);
        approval.remind_at = after(approval.remind_after);
        approval.expires_at = after(approval.expires_after);
        let Matter::Wish(steps) = &approval.matter else {
            return;
        };
        // An answer after the day of the first of them is none. Whoever is asked late on it has an hour.
        let days = |step: &Sooner| self.context.catalogue.days(&step.team).closing(step.by);
        if let Some(last) = steps.iter().map(days).min()
            && last < approval.expires_at
        {
            let now = self.context.now;
            approval.expires_at = last.max(now + HOUR);
            let half = now + (approval.expires_at - now) / 2;
            approval.remind_at = approval.remind_at.min(half);
        }
    }

    fn stop_clock(&self, next: &mut Request) {
        if !self.request.status.stops_the_clock() {
            next.promise.stop(self.calendar(), self.context.now);
        }
    }
}
