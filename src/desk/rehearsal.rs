//! Stored requests asked once more of this desk's configuration, which need not be the one that they met: what would
//! have gone elsewhere, and which promises would have ended otherwise. Reads only, a page at a time.

use std::collections::BTreeMap;

use crate::clock::Millis;
use crate::domain::ids::{Channel, PersonId, RequestId};
use crate::domain::people::Person;
use crate::domain::request::{Request, Source};
use crate::domain::routing::{Kept, Replay, Replayed, Stored, Verdict, replay, verdict};
use crate::store::routing::Intake;
use crate::store::search::{Filter, Mark};
use crate::store::{self, Tx};

use super::rehearsal_given::{Called, Given, compare};
use super::{Desk, Result};

/// Requests that are in memory at a time.
const PAGE: i64 = 500;
/// Lines of a history that are read: more than any has in practice.
const MOST_EVENTS: i64 = 1_000;
/// A group names so many of its requests.
const EXAMPLES: usize = 5;
const DAY: Millis = 24 * 60 * 60 * 1000;

/// Requests that have something in common: how many, and the newest by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub requests: u64,
    pub examples: Vec<String>,
}

/// What another configuration would have made of the requests since then.
#[derive(Clone, Debug, Default)]
pub struct Rehearsal {
    /// Unix milliseconds: requests made at or after it.
    pub since: Millis,
    pub until: Millis,
    pub requests: u64,
    /// From the key of the team that got them to that of the one that would have.
    pub moved: BTreeMap<(String, String), Group>,
    /// To whom rules would have given them.
    pub given: Given,
    /// How often each rule would have applied, in the file's order.
    pub rules: Vec<(String, u64)>,
    /// Asked as a service that there is no longer.
    pub gone: Group,
    pub first_response: Changed,
    pub resolution: Changed,
    /// Of which is not known where they were asked, while rules ask for it.
    pub unknown_place: u64,
    /// Whose requesters' addresses are not known, while rules ask to whom they belong.
    pub unknown_people: u64,
}

/// A promise that would have ended otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    pub newly_missed: Group,
    pub newly_kept: Group,
}

impl Group {
    pub(super) fn add(&mut self, request: &Request) {
        self.requests += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(request.number.clone());
        }
    }
}

impl Changed {
    fn add(&mut self, request: &Request, before: Kept, after: Kept) {
        match (before, after) {
            (Kept::Kept | Kept::Open, Kept::Missed) => self.newly_missed.add(request),
            (Kept::Missed, Kept::Kept) => self.newly_kept.add(request),
            _ => {}
        }
    }
}

impl Desk {
    /// Asks the requests of the last `days` days once more.
    ///
    /// # Errors
    /// The store's.
    pub async fn rehearse(&self, days: u32) -> Result<Rehearsal> {
        let until = self.clock.now();
        let mut done = Rehearsal {
            since: until - Millis::from(days) * DAY,
            until,
            rules: self
                .catalogue
                .routes
                .iter()
                .map(|rule| (rule.name.clone(), 0))
                .collect(),
            ..Rehearsal::default()
        };
        let filter = Filter {
            since: Some(done.since),
            ..Filter::default()
        };
        let mut called = Called::by(&self.catalogue);
        let mut next = Some(Mark::NEWEST);
        while let Some(mark) = next {
            // A connection for each page: one that is kept would hold the whole log of writes back.
            let mut tx = self.store.read().await?;
            let found = store::search::found(&mut tx, &filter, mark, PAGE).await?;
            self.rehearse_page(&mut tx, &found.rows, &mut called, &mut done)
                .await?;
            next = found.next;
        }
        Ok(done)
    }

    async fn rehearse_page(
        &self,
        tx: &mut Tx,
        page: &[Request],
        called: &mut Called<'_>,
        done: &mut Rehearsal,
    ) -> store::Result<()> {
        let known = self.known_of(tx, page).await?;
        for request in page {
            done.requests += 1;
            let intake = known.intakes.get(&request.id);
            let place = intake.and_then(|intake| intake.place.as_ref());
            let place = place.or_else(|| known.origins.get(&request.id));
            let requester = known.people.get(&request.requester);
            // No rule looks at a step of a plan.
            let looked = request.parent().is_none();
            let placed = intake.is_some() || place.is_some() || request.channel == Source::Api;
            if known.places && looked && !placed {
                done.unknown_place += 1;
            }
            let unknown = requester.is_none_or(|person| person.email.is_none());
            if known.belonging && looked && unknown {
                done.unknown_people += 1;
            }
            let stored = Stored {
                request,
                team: intake.map_or(request.first_team(), |intake| &intake.team),
                service: intake.map_or(&request.service, |intake| &intake.service),
                priority: intake
                    .and_then(|intake| intake.priority)
                    .unwrap_or(request.priority),
                place,
                requester,
            };
            match replay(&stored, &self.catalogue) {
                Replay::Gone => done.gone.add(request),
                Replay::To(other) => {
                    let ruled = intake.is_some();
                    self.compare(tx, (request, ruled), &other, called, done)
                        .await?;
                }
            }
        }
        Ok(())
    }

    async fn compare(
        &self,
        tx: &mut Tx,
        (request, ruled): (&Request, bool),
        other: &Replayed,
        called: &mut Called<'_>,
        done: &mut Rehearsal,
    ) -> store::Result<()> {
        if let Some(rule) = &other.rule
            && let Some((_, times)) = done.rules.iter_mut().find(|(name, _)| name == rule)
        {
            *times += 1;
        }
        if other.from != other.to {
            let way = (other.from.clone(), other.to.clone());
            done.moved.entry(way).or_default().add(request);
        }
        let before = verdict(request, done.until);
        let mut after = other.verdict_at_worst(request, done.until);
        // Only what looks missed can be saved by a clock that stood meanwhile, and only what rules looked at can have been
        // given to somebody by one: other histories need not be read.
        let missed = after.first_response == Kept::Missed || after.resolution == Kept::Missed;
        let events = match missed || ruled {
            true => store::events::after(tx, request.id, 0, MOST_EVENTS).await?,
            false => Vec::new(),
        };
        compare(tx, called, (request, &events), other, &mut done.given).await?;
        if missed {
            let history = events.iter().map(|event| (&event.fact, event.at));
            after = other.verdict(request, history, &self.catalogue, done.until);
        }
        let Verdict {
            first_response,
            resolution,
        } = after;
        done.first_response
            .add(request, before.first_response, first_response);
        done.resolution.add(request, before.resolution, resolution);
        Ok(())
    }

    /// What the rules ask for, of a page.
    async fn known_of(&self, tx: &mut Tx, page: &[Request]) -> store::Result<Known> {
        let ids: Vec<i64> = page.iter().map(|request| request.id.0).collect();
        let rules = &self.catalogue.routes;
        let places = rules.iter().any(|rule| !rule.when.asked_in.is_empty());
        let belonging = rules.iter().any(|rule| !rule.when.asked_by.is_empty());
        let requesters = page.iter().map(|request| request.requester).collect();
        Ok(Known {
            intakes: store::routing::intakes(tx, &ids).await?,
            origins: match places {
                true => store::routing::origins(tx, &ids).await?,
                false => BTreeMap::new(),
            },
            people: match belonging {
                true => store::people::all(tx, &requesters).await?,
                false => BTreeMap::new(),
            },
            places,
            belonging,
        })
    }
}

struct Known {
    intakes: BTreeMap<RequestId, Intake>,
    origins: BTreeMap<RequestId, Channel>,
    people: BTreeMap<PersonId, Person>,
    /// Some rule asks where it was asked; some rule asks who belongs where.
    places: bool,
    belonging: bool,
}
