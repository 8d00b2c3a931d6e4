//! What is said of an agent's day-to-day tools: snoozing, handling time.

use crate::domain::request::CameBy;
use crate::domain::talk::{Span, Text, plain};

use super::sentence::{lines, sentence, words};

/// Minutes that one tap notes.
pub const USUAL_MINUTES: [u16; 4] = [5, 15, 30, 60];

/// How a request reached whoever logged it.
pub fn came_by(by: CameBy) -> &'static str {
    match by {
        CameBy::Phone => "Phone",
        CameBy::WalkUp => "In person",
        CameBy::Mail => "E-mail",
        CameBy::Other => "Another way",
    }
}

/// `35 min`, `1 h`, `2 h 5 min`.
pub fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// To the requester: it rests until then.
pub fn snoozed(by: Span, reason: &str, until: i64) -> Text {
    sentence(
        "{} had to put this on hold until {}: {}\nThe clock is paused until then. It goes on by itself, and we tell you here when it does.",
        [by, Span::When(until), words(reason)],
    )
}

/// To the team, where it is told.
pub fn snoozed_by(by: Span, reason: &str, until: i64) -> Text {
    sentence(
        "{} put it on hold until {}: {}\nThe clock is paused until then.",
        [by, Span::When(until), words(reason)],
    )
}

/// To the requester: its time has come. `by`: who has it.
pub fn woken(by: Option<Span>) -> Text {
    match by {
        Some(by) => sentence("The pause is over: {} is working on it again.", [by]),
        None => {
            plain("The pause is over, and the clock runs again. You will hear here who takes it.")
        }
    }
}

/// To the team: its time has come. `whose`: who has it, so that they are called.
pub fn woken_for(whose: Option<Span>, reason: &str) -> Text {
    let what = sentence(
        "It is back: it was on hold for this: {}\nThe clock runs again.",
        [words(reason)],
    );
    match whose {
        Some(whose) => lines([what, sentence("{}, it is with you.", [whose])]),
        None => lines([what, plain("Nobody has it yet.")]),
    }
}

/// On the cards: for what, and until when.
pub fn rests(reason: &str, until: Option<i64>) -> Text {
    match until {
        Some(until) => sentence(
            "It waits until {}, and then comes back by itself: {}",
            [Span::When(until), words(reason)],
        ),
        None => sentence("It waits for this: {}", [words(reason)]),
    }
}
