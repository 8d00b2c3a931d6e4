//! A watcher's living card: what becomes of a request that is not theirs.

use crate::domain::post::Side;
use crate::domain::press::Press;
use crate::domain::talk::{Span, Text, plain};

use super::due;
use super::face::{Control, Message, Part};
use super::scene::Scene;
use super::words::sentence::{bold, sentence, words};
use super::words::state;

/// The card as it is now, in the watcher's direct messages.
pub fn watch_card(scene: &Scene<'_>) -> Message {
    let request = scene.request;
    let title = format!("{} {}", request.number, request.subject);
    let state = state::state(request.status.name(), Side::Team);
    let mut parts = vec![
        Part::Header(title.clone()),
        Part::Text(vec![bold(state)]),
        Part::Facts(facts(scene)),
        Part::Small(plain(
            "You watch this request: this card always shows how it stands.",
        )),
    ];
    if let Some(url) = &scene.link {
        parts.push(Part::Small(vec![Span::Link {
            url: url.clone(),
            label: "Open its thread".to_owned(),
        }]));
    }
    parts.push(Part::Actions(vec![Control::button(
        "Stop watching",
        Press::Unwatch(request.id),
    )]));
    Message {
        summary: sentence("You watch {}: {}", [words(title), words(state)]),
        parts,
    }
}

/// What is left once somebody stopped watching.
pub fn watch_card_ended(scene: &Scene<'_>) -> Message {
    Message::line(sentence(
        "You no longer watch {}.",
        [words(&scene.request.number)],
    ))
}

fn facts(scene: &Scene<'_>) -> Vec<(String, Text)> {
    let request = scene.request;
    let assignee = match request.assignee() {
        Some(assignee) => vec![scene.named(assignee)],
        None => plain("nobody yet"),
    };
    let mut facts = vec![
        ("From".to_owned(), vec![scene.named(request.requester)]),
        ("Team".to_owned(), plain(scene.team_name())),
        ("Service".to_owned(), plain(scene.service_name())),
        ("Assigned to".to_owned(), assignee),
    ];
    facts.extend(due::facts(scene, Side::Team));
    facts
}
