//! What changes a promise: a new time with its reason, another priority.

use crate::domain::answer::Seed;
use crate::domain::intent::input;
use crate::domain::promise::{Priority, Span};

use super::super::face::{Choice, Element, Entry, Form, Group, Input};
use super::super::words::promise::duration;
use super::super::words::state;
use super::{Frame, note, paragraph, text};

/// What can be chosen, counted from now on in the team's own time.
const TIMES: [Span; 8] = [
    Span::Minutes(30),
    Span::Minutes(60),
    Span::Minutes(120),
    Span::Minutes(240),
    Span::Days(1),
    Span::Days(2),
    Span::Days(3),
    Span::Days(5),
];

pub(super) fn delay(seed: &Seed) -> Form {
    let choice = |span: Span| Choice {
        value: span.to_string(),
        label: format!("In {}", duration(span, true)),
    };
    let given = text(seed, input::LATER).and_then(|given| given.parse().ok());
    let when = Input {
        key: input::LATER.to_owned(),
        label: "When will it be done?".to_owned(),
        hint: Some("In the team's working time, from now on.".to_owned()),
        required: true,
        control: Entry::Select {
            groups: vec![Group {
                label: String::new(),
                options: TIMES.map(choice).into(),
            }],
            value: given.filter(|span| TIMES.contains(span)).map(choice),
        },
        follow: false,
    };
    let frame = Frame {
        title: "New time",
        submit: "Give new time",
    };
    let hint = "The requester reads this, with the new time.";
    let why = paragraph(seed, "Why does it take longer?", Some(hint), true);
    frame.around(seed, vec![Element::Input(Box::new(when)), why])
}

/// The requester is told, with what it means for the promise.
pub(super) fn priority(seed: &Seed) -> Form {
    let choice = |priority: Priority| Choice {
        value: priority.as_str().to_owned(),
        label: state::priority(priority).to_owned(),
    };
    let given = text(seed, input::PRIORITY);
    let given = Priority::ALL
        .into_iter()
        .find(|p| Some(p.as_str()) == given.as_deref());
    let priority = Input {
        key: input::PRIORITY.to_owned(),
        label: "Priority".to_owned(),
        hint: None,
        required: true,
        control: Entry::Select {
            groups: vec![Group {
                label: String::new(),
                options: Priority::ALL.map(choice).into(),
            }],
            value: given.map(choice),
        },
        follow: false,
    };
    let frame = Frame {
        title: "Priority",
        submit: "Change",
    };
    let told = note("The requester is told, and what is promised follows.");
    frame.around(seed, vec![Element::Input(Box::new(priority)), told])
}
