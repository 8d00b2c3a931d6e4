//! The course of a plan: what happens to a step, what is to be done about the rest then, and when to look again.

use super::super::catalogue::Catalogue;
use super::super::request::Refusal;
use super::{Step, StepState};
use crate::clock::Millis;

/// What happens to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Its request was resolved.
    Done,
    /// Its request was opened again.
    Reopened,
    /// Its request was cancelled.
    Declined,
    /// Its lead agrees to be quicker.
    Agreed,
    /// Its lead does not.
    Refused,
    /// The whole goes on without it.
    Skip,
    /// It is asked for once more.
    Again,
    /// Its team begins before it has to.
    StartNow,
}

/// What is to be done, with the step's place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It becomes a request.
    Open(usize),
    /// Its team is told that it will come.
    Notice(usize),
    /// It is late: its team and those who wait for it are told.
    Late(usize),
}

/// `event` happens to the step at `at`, at `now`.
///
/// # Errors
/// Why it cannot.
pub fn happens(
    steps: &mut [Step],
    at: usize,
    event: Event,
    now: Millis,
    catalogue: &Catalogue,
) -> Result<(), Refusal> {
    use StepState::{Asked, Cancelled, Done, Open, Planned, Skipped, Stopped};
    let ready = is_ready(steps, at);
    let Some(step) = steps.get_mut(at) else {
        return Err(Refusal::NoSuchRequest);
    };
    let own = catalogue.days(&step.team);
    let has_request = step.made.is_some();
    step.state = match (step.state, event) {
        (Open, Event::Done) => Done,
        (Open, Event::Declined) => Stopped,
        (Asked, Event::Refused) => {
            step.refused = true;
            Stopped
        }
        (Done | Stopped | Skipped | Cancelled, Event::Reopened) if has_request => {
            // It was done in time: what is still wrong has this day at least.
            if !step.late {
                step.due = step.due.max(own.present(now));
            }
            Open
        }
        (Asked, Event::Agreed) => Planned,
        (Asked | Planned | Stopped, Event::Skip) => {
            step.refused |= step.state == Asked;
            Skipped
        }
        // What was not agreed to has to be agreed to still; of what could not open nobody asks to be quicker.
        (Stopped, Event::Again) if step.refused => {
            step.refused = false;
            Asked
        }
        (Stopped, Event::Again) => {
            step.made = None;
            step.late = false;
            Planned
        }
        (Planned, Event::StartNow) if !ready => return Err(Refusal::StepWaits),
        (Planned, Event::StartNow) => {
            step.start = step.start.min(own.today(now));
            Planned
        }
        _ => return Err(Refusal::StepSettled),
    };
    Ok(())
}

/// The whole was cancelled: what is under way ends, and nothing opens any more. What is asked or undecided stays so:
/// where the whole comes back, nobody has agreed to it, and nobody has decided about it.
pub fn cancel(steps: &mut [Step]) {
    for step in steps {
        if matches!(step.state, StepState::Open | StepState::Planned) {
            step.state = StepState::Cancelled;
        }
    }
}

/// The whole is wanted again after it was cancelled: what was under way is to go on, as far as its request can.
pub fn revive(steps: &mut [Step]) {
    for step in steps.iter_mut() {
        if step.state == StepState::Cancelled {
            step.state = match step.made {
                Some(_) => StepState::Open,
                None => StepState::Planned,
            };
            step.late = false;
        }
    }
}

/// The steps of a whole that is over, as they are shown: nothing of them is asked or undecided then.
pub fn put_away(steps: &mut [Step]) {
    for step in steps.iter_mut().filter(|s| !s.state.is_over()) {
        step.state = StepState::Cancelled;
    }
}

/// Everything that the step waits for is done, or nobody waits for it any more.
fn is_ready(steps: &[Step], at: usize) -> bool {
    let after = steps.get(at).map_or(&[][..], |s| &s.after);
    let open = |key: &String| steps.iter().any(|s| s.key == *key && !s.state.is_over());
    !after.iter().any(open)
}

/// The places of the steps that wait for the one at `at`.
pub fn blocked(steps: &[Step], at: usize) -> Vec<usize> {
    let key = steps.get(at).map(|s| &s.key);
    let waits = |s: &Step| s.state.is_ahead() && key.is_some_and(|key| s.after.contains(key));
    (0..steps.len()).filter(|i| waits(&steps[*i])).collect()
}

/// What is to be done at `now`, each once: whoever does it changes the step, or notes that it was done.
pub fn deeds(steps: &[Step], now: Millis, catalogue: &Catalogue) -> Vec<Deed> {
    let due = |at| times(steps, at, catalogue).into_iter();
    let now = |at| due(at).find(|(when, _)| *when <= now).map(|(_, deed)| deed);
    (0..steps.len()).filter_map(now).collect()
}

/// When there is something to be done by itself; None: only when somebody does something.
pub fn next(steps: &[Step], now: Millis, catalogue: &Catalogue) -> Option<Millis> {
    let all = (0..steps.len()).flat_map(|at| times(steps, at, catalogue));
    let all = all.map(|(when, _)| when);
    let stale = (0..steps.len()).filter_map(|at| stale(steps, at, catalogue));
    all.chain(stale).map(|when| when.max(now + 1)).min()
}

/// When the day on which a step was to begin is over, while what it waits for is not done: its dates move on.
fn stale(steps: &[Step], at: usize, catalogue: &Catalogue) -> Option<Millis> {
    let step = &steps[at];
    let own = catalogue.days(&step.team);
    let waits = step.state.is_ahead() && !(step.state == StepState::Planned && is_ready(steps, at));
    waits.then(|| own.opening(own.after(step.start, 1)))
}

/// What is to be done about a step by itself, and when; what comes first matters more.
fn times(steps: &[Step], at: usize, catalogue: &Catalogue) -> Vec<(Millis, Deed)> {
    let step = &steps[at];
    let own = catalogue.days(&step.team);
    match step.state {
        StepState::Planned => {
            let told = own.opening(own.before(step.start, step.notice));
            // What waited for others goes on as soon as they are done, though not months ahead; what waits for nobody
            // begins when it has to.
            let opens = match step.after.is_empty() {
                true => own.opening(step.start),
                false => told,
            };
            let opens = is_ready(steps, at).then_some((opens, Deed::Open(at)));
            let notice = (!step.noticed).then_some((told, Deed::Notice(at)));
            opens.into_iter().chain(notice).collect()
        }
        StepState::Open if !step.late => vec![(own.closing(step.due), Deed::Late(at))],
        _ => vec![],
    }
}

/// Nothing is left to be done of the whole.
pub fn finished(steps: &[Step]) -> bool {
    steps.iter().all(|s| s.state.is_over())
}
