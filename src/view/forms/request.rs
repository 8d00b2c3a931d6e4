//! The forms that an agent serves with.

use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answer, Catalogue};
use crate::domain::intent::input;
use crate::domain::request::More;

use super::super::face::{Choice, Element, Entry, Form, Group, Input};
use super::services::picker;
use super::{Frame, note, paragraph};

pub(super) fn assign(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Assign",
        submit: "Assign",
    };
    frame.around(seed, vec![assignee(seed)])
}

/// To whom.
pub(super) fn assignee(seed: &Seed) -> Element {
    let value = match seed.values.get(input::PERSON) {
        Some(Answer::Person(account)) => Some(account.clone()),
        _ => None,
    };
    let person = Input {
        key: input::PERSON.to_owned(),
        label: "Who takes care of it?".to_owned(),
        hint: Some("An agent of the team. They are told, and so is the requester.".to_owned()),
        required: true,
        control: Entry::Person { value },
        follow: false,
    };
    Element::Input(Box::new(person))
}

pub(super) fn ask(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Ask the requester",
        submit: "Ask",
    };
    let hint = "The requester gets it at once. The clock is paused until they answer.";
    frame.around(
        seed,
        vec![paragraph(seed, "Your question", Some(hint), true)],
    )
}

/// What else can be done. What needs a text gets its own form next.
pub(super) fn more(seed: &Seed) -> Form {
    let status = seed.about.as_ref().map_or("", |about| about.status);
    let watching = seed.values.get(input::WATCHING) == Some(&Answer::Checked(true));
    let options = More::fitting(status, watching)
        .into_iter()
        .map(|more| Choice {
            value: more.to_wire().to_owned(),
            label: label(more).to_owned(),
        })
        .collect();
    let choose = Input {
        key: input::MORE.to_owned(),
        label: "What do you want to do?".to_owned(),
        hint: None,
        required: true,
        control: Entry::Select {
            groups: vec![Group {
                label: String::new(),
                options,
            }],
            value: None,
        },
        follow: false,
    };
    let frame = Frame {
        title: "More",
        submit: "Go on",
    };
    frame.around(seed, vec![Element::Input(Box::new(choose))])
}

fn label(more: More) -> &'static str {
    match more {
        More::HandOver => "Hand over",
        More::WrongTeam => "Wrong team",
        More::Wait => "Wait for requester",
        More::Hold => "Put on hold",
        More::Snooze => "Snooze",
        More::Handling => "Note handling time",
        More::Merge => "Merge into another one",
        More::Link => "Link to another one",
        More::Split => "Split",
        More::Watchers => "Add a watcher",
        More::GoOn => "Go on",
        More::Delay => "Give a new time",
        More::Priority => "Change the priority",
        More::NotARequest => "Not a request",
        More::Reopen => "Reopen",
        More::Watch => "Watch",
        More::Unwatch => "Stop watching",
        More::Why => "Why here?",
    }
}

/// The note is the teams' own: what is meant for the requester goes by Reply.
pub(super) fn hand_over(seed: &Seed, catalogue: &Catalogue) -> Form {
    let present = seed.about.as_ref().map(|about| about.service.as_str());
    let frame = Frame {
        title: "Hand over",
        submit: "Hand over",
    };
    let inputs = vec![
        picker(seed, catalogue, None, present, "Whose is it?"),
        paragraph(
            seed,
            "What should they know?",
            Some("Only the other team reads this. The requester is told that it moved."),
            false,
        ),
        note("Number, conversation and clock go along: the requester does not have to ask again."),
    ];
    frame.around(seed, inputs)
}

/// Like a hand-over, of what should never have come here: where it probably belongs is chosen already.
pub(super) fn wrong_team(seed: &Seed, catalogue: &Catalogue) -> Form {
    let present = seed.about.as_ref().map(|about| about.service.as_str());
    let frame = Frame {
        title: "Wrong team",
        submit: "Move",
    };
    let inputs = vec![
        picker(seed, catalogue, None, present, "Whose is it?"),
        paragraph(
            seed,
            "What should they know?",
            Some("Only the other team reads this. The requester is told that it moved."),
            false,
        ),
        note(
            "Number, conversation and clock go along: the requester does not have to ask again. It is counted, so that fewer come to the wrong team.",
        ),
    ];
    frame.around(seed, inputs)
}

pub(super) fn hold(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Put on hold",
        submit: "Put on hold",
    };
    let hint = "The requester reads this. The clock is paused until you go on.";
    frame.around(
        seed,
        vec![paragraph(seed, "What is it waiting for?", Some(hint), true)],
    )
}

pub(super) fn cancel(seed: &Seed) -> Form {
    if seed.agent {
        let frame = Frame {
            title: "Not a request",
            submit: "Close it",
        };
        let hint = "The requester reads this, and can reopen it.";
        return frame.around(seed, vec![paragraph(seed, "Why?", Some(hint), false)]);
    }
    let frame = Frame {
        title: "Cancel request",
        submit: "Cancel request",
    };
    let status = seed.about.as_ref().map_or("", |about| about.status);
    let hint = match status {
        "awaiting_approval" => "The team reads this. You can ask again at any time.",
        _ => "The team reads this. Nothing is lost: you can reopen it.",
    };
    let mut form = frame.around(seed, vec![paragraph(seed, "Why?", Some(hint), false)]);
    // "Cancel" beside "Cancel request" would be a riddle.
    form.close = "Keep it".to_owned();
    form
}
