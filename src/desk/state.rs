//! How the desk is: what operators and load balancers ask.

use std::time::Duration;

use crate::clock::Millis;
use crate::domain::ids::Platform;
use crate::store::{self};

use super::{Desk, Result, Soundness, recorded};

/// A database that takes longer does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// How many wait to be sent, how many could not be.
    pub due: i64,
    pub dead: i64,
    /// How long the oldest has been waiting.
    pub oldest_unsent: Option<Millis>,
    /// The platforms that refuse our token.
    pub revoked: Vec<Platform>,
    /// The writer takes more.
    pub has_room: bool,
    pub soundness: Soundness,
    /// What is written reaches the disk.
    pub takes_writes: bool,
}

impl Desk {
    /// # Errors
    /// When the database does not answer.
    pub async fn state(&self) -> Result<State> {
        match tokio::time::timeout(PATIENCE, self.look()).await {
            Ok(state) => state,
            Err(_) => Err(store::Error::Closed.into()),
        }
    }

    async fn takes_writes(&self) -> bool {
        let tried = tokio::time::timeout(PATIENCE / 2, self.store.takes_writes());
        tried.await.unwrap_or(false)
    }

    async fn look(&self) -> Result<State> {
        let mut tx = self.store.read().await?;
        let (due, oldest, dead) = store::outbox::depth(&mut tx).await?;
        let mut revoked = Vec::new();
        for platform in &self.catalogue.platforms {
            let since = store::notes::get(&mut tx, &recorded::revoked(*platform)).await?;
            if since.is_some_and(|since| !since.is_empty()) {
                revoked.push(*platform);
            }
        }
        Ok(State {
            due,
            dead,
            oldest_unsent: oldest.map(|at| (self.clock.now() - at).max(0)),
            revoked,
            has_room: self.store.has_room(),
            soundness: self.soundness(),
            takes_writes: self.takes_writes().await,
        })
    }
}
