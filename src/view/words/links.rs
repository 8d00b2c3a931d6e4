//! What is said of requests that belong together.

use crate::domain::request::LinkKind;
use crate::domain::talk::{Span, Text};

use super::sentence::{sentence, words};

/// The label over the numbers.
pub fn label(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Related => "Related",
        LinkKind::MergedInto => "Goes on in",
        LinkKind::Merged => "Merged into this",
        LinkKind::SplitFrom => "Part of",
        LinkKind::SplitInto => "Split off",
    }
}

/// To the requester: it goes on in another one.
pub fn merged(by: Span, into: &str) -> Text {
    sentence(
        "{} put this together with {}, which is about the same. You do not have to do anything: what comes of it you read here, and what you write here is read there.",
        [by, words(into)],
    )
}

/// To the team: the same.
pub fn merged_by(by: Span, into: &str) -> Text {
    sentence("{} merged it into {}.", [by, words(into)])
}

/// To the requester: another one goes on in theirs.
pub fn took_in(by: Span, number: &str) -> Text {
    sentence(
        "{} put {}, which is about the same, together with this one. You do not have to do anything.",
        [by, words(number)],
    )
}

/// To the team: the same.
pub fn took_in_by(by: Span, number: &str) -> Text {
    sentence(
        "{} merged {} into this one. Whoever asked for it reads what is said to the requester here.",
        [by, words(number)],
    )
}

/// To the requester: a part of it became a request of its own.
pub fn split(by: Span, number: &str) -> Text {
    sentence(
        "{} made a request of its own of a part of this: {}. It has a card of its own, and both go on.",
        [by, words(number)],
    )
}

/// To whoever asked for the same: from here on they hear nothing of it.
pub fn gone_private(number: &str) -> Text {
    sentence(
        "{} goes on in private, so you hear no more of it here. If you still need something, use Reopen on the card of your own request: then it goes on by itself.",
        [words(number)],
    )
}

/// To the team: the same.
pub fn split_by(by: Span, number: &str) -> Text {
    sentence("{} split off {}.", [by, words(number)])
}

/// On the requester's card: where it goes on.
pub fn goes_on(into: &str) -> Text {
    sentence(
        "This goes on as part of {}, which is about the same. You read here what comes of it. If it is not the same, reopen it.",
        [words(into)],
    )
}
