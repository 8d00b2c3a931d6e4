//! The day that a plan is needed by: how near it may be, what to do where it is too near, and moving it.

use jiff::civil::Date;

use crate::clock::Millis;
use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answers, Catalogue, Service};
use crate::domain::intent::input;
use crate::domain::plan::{IfLate, TooLate, Wish, draft, too_late};
use crate::domain::talk::plain;

use super::super::face::{Choice, Element, Entry, Form, Group, Input, Part};
use super::super::words::{plan, time};
use super::{Frame, approval, fields, note, text};

/// Of what is filled in, what the plan's conditions look at.
fn late(
    service: &Service,
    seed: &Seed,
    needed_by: Date,
    catalogue: &Catalogue,
    today: Date,
) -> Option<TooLate> {
    let answers: Answers = seed
        .values
        .iter()
        .filter_map(|(key, value)| {
            Some((key.strip_prefix(input::FIELD)?.to_owned(), value.clone()))
        })
        .collect();
    let wish = Wish {
        subject: "",
        details: "",
        answers: &answers,
    };
    let steps = draft(service, wish, needed_by, catalogue);
    too_late(&steps, needed_by, today, catalogue)
}

fn today(catalogue: &Catalogue, now: Millis) -> Date {
    let now = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    now.to_zoned(catalogue.desk.time_zone.clone()).date()
}

/// The first day that leaves everybody their time.
pub(super) fn earliest(
    service: &Service,
    seed: &Seed,
    catalogue: &Catalogue,
    now: Millis,
) -> Option<String> {
    if service.steps.is_empty() {
        return None;
    }
    let today = today(catalogue, now);
    let earliest = late(service, seed, today, catalogue, today).map_or(today, |l| l.earliest);
    let day = time::date(earliest);
    Some(format!(
        "Several teams work on this. So that each has its time, the earliest is {day}."
    ))
}

/// What to do, where the chosen day is too near.
pub(super) fn choices(
    service: &Service,
    seed: &Seed,
    catalogue: &Catalogue,
    now: Millis,
) -> Vec<Element> {
    let day = text(seed, input::NEEDED_BY).and_then(|day| day.parse::<Date>().ok());
    let today = today(catalogue, now);
    let late = day.and_then(|day| late(service, seed, day, catalogue, today));
    late.map_or(vec![], |late| ways(&late, seed, catalogue))
}

/// Why the day is too near, and what can be done about it.
fn ways(late: &TooLate, seed: &Seed, catalogue: &Catalogue) -> Vec<Element> {
    let choice = |choice: IfLate| Choice {
        value: choice.as_str().to_owned(),
        label: plan::if_late(choice, late),
    };
    let given = text(seed, input::IF_LATE).and_then(|given| IfLate::parse(&given));
    let input = Input {
        key: input::IF_LATE.to_owned(),
        label: "What shall we do?".to_owned(),
        hint: Some("Or choose another day above.".to_owned()),
        required: false,
        control: Entry::Select {
            groups: vec![Group {
                label: String::new(),
                options: IfLate::ALL.map(choice).into(),
            }],
            value: given.map(choice),
        },
        follow: false,
    };
    vec![
        Element::Part(Part::Text(plain(plan::too_late(late, catalogue)))),
        Element::Input(Box::new(input)),
    ]
}

/// What a plan rests on, for a request that came to a service with steps by another way than its form.
pub(super) fn begin(
    service: &str,
    too_late: bool,
    seed: &Seed,
    catalogue: &Catalogue,
    now: Millis,
) -> Form {
    let frame = Frame {
        title: "Plan it",
        submit: "Plan it",
    };
    let Some(service) = catalogue.service(service) else {
        return frame.around(seed, vec![]);
    };
    let asked = service.fields.iter();
    let asked = asked.map(|field| fields::field(&approval::given(field, seed), seed));
    let mut body: Vec<Element> = asked.collect();
    body.push(day(seed, earliest(service, seed, catalogue, now)));
    if too_late {
        body.extend(choices(service, seed, catalogue, now));
    }
    body.push(note(
        "Each team is told its part and its day; everybody sees how far it is on this card.",
    ));
    frame.around(seed, body)
}

fn day(seed: &Seed, hint: Option<String>) -> Element {
    Element::Input(Box::new(Input {
        key: input::NEEDED_BY.to_owned(),
        label: "Needed by".to_owned(),
        hint,
        required: true,
        control: Entry::Date {
            value: text(seed, input::NEEDED_BY),
        },
        follow: false,
    }))
}

/// Another day for all of it.
pub(super) fn moved(seed: &Seed, catalogue: &Catalogue) -> Form {
    let frame = Frame {
        title: "Move the date",
        submit: "Move",
    };
    let told = note(
        "What is not done is planned anew, and every team concerned is told its old and new dates.",
    );
    let late = seed.late.as_ref();
    let mut body = vec![day(seed, None)];
    body.extend(late.map_or(vec![], |late| ways(late, seed, catalogue)));
    body.push(told);
    frame.around(seed, body)
}
