//! A word that only one person sees.

use crate::domain::post::Whisper;
use crate::domain::talk::{Span, Text, plain};

use super::canned::no_such_reply;
use super::refusal::refusal;
use super::sentence::{sentence, words};

/// `by`: who was first, where that is why it was refused.
pub fn whisper(whisper: &Whisper, by: Option<Span>) -> Text {
    match whisper {
        Whisper::Refused { refusal: why } => refusal(why, by),
        Whisper::EditKept => plain(
            "Your edit took the >> away, so what you wrote now stays within the team. The requester still sees what was sent before.",
        ),
        Whisper::Moved { number, team } => sentence(
            "{} is with {} now, so this was not sent: what you write in this thread stays here.",
            [words(number), words(team)],
        ),
        Whisper::NoSuchReply { name, near } => no_such_reply(name, near),
        Whisper::Passed { number, team } => sentence(
            "{} reads this as part of {}. For something new, write: request, and what it is about. To write about another request, reply to its card.",
            [words(team), words(number)],
        ),
        Whisper::Answered { number, team } => sentence(
            "{} has this as your answer to {}. Somebody else waits for an answer, too: what you write next goes to them.",
            [words(team), words(number)],
        ),
        Whisper::DigestWished { kind, cron } => super::digest::wished(*kind, cron.as_deref()),
        Whisper::Already { number } => sentence(
            "This thread belongs to {} already. Write here, and the team reads it.",
            [words(number)],
        ),
    }
}
