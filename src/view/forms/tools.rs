//! Forms of an agent's day: snoozing, handling time.

use jiff::tz::TimeZone;

use crate::domain::answer::Seed;
use crate::domain::catalogue::{Catalogue, Team};
use crate::domain::intent::input;

use super::super::face::{Choice, Element, Entry, Form, Group, Input};
use super::super::words::promise::clock;
use super::super::words::tools;
use super::{Frame, paragraph, text};

/// Every half hour of a day can be chosen.
const STEP_MINUTES: usize = 30;
const STEPS: usize = 24 * 60 / STEP_MINUTES;

pub(super) fn snooze(seed: &Seed, catalogue: &Catalogue) -> Form {
    let frame = Frame {
        title: "Snooze",
        submit: "Snooze",
    };
    let hint = "The requester reads this, and until when.";
    let why = paragraph(seed, "What is it waiting for?", Some(hint), true);
    let calendar = team(seed, catalogue).and_then(|t| t.calendar.as_ref());
    let zone = calendar.map_or(&catalogue.desk.time_zone, |c| &c.time_zone);
    let body = when(seed, &own_clock(seed, || clock(zone))).into_iter();
    frame.around(seed, body.chain([why]).collect())
}

/// The clock of whoever fills it in, where it is known.
pub(super) fn own_clock(seed: &Seed, otherwise: impl Fn() -> String) -> String {
    let own = text(seed, input::ZONE).and_then(|name| TimeZone::get(&name).ok());
    own.map_or_else(otherwise, |zone| clock(&zone))
}

/// A day, and a time of that day; `clock` says by which clock.
pub(super) fn when(seed: &Seed, clock: &str) -> [Element; 2] {
    let time = |step: usize| {
        let minutes = step * STEP_MINUTES;
        let label = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        Choice {
            value: label.clone(),
            label,
        }
    };
    let given = text(seed, input::TIME);
    let times: Vec<Choice> = (0..STEPS).map(time).collect();
    let date = Input {
        key: input::DATE.to_owned(),
        label: "Until which day?".to_owned(),
        hint: Some("The clock is paused until then, and then it comes back by itself.".to_owned()),
        required: true,
        control: Entry::Date {
            value: text(seed, input::DATE),
        },
        follow: false,
    };
    let at = Input {
        key: input::TIME.to_owned(),
        label: "At what time?".to_owned(),
        hint: Some(format!("{clock}. Without a time: when the team opens.")),
        required: false,
        control: Entry::Select {
            value: times
                .iter()
                .find(|t| Some(&t.value) == given.as_ref())
                .cloned(),
            groups: vec![Group {
                label: String::new(),
                options: times,
            }],
        },
        follow: false,
    };
    [date, at].map(|input| Element::Input(Box::new(input)))
}

pub(super) fn handling(seed: &Seed) -> Form {
    let minutes = Input {
        key: input::MINUTES.to_owned(),
        label: "Minutes".to_owned(),
        hint: Some(
            "How long you were busy with it. They are added up; with a minus they are taken back."
                .to_owned(),
        ),
        required: true,
        control: Entry::Number {
            value: text(seed, input::MINUTES),
        },
        follow: false,
    };
    let frame = Frame {
        title: "Note handling time",
        submit: "Note",
    };
    frame.around(seed, vec![Element::Input(Box::new(minutes))])
}

/// The usual times, where something else is asked for.
pub(super) fn minutes(seed: &Seed) -> Element {
    let choice = |minutes: u16| Choice {
        value: minutes.to_string(),
        label: tools::minutes(minutes.into()),
    };
    let given = text(seed, input::MINUTES);
    let options = tools::USUAL_MINUTES.map(choice);
    Element::Input(Box::new(Input {
        key: input::MINUTES.to_owned(),
        label: "Handling time".to_owned(),
        hint: Some("How long you were busy with it, as far as it is not noted yet.".to_owned()),
        required: false,
        control: Entry::Select {
            value: options
                .iter()
                .find(|o| Some(&o.value) == given.as_ref())
                .cloned(),
            groups: vec![Group {
                label: String::new(),
                options: options.into(),
            }],
        },
        follow: false,
    }))
}

/// The team of the request that the form is about.
fn team<'a>(seed: &Seed, catalogue: &'a Catalogue) -> Option<&'a Team> {
    let about = seed.about.as_ref()?;
    catalogue.teams.iter().find(|t| t.name == about.team)
}
