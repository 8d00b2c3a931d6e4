//! Saying something to everybody concerned.

use crate::domain::announcement::MOST_ANNOUNCED;
use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answer, Catalogue, MOST_LINE};
use crate::domain::intent::input;

use super::super::face::{Choice, Element, Entry, Form, Input};
use super::article::{about, entry};
use super::{Frame, text};

pub(super) fn announce(seed: &Seed, catalogue: &Catalogue) -> Form {
    let words = Entry::Paragraph {
        value: text(seed, input::TEXT),
        most: MOST_ANNOUNCED,
    };
    let until = Input {
        key: input::UNTIL.to_owned(),
        label: "Until when?".to_owned(),
        hint: Some(
            "Like 15:00, or 2026-12-24 15:00, in the team's own time. Left empty: until somebody says Solved."
                .to_owned(),
        ),
        required: false,
        control: Entry::Line {
            value: text(seed, input::UNTIL),
            most: MOST_LINE,
        },
        follow: false,
    };
    let frame = Frame {
        title: "Announce",
        submit: "Announce",
    };
    frame.around(
        seed,
        vec![
            about(seed, catalogue, "What does it concern?"),
            entry(
                input::TEXT,
                "What do you say?",
                Some("One or two sentences: what is wrong, and what people can do meanwhile."),
                words,
            ),
            entry(input::WHERE, "To whom?", None, places(seed)),
            Element::Input(Box::new(until)),
        ],
    )
}

fn places(seed: &Seed) -> Entry {
    let options = [
        (input::IN_CHANNELS, "In the team's request channels"),
        (input::TO_ASKERS, "To people with open requests about it"),
    ];
    let options = options.map(|(value, label)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    });
    let chosen = |choice: &&Choice| match seed.values.get(input::WHERE) {
        Some(Answer::Many(chosen)) => chosen.contains(&choice.value),
        _ => true,
    };
    Entry::Multiselect {
        values: options.iter().filter(chosen).cloned().collect(),
        options: options.into(),
    }
}
