//! What a face is drawn from: the present state, with everybody in it known by name.

use std::collections::BTreeMap;

use crate::clock::Millis;
use crate::domain::catalogue::{Catalogue, Service, Team};
use crate::domain::ids::{PersonId, Platform};
use crate::domain::people::Person;
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
    /// The author serves the request's team.
    pub agent: bool,
    pub asked: bool,
    pub text: &'a Text,
    pub edited: bool,
    /// Names of the files that come with it.
    pub files: Vec<String>,
}

impl Scene<'_> {
    /// The team, as far as the present configuration still has it.
    pub fn team(&self) -> Option<&Team> {
        self.catalogue.team(&self.request.team)
    }

    pub fn service(&self) -> Option<&Service> {
        self.catalogue.service(&self.request.service)
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
