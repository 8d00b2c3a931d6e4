//! The time by which all replicas go: leases, pauses and timers are theirs in common, and machines' clocks differ.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::clock::Millis;

use super::{Desk, Result};

/// A difference between clocks that an operator should know of, in milliseconds.
const WORTH_A_WORD: Millis = 1_000;
/// So long a clock is believed after it was set: three times as long as it takes until it is set again.
const BELIEVED: Millis = 15_000;

/// By our own clock, when it was set by the shared one; 0: there is none.
#[derive(Debug, Default)]
pub(super) struct Set(AtomicI64);

impl Desk {
    /// Sets our clock by the one that all replicas share, where there is one.
    ///
    /// # Errors
    /// The store's.
    pub async fn set_clock(&self) -> Result<()> {
        if let Some(shared) = self.store.shared_time().await? {
            let behind = self.clock.follow(shared);
            self.set.0.store(self.clock.now(), Ordering::Relaxed);
            if behind.abs() > WORTH_A_WORD {
                tracing::warn!(
                    behind_ms = behind,
                    "this machine's clock is not the database's, which counts"
                );
            }
        }
        Ok(())
    }

    /// Sets our clock before it is used, if it cannot be believed: it was changed, or this process stood still for
    /// longer than a clock is believed.
    ///
    /// # Errors
    /// The store's.
    pub async fn believe_clock(&self) -> Result<()> {
        let set = self.set.0.load(Ordering::Relaxed);
        if set == 0 || (0..BELIEVED).contains(&(self.clock.now() - set)) {
            return Ok(());
        }
        self.set_clock().await
    }
}
