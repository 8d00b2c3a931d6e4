//! Promises that are late, put off, or others now, told to either side.

use crate::domain::promise::{Priority, Promise};
use crate::domain::request::{Late, Status, Why};
use crate::domain::talk::{Span, Text, plain};

use super::super::scene::{Scene, Told};
use super::promise::targets;
use super::sentence::{join, lines, sentence, with, words};
use super::state::priority;

/// To the requester: what was promised for `due` is late, or may be; `answer`: the first answer.
pub fn late(scene: &Scene<'_>, told: &Told<'_>, answer: bool, due: i64) -> Text {
    let what = match (answer, told.at < due) {
        (true, false) => "You were to hear from us by {}, and we did not make it. We are sorry.",
        (false, false) => {
            "You were to have the result by {}, and we did not make it. We are sorry."
        }
        (true, true) => "You were to hear from us by {}, and it may take us longer. We are sorry.",
        (false, true) => {
            "You were to have the result by {}, and it may take us longer. We are sorry."
        }
    };
    let why = match scene.request.assignee() {
        Some(assignee) => sentence(
            "The reason: {} is still working on it. We ask for a new time, and you get it here.",
            [scene.named(assignee)],
        ),
        None => sentence(
            "The reason: nobody was free to take it so far. We ask {} for a new time, and you get it here.",
            [words(scene.team_name())],
        ),
    };
    join([sentence(what, [Span::When(due)]), why])
}

/// To the team: what the requester was told of that, where they can be told anything.
pub fn late_to_team(scene: &Scene<'_>) -> Text {
    let requester = scene.request.requester;
    let person = scene.people.get(&requester);
    let what = match person.is_some_and(|person| person.accounts.is_empty()) {
        true => {
            "{} has no account here and could not be told that this takes longer. They have to hear it from you, with a new time."
        }
        false => "{} was told that this takes longer, and waits for a new time.",
    };
    sentence(what, [scene.named(requester)])
}

/// To whoever asked for the same as `number`: the same.
pub fn late_elsewhere(number: Span, told: &Told<'_>, answer: bool, due: i64) -> Text {
    let what = match (answer, told.at < due) {
        (true, false) => "{} was to be answered by {}, and we did not make it.",
        (false, false) => "{} was to be done by {}, and we did not make it.",
        (true, true) => "{} was to be answered by {}, and it may take us longer.",
        (false, true) => "{} was to be done by {}, and it may take us longer.",
    };
    let new = plain("We are sorry. We ask for a new time, and you get it here.");
    join([sentence(what, [number, Span::When(due)]), new])
}

/// To the requester: their answer is still waited for.
pub fn unanswered(scene: &Scene<'_>) -> Text {
    let Status::Waiting { assignee, .. } = &scene.request.status else {
        return plain("We are still on it, and tell you here as soon as there is news.");
    };
    sentence(
        "{} still needs an answer from you to go on. If it is no longer needed, use Cancel request on its card.",
        [scene.named(*assignee)],
    )
}

/// To the requester: a new time, from somebody.
pub fn put_off(by: Span, late: Late, from: Option<i64>, to: i64, why: &Why) -> Text {
    let when = Span::When(to);
    let what = match (late, from) {
        (Late::Result, Some(from)) if to > from => sentence(
            "This takes longer than we said, which was {}. {} gives you a new time: by {}.",
            [Span::When(from), by, when],
        ),
        (Late::Answer, Some(from)) if to > from => sentence(
            "You hear from us later than we said, which was {}. {} gives you a new time: by {}.",
            [Span::When(from), by, when],
        ),
        (Late::Result, _) => sentence("{} says that you have the result by {}.", [by, when]),
        (Late::Answer, _) => sentence("{} says that you hear from us by {}.", [by, when]),
    };
    lines([what, with("", [plain("The reason: "), reason(why)])])
}

/// To the team: the same.
pub fn put_off_by(by: Span, late: Late, to: i64, why: &Why) -> Text {
    let what = match late {
        Late::Answer => "{} gave the requester a new time for the first answer: by {}.",
        Late::Result => "{} gave the requester a new time: by {}.",
    };
    let what = sentence(what, [by, Span::When(to)]);
    lines([what, with("", [plain("The reason: "), reason(why)])])
}

fn reason(why: &Why) -> Text {
    match why {
        Why::Busy => plain("nobody was free to take it so far."),
        Why::Longer => plain("there is more to do than we thought."),
        Why::Said(text) => plain(text),
    }
}

/// A due time, before and now.
pub struct Moved {
    pub before: Option<i64>,
    pub now: Option<i64>,
}

/// To either side: the service promises something else now.
pub fn retargeted(scene: &Scene<'_>, from: &Promise, to: &Promise) -> Text {
    let working = scene.team().is_some_and(|t| t.calendar.is_some());
    let said = |promise: &Promise| {
        words(targets(promise, working).unwrap_or_else(|| "nothing".to_owned()))
    };
    sentence(
        "What is promised for “{}” has changed. So far: {}. From now on: {}.",
        [words(scene.service_name()), said(from), said(to)],
    )
}

/// To either side: it is more or less urgent than was said.
pub fn prioritised(by: Span, from: Priority, to: Priority) -> Text {
    sentence(
        "{} changed the priority: {}, it was {}.",
        [by, words(priority(to)), words(priority(from))],
    )
}

/// What other targets mean for this request.
pub fn means(scene: &Scene<'_>, first: &Moved, result: &Moved) -> Text {
    if scene.request.status.stops_the_clock() {
        return plain(
            "The clock of this request is paused now; it goes on with what is left by that.",
        );
    }
    let owed = scene.request.first_response_at.is_none();
    let first = moved("the first answer", first).filter(|_| owed);
    let result = moved("the result", result);
    let changes: Vec<Text> = first.into_iter().chain(result).collect();
    if changes.is_empty() {
        return plain("For this request everything stays as it was.");
    }
    with(
        "",
        [plain("For this request: "), with("; ", changes), plain(".")],
    )
}

/// Nothing where it stays.
fn moved(what: &str, moved: &Moved) -> Option<Text> {
    let now = moved.now.filter(|_| moved.now != moved.before)?;
    Some(match moved.before {
        Some(before) => sentence(
            "{} by {}, it was {}",
            [words(what), Span::When(now), Span::When(before)],
        ),
        None => sentence("{} by {}", [words(what), Span::When(now)]),
    })
}
