//! Requests in lists: one entry each.

use crate::clock::Millis;
use crate::domain::answer::About;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::Platform;
use crate::domain::post::Side;
use crate::domain::talk::{Span, Text};

use super::face::Part;
use super::scene::{named, service_name, team_name};
use super::words::sentence::{lines, sentence, with, words};
use super::words::state::state;
use super::words::time::age;

/// More than this of one list is only counted.
const MOST: usize = 20;

/// Who reads a list, where and when.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub catalogue: &'a Catalogue,
    pub platform: Platform,
    pub now: Millis,
    pub side: Side,
    /// Others read along: subjects of private requests are not shown.
    pub open: bool,
}

/// A part for each request, and how many there are besides.
pub(super) fn list(all: &[About], reader: Reader<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = all
        .iter()
        .take(MOST)
        .map(|about| Part::Text(lines([title(about, reader.open), under(about, reader)])))
        .collect();
    if all.len() > MOST {
        parts.push(Part::Small(sentence(
            "and {} more",
            [words((all.len() - MOST).to_string())],
        )));
    }
    parts
}

/// `IT-42 Screen is black`, the number as a link where there is one.
pub(super) fn title(about: &About, open: bool) -> Text {
    let number = match &about.link {
        Some(url) => Span::Link {
            url: url.clone(),
            label: about.number.clone(),
        },
        None => Span::Bold(about.number.clone()),
    };
    if open && about.private {
        sentence("{} Private request", [number])
    } else {
        sentence("{} {}", [number, words(&about.subject)])
    }
}

fn under(about: &About, reader: Reader<'_>) -> Text {
    let status = vec![words(state(about.status, reader.side))];
    let facts = match reader.side {
        Side::Requester => vec![status, served_by(about, reader), due(about, reader)],
        Side::Team => {
            let service = vec![words(service_name(reader.catalogue, &about.service))];
            let facts = [
                status,
                service,
                from(about, reader),
                served_by(about, reader),
            ];
            facts
                .into_iter()
                .chain([due(about, reader), old(about, reader)])
                .collect()
        }
    };
    with(" · ", facts)
}

fn from(about: &About, reader: Reader<'_>) -> Text {
    // Who asks in private is nobody else's business either.
    let shown = about
        .requester
        .as_ref()
        .filter(|_| !(reader.open && about.private));
    shown.map_or_else(Text::new, |person| {
        sentence("from {}", [named(person, reader.platform)])
    })
}

fn served_by(about: &About, reader: Reader<'_>) -> Text {
    match (&about.assignee, reader.side) {
        (Some(person), _) => sentence("with {}", [named(person, reader.platform)]),
        (None, Side::Requester) => {
            sentence("with {}", [words(team_name(reader.catalogue, &about.team))])
        }
        (None, Side::Team) => sentence("nobody has it", []),
    }
}

/// The next thing that is due. While the clock stands nothing is.
fn due(about: &About, reader: Reader<'_>) -> Text {
    if !matches!(about.status, "new" | "in_progress") {
        return Text::new();
    }
    let (first, result) = (about.first_response_due, about.resolution_due);
    let left = |due: Millis| words(age(due - reader.now));
    let sooner = first.filter(|f| result.is_none_or(|r| *f <= r));
    match (sooner, result) {
        (Some(due), _) if due < reader.now => {
            sentence("first answer was due {}", [Span::When(due)])
        }
        (Some(due), _) => sentence("first answer by {}, in {}", [Span::When(due), left(due)]),
        (None, Some(due)) if due < reader.now => sentence("result was due {}", [Span::When(due)]),
        (None, Some(due)) => sentence("result by {}, in {}", [Span::When(due), left(due)]),
        (None, None) => Text::new(),
    }
}

fn old(about: &About, reader: Reader<'_>) -> Text {
    sentence("{} old", [words(age(reader.now - about.created_at))])
}
