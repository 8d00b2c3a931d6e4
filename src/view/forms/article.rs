//! Writing what a team knows, and reading it.

use crate::domain::answer::Seed;
use crate::domain::article::{ArticleState, MOST_BODY, MOST_TITLE, NOBODY, about as key_of, meant};
use crate::domain::catalogue::{Answer, Catalogue};
use crate::domain::intent::{ArticleForm, input};
use crate::domain::talk::Text;

use super::super::article::state_name;
use super::super::face::{Choice, Element, Entry, Form, Group, Input, Part};
use super::super::scene::{service_name, team_name};
use super::super::words::knowledge::{SOMEBODY, from_summary};
use super::super::words::sentence::{sentence, words};
use super::super::{cut, markdown};
use super::services::{MOST_LISTED, offered_by};
use super::{Frame, note, text};

/// As many parts as a form holds on Slack, with room for what is around them.
const MOST_PARTS: usize = 90;

/// The form for writing one.
pub(super) fn write(form: &ArticleForm, seed: &Seed, catalogue: &Catalogue) -> Form {
    let named = |key| text(seed, key).map(|text| text.replace(NOBODY, SOMEBODY));
    let body = text(seed, input::BODY).or_else(|| {
        let summary = named(input::TEXT).filter(|_| form.from.is_some())?;
        let all = from_summary(&named(input::TITLE).unwrap_or_default(), &summary);
        Some(all.chars().take(MOST_BODY).collect())
    });
    let title = Entry::Line {
        value: named(input::TITLE),
        most: MOST_TITLE,
    };
    let body = Entry::Paragraph {
        value: body,
        most: MOST_BODY,
    };
    let everybody = Entry::Checkbox {
        label: "Everybody may read it".to_owned(),
        checked: seed.values.get(input::EVERYBODY) != Some(&Answer::Checked(false)),
    };
    let mut inputs = vec![
        about(seed, catalogue, "What is it about?"),
        entry(
            input::TITLE,
            "Title",
            Some("In the words that people would look for."),
            title,
        ),
        entry(
            input::BODY,
            "What helps",
            Some(
                "What was wrong, what to do, how to avoid it. Markdown works: **bold**, - lists, [links](https://…).",
            ),
            body,
        ),
        entry(input::STATE, "State", None, state(seed)),
        entry(
            input::EVERYBODY,
            "Readers",
            Some("Else only the people who serve in the team find it."),
            everybody,
        ),
    ];
    if form.from.is_some() {
        inputs.insert(
            0,
            note("Made of the request's summary. Names of people are taken out: please check."),
        );
    }
    let frame = Frame {
        title: "Article",
        submit: "Save",
    };
    frame.around(seed, inputs)
}

/// An article, with the question whether it helped.
pub(super) fn read(seed: &Seed, catalogue: &Catalogue) -> Form {
    let title = text(seed, input::TITLE).unwrap_or_default();
    let body = markdown::read(&text(seed, input::BODY).unwrap_or_default());
    let (parts, _) = cut::parts(&body, MOST_PARTS);
    let mut elements = vec![Element::Part(Part::Header(title))];
    elements.extend(
        parts
            .into_iter()
            .map(|part| Element::Part(Part::Text(part))),
    );
    elements.push(Element::Part(Part::Small(whose(seed, catalogue))));
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let choices = [
        choice("yes", "Yes, it helped"),
        choice("no", "No, it did not"),
    ];
    let said = text(seed, input::HELPED);
    let value = choices.iter().find(|c| Some(&c.value) == said.as_ref());
    elements.push(Element::Input(Box::new(Input {
        key: input::HELPED.to_owned(),
        label: "Did this help you?".to_owned(),
        hint: Some("Your last answer counts. Its authors see how many, not who.".to_owned()),
        required: false,
        control: Entry::Select {
            value: value.cloned(),
            groups: vec![Group {
                label: String::new(),
                options: choices.into(),
            }],
        },
        follow: false,
    })));
    Form {
        kind: seed.form.clone(),
        title: "Article".to_owned(),
        submit: Some("Send".to_owned()),
        close: "Close".to_owned(),
        body: elements,
    }
}

fn whose(seed: &Seed, catalogue: &Catalogue) -> Text {
    let about = text(seed, input::ABOUT).unwrap_or_default();
    let (team, service) = about.split_once('/').unwrap_or((&about, ""));
    let team = words(team_name(catalogue, team));
    match service {
        "" => vec![team],
        service => sentence("{}: {}", [team, words(service_name(catalogue, service))]),
    }
}

/// The input for a team, or a service of it: of the teams that the seed names.
pub(super) fn about(seed: &Seed, catalogue: &Catalogue, label: &str) -> Element {
    let chosen = text(seed, input::ABOUT);
    let groups = groups(seed, catalogue);
    let all: usize = groups.iter().map(|g| g.options.len()).sum();
    let options = || groups.iter().flat_map(|g| &g.options);
    let value = options()
        .find(|o| Some(&o.value) == chosen.as_ref())
        .cloned();
    let only = (all == 1).then(|| options().next().cloned()).flatten();
    let value = value.or(only);
    let control = if all > MOST_LISTED {
        Entry::Search { value }
    } else {
        Entry::Select { groups, value }
    };
    entry(input::ABOUT, label, None, control)
}

fn groups(seed: &Seed, catalogue: &Catalogue) -> Vec<Group> {
    let teams = match seed.values.get(input::TEAMS) {
        Some(Answer::Many(teams)) => teams.as_slice(),
        _ => &[],
    };
    let teams = teams.iter().filter_map(|key| catalogue.team(key));
    teams
        .map(|team| {
            let all = Choice {
                value: key_of(&team.key, None),
                label: format!("All of {}", team.name),
            };
            let each = offered_by(catalogue, team).map(|service| Choice {
                value: key_of(&team.key, Some(&service.key)),
                label: service.name.clone(),
            });
            Group {
                label: team.name.clone(),
                options: std::iter::once(all).chain(each).collect(),
            }
        })
        .collect()
}

/// Everything that [`about`] may offer, for lists that come as people type.
pub(super) fn all_about(catalogue: &Catalogue) -> Vec<(String, String)> {
    let each = catalogue.teams.iter().flat_map(|team| {
        let services = offered_by(catalogue, team).map(|s| {
            let label = format!("{} ({})", s.name, team.name);
            (key_of(&team.key, Some(&s.key)), label)
        });
        let all = (key_of(&team.key, None), format!("All of {}", team.name));
        std::iter::once(all).chain(services)
    });
    each.filter(|(value, _)| meant(value, catalogue).is_some())
        .collect()
}

fn state(seed: &Seed) -> Entry {
    let given = text(seed, input::STATE);
    let given = given.and_then(|name| ArticleState::parse(&name));
    let choice = |state: ArticleState| Choice {
        value: state.as_str().to_owned(),
        label: state_name(state).to_owned(),
    };
    Entry::Select {
        groups: vec![Group {
            label: String::new(),
            options: ArticleState::ALL.map(choice).into(),
        }],
        value: Some(choice(given.unwrap_or_default())),
    }
}

pub(super) fn entry(key: &str, label: &str, hint: Option<&str>, control: Entry) -> Element {
    Element::Input(Box::new(Input {
        key: key.to_owned(),
        label: label.to_owned(),
        hint: hint.map(str::to_owned),
        required: !matches!(control, Entry::Checkbox { .. }),
        control,
        follow: false,
    }))
}
