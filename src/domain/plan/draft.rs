//! A plan before it is one: which steps it has, what fills their forms, and whether there is time for them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::catalogue::{
    Answer, Answers, Catalogue, Condition, FieldKind, Filler, Service, StepRule, fitting,
};
use super::super::ids::StepId;
use super::dates::{Shift, back};
use super::{Step, StepState};
use crate::clock::Millis;

/// What to do where a step would have had to begin before today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IfLate {
    /// All of it at the first day that leaves everybody their time.
    Later,
    /// On the day, if the leads of those teams agree.
    Expedite,
    /// On the day, without what cannot be done by then.
    Partial,
}

impl IfLate {
    pub const ALL: [IfLate; 3] = [IfLate::Later, IfLate::Expedite, IfLate::Partial];

    pub fn as_str(self) -> &'static str {
        match self {
            IfLate::Later => "later",
            IfLate::Expedite => "expedite",
            IfLate::Partial => "partial",
        }
    }

    pub fn parse(name: &str) -> Option<IfLate> {
        IfLate::ALL.into_iter().find(|c| c.as_str() == name)
    }
}

/// That there is not time enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLate {
    /// The first day that leaves everybody their time.
    pub earliest: Date,
    /// Name and team of what would have had to begin before today, and when.
    pub steps: Vec<(String, String, Date)>,
}

/// A day that far away is not planned for.
const MOST_DAYS: i32 = 5 * 365;

/// What was asked for, as far as a plan is made of it.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub subject: &'a str,
    /// What else was said in the form.
    pub details: &'a str,
    pub answers: &'a Answers,
}

/// The steps that `wish` asks for, with their dates counted back from `needed_by`.
pub fn draft(
    service: &Service,
    wish: Wish<'_>,
    needed_by: Date,
    catalogue: &Catalogue,
) -> Vec<Step> {
    let rules = service.steps.iter();
    let rules = rules.filter(|rule| rule.when.as_ref().is_none_or(|c| holds(c, wish.answers)));
    let mut steps: Vec<Step> = rules
        .filter_map(|rule| {
            let asked = catalogue.service(&rule.service)?;
            Some(Step {
                id: StepId(0),
                key: rule.key.clone(),
                name: rule.name.clone(),
                team: asked.team.clone(),
                service: asked.key.clone(),
                of: service.key.clone(),
                after: rule.after.clone(),
                lead: rule.lead,
                offset: rule.offset,
                notice: rule.notice,
                answers: fill(rule, asked, wish, needed_by),
                state: StepState::Planned,
                start: needed_by,
                due: needed_by,
                noticed: false,
                late: false,
                refused: false,
                made: None,
            })
        })
        .collect();
    back(&mut steps, needed_by, catalogue);
    steps
}

/// What was asked for is now asked for otherwise: `was` and `is` are its steps before and after, by the configuration of
/// now. Changes those of `steps` that are not begun; what is needed in addition comes back. What the configuration alone
/// has changed since it was planned stays as it was planned.
pub fn redraft(steps: &mut [Step], was: &[Step], is: Vec<Step>) -> Vec<Step> {
    let has = |all: &[Step], key: &str| all.iter().any(|s| s.key == key);
    // One that was declined may be asked for once more.
    let begins = |s: &&mut Step| {
        s.made.is_none() || matches!(s.state, StepState::Stopped | StepState::Skipped)
    };
    for step in steps.iter_mut().filter(begins) {
        let wanted = is.iter().find(|s| s.key == step.key);
        match wanted {
            Some(wanted) => {
                step.answers = wanted.answers.clone();
                // What was left out by choice stays so.
                if step.state == StepState::Skipped && !has(was, &step.key) {
                    step.made = None;
                    // Nor does it get around whoever had to agree to it.
                    step.state = match std::mem::take(&mut step.refused) {
                        true => StepState::Asked,
                        false => StepState::Planned,
                    };
                }
            }
            None if step.state.is_ahead() && has(was, &step.key) => {
                step.refused |= step.state == StepState::Asked;
                step.state = StepState::Skipped;
            }
            None => {}
        }
    }
    let new = |s: &Step| !has(steps, &s.key) && !has(was, &s.key);
    is.into_iter().filter(new).collect()
}

/// Those of `steps` that have come to a plan that is under way, `fresh`, and would have had to begin before `today`: the
/// leads of their teams have to agree to be quicker, as if they had been asked for from the start.
pub fn hurry(
    steps: &mut [Step],
    fresh: &[bool],
    needed_by: Date,
    today: Date,
    catalogue: &Catalogue,
) {
    let late = late(steps, needed_by, today, catalogue);
    let which: Vec<bool> = late.iter().zip(fresh).map(|(l, f)| *l && *f).collect();
    put(steps, &which, StepState::Asked);
}

/// Whether there is not time enough from `today` on for what of `steps` has not begun, if all is needed by that day.
pub fn too_late(
    steps: &[Step],
    needed_by: Date,
    today: Date,
    catalogue: &Catalogue,
) -> Option<TooLate> {
    let mut planned = steps.to_vec();
    back(&mut planned, needed_by, catalogue);
    let late: Vec<_> = planned.iter().filter(|s| is_late(s, today)).collect();
    if late.is_empty() {
        return None;
    }
    let named = late.into_iter();
    Some(TooLate {
        earliest: earliest(steps, today, catalogue),
        steps: named
            .map(|s| (s.name.clone(), s.team.clone(), s.start))
            .collect(),
    })
}

/// It would have had to begin before `today`. What has begun, or was given up, is not asked to be quicker.
fn is_late(step: &Step, today: Date) -> bool {
    matches!(step.state, StepState::Planned | StepState::Asked) && step.start < today
}

/// The first day that leaves everybody their time: a later day never leaves less.
fn earliest(steps: &[Step], today: Date, catalogue: &Catalogue) -> Date {
    let mut steps = steps.to_vec();
    let day = |ahead: i32| today.saturating_add(jiff::Span::new().days(ahead));
    let mut fits = |ahead: i32| {
        back(&mut steps, day(ahead), catalogue);
        !steps.iter().any(|s| is_late(s, today))
    };
    let (mut too_early, mut enough) = (-1, MOST_DAYS);
    while enough - too_early > 1 {
        let middle = too_early + (enough - too_early) / 2;
        if fits(middle) {
            enough = middle;
        } else {
            too_early = middle;
        }
    }
    day(enough)
}

/// Makes the plan fit the time that there is at `now`, a time of the day `today`, as was chosen; the day that it is
/// needed by then, and what moved.
pub fn reach(
    steps: &mut [Step],
    choice: IfLate,
    needed_by: Date,
    today: Date,
    now: Millis,
    catalogue: &Catalogue,
) -> (Date, Vec<Shift>) {
    let late = |steps: &[Step], needed_by| late(steps, needed_by, today, catalogue);
    let mut needed_by = needed_by;
    match choice {
        IfLate::Later => needed_by = earliest(steps, today, catalogue).max(needed_by),
        IfLate::Expedite => put(steps, &late(steps, needed_by), StepState::Asked),
        // What is left out gives time to what comes before it.
        IfLate::Partial => loop {
            let late = late(steps, needed_by);
            if !late.contains(&true) {
                break;
            }
            put(steps, &late, StepState::Skipped);
        },
    }
    let shifts = super::replan(steps, needed_by, now, catalogue);
    (needed_by, shifts)
}

/// Which of `steps` would have had to begin before `today`.
fn late(steps: &[Step], needed_by: Date, today: Date, catalogue: &Catalogue) -> Vec<bool> {
    let mut planned = steps.to_vec();
    back(&mut planned, needed_by, catalogue);
    planned.iter().map(|s| is_late(s, today)).collect()
}

fn put(steps: &mut [Step], which: &[bool], state: StepState) {
    for (step, _) in steps.iter_mut().zip(which).filter(|(_, late)| **late) {
        step.state = state;
    }
}

/// Whether the step is needed.
fn holds(condition: &Condition, answers: &Answers) -> bool {
    let is = |text: &str| text.trim().to_lowercase() == condition.value.trim().to_lowercase();
    match answers.get(&condition.field) {
        Some(Answer::Checked(checked)) => is(if *checked { "yes" } else { "no" }),
        Some(Answer::Many(many)) => many.iter().any(|one| is(one)),
        Some(Answer::Text(text)) => is(text),
        Some(Answer::Number(number)) => is(&number.to_string()),
        Some(Answer::Person(account)) => is(&account.to_string()),
        // A box that nobody ticked.
        None => is("no"),
    }
}

fn fill(rule: &StepRule, asked: &Service, wish: Wish<'_>, needed_by: Date) -> Answers {
    let mut given = rule.set.clone();
    for (field, from) in &rule.fill {
        let value = match from {
            Filler::Field(key) => wish.answers.get(key).cloned(),
            Filler::Subject => Some(Answer::Text(wish.subject.to_owned())),
            Filler::Details => Some(Answer::Text(wish.details.to_owned())),
            Filler::NeededBy => Some(Answer::Text(needed_by.to_string())),
        };
        let kind = asked.fields.iter().find(|f| f.key == *field);
        if let (Some(value), Some(field)) = (value, kind) {
            given.insert(field.key.clone(), as_kind(value, &field.kind));
        }
    }
    fitting(asked, &given)
}

/// An answer as a field of another kind has it.
fn as_kind(answer: Answer, kind: &FieldKind) -> Answer {
    match (answer, kind) {
        (Answer::Number(number), FieldKind::Text { .. } | FieldKind::Paragraph) => {
            Answer::Text(number.to_string())
        }
        (Answer::Many(many), FieldKind::Text { .. } | FieldKind::Paragraph) => {
            Answer::Text(many.join(", "))
        }
        (Answer::Text(one), FieldKind::Multiselect { .. }) => Answer::Many(vec![one]),
        (answer, _) => answer,
    }
}
