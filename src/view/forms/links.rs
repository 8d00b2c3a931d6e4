//! Forms about several requests: merging, linking, splitting; and who watches one.

use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answer, Catalogue};
use crate::domain::intent::input;

use super::super::face::{Element, Entry, Form, Input};
use super::services::picker;
use super::{Frame, note, paragraph, text};

/// The most characters of a number.
const MOST_NUMBER: usize = 30;
/// The most characters of a subject.
const MOST_SUBJECT: usize = 150;

pub(super) fn merge(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Merge into",
        submit: "Merge",
    };
    let body = vec![
        number(seed, "Which request does it go on in?"),
        note(
            "This one ends. Both requesters are told, and whoever asked here hears everything that is said there, the result too.",
        ),
    ];
    frame.around(seed, body)
}

pub(super) fn link(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Link",
        submit: "Save",
    };
    let body = vec![
        number(seed, "Which request is it related to?"),
        tick(seed, "Linked already?", "Take the link away"),
    ];
    frame.around(seed, body)
}

pub(super) fn split(seed: &Seed, catalogue: &Catalogue) -> Form {
    let frame = Frame {
        title: "Split",
        submit: "Split",
    };
    let subject = Input {
        key: input::SUBJECT.to_owned(),
        label: "Subject of the second request".to_owned(),
        hint: None,
        required: true,
        control: Entry::Line {
            value: text(seed, input::SUBJECT),
            most: MOST_SUBJECT,
        },
        follow: false,
    };
    let body = vec![
        picker(seed, catalogue, None, None, "What is it about?"),
        Element::Input(Box::new(subject)),
        paragraph(
            seed,
            "Details",
            Some("Its team reads this as what was asked."),
            false,
        ),
        note("The requester gets a card for it; both requests name each other."),
    ];
    frame.around(seed, body)
}

pub(super) fn watchers(seed: &Seed) -> Form {
    let value = match seed.values.get(input::PERSON) {
        Some(Answer::Person(account)) => Some(account.clone()),
        _ => None,
    };
    let person = Input {
        key: input::PERSON.to_owned(),
        label: "Who should follow it?".to_owned(),
        hint: Some("They get a card that always shows how it stands.".to_owned()),
        required: true,
        control: Entry::Person { value },
        follow: false,
    };
    let frame = Frame {
        title: "Watchers",
        submit: "Save",
    };
    let body = vec![
        Element::Input(Box::new(person)),
        tick(seed, "Follows it already?", "Stop it for them"),
    ];
    frame.around(seed, body)
}

fn number(seed: &Seed, label: &str) -> Element {
    Element::Input(Box::new(Input {
        key: input::NUMBER.to_owned(),
        label: label.to_owned(),
        hint: Some("Its number, like IT-42.".to_owned()),
        required: true,
        control: Entry::Line {
            value: text(seed, input::NUMBER),
            most: MOST_NUMBER,
        },
        follow: false,
    }))
}

fn tick(seed: &Seed, label: &str, option: &str) -> Element {
    Element::Input(Box::new(Input {
        key: input::DELETE.to_owned(),
        label: label.to_owned(),
        hint: None,
        required: false,
        control: Entry::Checkbox {
            label: option.to_owned(),
            checked: seed.values.get(input::DELETE) == Some(&Answer::Checked(true)),
        },
        follow: false,
    }))
}
