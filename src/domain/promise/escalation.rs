//! Who is told before a promise is missed, and when silence is too long.

use crate::clock::Millis;

use super::Span;

/// Whom a step tells.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Tell {
    Assignee,
    Team,
    Lead,
    Requester,
    /// Who is on duty; the lead where nobody is.
    Duty,
}

/// When a step comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Once so many hundredths of the target's time are over, 1 to 100.
    Share(u8),
    /// So many minutes of business time before the target; half of the target's time where that is less.
    Before(u32),
}

/// One step before a target is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub at: Mark,
    pub tell: Tell,
}

/// What the desk looks after by itself in a team's requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub steps: Vec<Step>,
    /// Business time after which a request that nobody has is announced.
    pub unassigned: Span,
    /// Business time after which a request of which nothing was heard is announced.
    pub silent: Span,
}

const MINUTE: Millis = 60_000;

impl Limits {
    /// What is left of `total` business milliseconds at each step, first step first, and whom it tells.
    pub fn steps_of(&self, total: Millis) -> Vec<(Millis, Tell)> {
        let left = |mark: Mark| match mark {
            Mark::Share(share) => total / 100 * (100 - Millis::from(share.min(100))),
            Mark::Before(minutes) => (Millis::from(minutes) * MINUTE).min(total / 2),
        };
        let mut steps: Vec<(Millis, Tell)> =
            self.steps.iter().map(|s| (left(s.at), s.tell)).collect();
        steps.sort_by_key(|(left, _)| -left);
        steps
    }
}

impl Default for Limits {
    fn default() -> Limits {
        let step = |share, tell| Step {
            at: Mark::Share(share),
            tell,
        };
        Limits {
            steps: vec![
                step(50, Tell::Assignee),
                step(75, Tell::Team),
                step(90, Tell::Lead),
                step(100, Tell::Requester),
            ],
            unassigned: Span::Minutes(4 * 60),
            silent: Span::Days(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_in_the_order_of_their_time() {
        let step = |at, tell| Step { at, tell };
        let limits = Limits {
            steps: vec![
                step(Mark::Before(15), Tell::Lead),
                step(Mark::Share(100), Tell::Requester),
                step(Mark::Share(50), Tell::Assignee),
            ],
            ..Limits::default()
        };
        let minutes = |total: Millis| -> Vec<(Millis, Tell)> {
            let steps = limits.steps_of(total * MINUTE).into_iter();
            steps.map(|(left, tell)| (left / MINUTE, tell)).collect()
        };
        let (assignee, lead, requester) = (Tell::Assignee, Tell::Lead, Tell::Requester);
        assert_eq!(minutes(60), [(30, assignee), (15, lead), (0, requester)]);
        // A quarter of an hour before a target of twenty minutes would be almost at once.
        assert_eq!(minutes(20), [(10, lead), (10, assignee), (0, requester)]);
    }
}
