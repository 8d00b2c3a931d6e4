//! How the request came in: the team's side of the review.

use crate::domain::press::Press;
use crate::domain::request::{Intake, Request};
use crate::domain::talk::{Text, plain};

use super::face::{Control, Message, Part, Style};
use super::scene::Scene;
use super::words::review::{intake, intake_label, score};
use super::words::sentence::{lines, sentence, words};
use super::words::tools;

/// The question in the team's thread. `current`: it was not reopened since.
pub fn ask_intake(scene: &Scene<'_>, current: bool) -> Message {
    let request = scene.request;
    let resolution = request.status.resolution().filter(|_| current);
    let Some(resolution) = resolution else {
        return Message::line(sentence(
            "{} was opened again after this.",
            [words(&request.number)],
        ));
    };
    let mut parts = vec![];
    if resolution.summary.is_none() {
        parts.push(Part::Text(plain(
            "Resolved, and the requester does not know yet what was done. Two sentences help them, and whoever has this next.",
        )));
        parts.push(Part::Actions(vec![Control::primary(
            "Add summary",
            Press::OpenResolve(request.id),
        )]));
    }
    let question = question(request);
    parts.push(Part::Text(question.clone()));
    parts.push(Part::Actions(choices(request)));
    parts.push(Part::Text(effort(request)));
    parts.push(Part::Actions(usual_minutes(request)));
    parts.push(Part::Small(lines([
        plain("The requester sees your answer, and you see their rating."),
        rated(scene),
    ])));
    Message {
        summary: question,
        parts,
    }
}

fn question(request: &Request) -> Text {
    match request.intake {
        Some(given) => sentence(
            "How this came in: {}. You can change it.",
            [words(intake(given))],
        ),
        None => plain("How did this request come in?"),
    }
}

fn choices(request: &Request) -> Vec<Control> {
    let button = |choice: Intake| {
        let given = request.intake == Some(choice);
        let label = intake_label(choice);
        Control {
            label: label.to_owned(),
            press: Press::Intake(request.id, choice),
            style: if given { Style::Primary } else { Style::Plain },
            spoken: given.then(|| format!("{label}. This is your answer")),
        }
    };
    Intake::ALL.into_iter().map(button).collect()
}

/// How long it took, which only the team sees.
fn effort(request: &Request) -> Text {
    match request.handled {
        0 => plain("How long were you busy with it?"),
        minutes => sentence(
            "Handling time so far: {}. Each tap adds to it; Other takes back, too.",
            [words(tools::minutes(minutes))],
        ),
    }
}

fn usual_minutes(request: &Request) -> Vec<Control> {
    let button = |minutes: u16| {
        let label = tools::minutes(minutes.into());
        let press = Press::Handled(request.id, minutes);
        Control {
            spoken: Some(format!("{label} of handling time")),
            ..Control::button(&label, press)
        }
    };
    let other = Control::button("Other", Press::OpenHandling(request.id));
    let usual = tools::USUAL_MINUTES.into_iter().map(button);
    usual.chain([other]).collect()
}

fn rated(scene: &Scene<'_>) -> Text {
    let request = scene.request;
    let requester = || scene.named(request.requester);
    match (request.rating, &request.rating_comment) {
        (Some(rating), Some(comment)) => sentence(
            "{} rated {}: “{}”",
            [requester(), words(score(rating)), words(comment)],
        ),
        (Some(rating), None) => sentence("{} rated {}.", [requester(), words(score(rating))]),
        (None, Some(comment)) => sentence("{} wrote: “{}”", [requester(), words(comment)]),
        (None, None) => Text::new(),
    }
}
