//! Services whose promise changed in the configuration: everybody with an open request is told, once. And teams that are
//! told otherwise of what is at risk: what is open is counted by that.

use std::collections::BTreeMap;

use futures_util::FutureExt;

use crate::clock::Millis;
use crate::domain::catalogue::Catalogue;
use crate::domain::intent::Timer;
use crate::domain::promise::{Priority, Promise};
use crate::domain::request::Action;
use crate::store;

use super::{Desk, Done, Undo, Work};

/// The note of what the services promised when somebody last looked.
const PROMISED: &str = "promised";
/// Requests that one transaction looks at.
const PORTION: i64 = 50;
/// While replicas disagree about what is promised, those that have the older file have so long to start again.
const DISAGREED: Millis = 2 * 60_000;

impl Desk {
    /// Compares what the services promise, and who hears what of it, with how that was at the last start, and where that differs sets
    /// out to look through the open requests. Of replicas that start together one finds the difference.
    ///
    /// # Errors
    /// The store's.
    pub async fn compare_targets(&self) -> super::Result<()> {
        let done: Done<()> = self
            .work(|mut work| async move { work.compare_targets().await }.boxed())
            .await;
        match done {
            Err(Undo::Fault(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }
}

impl Work<'_> {
    async fn compare_targets(&mut self) -> Done<()> {
        let promised = promises(self.catalogue);
        let before = store::notes::get(self.tx, PROMISED).await?;
        if before.as_ref() == Some(&promised) {
            return Ok(());
        }
        store::notes::set(self.tx, PROMISED, &promised).await?;
        if before.is_some() {
            for team in &self.catalogue.teams {
                let timer = Timer::Targets {
                    team: team.key.clone(),
                    after: 0,
                };
                store::timers::set(self.tx, &timer, self.now).await?;
            }
        }
        Ok(())
    }

    /// The next open requests of `team` after the id `after`: those whose service promises something else now
    /// are told so. A replica that has another configuration than the one that set out leaves it to one that agrees.
    pub(super) async fn retarget(&mut self, team: &str, after: i64) -> Done<()> {
        let promised = store::notes::get(self.tx, PROMISED).await?;
        if promised.is_some_and(|promised| promised != promises(self.catalogue)) {
            let timer = Timer::Targets {
                team: team.to_owned(),
                after,
            };
            store::timers::set(self.tx, &timer, self.now + DISAGREED).await?;
            return Ok(());
        }
        let open = store::requests::open_after(self.tx, team, after, PORTION).await?;
        for request in &open {
            self.act(request.id, None, &Action::Retarget).await?;
        }
        if let Some(last) = open.last().filter(|_| open.len() as i64 == PORTION) {
            let timer = Timer::Targets {
                team: team.to_owned(),
                after: last.id.0,
            };
            store::timers::set(self.tx, &timer, self.now).await?;
        }
        Ok(())
    }
}

/// What every service promises at every priority, and what every team is told of that, as it is noted.
fn promises(catalogue: &Catalogue) -> String {
    let services = catalogue.services.iter();
    let each = services.map(|s| (s.key.as_str(), Priority::ALL.map(|p| s.promises.at(p))));
    let promises: BTreeMap<&str, [Promise; 4]> = each.collect();
    let teams = catalogue.teams.iter();
    let limits: BTreeMap<&str, String> = teams
        .map(|team| (team.key.as_str(), format!("{:?}", team.limits)))
        .collect();
    serde_json::to_string(&(promises, limits)).unwrap_or_default()
}
