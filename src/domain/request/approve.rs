//! A request that waits for somebody's approval: asked for, given, refused, handed on, run out.

use super::super::approval::{
    Approval, Approver, Changes, Decided, Matter, OnExpiry, Outcome, Said, Verdict, Wanted,
};
use super::super::catalogue::Answers;
use super::super::ids::PersonId;
use super::super::promise;
use super::change::{Change, said};
use super::{Decision, Fact, Notice, Refusal, Request, Status};

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
        decided
            .is_some_and(|d| d.approval.matter == Matter::Request && d.outcome != Outcome::Approved)
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
        // Others are asked instead as long as nobody has answered.
        if open.is_some_and(|open| open.untouched() && open.matter == wanted.matter) {
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
                    said: None,
                });
            }
        }
        if approvers.is_empty() {
            return Err(Refusal::NobodyApproves);
        }
        if open.is_some_and(|open| open.approvers == approvers) {
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
        };
        self.begin(&mut approval);
        let fact = Fact::ApprovalSought {
            from: approval.approvers.iter().map(|a| a.person).collect(),
            rule: approval.rule,
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

    /// An approver's word.
    pub fn give_verdict(
        &self,
        verdict: Verdict,
        reason: Option<&str>,
    ) -> Result<Decision, Refusal> {
        let me = self.me()?;
        let Some(mut approval) = self.request.approval().cloned() else {
            return self.after_the_fact(me, verdict);
        };
        if self.request.is_own(me) {
            return Err(Refusal::OwnRequest);
        }
        let place = approval.place(me).ok_or(Refusal::NotAnApprover)?;
        match &approval.approvers[place].said {
            Some(said) if said.verdict == verdict => return Ok(self.nothing()),
            Some(_) => return Err(Refusal::AlreadyDecided),
            None => {}
        }
        if approval.changes.is_some() {
            return Err(Refusal::ChangesAwaited);
        }
        if !approval.asks(me) {
            return Err(Refusal::NotYourTurn);
        }
        let reason = reason.map(str::trim).filter(|r| !r.is_empty());
        // A no is never without a reason: it is what the requester can go on with.
        let reason = match verdict {
            Verdict::Approved => reason.map(str::to_owned),
            Verdict::Declined | Verdict::Changes => Some(said(reason.unwrap_or_default())?),
        };
        let before = approval.asked();
        if verdict == Verdict::Changes {
            approval.changes = Some(Changes {
                by: me,
                reason: reason.clone().unwrap_or_default(),
            });
            self.begin_clocks(&mut approval);
        } else {
            approval.approvers[place].said = Some(Said {
                verdict,
                reason: reason.clone(),
                at: self.context.now,
            });
        }
        let outcome = approval.outcome();
        let fact = Fact::ApprovalGiven {
            verdict,
            reason: reason.clone(),
            outcome,
        };
        Ok(match outcome {
            Some(outcome) => self.end_approval(approval, outcome, me, reason, fact),
            None => {
                // The next in the sequence is asked.
                let next = approval.asked().iter().any(|p| !before.contains(p));
                let mut decision = self.kept(approval, fact);
                if verdict == Verdict::Changes {
                    decision
                        .notices
                        .extend([Notice::TellRequester, Notice::TellTeam]);
                } else if next {
                    decision.notices.push(Notice::AskApprovers);
                }
                decision
            }
        })
    }

    /// The same word twice is heard once; another comes too late.
    fn after_the_fact(&self, me: PersonId, verdict: Verdict) -> Result<Decision, Refusal> {
        let decided = self.request.decided.as_ref();
        let Some((decided, place)) = decided.and_then(|d| Some((d, d.approval.place(me)?))) else {
            return Err(if self.request.is_own(me) && decided.is_some() {
                Refusal::OwnRequest
            } else {
                Refusal::NotAnApprover
            });
        };
        match &decided.approval.approvers[place].said {
            Some(said) if said.verdict == verdict => Ok(self.nothing()),
            _ => Err(Refusal::AlreadyDecided),
        }
    }

    /// Somebody else is to decide in an approver's place.
    pub fn delegate(&self, to: PersonId) -> Result<Decision, Refusal> {
        let me = self.me()?;
        let Some(mut approval) = self.request.approval().cloned() else {
            let mine = self.request.decided.as_ref();
            return Err(match mine.and_then(|d| d.approval.place(me)) {
                Some(_) => Refusal::AlreadyDecided,
                None => Refusal::NotAnApprover,
            });
        };
        let place = approval.place(me).ok_or(Refusal::NotAnApprover)?;
        if approval.approvers[place].said.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        let named = self.context.named.filter(|p| p.id == to);
        let named = named.ok_or(Refusal::NoSuchPerson)?;
        if named.stranger {
            return Err(Refusal::Stranger);
        }
        if self.request.is_own(to) {
            return Err(Refusal::OwnRequest);
        }
        if approval.place(to).is_some() {
            return Err(Refusal::AlreadyAsked);
        }
        approval.approvers[place] = Approver {
            person: to,
            instead_of: Some(me),
            said: None,
        };
        let mut decision = self.kept(approval, Fact::ApprovalDelegated { to });
        decision.notices.push(Notice::AskApprovers);
        Ok(decision)
    }

    /// The requester has changed the answers: everybody is asked anew.
    pub fn revise(&self, answers: &Answers) -> Result<Decision, Refusal> {
        self.still_open()?;
        let waits = self.request.approval().filter(|a| a.changes.is_some());
        let mut approval = waits.cloned().ok_or(Refusal::NoChangesAsked)?;
        approval.changes = None;
        for approver in &mut approval.approvers {
            approver.said = None;
        }
        self.begin(&mut approval);
        let mut decision = self.kept(approval, Fact::Revised);
        decision.next.answers = answers.clone();
        decision
            .notices
            .extend([Notice::AskApprovers, Notice::TellTeam]);
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
    fn kept(&self, approval: Approval, fact: Fact) -> Decision {
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

    fn end_approval(
        &self,
        approval: Approval,
        outcome: Outcome,
        by: PersonId,
        reason: Option<String>,
        fact: Fact,
    ) -> Decision {
        let goes_on = outcome == Outcome::Approved || approval.matter != Matter::Request;
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
    fn begin(&self, approval: &mut Approval) {
        approval.asked_at = self.context.now;
        self.begin_clocks(approval);
    }

    fn begin_clocks(&self, approval: &mut Approval) {
        let after = |span| promise::add(self.calendar(), self.context.now, span);
        approval.remind_at = after(approval.remind_after);
        approval.expires_at = after(approval.expires_after);
    }

    fn stop_clock(&self, next: &mut Request) {
        if !self.request.status.stops_the_clock() {
            next.promise.stop(self.calendar(), self.context.now);
        }
    }
}
