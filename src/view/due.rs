//! What is still ahead of a promise, as one side reads it on a card.

use crate::clock::Millis;
use crate::domain::post::Side;
use crate::domain::request::Status;
use crate::domain::talk::{Span, Text, plain};

use super::scene::Scene;
use super::words::sentence::{sentence, words};
use super::words::time::age;

const FIRST_ANSWER: &str = "First answer";
const RESULT: &str = "Result";
const PAUSED_FOR_YOU: &str = "the clock is paused while we wait for you";
const PAUSED: &str = "the clock is paused until work goes on";

/// Label and value of each promise that is not kept yet; nothing once there is a result.
pub(super) fn facts(scene: &Scene<'_>, side: Side) -> Vec<(String, Text)> {
    let request = scene.request;
    if !request.status.is_open() {
        return vec![];
    }
    let mut facts = vec![];
    if let (None, Some(due)) = (
        request.first_response_at,
        request.promise.first_response_due,
    ) {
        facts.push((FIRST_ANSWER.to_owned(), by(due, scene.now, side)));
    }
    match (request.promise.remaining, request.promise.resolution_due) {
        (Some(left), _) => facts.push((RESULT.to_owned(), paused(scene, left, side))),
        (None, Some(due)) => facts.push((RESULT.to_owned(), by(due, scene.now, side))),
        (None, None) => {}
    }
    facts
}

/// Something that was promised is over its time and still owed.
pub(super) fn late(scene: &Scene<'_>) -> bool {
    let request = scene.request;
    let promise = &request.promise;
    let answer = promise.first_response_due;
    let answer = answer.filter(|_| request.first_response_at.is_none());
    let result = promise.resolution_due;
    let result = result.filter(|_| promise.remaining.is_none());
    request.status.is_open() && answer.into_iter().chain(result).any(|due| due < scene.now)
}

fn by(due: Millis, now: Millis, side: Side) -> Text {
    let when = [Span::When(due)];
    match side {
        _ if now <= due => sentence("by {}", when),
        Side::Requester => sentence("late, promised for {}", when),
        Side::Team => sentence("late, was due {}", when),
    }
}

fn paused(scene: &Scene<'_>, left: Millis, side: Side) -> Text {
    match (side, &scene.request.status) {
        (Side::Requester, Status::Waiting { .. }) => plain(PAUSED_FOR_YOU),
        (Side::Requester, _) => plain(PAUSED),
        (Side::Team, _) => sentence("the clock is paused with {} left", [words(age(left))]),
    }
}
