//! What somebody wrote, on the other side of the conversation.

use crate::domain::post::{Lost, Side};
use crate::domain::press::Press;
use crate::domain::talk::{Span, Text, flat, plain};

use super::cut;
use super::face::{Control, Message, Part};
use super::scene::{Missing, Quote, Scene};
use super::words::sentence::{join, sentence, with, words};

/// Parts of a message that a text may take before the rest waits behind a button.
const MOST_PARTS: usize = 4;
/// What a notification has room for.
const MOST_SUMMARY: usize = 150;

/// A person's message as `side` reads it.
pub fn quote(scene: &Scene<'_>, quote: &Quote<'_>, side: Side) -> Message {
    let who = who(scene, quote, side);
    let (text, whole) = cut::parts(quote.text, MOST_PARTS);
    let mut parts = vec![];
    // Where the whole of a plan is talked about, which step it is.
    if scene.request.parent().is_some() && side == Side::Requester {
        let request = scene.request;
        let step = sentence("{} {}", [words(&request.number), words(&request.subject)]);
        parts.push(Part::Small(step));
    }
    parts.push(Part::Small(who.clone()));
    parts.extend(text.into_iter().map(Part::Text));
    if !whole {
        parts.push(Part::Actions(vec![Control::button(
            "Show all",
            Press::Whole(quote.id),
        )]));
    }
    let under = under(quote);
    if !under.is_empty() {
        parts.push(Part::Small(under));
    }
    Message {
        summary: summary(who, quote),
        parts,
    }
}

/// `Lea (IT support)`, `Lea (IT support) asks you`, `Ana`.
fn who(scene: &Scene<'_>, quote: &Quote<'_>, side: Side) -> Text {
    let author = match quote.author {
        Some(author) => scene.named(author),
        None => words("Somebody"),
    };
    if !quote.serves && side == Side::Requester {
        // Of a team that the request has left, or of none.
        return sentence("{}:", [author]);
    }
    let team = words(scene.team_name());
    match (quote.agent, quote.asked, side) {
        (true, true, Side::Requester) if scene.platform.threads_in_chats() => sentence(
            "{} ({}) asks you. Please answer in this thread:",
            [author, team],
        ),
        (true, true, Side::Requester) => {
            sentence("{} ({}) asks you. Please answer here:", [author, team])
        }
        (true, true, Side::Team) => sentence("{} asked the requester:", [author]),
        (true, false, Side::Requester) => sentence("{} ({}):", [author, team]),
        (true, false, Side::Team) => sentence("{} replied to the requester:", [author]),
        (false, ..) => sentence("{}:", [author]),
    }
}

fn under(quote: &Quote<'_>) -> Text {
    let edited = if quote.edited {
        plain("(edited)")
    } else {
        Text::new()
    };
    let files = match quote.files.len() {
        0 => Text::new(),
        1 => sentence("File: {}", [words(&quote.files[0])]),
        _ => sentence("Files: {}", [words(quote.files.join(", "))]),
    };
    let lost = [Lost::Gone, Lost::NotThere, Lost::Declined].map(|why| lost(quote, why));
    with(" · ", [edited, files].into_iter().chain(lost))
}

/// The files that did not come along for one reason; each leads to where it is, if that is known.
fn lost(quote: &Quote<'_>, why: Lost) -> Text {
    let all: Vec<&Missing> = quote.missing.iter().filter(|m| m.why == why).collect();
    let several = all.len() > 1;
    let names = with(
        ", ",
        all.into_iter().map(|file| match &file.link {
            Some(url) => vec![Span::Link {
                url: url.clone(),
                label: file.name.clone(),
            }],
            None => plain(&file.name),
        }),
    );
    if names.is_empty() {
        return names;
    }
    let said = match (why, several) {
        (Lost::Gone, false) => "This file could not be brought along:",
        (Lost::Gone, true) => "These files could not be brought along:",
        (Lost::NotThere, false) => {
            "This file stays where it is, because apps cannot put files here:"
        }
        (Lost::NotThere, true) => {
            "These files stay where they are, because apps cannot put files here:"
        }
        (Lost::Declined, false) => "You did not want this file:",
        (Lost::Declined, true) => "You did not want these files:",
    };
    join([plain(said), names])
}

fn summary(who: Text, quote: &Quote<'_>) -> Text {
    let (text, _) = cut::short(&flat_for_people(quote.text), MOST_SUMMARY);
    join([
        who,
        if text.is_empty() {
            under(quote)
        } else {
            plain(text)
        },
    ])
}

/// A mention has no name here, and an id says nothing to anybody.
fn flat_for_people(text: &[Span]) -> String {
    let seen: Text = text
        .iter()
        .map(|span| match span {
            Span::Person(_) => words("@…"),
            Span::When(_) => words("…"),
            other => other.clone(),
        })
        .collect();
    flat(&seen)
}
