//! On hold until a time: it comes back by itself, to whoever has it.

use crate::clock::{FARTHEST, Millis};

use super::change::{Change, said};
use super::{Decision, Fact, Notice, Refusal, Request, Status};

impl Change<'_> {
    /// Puts it on hold until then. What is on hold already gets the new time, and its reason.
    pub fn snooze(&self, reason: &str, until: Millis) -> Result<Decision, Refusal> {
        self.workable()?;
        let now = self.context.now;
        if until <= now {
            return Err(Refusal::TimeOver);
        }
        if until - now > FARTHEST {
            return Err(Refusal::FarUntil);
        }
        let reason = said(reason)?;
        let since = match &self.request.status {
            Status::OnHold { since, .. } => *since,
            _ => now,
        };
        let status = Status::OnHold {
            assignee: self.request.assignee(),
            since,
            reason: reason.clone(),
            until: Some(until),
        };
        let fact = Fact::Snoozed { reason, until };
        Ok(self.to(status, fact, &[Notice::TellRequester]))
    }

    /// Its time has come: work goes on, or waits for somebody to take it. None: it has not come.
    pub fn wake(&self) -> Option<Decision> {
        let Status::OnHold {
            assignee, reason, ..
        } = &self.request.status
        else {
            return None;
        };
        snoozed_until(self.request).filter(|until| *until <= self.context.now)?;
        let status = match assignee {
            Some(assignee) => Status::InProgress {
                assignee: *assignee,
            },
            None => Status::New,
        };
        let fact = Fact::Woken {
            reason: reason.clone(),
        };
        Some(self.to(status, fact, &[Notice::TellRequester, Notice::TellTeam]))
    }
}

/// When it comes back by itself, where it does.
pub(super) fn snoozed_until(request: &Request) -> Option<Millis> {
    match request.status {
        Status::OnHold { until, .. } => until,
        _ => None,
    }
}
