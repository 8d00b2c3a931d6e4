//! Replying to the requester, and the replies that are kept for it.

use crate::domain::answer::Seed;
use crate::domain::canned::{MOST_NAME, MOST_TEXT};
use crate::domain::catalogue::Answer;
use crate::domain::intent::{FormKind, input};

use super::super::face::{Choice, Element, Entry, Form, Group, Input};
use super::super::words::canned;
use super::{Frame, note, paragraph, text};

pub(super) fn reply(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Reply to the requester",
        submit: "Send",
    };
    let hint = "The requester gets it at once, with your name.";
    let Some(Answer::Many(names)) = seed.values.get(input::OFFERED) else {
        return frame.around(seed, vec![paragraph(seed, "Your reply", Some(hint), true)]);
    };
    let choice = |name: &String| Choice {
        value: name.clone(),
        label: name.clone(),
    };
    let given = text(seed, input::CANNED);
    let canned = Input {
        key: input::CANNED.to_owned(),
        label: "Or a reply that is kept".to_owned(),
        hint: Some("You see it before it goes.".to_owned()),
        required: false,
        control: Entry::Select {
            value: names
                .iter()
                .find(|n| Some(*n) == given.as_ref())
                .map(choice),
            groups: vec![Group {
                label: String::new(),
                options: names.iter().map(choice).collect(),
            }],
        },
        follow: false,
    };
    let words = paragraph(seed, "Your reply", Some(hint), false);
    frame.around(seed, vec![words, Element::Input(Box::new(canned))])
}

/// What was chosen, to be looked at before it goes.
pub(super) fn send(seed: &Seed) -> Form {
    let frame = Frame {
        title: "Reply to the requester",
        submit: "Send",
    };
    let words = Input {
        key: input::REPLY.to_owned(),
        label: "Your reply".to_owned(),
        hint: Some(canned::filled_in()),
        required: true,
        control: Entry::Paragraph {
            value: text(seed, input::REPLY),
            most: MOST_TEXT,
        },
        follow: false,
    };
    frame.around(seed, vec![Element::Input(Box::new(words))])
}

/// One of the agent's own.
pub(super) fn own(id: i64, seed: &Seed) -> Form {
    let name = Input {
        key: input::NAME.to_owned(),
        label: "Name".to_owned(),
        hint: Some(
            "Small letters, digits and -, like vpn: in a request's thread you type ?vpn".to_owned(),
        ),
        required: true,
        control: Entry::Line {
            value: text(seed, input::NAME),
            most: MOST_NAME,
        },
        follow: false,
    };
    let delete = Input {
        key: input::DELETE.to_owned(),
        label: "No longer needed?".to_owned(),
        hint: None,
        required: false,
        control: Entry::Checkbox {
            label: "Delete it".to_owned(),
            checked: seed.values.get(input::DELETE) == Some(&Answer::Checked(true)),
        },
        follow: false,
    };
    let mut body = vec![
        Element::Input(Box::new(name)),
        paragraph(seed, "Text", Some(&canned::variables()), true),
        note("Only you see it. A team's replies are in the desk's configuration."),
    ];
    body.extend((id != 0).then(|| Element::Input(Box::new(delete))));
    Form {
        kind: FormKind::OwnReply(id),
        title: "A reply of your own".to_owned(),
        submit: Some("Keep it".to_owned()),
        close: "Cancel".to_owned(),
        body,
    }
}
