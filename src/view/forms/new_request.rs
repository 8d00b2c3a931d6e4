//! **New request**: which service, and then that service's own form.

use crate::clock::Millis;
use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answer, Catalogue, Service};
use crate::domain::intent::{NewRequestForm, input};
use crate::domain::promise::{Calendar, Grounds, Impact, Priority, Span, Urgency, add};
use crate::domain::talk::plain;

use super::super::face::{Choice, Element, Entry, Form, Group, Input, Part};
use super::super::scene::team_name;
use super::super::words::sentence::{sentence, words};
use super::super::words::{promise, state, time};
use super::{fields, log, note, plan, services, text};

/// The most characters of the details.
const MOST_DETAILS: usize = 3_000;
/// The most characters of a subject.
const MOST_SUBJECT: usize = 150;

pub(super) fn new_request(
    form: &NewRequestForm,
    seed: &Seed,
    catalogue: &Catalogue,
    now: Millis,
) -> Form {
    let service = form.service.as_deref().and_then(|s| catalogue.service(s));
    let mut body = vec![services::picker(
        &with_service(seed, service),
        catalogue,
        form.channel.as_ref(),
        None,
        "What do you need help with?",
    )];
    if let Some(Element::Input(input)) = body.first_mut() {
        input.follow = true;
    }
    if form.origin.as_ref().is_some_and(|o| !o.direct) {
        body.push(note(
            "The message that this is about comes along as a link.",
        ));
    }
    body.extend(service.into_iter().flat_map(|s| intro(s, seed, catalogue)));
    body.push(subject(seed));
    if let Some(service) = service {
        body.extend(service.fields.iter().map(|f| fields::field(f, seed)));
    }
    body.push(details(seed));
    if let Some(service) = service {
        if service.by_impact {
            body.extend([impact(seed), urgency(seed)]);
        } else {
            body.push(priority(seed));
        }
        body.push(needed_by(service, seed, catalogue, now));
        if form.too_late {
            body.extend(plan::choices(service, seed, catalogue, now));
        }
    }
    if form.log {
        body.extend(log::inputs(seed));
    } else if seed.agent {
        body.push(whom(seed, false));
    }
    Form {
        kind: seed.form.clone(),
        title: if form.log {
            "Log a request".to_owned()
        } else {
            "New request".to_owned()
        },
        submit: Some("Send request".to_owned()),
        close: "Cancel".to_owned(),
        body,
    }
}

/// The picker shows the service whose fields are shown.
fn with_service(seed: &Seed, service: Option<&Service>) -> Seed {
    let mut seed = seed.clone();
    if let Some(service) = service {
        let key = Answer::Text(service.key.clone());
        seed.values.insert(input::SERVICE.to_owned(), key);
    }
    seed
}

/// What the service is, what it needs, what it promises.
fn intro(service: &Service, seed: &Seed, catalogue: &Catalogue) -> Vec<Element> {
    let team = team_name(catalogue, &service.team);
    let description = service.description.as_ref().map(plain);
    let needs = service
        .needs
        .as_ref()
        .map(|needs| sentence("What helps {}: {}", [words(team.clone()), words(needs)]));
    let text = description.into_iter().chain(needs).map(Part::Text);
    let promised = service.promises.at(if service.by_impact {
        catalogue.desk.priorities.priority(grounds(seed))
    } else {
        chosen(seed)
    });
    let promised = promise::promise(&promised, calendar(service, catalogue)).map(plain);
    let private = service.private.then(|| {
        sentence(
            "Private: only {} reads it, and nothing of it is shown in an open channel.",
            [words(team)],
        )
    });
    let small = promised.into_iter().chain(private).map(Part::Small);
    text.chain(small).map(Element::Part).collect()
}

fn subject(seed: &Seed) -> Element {
    element(
        input::SUBJECT,
        "Subject",
        Some("In a few words, like: screen stays black".to_owned()),
        true,
        Entry::Line {
            value: text(seed, input::SUBJECT),
            most: MOST_SUBJECT,
        },
    )
}

fn details(seed: &Seed) -> Element {
    element(
        input::DETAILS,
        "Details",
        Some("Anything else we should know?".to_owned()),
        false,
        Entry::Paragraph {
            value: text(seed, input::DETAILS),
            most: MOST_DETAILS,
        },
    )
}

fn priority(seed: &Seed) -> Element {
    let choice = |priority: Priority| Choice {
        value: priority.as_str().to_owned(),
        label: state::priority(priority).to_owned(),
    };
    element(
        input::PRIORITY,
        "Priority",
        Some("Urgent: somebody cannot work until it is done.".to_owned()),
        true,
        Entry::Select {
            groups: vec![Group {
                label: String::new(),
                options: Priority::ALL.map(choice).into(),
            }],
            value: Some(choice(chosen(seed))),
        },
    )
}

fn impact(seed: &Seed) -> Element {
    let choice = |impact: Impact| Choice {
        value: impact.as_str().to_owned(),
        label: state::impact(impact).to_owned(),
    };
    let chosen = text(seed, input::IMPACT).map(|_| choice(grounds(seed).impact));
    let options = Impact::ALL.map(choice).into();
    one_of(input::IMPACT, "Who is affected?", options, chosen)
}

fn urgency(seed: &Seed) -> Element {
    let choice = |urgency: Urgency| Choice {
        value: urgency.as_str().to_owned(),
        label: state::urgency(urgency).to_owned(),
    };
    let chosen = text(seed, input::URGENCY).map(|_| choice(grounds(seed).urgency));
    let options = Urgency::ALL.map(choice).into();
    one_of(input::URGENCY, "How badly?", options, chosen)
}

pub(super) fn one_of(
    key: &str,
    label: &str,
    options: Vec<Choice>,
    value: Option<Choice>,
) -> Element {
    let groups = vec![Group {
        label: String::new(),
        options,
    }];
    element(key, label, None, true, Entry::Select { groups, value })
}

fn needed_by(service: &Service, seed: &Seed, catalogue: &Catalogue, now: Millis) -> Element {
    let value = text(seed, input::NEEDED_BY);
    element(
        input::NEEDED_BY,
        "Needed by",
        plan::earliest(service, seed, catalogue, now)
            .or_else(|| lead_time(service, catalogue, now)),
        !service.steps.is_empty(),
        Entry::Date { value },
    )
}

/// How long the team needs, and the first day that leaves it that.
fn lead_time(service: &Service, catalogue: &Catalogue, now: Millis) -> Option<String> {
    if service.lead_time_days == 0 {
        return None;
    }
    let span = Span::Days(service.lead_time_days);
    let calendar = calendar(service, catalogue);
    let needs = promise::duration(span, calendar.is_some());
    let zone = calendar.map_or(&catalogue.desk.time_zone, |c| &c.time_zone);
    let ready = jiff::Timestamp::from_millisecond(add(calendar, now, span)).ok()?;
    let day = time::date(ready.to_zoned(zone.clone()).date());
    Some(format!("Please allow {needs}: the earliest is {day}."))
}

pub(super) fn whom(seed: &Seed, required: bool) -> Element {
    let value = match seed.values.get(input::FOR) {
        Some(Answer::Person(account)) => Some(account.clone()),
        _ => None,
    };
    element(
        input::FOR,
        "For whom?",
        Some("If somebody else called or came by. They get the card.".to_owned()),
        required,
        Entry::Person { value },
    )
}

fn chosen(seed: &Seed) -> Priority {
    let name = text(seed, input::PRIORITY);
    let named = |p: &Priority| Some(p.as_str()) == name.as_deref();
    Priority::ALL.into_iter().find(named).unwrap_or_default()
}

fn grounds(seed: &Seed) -> Grounds {
    let (impact, urgency) = (text(seed, input::IMPACT), text(seed, input::URGENCY));
    let by_impact = |i: &Impact| Some(i.as_str()) == impact.as_deref();
    let by_urgency = |u: &Urgency| Some(u.as_str()) == urgency.as_deref();
    Grounds {
        impact: Impact::ALL.into_iter().find(by_impact).unwrap_or_default(),
        urgency: Urgency::ALL
            .into_iter()
            .find(by_urgency)
            .unwrap_or_default(),
    }
}

fn calendar<'a>(service: &Service, catalogue: &'a Catalogue) -> Option<&'a Calendar> {
    catalogue.team(&service.team)?.calendar.as_ref()
}

fn element(
    key: &str,
    label: &str,
    hint: Option<String>,
    required: bool,
    control: Entry,
) -> Element {
    Element::Input(Box::new(Input {
        key: key.to_owned(),
        label: label.to_owned(),
        hint,
        required,
        control,
        follow: false,
    }))
}
