//! Why a request is where it is: what its history says of it.

use std::collections::BTreeMap;

use crate::clock::Millis;

use super::super::answer::PersonName;
use super::super::catalogue::Catalogue;
use super::super::ids::PersonId;
use super::super::people::Person;
use super::super::post::Side;
use super::super::promise::Priority;
use super::super::request::{Fact, Request};
use super::Because;

/// The answer to "why is this here?", oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyHere {
    pub number: String,
    /// Keys, as it is now.
    pub team: String,
    pub service: String,
    /// Who reads it: hand-over notes, watchers and assignees of a rule are the team's own.
    pub side: Side,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// No rule had a say: its service is that team's.
    Service {
        service: Option<String>,
        team: String,
    },
    Rule {
        rule: String,
        because: Vec<Because>,
        /// Keys of teams; equal where it stayed.
        from: String,
        to: String,
        priority: Option<Priority>,
        assignee: Option<PersonName>,
        watchers: Vec<PersonName>,
    },
    /// Somebody moved it.
    Moved {
        by: Option<PersonName>,
        at: Millis,
        from: String,
        to: String,
        service: String,
        wrong_door: bool,
    },
}

impl WhyHere {
    /// What `history` (facts with who and when, oldest first) says of why `request` is where it is. `service`: as
    /// what it was asked, where that is on record. `people`: those whom the history names.
    pub fn of<'f>(
        request: &Request,
        service: Option<String>,
        history: impl IntoIterator<Item = (&'f Fact, Option<PersonId>, Millis)>,
        people: &BTreeMap<PersonId, Person>,
        side: Side,
        catalogue: &Catalogue,
    ) -> WhyHere {
        let name = |id: PersonId| people.get(&id).cloned().map(PersonName::from);
        let mut reasons = Vec::new();
        let mut moved = false;
        for (fact, by, at) in history {
            match fact {
                Fact::Routed(routed) => reasons.push(Reason::Rule {
                    rule: routed.rule.clone(),
                    because: routed.because.clone(),
                    from: routed.from.clone(),
                    to: routed.to.clone(),
                    priority: routed.priority,
                    assignee: routed.assignee.and_then(name),
                    watchers: routed.watchers.iter().copied().filter_map(name).collect(),
                }),
                Fact::HandedOver {
                    from,
                    to,
                    service,
                    wrong_door,
                    ..
                } => {
                    moved = true;
                    reasons.push(Reason::Moved {
                        by: by.and_then(name),
                        at,
                        from: from.clone(),
                        to: to.clone(),
                        service: service.clone(),
                        wrong_door: *wrong_door,
                    });
                }
                _ => {}
            }
        }
        if !matches!(reasons.first(), Some(Reason::Rule { .. })) {
            let (team, service) = first(&reasons, request, service, moved, catalogue);
            reasons.insert(0, Reason::Service { service, team });
        }
        WhyHere {
            number: request.number.clone(),
            team: request.team.clone(),
            service: request.service.clone(),
            side,
            reasons,
        }
    }
}

/// Where it came in without a rule: the team that gave it its number, and as what, as far as that is known.
fn first(
    reasons: &[Reason],
    request: &Request,
    service: Option<String>,
    moved: bool,
    catalogue: &Catalogue,
) -> (String, Option<String>) {
    let team = match reasons.first() {
        Some(Reason::Moved { from, .. }) => from.clone(),
        _ => request.team.clone(),
    };
    let own = |key: &String| catalogue.service(key).is_none_or(|s| s.team == team);
    let service = service.or_else(|| (!moved).then(|| request.service.clone()));
    let service = service.filter(own);
    (team, service)
}
