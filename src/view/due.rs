//! What is still ahead of a promise, as one side reads it on a card.

use crate::clock::Millis;
use crate::domain::post::Side;
use crate::domain::promise::{BANDS, between};
use crate::domain::request::Status;
use crate::domain::talk::{Span, Text, plain};

use super::scene::Scene;
use super::words::digest::length;
use super::words::sentence::{sentence, words};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const FIRST_ANSWER: &str = "First answer";
const RESULT: &str = "Result";
const PAUSED_FOR_YOU: &str = "the clock is paused while we wait for you";
const PAUSED_FOR_APPROVAL: &str = "the clock is paused until this is decided";
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
        let said = match request.promise.first_remaining {
            Some(left) => paused(scene, left, side),
            None => by(scene, due, side),
        };
        facts.push((FIRST_ANSWER.to_owned(), said));
    }
    match (request.promise.remaining, request.promise.resolution_due) {
        (Some(left), _) => facts.push((RESULT.to_owned(), paused(scene, left, side))),
        (None, Some(due)) => facts.push((RESULT.to_owned(), by(scene, due, side))),
        (None, None) => {}
    }
    facts
}

/// Something that was promised is over its time and still owed.
pub(super) fn late(scene: &Scene<'_>) -> bool {
    let request = scene.request;
    let promise = &request.promise;
    let answer = promise.first_response_due;
    let answer =
        answer.filter(|_| request.first_response_at.is_none() && promise.first_remaining.is_none());
    let result = promise.resolution_due;
    let result = result.filter(|_| promise.remaining.is_none());
    request.status.is_open() && answer.into_iter().chain(result).any(|due| due <= scene.now)
}

fn by(scene: &Scene<'_>, due: Millis, side: Side) -> Text {
    let when = Span::When(due);
    match side {
        _ if scene.now < due => sentence("by {}, {} left", [when, words(left(scene, due))]),
        Side::Requester => sentence("late, promised for {}", [when]),
        Side::Team => sentence("late, was due {}", [when]),
    }
}

/// `at most 4 working hours`. A card stays as it was drawn until something changes: so it says what stays true,
/// and is drawn anew at each of these.
fn left(scene: &Scene<'_>, due: Millis) -> String {
    let calendar = scene.team().and_then(|t| t.calendar.as_ref());
    let left = between(calendar, scene.now, due);
    let working = if calendar.is_some() { "working " } else { "" };
    let hours = |band: Millis| match band / HOUR {
        0 => format!("{} minutes", band / MINUTE),
        1 => format!("1 {working}hour"),
        n => format!("{n} {working}hours"),
    };
    match BANDS.into_iter().rev().find(|band| left <= *band) {
        Some(band) => format!("at most {}", hours(band)),
        None => format!("more than {}", hours(BANDS[0])),
    }
}

fn paused(scene: &Scene<'_>, left: Millis, side: Side) -> Text {
    match (side, &scene.request.status) {
        (Side::Requester, Status::Waiting { .. }) => plain(PAUSED_FOR_YOU),
        (Side::Requester, Status::AwaitingApproval { .. }) => plain(PAUSED_FOR_APPROVAL),
        (Side::Requester, _) => plain(PAUSED),
        (Side::Team, _) => sentence("the clock is paused with {} left", [words(length(left))]),
    }
}
