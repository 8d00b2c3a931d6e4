//! Who is on duty, by name.

use std::collections::BTreeMap;

use crate::clock::Millis;
use crate::domain::answer::{OnDuty, Say, Served, Turnover};
use crate::domain::catalogue::Team;
use crate::domain::people::{Person, PersonRef};
use crate::domain::roster::{Stretch, export};
use crate::store::{self, Result, Tx};

use super::super::Desk;
use super::super::forms::serves;
use super::{HORIZON, roster};

/// `/desk who` names so many services.
const MOST_FOUND: usize = 5;

/// Who is there for each of `teams` at `now`: who is on duty, and of a team without a roster everybody who serves it.
pub async fn on_duty(tx: &mut Tx, teams: &[&Team], now: Millis) -> Result<Vec<OnDuty>> {
    let mut rosters: Vec<Option<Vec<Stretch>>> = Vec::new();
    for team in teams {
        let roster = roster(tx, team, now).await?;
        let stretches = || roster.stretches(now, now + HORIZON);
        rosters.push((!roster.is_empty()).then(stretches));
    }
    let rostered = rosters.iter().flatten().flatten().flat_map(|s| &s.people);
    let serving = teams.iter().zip(&rosters).filter(|(_, r)| r.is_none());
    let serving = serving.flat_map(|(team, _)| everybody(team));
    let all: Vec<&PersonRef> = rostered.chain(serving).collect();
    let names = Names::of(tx, &all).await?;
    let each = teams.iter().zip(&rosters).map(|(team, stretches)| {
        let (roster, people) = match stretches {
            Some(stretches) => turnover(stretches, &names, now),
            None => (None, names.each(everybody(team))),
        };
        OnDuty {
            team: team.name.clone(),
            roster,
            people,
        }
    });
    Ok(each.collect())
}

fn everybody(team: &Team) -> impl Iterator<Item = &PersonRef> {
    team.lead.iter().chain(&team.agents)
}

fn turnover(stretches: &[Stretch], names: &Names, now: Millis) -> (Option<Turnover>, Vec<String>) {
    let Some((first, later)) = stretches.split_first() else {
        return (Some(Turnover::default()), vec![]);
    };
    let next = later.iter().find(|stretch| !stretch.people.is_empty());
    let turnover = Turnover {
        until: (first.until < now + HORIZON).then_some(first.until),
        next: next.map(|next| (next.since, names.each(&next.people))),
    };
    (Some(turnover), names.each(&first.people))
}

/// Who is on duty in `team` by stretches that begin before `until`, each by name and, unless that is weeks away, with its end.
pub async fn today(
    tx: &mut Tx,
    team: &Team,
    since: Millis,
    until: Millis,
) -> Result<Vec<(Vec<String>, Millis, Option<Millis>)>> {
    let roster = roster(tx, team, since).await?;
    let mut stretches = roster.stretches(since, since + HORIZON);
    stretches.retain(|s| s.since < until && !s.people.is_empty());
    let all: Vec<&PersonRef> = stretches.iter().flat_map(|s| &s.people).collect();
    let names = Names::of(tx, &all).await?;
    let each = stretches.iter().map(|s| {
        let end = (s.until < since + HORIZON).then_some(s.until);
        (names.each(&s.people), s.since, end)
    });
    Ok(each.collect())
}

/// What people are called whom the configuration names.
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    pub async fn of(tx: &mut Tx, people: &[&PersonRef]) -> Result<Names> {
        Ok(Names(store::people::names(tx, people).await?))
    }

    pub fn one(&self, person: &PersonRef) -> String {
        let written = person.to_string();
        self.0.get(&written).cloned().unwrap_or(written)
    }

    /// Each name once.
    fn each<'a>(&self, people: impl IntoIterator<Item = &'a PersonRef>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for person in people {
            let name = self.one(person);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl Desk {
    pub(in crate::desk) async fn duty(&self, tx: &mut Tx, person: &Person) -> Result<Say> {
        let teams: Vec<&Team> = self.catalogue.teams.iter().collect();
        Ok(Say::Duty {
            teams: on_duty(tx, &teams, self.clock.now()).await?,
            agent: serves(&self.catalogue, person),
        })
    }

    /// Rosters of the teams that somebody serves, an admin's are all.
    pub(in crate::desk) async fn rosters(&self, tx: &mut Tx, person: &Person) -> Result<Say> {
        if !serves(&self.catalogue, person) {
            return Ok(Say::NoTeam);
        }
        let mut all: Vec<String> = Vec::new();
        for team in self.catalogue.teams_of(person) {
            let roster = roster(tx, team, self.clock.now()).await?;
            if !roster.shifts.is_empty() {
                all.push(export(&team.key, &team.roster, &roster.shifts));
            }
        }
        Ok(Say::Rosters(all))
    }

    /// Which services are about the words `typed`, and who is there for each.
    pub(in crate::desk) async fn who(&self, tx: &mut Tx, typed: String) -> Result<Say> {
        let catalogue = &self.catalogue;
        let services = catalogue.find(&typed).into_iter();
        let found: Vec<_> = services
            .filter_map(|service| Some((service, catalogue.team(&service.team)?)))
            .take(MOST_FOUND)
            .collect();
        let teams: Vec<&Team> = found.iter().map(|(_, team)| *team).collect();
        let duty = on_duty(tx, &teams, self.clock.now()).await?;
        let found = found
            .into_iter()
            .zip(duty)
            .map(|((service, _), duty)| Served {
                service: service.key.clone(),
                duty,
            });
        Ok(Say::Who {
            found: found.collect(),
            typed,
        })
    }
}
