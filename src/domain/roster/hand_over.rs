//! Who goes off duty, who comes, and when the one is asked for a note to the other.

use crate::clock::Millis;

use super::super::people::PersonRef;
use super::Roster;

/// Whoever goes off duty is asked so long before.
const AHEAD: Millis = 30 * 60_000;

/// Others are on duty than before, at once or after a time without anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub off: Vec<PersonRef>,
    pub on: Vec<PersonRef>,
    /// When those who go are asked.
    pub asked_at: Millis,
    /// When their duty ends.
    pub ends_at: Millis,
    /// When the duty of those who come begins.
    pub begins_at: Millis,
}

impl Roster<'_> {
    /// Those whose parts lie between `from` and `until`, in order. Where somebody only comes or only goes there is none.
    pub fn hand_overs(&self, from: Millis, until: Millis) -> Vec<HandOver> {
        let mut stretches = self.stretches(from, until);
        stretches.retain(|stretch| !stretch.people.is_empty());
        let pairs = stretches.windows(2).map(|pair| {
            let (before, after) = (&pair[0], &pair[1]);
            let not_in = |some: &[PersonRef], all: &[PersonRef]| -> Vec<PersonRef> {
                let left = some.iter().filter(|person| !all.contains(person));
                left.cloned().collect()
            };
            HandOver {
                off: not_in(&before.people, &after.people),
                on: not_in(&after.people, &before.people),
                asked_at: before.since.max(before.until - AHEAD),
                ends_at: before.until,
                begins_at: after.since,
            }
        });
        pairs
            .filter(|h| !h.off.is_empty() && !h.on.is_empty())
            .collect()
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
