//! Why a request is where it is, in sentences for either side.

use crate::domain::answer::PersonName;
use crate::domain::catalogue::Catalogue;
use crate::domain::post::Side;
use crate::domain::routing::{Because, Reason, WhyHere};
use crate::domain::talk::{Span, Text, plain};

use super::super::scene::{service_name, team_name};
use super::sentence::{bold, join, lines, sentence, words};
use super::state;

/// One line for each step that it took, oldest first.
pub fn why(why: &WhyHere, catalogue: &Catalogue) -> Text {
    let team = words(team_name(catalogue, &why.team));
    let now = sentence("{} is with {}.", [bold(why.number.clone()), team]);
    let steps = why.reasons.iter().map(|r| step(r, why.side, catalogue));
    lines([now].into_iter().chain(steps))
}

/// Where something may belong: `Payroll: Bonus`.
pub fn door(team: &str, service: &str) -> String {
    format!("{team}: {service}")
}

fn step(reason: &Reason, side: Side, catalogue: &Catalogue) -> Text {
    let team = |key: &String| words(team_name(catalogue, key));
    let called = |key: &String| words(service_name(catalogue, key));
    match reason {
        Reason::Service {
            service: Some(service),
            team: of,
        } => sentence(
            "It was asked as “{}”, and {} serves that. No rule had a say.",
            [called(service), team(of)],
        ),
        Reason::Service {
            service: None,
            team: of,
        } => sentence("It came to {} first. No rule had a say.", [team(of)]),
        Reason::Rule {
            rule,
            because,
            from,
            to,
            priority,
            assignee,
            watchers,
        } => {
            let rule = words(rule.clone());
            let did = match from == to {
                true => sentence("The rule “{}” applies to it.", [rule]),
                false => sentence(
                    "The rule “{}” sent it to {} in place of {}.",
                    [rule, team(to), team(from)],
                ),
            };
            let met = because.iter().map(|b| condition(b, side, catalogue));
            let priority = priority.map(|priority| {
                let priority = words(state::priority(priority));
                sentence("It made the priority “{}”.", [priority])
            });
            // To whom the rule gave it is the team's own.
            let own = match side {
                Side::Team => given(assignee.as_ref(), watchers),
                Side::Requester => Text::new(),
            };
            join([did].into_iter().chain(met).chain(priority).chain([own]))
        }
        Reason::Moved {
            by,
            at,
            from,
            to,
            service,
            wrong_door,
        } => {
            let by = by.as_ref().map_or_else(|| words("The desk"), named);
            let (at, service) = (Span::When(*at), called(service));
            match (from == to, wrong_door) {
                (true, _) => sentence("{}: {} made it “{}”.", [at, by, service]),
                (false, true) => sentence(
                    "{}: {} moved it from {} to {}, as “{}”: it had come to the wrong team.",
                    [at, by, team(from), team(to), service],
                ),
                (false, false) => sentence(
                    "{}: {} handed it over from {} to {}, as “{}”.",
                    [at, by, team(from), team(to), service],
                ),
            }
        }
    }
}

fn condition(because: &Because, side: Side, catalogue: &Catalogue) -> Text {
    let yours = side == Side::Requester;
    match because {
        Because::Service(key) => sentence(
            "It was asked as “{}”.",
            [words(service_name(catalogue, key))],
        ),
        Because::Word(word) => sentence("“{}” stands in it.", [words(word.clone())]),
        Because::Pattern => plain("Its words fit the rule's pattern."),
        Because::AskedBy(key) => {
            let belongs = [words(belonging(catalogue, key))];
            match yours {
                true => sentence("You belong to {}.", belongs),
                false => sentence("Whoever asked belongs to {}.", belongs),
            }
        }
        Because::AskedIn(_) => plain("It was asked in a channel that the rule names."),
        Because::Open(key) => sentence("It was asked within the hours “{}”.", [words(key.clone())]),
        Because::Closed(key) => {
            sentence("It was asked outside the hours “{}”.", [words(key.clone())])
        }
    }
}

/// A team's or department's name; its key where the configuration no longer has it.
fn belonging(catalogue: &Catalogue, key: &str) -> String {
    let department = catalogue.departments.iter().find(|d| d.key == key);
    department.map_or_else(|| team_name(catalogue, key), |d| d.name.clone())
}

fn given(assignee: Option<&PersonName>, watchers: &[PersonName]) -> Text {
    let assignee = assignee.map(|person| sentence("It gave it to {}.", [named(person)]));
    let watchers = watchers
        .iter()
        .map(|person| sentence("It lets {} watch.", [named(person)]));
    join(assignee.into_iter().chain(watchers))
}

/// By name: nobody is called because somebody asked why.
fn named(person: &PersonName) -> Span {
    words(person.name.clone().unwrap_or_else(|| "somebody".to_owned()))
}
