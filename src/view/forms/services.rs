//! Services to choose from, grouped by team.

use crate::domain::answer::Seed;
use crate::domain::catalogue::{Catalogue, Service, Team};
use crate::domain::ids::Channel;
use crate::domain::intent::input;

use super::super::face::{Choice, Element, Entry, Group, Input};
use super::text;

/// More choices than this do not fit a list: they come as the person types.
pub(super) const MOST_LISTED: usize = 100;

/// The input for a service, `without` one that is out of the question. The team of `channel` first.
pub(super) fn picker(
    seed: &Seed,
    catalogue: &Catalogue,
    channel: Option<&Channel>,
    without: Option<&str>,
    label: &str,
) -> Element {
    let chosen = text(seed, input::SERVICE).and_then(|key| catalogue.service(&key));
    let value = chosen.map(choice);
    let groups: Vec<Group> = teams(catalogue, channel)
        .filter_map(|team| group(catalogue, team, without))
        .collect();
    let all: usize = groups.iter().map(|g| g.options.len()).sum();
    let control = if all > MOST_LISTED {
        Entry::Search { value }
    } else {
        Entry::Select { groups, value }
    };
    Element::Input(Box::new(Input {
        key: input::SERVICE.to_owned(),
        label: label.to_owned(),
        hint: None,
        required: true,
        control,
        follow: false,
    }))
}

/// All teams, the one whose channel it is first.
pub(super) fn teams<'a>(
    catalogue: &'a Catalogue,
    channel: Option<&Channel>,
) -> impl Iterator<Item = &'a Team> {
    let here = channel.and_then(|c| {
        let asked = catalogue.team_asked_in(c);
        asked.or_else(|| catalogue.team_working_in(c))
    });
    let here_key = here.map(|team| team.key.clone());
    let others = catalogue.teams.iter();
    let others = others.filter(move |team| here_key.as_ref() != Some(&team.key));
    here.into_iter().chain(others)
}

pub(super) fn offered_by<'a>(
    catalogue: &'a Catalogue,
    team: &'a Team,
) -> impl Iterator<Item = &'a Service> {
    catalogue.services.iter().filter(|s| s.team == team.key)
}

fn group(catalogue: &Catalogue, team: &Team, without: Option<&str>) -> Option<Group> {
    let options: Vec<Choice> = offered_by(catalogue, team)
        .filter(|s| Some(s.key.as_str()) != without)
        .map(choice)
        .collect();
    (!options.is_empty()).then(|| Group {
        label: team.name.clone(),
        options,
    })
}

fn choice(service: &Service) -> Choice {
    Choice {
        value: service.key.clone(),
        label: service.name.clone(),
    }
}
