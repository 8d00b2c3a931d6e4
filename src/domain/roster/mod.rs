//! Rosters: who is on duty in a team at an instant, until when, and who comes next.
//!
//! A shift covers an instant when the clock on its wall shows a time within its hours on one of its days. So nine
//! o'clock stays nine o'clock when the clocks change.

mod assign;
mod export;
mod hand_over;
mod news;
mod shift;
mod stretch;
mod written;

use crate::clock::Millis;

use super::people::PersonRef;
use super::promise::Calendar;

pub use assign::{Assign, in_turn};
pub use export::export;
pub use hand_over::HandOver;
pub use news::{DutyDeed, DutyPost, News, Objection, Slip, SwapFace};
pub use shift::{Days, Shift, Turn};
pub use stretch::Stretch;
pub use written::{Written, clock_time, days, hours, minute};

/// What the configuration says of a team's duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// None: they are set in chat, if at all.
    pub shifts: Vec<Shift>,
    /// When the channel is told who is on duty, in minutes since the team's local midnight. None: never.
    pub announce: Option<u16>,
    /// Whoever goes off duty is asked for a note to the next.
    pub hand_over: bool,
}

/// Nine o'clock: before it is told nobody looks for it.
const ANNOUNCED: u16 = 9 * 60;

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            shifts: Vec::new(),
            announce: Some(ANNOUNCED),
            hand_over: true,
        }
    }
}

/// Something that holds for a time, whatever the shifts say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub id: i64,
    /// From this instant up to, and without, `until`.
    pub since: Millis,
    pub until: Millis,
    pub what: Deviation,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// On no duty; in a rotation the next in turn takes over.
    Away(PersonRef),
    /// On duty in place of somebody, whenever they would be; None: in place of everybody, and also while nobody would be.
    Instead {
        who: PersonRef,
        of: Option<PersonRef>,
    },
}

/// A team's roster as it holds.
#[derive(Clone, Debug)]
pub struct Roster<'a> {
    pub shifts: Vec<Shift>,
    /// In the order in which they were made: a later one builds on those before.
    pub changes: Vec<Change>,
    /// When the team works: what shifts without hours of their own follow. None: around the clock.
    pub calendar: Option<&'a Calendar>,
}

impl Roster<'_> {
    /// Nothing is set: nobody is ever on duty.
    pub fn is_empty(&self) -> bool {
        self.shifts.is_empty() && self.changes.is_empty()
    }

    /// Who is on duty at `at`, each once, in the order of the shifts.
    pub fn on_duty(&self, at: Millis) -> Vec<PersonRef> {
        let away: Vec<&PersonRef> = self.away(at).collect();
        let mut duty: Vec<PersonRef> = Vec::new();
        for shift in &self.shifts {
            let Some(day) = shift.covers(self.calendar, at) else {
                continue;
            };
            for person in shift.holders(day, &away) {
                if !duty.contains(person) {
                    duty.push(person.clone());
                }
            }
        }
        for change in self.changes.iter().filter(|c| c.holds(at)) {
            if let Deviation::Instead { who, of } = &change.what {
                stand_in(&mut duty, who, of.as_ref());
            }
        }
        duty.retain(|person| !away.contains(&person));
        duty
    }

    /// Who is away at `at`.
    pub fn away(&self, at: Millis) -> impl Iterator<Item = &PersonRef> {
        let now = self.changes.iter().filter(move |c| c.holds(at));
        now.filter_map(|change| match &change.what {
            Deviation::Away(person) => Some(person),
            Deviation::Instead { .. } => None,
        })
    }
}

impl Change {
    fn holds(&self, at: Millis) -> bool {
        self.since <= at && at < self.until
    }
}

fn stand_in(duty: &mut Vec<PersonRef>, who: &PersonRef, of: Option<&PersonRef>) {
    let Some(of) = of else {
        *duty = vec![who.clone()];
        return;
    };
    let Some(at) = duty.iter().position(|person| person == of) else {
        return;
    };
    if duty.contains(who) {
        duty.remove(at);
    } else {
        duty[at] = who.clone();
    }
}
