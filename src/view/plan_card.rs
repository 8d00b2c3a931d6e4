//! The whole of a plan on the cards of who asked and of who serves it: a line a step.

use jiff::civil::Date;

use crate::domain::plan::{Step, StepState, Wish, blocked, draft};
use crate::domain::press::{Press, StepPress};
use crate::domain::talk::{Text, plain};

use super::answers;
use super::face::{Control, Part};
use super::scene::{Scene, team_name};
use super::words::plan::{day, state, steps};
use super::words::sentence::{bold, join, lines, sentence, words};

/// So many lines are one text: no platform takes a text of any length.
const MOST_LINES: usize = 8;
/// Steps that are decided about on the card; the rest has messages of its own.
const MOST_DECIDED: usize = 5;

/// The steps of the whole, in the order of the plan.
pub(super) fn parts(scene: &Scene<'_>) -> Vec<Part> {
    if !scene.request.is_whole() || scene.plan.is_empty() {
        return vec![];
    }
    let all: Vec<Text> = scene.plan.iter().map(|step| line(scene, step)).collect();
    let texts = all.chunks(MOST_LINES).map(|some| lines(some.to_vec()));
    texts.map(Part::Text).collect()
}

fn line(scene: &Scene<'_>, step: &Step) -> Text {
    let (team, number) = match &step.made {
        Some(made) => (&made.team, Some(made.number.clone())),
        None => (&step.team, None),
    };
    let team = team_name(scene.catalogue, team);
    let who = number.map_or(team.clone(), |number| format!("{team}, {number}"));
    let title = sentence(
        "{}: {} ({}).",
        [bold(state(step)), words(&step.name), words(who)],
    );
    join([title, rest(scene, step)])
}

fn rest(scene: &Scene<'_>, step: &Step) -> Text {
    let due = words(day(step.due));
    match step.state {
        StepState::Done | StepState::Skipped | StepState::Cancelled => Text::new(),
        StepState::Open if step.late => {
            let waiting = names(scene, step);
            let waiting = match waiting.as_str() {
                "" => Text::new(),
                _ => sentence("Held up by it: {}.", [words(waiting)]),
            };
            join([sentence("It was due {}.", [due]), waiting])
        }
        StepState::Open => {
            let assignee = step.made.as_ref().and_then(|made| made.assignee);
            match assignee {
                Some(assignee) => sentence("With {}, by {}.", [scene.named(assignee), due]),
                None => sentence("By {}.", [due]),
            }
        }
        StepState::Planned => {
            let after: Vec<&str> = scene
                .plan
                .iter()
                .filter(|s| !s.state.is_over() && step.after.contains(&s.key))
                .map(|s| s.name.as_str())
                .collect();
            let dates = [words(day(step.start)), due];
            match after[..] {
                [] => sentence("From {}, by {}.", dates),
                _ => {
                    let [start, due] = dates;
                    sentence(
                        "From {}, by {}, after {}.",
                        [start, due, words(after.join(", "))],
                    )
                }
            }
        }
        StepState::Asked => sentence("Whether it can be done by {}.", [due]),
        StepState::Stopped => sentence("{} decides how this goes on.", [words(scene.team_name())]),
    }
}

/// The steps that wait for this one.
pub(super) fn names(scene: &Scene<'_>, step: &Step) -> String {
    let at = scene.plan.iter().position(|s| s.id == step.id);
    let waiting = at.map_or(vec![], |at| blocked(scene.plan, at));
    let waiting = waiting.into_iter().map(|i| &scene.plan[i]);
    steps(
        waiting.map(|s| (s.name.as_str(), s.team.as_str())),
        scene.catalogue,
    )
}

/// Of a step's own card: what it is part of, and who waits for it.
pub(super) fn facts(scene: &Scene<'_>) -> Vec<(String, Text)> {
    let Some(whole) = scene.request.parent() else {
        return vec![];
    };
    let mut facts = vec![("Part of".to_owned(), plain(whole))];
    let own = |s: &&Step| s.made.as_ref().is_some_and(|m| m.id == scene.request.id);
    let waiting = scene.plan.iter().find(own).map(|step| names(scene, step));
    facts.extend(
        waiting
            .filter(|names| !names.is_empty())
            .map(|names| ("Waits for this".to_owned(), plain(names))),
    );
    facts
}

/// Other teams have a part in it, and nobody has said what their plan rests on.
pub(super) fn unplanned(scene: &Scene<'_>) -> bool {
    let request = scene.request;
    let steps = scene.service().filter(|s| !s.steps.is_empty());
    let Some(service) = steps.filter(|_| request.plan.is_none() && request.status.is_open()) else {
        return false;
    };
    let known =
        request.needed_by.is_some() && answers::missing(service, &request.answers).is_empty();
    let wish = Wish {
        subject: &request.subject,
        details: "",
        answers: &request.answers,
    };
    let day = request.needed_by.unwrap_or(Date::ZERO);
    // Nothing of it may be needed.
    !known || !draft(service, wish, day, scene.catalogue).is_empty()
}

/// Asks for it, on both cards.
pub(super) fn wanted(scene: &Scene<'_>) -> Option<Part> {
    unplanned(scene).then(|| {
        Part::Text(plain(
            "Other teams have a part in this. Plan it says by when all of it is needed, and each is asked in time.",
        ))
    })
}

/// Moves the day, or says it for the first time; for whoever asked and whoever serves the whole.
pub(super) fn mover(scene: &Scene<'_>) -> Option<Control> {
    let request = scene.request;
    if unplanned(scene) {
        return Some(Control::primary("Plan it", Press::OpenPlan(request.id)));
    }
    let moves = request.is_whole() && request.status.is_open();
    moves.then(|| Control::button("Move the date", Press::OpenMove(request.id)))
}

/// What whoever serves the whole has to decide.
pub(super) fn decisions(scene: &Scene<'_>) -> Vec<Part> {
    if !scene.request.is_whole() || !scene.request.status.is_open() {
        return vec![];
    }
    let asks = |s: &&Step| matches!(s.state, StepState::Asked | StepState::Stopped);
    let steps = scene.plan.iter().filter(asks).take(MOST_DECIDED);
    let buttons: Vec<Control> = steps.flat_map(choices).collect();
    if buttons.is_empty() {
        return vec![];
    }
    vec![Part::Actions(buttons)]
}

fn choices(step: &Step) -> Vec<Control> {
    let button = |label: &str, spoken: String, press| Control {
        spoken: Some(spoken),
        ..Control::button(label, Press::Step(step.id, press))
    };
    let name = cut_label(&step.name);
    let skip = button(
        &format!("Without {name}"),
        format!("Go on without {}", step.name),
        StepPress::Skip,
    );
    let again = button(
        &format!("Ask again: {name}"),
        format!("Ask once more for {}", step.name),
        StepPress::Anew,
    );
    match step.state {
        StepState::Stopped => vec![skip, again],
        _ => vec![skip],
    }
}

/// Slack shows 75 characters of a button at most.
fn cut_label(name: &str) -> String {
    name.chars().take(50).collect()
}
