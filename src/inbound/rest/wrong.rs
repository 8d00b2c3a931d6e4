//! What the desk refuses, as fields and problems.

use axum::http::StatusCode;

use crate::domain::answer::{PersonName, Wrong};
use crate::domain::catalogue::Service;
use crate::domain::intent::input;
use crate::domain::request::Refusal;
use crate::view;

use super::problem::{Problem, WrongField};

/// Every wrong input of a form, by the path of its field.
pub fn fields(wrong: &[(String, Wrong)], service: Option<&Service>) -> Vec<WrongField> {
    wrong
        .iter()
        .map(|(key, wrong)| WrongField::new(path(key), words(wrong, key, service)))
        .collect()
}

/// The form's key as the path in our JSON.
fn path(key: &str) -> String {
    match key.strip_prefix(input::FIELD) {
        Some(field) => format!("answers.{field}"),
        None => key.to_owned(),
    }
}

/// What would be right, for whoever writes the program; a field's words are those of the form.
fn words(wrong: &Wrong, key: &str, service: Option<&Service>) -> String {
    match wrong {
        Wrong::Field(_) | Wrong::Roster(_) => view::words::wrong::wrong(wrong, key, service),
        Wrong::Refused { refusal, by } => sentence(refusal, by.as_ref()),
        Wrong::NoService => "There is no such service; GET /api/v1/services lists them.".to_owned(),
        Wrong::NoSubject => "Please say in a few words what it is about.".to_owned(),
        Wrong::PastDate => "This date has passed.".to_owned(),
        Wrong::FarDate => "This date is more than three years away.".to_owned(),
        Wrong::NoSuchDate => "This should be a date, like 2026-12-24.".to_owned(),
        Wrong::NoSuchPriority => "This should be low, normal, high or urgent.".to_owned(),
        Wrong::NoSuchImpact => "This should be one, several or everybody.".to_owned(),
        Wrong::NoSuchUrgency => "This should be waits, slowed or stopped.".to_owned(),
        // Only forms ask for these.
        Wrong::NoName | Wrong::NameTaken | Wrong::NoSuchVariable { .. } => {
            "This should be another text.".to_owned()
        }
        Wrong::NeedsDate | Wrong::TooLate(_) => view::words::wrong::wrong(wrong, key, service),
        Wrong::NoSuchChoice => "This should be later, expedite or partial.".to_owned(),
        Wrong::TooLong { most } => format!("This is too long: {most} characters are the most."),
        Wrong::Missing | Wrong::NoTitle | Wrong::Changed | Wrong::NoSuchTime | Wrong::Nowhere => {
            view::words::wrong::wrong(wrong, key, service)
        }
    }
}

/// A refused action.
pub fn refused(refusal: &Refusal, by: Option<&PersonName>) -> Problem {
    let words = sentence(refusal, by);
    match refusal {
        Refusal::NotYourTeam
        | Refusal::NotTheRequester
        | Refusal::NotInvolved
        | Refusal::Roster(_)
        | Refusal::NotYourArticle
        | Refusal::NotYourAnnouncement
        | Refusal::NotAnApprover
        | Refusal::OwnRequest
        | Refusal::Stranger => {
            Problem::new(StatusCode::FORBIDDEN, kind(refusal), "Not allowed", words)
        }
        Refusal::AlreadyTaken { .. }
        | Refusal::AlreadyResolved
        | Refusal::AlreadyWaiting
        | Refusal::AlreadyOnHold
        | Refusal::NotResolved
        | Refusal::NotWaiting
        | Refusal::Over
        | Refusal::Planned
        | Refusal::NoPlan
        | Refusal::PlanUnfinished
        | Refusal::StepWaits
        | Refusal::StepSettled
        | Refusal::AwaitsApproval
        | Refusal::NotYourTurn
        | Refusal::AlreadyDecided
        | Refusal::ChangesAwaited
        | Refusal::NoChangesAsked
        | Refusal::AlreadyAsked
        | Refusal::NobodyApproves
        | Refusal::NotApproved
        | Refusal::SameDesk => Problem::conflict(kind(refusal), words),
        Refusal::NoSuchRequest => Problem::no_such("request"),
        Refusal::NoSuchArticle => Problem::no_such("article"),
        Refusal::NotAnAgent | Refusal::NoSuchPerson => {
            Problem::fields(vec![WrongField::new("to", words)])
        }
        Refusal::NoSuchDesk => Problem::fields(vec![WrongField::new("service", words)]),
        Refusal::Past | Refusal::FarDue => Problem::fields(vec![WrongField::new("due", words)]),
        Refusal::TimeOver | Refusal::FarUntil => {
            Problem::fields(vec![WrongField::new("until", words)])
        }
        Refusal::Itself | Refusal::OtherOver | Refusal::OthersPrivate | Refusal::StaysPrivate => {
            Problem::conflict(kind(refusal), words)
        }
        Refusal::NothingDue => Problem::conflict(kind(refusal), words),
        Refusal::NoSuchMinutes => Problem::fields(vec![WrongField::new("minutes", words)]),
        // Texts are looked at before the desk is asked.
        Refusal::Empty => Problem::fields(vec![WrongField::new("text", words)]),
    }
}

fn kind(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotYourTeam => "not-your-team",
        Refusal::NotTheRequester => "not-the-requester",
        Refusal::NotInvolved => "not-involved",
        Refusal::AlreadyTaken { .. } => "already-taken",
        Refusal::AlreadyResolved => "already-resolved",
        Refusal::AlreadyWaiting => "already-waiting",
        Refusal::AlreadyOnHold => "already-on-hold",
        Refusal::NotResolved => "not-resolved",
        Refusal::NotWaiting => "not-waiting",
        Refusal::Over => "over",
        Refusal::NotAnAgent => "not-an-agent",
        Refusal::NoSuchDesk => "no-such-desk",
        Refusal::SameDesk => "same-desk",
        Refusal::NoSuchRequest => "not-found",
        Refusal::NoSuchPerson => "no-such-person",
        Refusal::Empty => "empty",
        Refusal::Stranger => "stranger",
        Refusal::Past => "past",
        Refusal::Roster(_) => "roster",
        Refusal::NoSuchArticle => "no-such-article",
        Refusal::NotYourArticle => "not-your-article",
        Refusal::NotYourAnnouncement => "not-your-announcement",
        Refusal::Planned => "planned",
        Refusal::NoPlan => "no-plan",
        Refusal::PlanUnfinished => "plan-unfinished",
        Refusal::StepWaits => "step-waits",
        Refusal::StepSettled => "step-settled",
        Refusal::AwaitsApproval => "awaits-approval",
        Refusal::NotAnApprover => "not-an-approver",
        Refusal::OwnRequest => "own-request",
        Refusal::NotYourTurn => "not-your-turn",
        Refusal::AlreadyDecided => "already-decided",
        Refusal::ChangesAwaited => "changes-awaited",
        Refusal::NoChangesAsked => "no-changes-asked",
        Refusal::AlreadyAsked => "already-asked",
        Refusal::NobodyApproves => "nobody-approves",
        Refusal::NotApproved => "not-approved",
        Refusal::TimeOver => "time-over",
        Refusal::FarDue | Refusal::FarUntil => "far",
        Refusal::Itself => "itself",
        Refusal::OtherOver => "other-over",
        Refusal::OthersPrivate => "others-private",
        Refusal::StaysPrivate => "stays-private",
        Refusal::NothingDue => "nothing-due",
        Refusal::NoSuchMinutes => "no-such-minutes",
    }
}

fn sentence(refusal: &Refusal, by: Option<&PersonName>) -> String {
    match refusal {
        Refusal::NotYourTeam => "Only the team that serves the request may do this.",
        Refusal::NotTheRequester => "Only the requester may do this.",
        Refusal::NotInvolved => "Only the requester and the team may do this.",
        Refusal::AlreadyTaken { .. } => {
            return match by.and_then(|p| p.name.as_deref()) {
                Some(name) => format!("{name} has taken it already."),
                None => "Somebody has taken it already.".to_owned(),
            };
        }
        Refusal::AlreadyResolved => "It is resolved already; reopen it first.",
        Refusal::AlreadyWaiting => "It waits for the requester already.",
        Refusal::AlreadyOnHold => "It is on hold already.",
        Refusal::NotResolved => "It is not resolved yet.",
        Refusal::NotWaiting => "It neither waits nor is on hold.",
        Refusal::Over => "It is closed or cancelled: nothing changes any more.",
        Refusal::NotAnAgent => "This person serves in no such team.",
        Refusal::NoSuchDesk => "There is no such service; GET /api/v1/services lists them.",
        Refusal::SameDesk => "It is at that desk already.",
        Refusal::NoSuchRequest => "There is no such request.",
        Refusal::NoSuchPerson => "There is no such person.",
        Refusal::Empty => "Please fill this in.",
        Refusal::Roster(why) => view::words::duty::objection(*why),
        Refusal::NoSuchArticle => "There is no such article.",
        Refusal::NotYourArticle => "Only those who serve in its team may do this.",
        Refusal::NotYourAnnouncement => {
            "Only those who serve in the team that announced it may do this."
        }
        Refusal::Planned => "It is part of a plan already.",
        Refusal::NoPlan => "It is not the whole of a plan.",
        Refusal::PlanUnfinished => "Steps of its plan are not done yet.",
        Refusal::StepWaits => "What this step waits for is not done yet.",
        Refusal::StepSettled => "That was decided already.",
        Refusal::AwaitsApproval => "It waits for an approval.",
        Refusal::NotAnApprover => "This person was not asked to approve it.",
        Refusal::OwnRequest => "Nobody approves what they asked for themselves.",
        Refusal::NotYourTurn => "Somebody else has to approve it first.",
        Refusal::AlreadyDecided => "It is decided already.",
        Refusal::ChangesAwaited => "It was sent back to the requester to be changed.",
        Refusal::NoChangesAsked => "Nobody asked for changes.",
        Refusal::AlreadyAsked => "This person was asked to approve it anyway.",
        Refusal::NobodyApproves => "It needs an approval, and nobody is there who may give it.",
        Refusal::NotApproved => "It was not approved; only a new request can be.",
        Refusal::Past | Refusal::TimeOver => "This time is over already.",
        Refusal::FarDue | Refusal::FarUntil => "This is more than three years away.",
        Refusal::Itself => "It is that request itself.",
        Refusal::OtherOver => "The other request is resolved or over.",
        Refusal::OthersPrivate => "It is private: only its requester decides who reads it.",
        Refusal::StaysPrivate => "It is private, and the other request is not.",
        Refusal::NothingDue => "Nothing is due.",
        Refusal::NoSuchMinutes => {
            "Minutes are a number up to 1440; below zero they take back no more than was noted."
        }
        Refusal::Stranger => "People of another company may ask, not serve.",
    }
    .to_owned()
}
