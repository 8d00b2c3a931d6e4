//! What a team is told of a step of somebody's plan, with what it can do about it.

use crate::domain::plan::{Step, StepState};
use crate::domain::post::StepPost;
use crate::domain::press::{Press, StepPress};
use crate::domain::talk::{Text, plain};

use super::face::{Control, Message, Part};
use super::plan_card::names;
use super::scene::{Scene, team_name};
use super::words::plan::{day, waiting};
use super::words::sentence::{bold, join, lines, sentence, words};

/// The message about `step` of the whole that the scene shows.
pub fn step_post(scene: &Scene<'_>, step: &Step, about: StepPost) -> Option<Message> {
    let open = scene.request.status.is_open();
    let (what, buttons) = match about {
        StepPost::Notice => notice(scene, step),
        StepPost::Stopped => stopped(scene, step),
        StepPost::Late => (late(scene, step), vec![]),
        StepPost::Blocked(by) => {
            let by = scene.plan.iter().find(|s| s.id == by)?;
            (blocked(scene, step, by), vec![])
        }
        StepPost::Moved { start, due } => {
            let from_to = [
                words(day(step.start)),
                words(day(start)),
                words(day(step.due)),
                words(day(due)),
            ];
            let what = sentence(
                "It has new dates: it opens {} instead of {}, and has to be done by {} instead of {}.",
                from_to,
            );
            (what, vec![])
        }
    };
    let request = scene.request;
    let of = sentence(
        "{}, part of {} {}",
        [
            bold(&step.name),
            words(&request.number),
            words(&request.subject),
        ],
    );
    let mut parts = vec![Part::Text(lines([of, what.clone()]))];
    if open && !buttons.is_empty() {
        parts.push(Part::Actions(buttons));
    }
    let summary = join([sentence("{}:", [words(&step.name)]), what]);
    Some(Message { summary, parts })
}

fn notice(scene: &Scene<'_>, step: &Step) -> (Text, Vec<Control>) {
    if step.state != StepState::Planned {
        return (settled(step), vec![]);
    }
    let dates = [words(day(step.start)), words(day(step.due))];
    let when = sentence(
        "This will come to you: it opens {}, and has to be done by {}.",
        dates,
    );
    let before = scene.plan.iter();
    let before: Vec<String> = before
        .filter(|s| !s.state.is_over() && step.after.contains(&s.key))
        .map(|s| format!("{} ({})", s.name, team_name(scene.catalogue, &s.team)))
        .collect();
    if before.is_empty() {
        let start = Control::button("Start now", Press::Step(step.id, StepPress::StartNow));
        return (when, vec![start]);
    }
    let [start, due] = [words(day(step.start)), words(day(step.due))];
    let waits = sentence(
        "This will come to you as soon as {} is done, planned for {}. It has to be done by {}.",
        [words(before.join(", ")), start, due],
    );
    (waits, vec![])
}

fn stopped(scene: &Scene<'_>, step: &Step) -> (Text, Vec<Control>) {
    if step.state != StepState::Stopped {
        return (settled(step), vec![]);
    }
    let team = team_name(scene.catalogue, &step.team);
    let why = match &step.made {
        _ if step.refused => sentence("{} has not agreed to be quicker.", [words(team)]),
        Some(_) => sentence("{} does not do this.", [words(team)]),
        // Its service is gone, or nobody can approve it: its team has not heard of it.
        None => plain("This could not be opened."),
    };
    let what = join([
        why,
        plain(waiting(&names(scene, step))),
        plain("How shall it go on?"),
    ]);
    let press = |press| Press::Step(step.id, press);
    let buttons = vec![
        Control::button("Go on without it", press(StepPress::Skip)),
        Control::button("Ask again", press(StepPress::Anew)),
    ];
    (what, buttons)
}

fn late(scene: &Scene<'_>, step: &Step) -> Text {
    let number = step.made.as_ref().map_or("", |made| &made.number);
    join([
        sentence(
            "{} is late: it was due {}.",
            [words(number), words(day(step.due))],
        ),
        plain(waiting(&names(scene, step))),
    ])
}

fn blocked(scene: &Scene<'_>, step: &Step, by: &Step) -> Text {
    let team = by.made.as_ref().map_or(&by.team, |made| &made.team);
    let number = by.made.as_ref().map_or("", |made| &made.number);
    sentence(
        "This step of yours, planned for {}, is held up: {} ({}, {}) is late, it was due {}.",
        [
            words(day(step.start)),
            words(&by.name),
            words(team_name(scene.catalogue, team)),
            words(number),
            words(day(by.due)),
        ],
    )
}

/// What became of it.
fn settled(step: &Step) -> Text {
    match (step.state, &step.made) {
        (StepState::Open, Some(made)) => sentence("It is open now: {}.", [words(&made.number)]),
        (StepState::Done, Some(made)) => sentence("It is done: {}.", [words(&made.number)]),
        (StepState::Stopped, _) => {
            plain("It is not done. Whoever serves the whole decides how it goes on.")
        }
        (StepState::Skipped | StepState::Cancelled, _) => plain("It is not needed any more."),
        _ => sentence(
            "It is planned: it opens {}, and has to be done by {}.",
            [words(day(step.start)), words(day(step.due))],
        ),
    }
}
