//! What was done, and how it was: the requester's side of the review.

use crate::domain::ids::Platform;
use crate::domain::press::Press;
use crate::domain::request::{Request, Resolution, Status};
use crate::domain::talk::{Span, Text, plain};

use super::cut;
use super::face::{Control, Message, Part, Style};
use super::scene::Scene;
use super::words::review::{intake, score};
use super::words::sentence::{join, lines, sentence, with, words};

/// Parts of a message that a summary may take.
const MOST_SUMMARY: usize = 4;

/// The summary and the poll. `still_current`: it was not reopened since.
pub fn poll(scene: &Scene<'_>, still_current: bool) -> Message {
    let request = scene.request;
    let resolution = request.status.resolution().filter(|_| still_current);
    let Some(resolution) = resolution else {
        return Message::line(sentence(
            "{} was opened again after this, so there is nothing to rate here any more.",
            [words(&request.number)],
        ));
    };
    let mut parts = vec![Part::Text(sentence(
        "{} is solved, says {}.",
        [words(&request.number), scene.named(resolution.by)],
    ))];
    parts.extend(summary(resolution));
    parts.push(Part::Text(question(request)));
    parts.push(Part::Actions(scale(request)));
    if matches!(request.status, Status::Resolved(_)) {
        parts.push(Part::Actions(vec![
            Control::button("Not solved", Press::OpenReopen(request.id)),
            Control::button(comment_label(request), Press::OpenComment(request.id)),
        ]));
    }
    parts.push(Part::Small(small(scene)));
    Message {
        summary: sentence(
            "{} is solved: {}. How was it?",
            [words(&request.number), words(&request.subject)],
        ),
        parts,
    }
}

/// **1** to **5**, the present rating marked.
pub(super) fn scale(request: &Request) -> Vec<Control> {
    let button = |rating: u8| {
        let given = request.rating == Some(rating);
        let spoken = score(rating);
        Control {
            label: rating.to_string(),
            press: Press::Rate(request.id, rating),
            style: if given { Style::Primary } else { Style::Plain },
            spoken: Some(if given {
                format!("{spoken}. This is your rating")
            } else {
                spoken
            }),
        }
    };
    (1..=5).map(button).collect()
}

fn summary(resolution: &Resolution) -> Vec<Part> {
    match &resolution.summary {
        Some(summary) => {
            let (parts, _) = cut::parts(&plain(summary), MOST_SUMMARY);
            parts.into_iter().map(Part::Text).collect()
        }
        None => vec![Part::Text(plain(
            "What was done is still to be written down; it will appear here.",
        ))],
    }
}

fn question(request: &Request) -> Text {
    let rating = match request.rating {
        Some(rating) => format!("You gave {rating} of 5. You can change it."),
        None => "How was it?".to_owned(),
    };
    let comment = request
        .rating_comment
        .as_ref()
        .map(|comment| sentence("You wrote: {}", [words(comment)]));
    lines([plain(rating)].into_iter().chain(comment))
}

fn comment_label(request: &Request) -> &'static str {
    match (request.rating, &request.rating_comment) {
        (_, Some(_)) => "Change your comment",
        (Some(1 | 2), None) => "Tell us why",
        (_, None) => "Leave a comment",
    }
}

fn small(scene: &Scene<'_>) -> Text {
    let judged = scene.request.intake.map(|given| {
        sentence(
            "How your request came in, by {}: {}.",
            [words(scene.team_name()), words(intake(given))],
        )
    });
    let scale = plain("1 is very bad, 5 is very good.");
    lines([join([scale, reactions(scene)])].into_iter().chain(judged))
}

/// What counts as a reaction, in the platform's own faces.
fn reactions(scene: &Scene<'_>) -> Text {
    if scene.platform == Platform::Teams {
        return plain(
            "A reaction counts too: heart or like 5, laugh 4, surprised 3, sad 2, angry 1.",
        );
    }
    let faces: Vec<Text> = (1..=5).rev().filter_map(|s| face(scene, s)).collect();
    if faces.is_empty() {
        return Text::new();
    }
    let faces = with(", ", faces);
    with(
        "",
        [plain("A reaction here counts too: "), faces, plain(".")],
    )
}

/// One reaction that gives `score`: a face rather than a number.
fn face(scene: &Scene<'_>, score: u8) -> Option<Text> {
    const NUMBERS: [&str; 5] = ["one", "two", "three", "four", "five"];
    let names = || {
        let all = scene.catalogue.desk.emoji.ratings.iter();
        all.filter(|(_, s)| **s == score).map(|(name, _)| name)
    };
    let face = names().find(|name| !NUMBERS.contains(&name.as_str()));
    let name = face.or_else(|| names().next())?;
    Some(sentence(
        "{} {}",
        [Span::Emoji(name.clone()), words(score.to_string())],
    ))
}
