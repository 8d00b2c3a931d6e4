//! What serving a request took: minutes that agents note, and whether one answer was enough.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::{Action, Decision, Fact, Refusal, Request};

/// No note is longer than a day, in minutes.
pub const MOST_MINUTES: i32 = 24 * 60;

/// How many answers a request has taken so far. `docs/agents.md` defines the first touch by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Touch {
    /// Nobody of the team has answered.
    None,
    /// The team has answered, and nothing came back but thanks.
    Once,
    /// It took more: a question, more from the requester, another team, a new time, a second try.
    More,
}

impl Touch {
    pub const ALL: [Touch; 3] = [Touch::None, Touch::Once, Touch::More];

    fn after(self, action: &Action, fact: &Fact) -> Touch {
        match (fact, self) {
            (Fact::Replied, Touch::None) => Touch::Once,
            (Fact::Answered, Touch::Once) => match action {
                Action::Answered { thanks: true } => Touch::Once,
                _ => Touch::More,
            },
            (Fact::Asked | Fact::Waiting | Fact::Delayed { .. } | Fact::Reopened { .. }, _) => {
                Touch::More
            }
            (Fact::HandedOver { from, to, .. }, _) if from != to => Touch::More,
            _ => self,
        }
    }
}

impl Request {
    /// Whether it was solved by the first answer; None: it is not solved, or an earlier version made it.
    pub fn first_touch(&self) -> Option<bool> {
        self.status.resolution()?;
        self.touch.map(|touch| touch < Touch::More)
    }
}

/// What comes of `action` for how many answers it took. What is said once it is over changes nothing.
pub(super) fn settle(before: &Request, action: &Action, decision: &mut Decision) {
    let Some(fact) = &decision.fact else { return };
    let reopened = matches!(fact, Fact::Reopened { .. });
    if before.status.is_open() || reopened {
        decision.next.touch = before.touch.map(|touch| touch.after(action, fact));
    }
}

impl Change<'_> {
    /// Notes how long somebody was busy with it, whatever state it is in; less than nothing takes back.
    pub fn handled(&self, minutes: i32) -> Result<Decision, Refusal> {
        let sum = i64::from(self.request.handled) + i64::from(minutes);
        let sum = u32::try_from(sum).map_err(|_| Refusal::NoSuchMinutes)?;
        if minutes == 0 || minutes.unsigned_abs() > MOST_MINUTES.unsigned_abs() {
            return Err(Refusal::NoSuchMinutes);
        }
        let mut decision = self.noted(Fact::Handled { minutes });
        decision.next.handled = sum;
        Ok(decision)
    }
}
