//! What approvers and requester do while a request waits for an approval: a word, handing on, changed answers.

use super::super::approval::{Approver, Changes, Said, Verdict};
use super::super::catalogue::Answers;
use super::super::ids::PersonId;
use super::change::{Change, said};
use super::{Decision, Fact, Notice, Refusal};

impl Change<'_> {
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
        let approver = &mut approval.approvers[place];
        let mut earlier = std::mem::take(&mut approver.earlier);
        earlier.extend(approver.instead_of);
        *approver = Approver {
            person: to,
            instead_of: Some(me),
            earlier,
            said: None,
        };
        let mut decision = self.kept(approval, Fact::ApprovalDelegated { to });
        decision.notices.push(Notice::AskApprovers);
        Ok(decision)
    }

    /// The requester has changed the answers: everybody is asked anew.
    pub fn revise(&self, answers: &Answers, remark: Option<&str>) -> Result<Decision, Refusal> {
        self.still_open()?;
        let waits = self.request.approval().filter(|a| a.changes.is_some());
        let mut approval = waits.cloned().ok_or(Refusal::NoChangesAsked)?;
        approval.changes = None;
        approval.remark = remark.map(str::to_owned);
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
}
