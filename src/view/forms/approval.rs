//! The forms of an approval.

use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answer, Catalogue, Field, FieldKind};
use crate::domain::intent::input;

use super::super::face::{Element, Entry, Form, Input};
use super::{Frame, fields, note, paragraph};

pub(super) fn decline(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Decline",
        submit: "Decline",
    };
    let hint = "The requester reads this, and may ask again.";
    frame.around(seed, vec![paragraph(seed, "Why not?", Some(hint), true)])
}

pub(super) fn ask_changes(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Ask for changes",
        submit: "Send back",
    };
    let hint = "The requester reads this, changes the answers, and you are asked again.";
    let what = paragraph(seed, "What should be different?", Some(hint), true);
    frame.around(seed, vec![what])
}

pub(super) fn delegate(seed: &Seed) -> Form {
    let value = match seed.values.get(input::PERSON) {
        Some(Answer::Person(account)) => Some(account.clone()),
        _ => None,
    };
    let person = Input {
        key: input::PERSON.to_owned(),
        label: "Who decides in your place?".to_owned(),
        hint: Some("They get your card, and you are out of it.".to_owned()),
        required: true,
        control: Entry::Person { value },
        follow: false,
    };
    let frame = Frame {
        title: "Hand on",
        submit: "Hand on",
    };
    frame.around(seed, vec![Element::Input(Box::new(person))])
}

/// The service's own form, filled in as it was.
pub(super) fn revise(service: &str, seed: &Seed, catalogue: &Catalogue) -> Form {
    let frame = Frame {
        title: "Change and send again",
        submit: "Send again",
    };
    let asked = catalogue.service(service).map_or(&[][..], |s| &s.fields);
    let mut body: Vec<Element> = asked
        .iter()
        .map(|asked| fields::field(&given(asked, seed), seed))
        .collect();
    let hint = "Whoever has to approve it reads this, and so does the team.";
    body.push(paragraph(
        seed,
        "What do you answer them?",
        Some(hint),
        false,
    ));
    body.push(note("Whoever has to approve it is asked again."));
    frame.around(seed, body)
}

/// What was attached stays so, without being attached again.
pub(super) fn given(field: &Field, seed: &Seed) -> Field {
    let key = format!("{}{}", input::FIELD, field.key);
    let attached = matches!(field.kind, FieldKind::File) && seed.values.contains_key(&key);
    Field {
        required: field.required && !attached,
        ..field.clone()
    }
}
