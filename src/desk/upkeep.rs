//! What the desk does for its database beside its work: forget what has done its service, fold away what is
//! seldom read. A little at a time, each a transaction of its own among the others.

use std::time::Duration;

use futures_util::FutureExt;

use crate::clock::Millis;
use crate::store;

use super::{Desk, Result};

const DAY: Millis = 24 * 60 * 60 * 1000;
/// Rows forgotten, and histories folded, in one go: some milliseconds of the writer's time.
const ROWS: i64 = 500;
const HISTORIES: i64 = 50;
/// Between two portions, so that most of the writer's time is everybody else's.
const PAUSE: Duration = Duration::from_millis(50);
/// A start has other things to do.
const FIRST: Duration = Duration::from_secs(5 * 60);
const AGAIN: Duration = Duration::from_secs(60 * 60);

impl Desk {
    /// Tidies up once an hour, until it is dropped.
    pub async fn upkeep(&self) {
        tokio::time::sleep(FIRST).await;
        loop {
            if let Err(error) = self.tidy_all().await {
                tracing::warn!(%error, "old rows could not be tidied away; again in an hour");
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    async fn tidy_all(&self) -> Result<()> {
        while self.tidy().await? {
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Tidies up one portion of each kind. False: nothing is left to be done by now.
    ///
    /// # Errors
    /// The store's; then nothing was tidied.
    pub async fn tidy(&self) -> Result<bool> {
        let desk = &self.catalogue.desk;
        let now = self.clock.now();
        let forget = now - Millis::from(desk.forget_after_days) * DAY;
        let archive = desk
            .archive_after_days
            .map(|days| now - Millis::from(days) * DAY);
        let duty = desk
            .forget_rosters_after_days
            .map(|days| now - Millis::from(days) * DAY);
        let done: store::Result<bool> = self
            .store
            .write(move |tx| {
                async move {
                    let mut all = store::inbox::forget(tx, forget, ROWS).await? < ROWS as u64;
                    all &= store::outbox::forget(tx, forget, ROWS).await? < ROWS as u64;
                    all &= store::strays::forget(tx, forget, ROWS).await? < ROWS as u64;
                    if let Some(before) = duty {
                        all &= store::duty::forget(tx, before, ROWS).await? < ROWS as u64;
                    }
                    if let Some(before) = archive {
                        let folded = store::archive::fold(tx, before, HISTORIES).await?;
                        all &= folded < HISTORIES as u64;
                    }
                    Ok(!all)
                }
                .boxed()
            })
            .await;
        Ok(done?)
    }
}
