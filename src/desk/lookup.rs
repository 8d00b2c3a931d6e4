//! What programs read through the REST interface.

use std::collections::BTreeMap;

use crate::clock::Millis;
use crate::domain::ids::PersonId;
use crate::domain::measure::Measures;
use crate::domain::people::Person;
use crate::domain::request::{Fact, Request};
use crate::store::events::Event;
use crate::store::outbox::Entry;
use crate::store::search::{Filter, Mark};
use crate::store::{self};

use super::api::Who;
use super::read::{self, Sight};
use super::{Desk, Result};

const DAY: Millis = 24 * 60 * 60 * 1000;

/// Some of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Everybody that the rows name.
    pub people: BTreeMap<PersonId, Person>,
    pub more: bool,
}

/// A team in numbers.
#[derive(Clone, Debug)]
pub struct TeamFigures {
    pub team: String,
    pub counts: store::figures::Counts,
    pub measures: Measures,
    /// How many it moved on because they had come to the wrong team.
    pub misrouted: i64,
    /// Minutes of handling time that were noted in that time.
    pub handled: i64,
}

/// Something that is due on a platform, or could not be sent. Never what it says.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: i64,
    pub key: String,
    pub lane: String,
    pub dead: bool,
    pub error: Option<String>,
    pub attempts: i64,
    /// It may have arrived: it is looked for before it is sent again.
    pub unsure: bool,
    pub due_at: Millis,
    pub created_at: Millis,
    pub age: Millis,
}

impl Desk {
    /// The next requests below `mark` that fit, newest first, at most `limit`, and where the page after
    /// them begins.
    ///
    /// # Errors
    /// The store's.
    pub async fn find(
        &self,
        filter: &Filter,
        mark: Mark,
        limit: i64,
    ) -> Result<(Page<Request>, Option<Mark>)> {
        let mut tx = self.store.read().await?;
        let found = store::search::found(&mut tx, filter, mark, limit).await?;
        let named: Vec<PersonId> = found.rows.iter().flat_map(read::named_in).collect();
        let page = Page {
            people: read::people(&mut tx, &named).await?,
            more: found.next.is_some(),
            rows: found.rows,
        };
        Ok((page, found.next))
    }

    /// # Errors
    /// The store's.
    pub async fn by_number(&self, number: &str) -> Result<Option<Sight>> {
        let mut tx = self.store.read().await?;
        match store::requests::by_number(&mut tx, number).await? {
            Some(request) => Ok(read::sight(&mut tx, request.id, &[]).await?),
            None => Ok(None),
        }
    }

    /// The history of a request after the event `after`; none: there is no such request.
    ///
    /// # Errors
    /// The store's.
    pub async fn events(
        &self,
        number: &str,
        after: i64,
        limit: i64,
    ) -> Result<Option<Page<Event>>> {
        let mut tx = self.store.read().await?;
        let Some(request) = store::requests::by_number(&mut tx, number).await? else {
            return Ok(None);
        };
        let mut rows = store::events::after(&mut tx, request.id, after, limit + 1).await?;
        let more = cut(&mut rows, limit);
        let mut named: Vec<PersonId> = rows.iter().filter_map(|e| e.by).collect();
        named.extend(rows.iter().flat_map(|e| match &e.fact {
            Fact::Assigned { to: who }
            | Fact::ApprovalDelegated { to: who }
            | Fact::WatcherAdded { who }
            | Fact::WatcherRemoved { who } => vec![*who],
            Fact::ApprovalSought { from: all, .. } | Fact::ApprovalReminded { of: all } => {
                all.clone()
            }
            Fact::Routed(routed) => {
                let all = routed.assignee.iter().chain(&routed.watchers);
                all.copied().collect()
            }
            _ => vec![],
        }));
        let people = read::people(&mut tx, &named).await?;
        Ok(Some(Page { rows, people, more }))
    }

    /// The person meant, if we have met them.
    ///
    /// # Errors
    /// The store's.
    pub async fn known(&self, who: &Who) -> Result<Option<Person>> {
        let mut tx = self.store.read().await?;
        Ok(match who {
            Who::Email(email) => store::people::by_email(&mut tx, email).await?,
            Who::Account(account) => store::people::by_account(&mut tx, account).await?,
        })
    }

    /// Every team's figures over the last `days` days.
    ///
    /// # Errors
    /// The store's.
    pub async fn summary(&self, days: i64) -> Result<(Millis, Millis, Vec<TeamFigures>)> {
        let until = self.clock.now();
        let since = until - days * DAY;
        let mut tx = self.store.read().await?;
        let mut teams = Vec::new();
        for team in &self.catalogue.teams {
            let counts = store::figures::of_team(&mut tx, &team.key, since, until).await?;
            let misrouted = store::routing::misroutes(&mut tx, &team.key, since, until).await?;
            teams.push(TeamFigures {
                team: team.key.clone(),
                counts,
                measures: store::measures::of_team(&mut tx, &team.key, since, until).await?,
                misrouted,
                handled: store::handling::of_team(&mut tx, &team.key, since, until).await?,
            });
        }
        Ok((since, until, teams))
    }

    /// What is due (`Some(false)`), dead (`Some(true)`) or either, after the entry `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn outbox(
        &self,
        dead: Option<bool>,
        after: i64,
        limit: i64,
    ) -> Result<(Vec<Waiting>, bool)> {
        let now = self.clock.now();
        let mut tx = self.store.read().await?;
        let mut rows = Vec::new();
        for kind in [false, true] {
            if dead.is_none_or(|dead| dead == kind) {
                rows.extend(store::outbox::page(&mut tx, kind, after, limit + 1).await?);
            }
        }
        rows.sort_by_key(|e| e.id);
        let more = cut(&mut rows, limit);
        Ok((rows.into_iter().map(|e| waiting(e, now)).collect(), more))
    }

    /// # Errors
    /// The store's.
    pub async fn outbox_entry(&self, id: i64) -> Result<Option<Waiting>> {
        let now = self.clock.now();
        let mut tx = self.store.read().await?;
        let entry = store::outbox::get(&mut tx, id).await?;
        Ok(entry.filter(|e| e.state != "sent").map(|e| waiting(e, now)))
    }

    /// Has a dead entry sent again; false when it is not dead, or an equal one is due.
    ///
    /// # Errors
    /// The store's.
    pub async fn resend(&self, id: i64) -> Result<bool> {
        use futures_util::FutureExt;
        let now = self.clock.now();
        let done: store::Result<bool> = self
            .store
            .write(move |tx| store::dead_letters::revive(tx, id, now).boxed())
            .await;
        self.doorbell.notify_one();
        Ok(done?)
    }
}

fn cut<T>(rows: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}

fn waiting(entry: Entry, now: Millis) -> Waiting {
    Waiting {
        id: entry.id,
        dead: entry.state == "dead",
        key: entry.key,
        lane: entry.lane,
        error: entry.error,
        attempts: entry.attempts,
        unsure: entry.unsure,
        due_at: entry.due_at,
        created_at: entry.created_at,
        age: (now - entry.created_at).max(0),
    }
}
