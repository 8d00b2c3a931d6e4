//! Several requests at once: which ones, what with them, and what came of it.

use crate::domain::answer::{Outcome, Seed};
use crate::domain::catalogue::Answer;
use crate::domain::intent::{FormKind, input};
use crate::domain::request::Bulk;
use crate::domain::talk::{Text, plain};

use super::super::face::{Choice, Element, Entry, Form, Input, Part};
use super::super::scene::unmentioned;
use super::super::words::refusal::refusal;
use super::super::words::sentence::{sentence, with, words};
use super::new_request::one_of;
use super::request::assignee;
use super::tools::{own_clock, when};
use super::{paragraph, text};

pub(super) fn choose(seed: &Seed) -> Form {
    let offered = match seed.values.get(input::OFFERED) {
        Some(Answer::Many(lines)) => Some(lines.as_slice()),
        _ => None,
    };
    form(seed, "Several at once", "Go on", inputs(seed, offered))
}

/// Which of `offered` (None: more than a list shows), and what with them.
pub(super) fn inputs(seed: &Seed, offered: Option<&[String]>) -> Vec<Element> {
    let chosen = match seed.values.get(input::REQUESTS) {
        Some(Answer::Many(numbers)) => numbers.as_slice(),
        _ => &[],
    };
    let number = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let bare = |number: &String| Choice {
        value: number.clone(),
        label: number.clone(),
    };
    let choice = |line: &String| Choice {
        value: number(line),
        label: line.clone(),
    };
    let control = match offered {
        Some(lines) => {
            let options: Vec<Choice> = lines.iter().map(choice).collect();
            let chosen = options.iter().filter(|o| chosen.contains(&o.value));
            Entry::Multiselect {
                values: chosen.cloned().collect(),
                options,
            }
        }
        None => Entry::MultiSearch {
            values: chosen.iter().map(bare).collect(),
        },
    };
    let search = matches!(control, Entry::MultiSearch { .. });
    let requests = Input {
        key: input::REQUESTS.to_owned(),
        label: "Which ones?".to_owned(),
        hint: search.then(|| "Type words of their subjects, or a number.".to_owned()),
        required: true,
        control,
        follow: false,
    };
    let choice = |bulk: Bulk| Choice {
        value: bulk.to_wire().to_owned(),
        label: label(bulk).to_owned(),
    };
    let given = text(seed, input::MORE).and_then(|name| Bulk::from_wire(&name));
    let what = one_of(
        input::MORE,
        "What do you want to do with them?",
        Bulk::ALL.map(choice).into(),
        given.map(choice),
    );
    vec![Element::Input(Box::new(requests)), what]
}

pub(super) fn act(what: Bulk, numbers: &[String], seed: &Seed) -> Form {
    let which = Element::Part(Part::Small(plain(numbers.join(", "))));
    let hint = "Each requester reads this.";
    let more = match what {
        Bulk::Assign => vec![assignee(seed)],
        Bulk::Resolve => vec![paragraph(seed, "Summary", Some(hint), true)],
        Bulk::NotARequest => vec![paragraph(seed, "Why?", Some(hint), false)],
        Bulk::Snooze => {
            let [date, time] = when(seed, &own_clock(seed, || "Each team's time".to_owned()));
            let why = paragraph(seed, "What are they waiting for?", Some(hint), true);
            vec![date, time, why]
        }
        Bulk::Take | Bulk::Wait => vec![],
    };
    let body = [which].into_iter().chain(more).collect();
    form(seed, label(what), label(what), body)
}

/// What came of it, each that was refused with its reason.
pub(super) fn outcome(outcome: &Outcome) -> Vec<Text> {
    let done = match outcome.done.as_slice() {
        [] => plain("Nothing was done."),
        done => sentence("Done: {}", [words(done.join(", "))]),
    };
    let refused = outcome.refused.iter().map(|(number, why, by)| {
        let by = by.as_ref().map(unmentioned);
        let number = sentence("Not done: {}. ", [words(number)]);
        with("", [number, refusal(why, by)])
    });
    [done].into_iter().chain(refused).collect()
}

fn form(seed: &Seed, title: &str, submit: &str, body: Vec<Element>) -> Form {
    let kind: FormKind = seed.form.clone();
    Form {
        kind,
        title: title.to_owned(),
        submit: Some(submit.to_owned()),
        close: "Cancel".to_owned(),
        body,
    }
}

fn label(bulk: Bulk) -> &'static str {
    match bulk {
        Bulk::Take => "Take them",
        Bulk::Assign => "Assign them",
        Bulk::Wait => "Wait for the requesters",
        Bulk::Snooze => "Snooze them",
        Bulk::Resolve => "Resolve them",
        Bulk::NotARequest => "Not requests",
    }
}
