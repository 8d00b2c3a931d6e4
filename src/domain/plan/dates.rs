//! When each step has to begin and to be done, counted back from the day that all is needed by.

use jiff::civil::Date;

use super::super::catalogue::Catalogue;
use super::graph::order;
use super::{Step, StepState};
use crate::clock::Millis;

/// A step whose dates are others than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its place in the plan.
    pub step: usize,
    pub start: Date,
    pub due: Date,
}

/// The places of `steps`, none before one that it waits for.
pub(super) fn in_order(steps: &[Step]) -> Vec<usize> {
    let keys: Vec<(&str, &[String])> = steps
        .iter()
        .map(|s| (s.key.as_str(), s.after.as_slice()))
        .collect();
    // The configuration has no circles; a plan that has one all the same keeps its steps in their own order.
    order(&keys).unwrap_or_else(|_| (0..steps.len()).collect())
}

/// Sets the dates of everything that is not over: back from `needed_by`, each in the working days of its team, and
/// as late as what waits for it allows. A day may come out that is over already.
pub(super) fn back(steps: &mut [Step], needed_by: Date, catalogue: &Catalogue) {
    for at in in_order(steps).into_iter().rev() {
        if steps[at].state.is_over() {
            continue;
        }
        let (key, own) = (steps[at].key.clone(), catalogue.days(&steps[at].team));
        let wanted = match steps[at].offset {
            0 => own.on_or_before(needed_by),
            offset if offset < 0 => own.before(needed_by, offset.unsigned_abs()),
            offset => own.after(needed_by, offset.unsigned_abs()),
        };
        let waiting = steps
            .iter()
            .filter(|s| s.state.is_ahead() && s.after.contains(&key));
        let due = waiting.map(|s| s.start).chain([wanted]).min();
        let step = &mut steps[at];
        step.due = own.on_or_before(due.unwrap_or(wanted));
        if step.state != StepState::Open {
            step.start = own.before(step.due, step.lead);
        }
    }
}

/// Sets the dates of everything that is not over, none before the first day on which its team still works and none before those of what it waits for:
/// where there is not enough time, there is less of it for each.
pub fn replan(
    steps: &mut [Step],
    needed_by: Date,
    now: Millis,
    catalogue: &Catalogue,
) -> Vec<Shift> {
    let before: Vec<(Date, Date)> = steps.iter().map(|s| (s.start, s.due)).collect();
    back(steps, needed_by, catalogue);
    for at in in_order(steps) {
        let own = catalogue.days(&steps[at].team);
        let first = own.present(now);
        match steps[at].state {
            StepState::Done | StepState::Skipped | StepState::Cancelled => continue,
            StepState::Open => {}
            StepState::Asked | StepState::Planned | StepState::Stopped => {
                let after = &steps[at].after;
                let waited = steps
                    .iter()
                    .filter(|s| !s.state.is_over() && after.contains(&s.key));
                let free = waited.map(|s| own.on_or_after(s.due.max(first))).max();
                steps[at].start = steps[at].start.max(first).max(free.unwrap_or(first));
            }
        }
        let step = &mut steps[at];
        step.due = match step.state {
            // A day that is over stays the day on which it was due, however late anybody looks, unless there is more
            // time now.
            StepState::Open if step.due.max(before[at].1) < first => before[at].1,
            StepState::Open => step.due.max(first),
            _ => step.due.max(step.start),
        };
        step.late &= step.due < first;
        // There is time enough by now: nobody has to be quicker.
        if step.state == StepState::Asked && own.before(step.due, step.lead) >= step.start {
            step.state = StepState::Planned;
        }
    }
    let after = steps.iter().enumerate();
    after
        .zip(before)
        .filter(|((_, step), was)| (step.start, step.due) != *was)
        .map(|((at, _), (start, due))| Shift {
            step: at,
            start,
            due,
        })
        .collect()
}
