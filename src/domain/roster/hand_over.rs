//! Who goes off duty while others are there or come, and when they are asked for a note to them.

use crate::clock::Millis;

use super::super::people::PersonRef;
use super::{Roster, Stretch};

/// Whoever goes off duty is asked so long before.
const AHEAD: Millis = 30 * 60_000;

/// Somebody goes off duty, and others are there or come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub off: Vec<PersonRef>,
    /// When those who go are asked.
    pub asked_at: Millis,
    /// When their duty ends.
    pub ends_at: Millis,
}

impl Roster<'_> {
    /// Those whose ends lie between `from` and `until`, in order. Who comes back before anybody else has been there, or
    /// comes together with the others, hands nothing over.
    pub fn hand_overs(&self, from: Millis, until: Millis) -> Vec<HandOver> {
        let mut stretches = self.stretches(from, until);
        stretches.retain(|stretch| !stretch.people.is_empty());
        let each = stretches.windows(2).enumerate().map(|(at, pair)| {
            let (before, after) = (&pair[0], &pair[1]);
            let off = before.people.iter().filter(|p| !after.people.contains(p));
            let off: Vec<PersonRef> = off.cloned().collect();
            let since = together(&stretches[..=at], &off);
            HandOver {
                asked_at: since.max(before.until - AHEAD),
                ends_at: before.until,
                off,
            }
        });
        each.filter(|h| !h.off.is_empty()).collect()
    }

    /// When `person` is on duty between `from` and `until`, in order, also where it is with others.
    pub fn duties(&self, person: &PersonRef, from: Millis, until: Millis) -> Vec<(Millis, Millis)> {
        let mut duties: Vec<(Millis, Millis)> = Vec::new();
        for stretch in self.stretches(from, until) {
            if !stretch.people.contains(person) {
                continue;
            }
            match duties.last_mut() {
                Some(last) if last.1 == stretch.since => last.1 = stretch.until,
                _ => duties.push((stretch.since, stretch.until)),
            }
        }
        duties
    }
}

/// Since when all of `people` are on duty without a break, at the end of the last of `stretches`.
fn together(stretches: &[Stretch], people: &[PersonRef]) -> Millis {
    let mut since = stretches.last().map_or(0, |last| last.until);
    for stretch in stretches.iter().rev() {
        let all = people.iter().all(|p| stretch.people.contains(p));
        if !all || stretch.until != since {
            break;
        }
        since = stretch.since;
    }
    since
}
