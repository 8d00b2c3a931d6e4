//! One action under way: what all changes of a request have in common.

use super::super::ids::PersonId;
use super::super::promise::Calendar;
use super::{Actor, Context, Decision, Fact, Notice, Refusal, Request, Status};

/// One action under way: what it starts from, by whom, and when.
pub(super) struct Change<'a> {
    pub request: &'a Request,
    pub actor: Actor,
    pub context: &'a Context<'a>,
}

impl Change<'_> {
    pub fn me(&self) -> Result<PersonId, Refusal> {
        match self.actor {
            Actor::Person(id, _) => Ok(id),
            Actor::Desk => Err(Refusal::NotInvolved),
        }
    }

    /// By which the team counts its time.
    pub fn calendar(&self) -> Option<&Calendar> {
        let team = self.context.catalogue.team(&self.request.team)?;
        team.calendar.as_ref()
    }

    pub fn still_open(&self) -> Result<(), Refusal> {
        match &self.request.status {
            Status::Resolved(_) => Err(Refusal::AlreadyResolved),
            status if status.is_over() => Err(Refusal::Over),
            _ => Ok(()),
        }
    }

    /// Open, and nobody has to approve it first.
    pub fn workable(&self) -> Result<(), Refusal> {
        self.still_open()?;
        match self.request.approval() {
            Some(_) => Err(Refusal::AwaitsApproval),
            None => Ok(()),
        }
    }

    /// Ratings belong to what was resolved; they may still change after it closed.
    pub fn reviewed(&self) -> Result<(), Refusal> {
        match &self.request.status {
            Status::Resolved(_) | Status::Closed { .. } => Ok(()),
            _ => Err(Refusal::NotResolved),
        }
    }

    pub fn other_side(&self) -> Notice {
        match self.actor {
            Actor::Person(_, standing) if standing.requester => Notice::TellTeam,
            _ => Notice::TellRequester,
        }
    }

    pub fn nothing(&self) -> Decision {
        Decision {
            next: self.request.clone(),
            fact: None,
            notices: vec![],
            timers: vec![],
        }
    }

    /// Goes on record; the state stays.
    pub fn noted(&self, fact: Fact) -> Decision {
        Decision {
            fact: Some(fact),
            notices: vec![Notice::Cards],
            ..self.nothing()
        }
    }

    pub fn serve(&self, assignee: PersonId, fact: Fact, notices: &[Notice]) -> Decision {
        self.to(Status::InProgress { assignee }, fact, notices)
    }

    /// To another state, with the promise's clock stopped or going on as that state has it.
    pub fn to(&self, status: Status, fact: Fact, notices: &[Notice]) -> Decision {
        let mut decision = self.noted(fact);
        decision.notices.extend_from_slice(notices);
        let clock = &mut decision.next.promise;
        let now = self.context.now;
        match (
            self.request.status.stops_the_clock(),
            status.stops_the_clock(),
        ) {
            (false, true) => clock.stop(self.calendar(), now),
            (true, false) => clock.go_on(self.calendar(), now),
            _ => {}
        }
        decision.next.status = status;
        decision
    }
}

/// What somebody wrote, trimmed; nothing is not enough.
pub(super) fn said(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::Empty)
    } else {
        Ok(text.to_owned())
    }
}
