//! To whom the rules gave stored requests, and to whom those of this desk's configuration would have: assignees and
//! watchers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::catalogue::Catalogue;
use crate::domain::ids::PersonId;
use crate::domain::people::{Person, PersonRef};
use crate::domain::request::{Fact, Request, Routed};
use crate::domain::routing::Replayed;
use crate::store::events::Event;
use crate::store::{self, Tx};

use super::rehearsal::Group;

/// Whom a rule names would have been somebody else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// From whom to whom the rules gave it; None: to nobody.
    pub assignees: BTreeMap<(Option<String>, Option<String>), Group>,
    /// Who would have watched, and who would not.
    pub watching: BTreeMap<String, Group>,
    pub not_watching: BTreeMap<String, Group>,
}

impl Given {
    pub fn is_empty(&self) -> bool {
        self.assignees.is_empty() && self.watching.is_empty() && self.not_watching.is_empty()
    }
}

/// What people are called: as the configuration names them, where it does. Looked up once each.
pub(super) struct Called<'a> {
    catalogue: &'a Catalogue,
    people: BTreeMap<PersonId, String>,
    named: HashMap<PersonRef, String>,
}

impl<'a> Called<'a> {
    pub fn by(catalogue: &'a Catalogue) -> Called<'a> {
        Called {
            catalogue,
            people: BTreeMap::new(),
            named: HashMap::new(),
        }
    }

    async fn one(&mut self, tx: &mut Tx, id: PersonId) -> store::Result<String> {
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let person = store::people::get(tx, id).await?;
        let name = person.map_or_else(|| id.to_string(), |person| self.name(&person));
        self.people.insert(id, name.clone());
        Ok(name)
    }

    /// Somebody whom the file names may not be known here yet: then that is their name.
    async fn named(&mut self, tx: &mut Tx, who: &PersonRef) -> store::Result<String> {
        if let Some(name) = self.named.get(who) {
            return Ok(name.clone());
        }
        let person = match who {
            PersonRef::Email(email) => store::people::by_email(tx, email).await?,
            PersonRef::Account(account) => store::people::by_account(tx, account).await?,
        };
        let name = person.map_or_else(|| who.to_string(), |person| self.name(&person));
        self.named.insert(who.clone(), name.clone());
        Ok(name)
    }

    fn name(&self, person: &Person) -> String {
        let all = self.catalogue.people();
        let named = all.into_iter().find(|named| named.is(person));
        let account = || person.accounts.first().map(ToString::to_string);
        named
            .map(ToString::to_string)
            .or_else(|| person.email.clone())
            .or_else(account)
            .unwrap_or_else(|| person.id.to_string())
    }
}

/// Compares to whom the rules gave `request`, by its history, with to whom `other` would have.
pub(super) async fn compare(
    tx: &mut Tx,
    called: &mut Called<'_>,
    (request, history): (&Request, &[Event]),
    other: &Replayed,
    done: &mut Given,
) -> store::Result<()> {
    let mut before: Option<&Routed> = None;
    for event in history {
        // What was known only later decided anew.
        if let Fact::Routed(routed) = &event.fact {
            before = Some(routed);
        }
    }
    let from = match before.and_then(|routed| routed.assignee) {
        Some(id) => Some(called.one(tx, id).await?),
        None => None,
    };
    let to = match &other.assignee {
        Some(who) => Some(called.named(tx, who).await?),
        None => None,
    };
    if from != to {
        done.assignees.entry((from, to)).or_default().add(request);
    }
    let (mut watched, mut would) = (BTreeSet::new(), BTreeSet::new());
    for id in before.iter().flat_map(|routed| &routed.watchers) {
        watched.insert(called.one(tx, *id).await?);
    }
    for who in &other.watchers {
        would.insert(called.named(tx, who).await?);
    }
    for name in would.difference(&watched) {
        done.watching.entry(name.clone()).or_default().add(request);
    }
    for name in watched.difference(&would) {
        let group = done.not_watching.entry(name.clone());
        group.or_default().add(request);
    }
    Ok(())
}
