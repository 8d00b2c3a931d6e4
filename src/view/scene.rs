//! What a face is drawn from: the present state, with everybody in it known by name.

use std::collections::BTreeMap;

use crate::clock::Millis;
use crate::domain::announcement::Announcement;
use crate::domain::answer::{About, OnDuty, PersonName};
use crate::domain::article::Article;
use crate::domain::catalogue::{Catalogue, Service, Team};
use crate::domain::ids::{PersonId, Platform};
use crate::domain::people::Person;
use crate::domain::plan::Step;
use crate::domain::post::Lost;
use crate::domain::request::{Fact, Request};
use crate::domain::talk::{Span, Text};

/// A request as it is now, for one platform's reader.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    pub request: &'a Request,
    pub catalogue: &'a Catalogue,
    pub people: &'a BTreeMap<PersonId, Person>,
    /// Where it will be shown.
    pub platform: Platform,
    pub now: Millis,
    /// A link to the message that the request was made from, or to the other side's thread.
    pub link: Option<String>,
    /// How many requests its team takes before it; None: not told, or taken already.
    pub ahead: Option<usize>,
    /// What concerns it and lasts.
    pub news: Vec<Announcement>,
    /// What may help while nobody has it yet.
    pub articles: Vec<Article>,
    /// The steps of the plan that it is part of; none: it is part of none.
    pub plan: &'a [Step],
    /// Who is on duty, while nobody has it; None: somebody has, or its team has no roster.
    pub duty: Option<OnDuty>,
    /// Somebody of its team was called for it while nobody was there, and nobody has answered yet.
    pub called: bool,
}

/// A line of the history, for telling it.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    pub fact: &'a Fact,
    pub by: Option<PersonId>,
    pub at: Millis,
}

/// What somebody said, for showing it on the other side.
#[derive(Clone, Debug)]
pub struct Quote<'a> {
    pub id: crate::domain::ids::MessageId,
    pub author: Option<PersonId>,
    /// It was said for the team.
    pub agent: bool,
    /// The author serves the request's present team.
    pub serves: bool,
    pub asked: bool,
    pub text: &'a Text,
    pub edited: bool,
    /// Names of the files that come with it.
    pub files: Vec<String>,
    /// Those that did not come along.
    pub missing: Vec<Missing>,
}

/// A file that did not come along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub name: String,
    pub why: Lost,
    /// Where people find it, if they may.
    pub link: Option<String>,
}

/// What one person's home page is drawn from.
#[derive(Clone, Debug)]
pub struct HomeScene<'a> {
    pub catalogue: &'a Catalogue,
    pub platform: Platform,
    pub now: Millis,
    /// Whose page it is, where the name is known.
    pub name: Option<String>,
    /// Their own open requests, and those that wait for their rating.
    pub mine: Vec<About>,
    /// What waits for their approval.
    pub awaiting: Vec<About>,
    /// None: they serve in no team.
    pub serving: Option<Serving>,
    /// What lasts, and whether they can say that it is over.
    pub news: Vec<(Announcement, bool)>,
}

/// What an agent sees besides.
#[derive(Clone, Debug, Default)]
pub struct Serving {
    /// Open and theirs.
    pub assigned: Vec<About>,
    /// Open in their teams, and nobody's.
    pub unassigned: Vec<About>,
    /// Open in their teams, with an answer or a result due within
    /// [`SOON`](crate::domain::promise::SOON) or late, while the clock goes.
    pub at_risk: Vec<About>,
    /// Wholes of plans in their teams of which a step is not done: somebody has to say how they go on.
    pub undecided: Vec<About>,
    /// Who is on duty in each of their teams.
    pub duty: Vec<OnDuty>,
}

impl Scene<'_> {
    /// The team, as far as the present configuration still has it.
    pub fn team(&self) -> Option<&Team> {
        self.catalogue.team(&self.request.team)
    }

    pub fn service(&self) -> Option<&Service> {
        self.catalogue.service(&self.request.service)
    }

    /// The team's name; its key where the configuration no longer has it.
    pub fn team_name(&self) -> String {
        team_name(self.catalogue, &self.request.team)
    }

    /// The service's name; its key where the configuration no longer has it.
    pub fn service_name(&self) -> String {
        service_name(self.catalogue, &self.request.service)
    }

    /// A person by name, so that they are not called each time they are named; a mention only where
    /// no name is known.
    pub fn named(&self, id: PersonId) -> Span {
        match self.people.get(&id).and_then(|p| p.name.clone()) {
            Some(name) => Span::Plain(name),
            None => self.person(id),
        }
    }

    /// How to name a person: a mention where they are on the platform, else by name.
    pub fn person(&self, id: PersonId) -> Span {
        person(self.people, id, self.platform)
    }
}

/// A mention where they are on `platform`, else their name, else words.
pub fn person(people: &BTreeMap<PersonId, Person>, id: PersonId, platform: Platform) -> Span {
    let Some(person) = people.get(&id) else {
        return Span::Plain("somebody".to_owned());
    };
    match person.accounts.iter().find(|a| a.platform == platform) {
        Some(account) => Span::Person(account.clone()),
        None => Span::Plain(
            person
                .name
                .clone()
                .or_else(|| person.email.clone())
                .unwrap_or_else(|| "somebody".to_owned()),
        ),
    }
}

/// A person of a list by name; a mention only where no name is known.
pub fn named(person: &PersonName, platform: Platform) -> Span {
    if let Some(name) = &person.name {
        return Span::Plain(name.clone());
    }
    match person.accounts.iter().find(|a| a.platform == platform) {
        Some(account) => Span::Person(account.clone()),
        None => Span::Plain("somebody".to_owned()),
    }
}

/// A person where no mention can be shown.
pub fn unmentioned(person: &PersonName) -> Span {
    let name = person.name.clone();
    Span::Plain(name.unwrap_or_else(|| "Somebody else".to_owned()))
}

/// A team's name; its key where the configuration no longer has it.
pub fn team_name(catalogue: &Catalogue, key: &str) -> String {
    catalogue
        .team(key)
        .map_or_else(|| key.to_owned(), |team| team.name.clone())
}

/// A service's name; its key where the configuration no longer has it.
pub fn service_name(catalogue: &Catalogue, key: &str) -> String {
    catalogue
        .service(key)
        .map_or_else(|| key.to_owned(), |service| service.name.clone())
}
