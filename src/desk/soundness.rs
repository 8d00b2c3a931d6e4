//! Whether the database's file is whole, after an end that was none of ours.
//!
//! While a desk runs, a note says so. One that finds the note of its predecessor has the file read
//! through beside its work: power was cut or the process killed, which is when files break.

use std::sync::atomic::{AtomicU8, Ordering};

use futures_util::FutureExt;

use crate::store::{self};

use super::{Desk, Result};

/// There while a desk runs, and afterwards if it did not end by itself.
const RUNNING: &str = "desk.running";

/// What is known of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Soundness {
    /// Left in order, or read through since.
    Whole,
    /// Not read through yet.
    Unproven,
    /// Restore a backup.
    Damaged,
}

/// What is known by now.
#[derive(Debug)]
pub(super) struct Known(AtomicU8);

impl Default for Known {
    fn default() -> Known {
        Known(AtomicU8::new(Soundness::Whole as u8))
    }
}

impl Known {
    pub(super) fn get(&self) -> Soundness {
        match self.0.load(Ordering::Relaxed) {
            0 => Soundness::Whole,
            1 => Soundness::Unproven,
            _ => Soundness::Damaged,
        }
    }

    fn set(&self, known: Soundness) {
        self.0.store(known as u8, Ordering::Relaxed);
    }
}

impl Desk {
    /// Notes that a desk runs. What is known of the file then is in [`Desk::soundness`].
    ///
    /// # Errors
    /// The store's.
    pub async fn begin(&self) -> Result<()> {
        if !self.store.is_a_file() {
            return Ok(());
        }
        let now = self.clock.now().to_string();
        let left: store::Result<bool> = self
            .store
            .write(move |tx| {
                let now = now.clone();
                async move {
                    let left = store::notes::get(tx, RUNNING).await?;
                    store::notes::set(tx, RUNNING, &now).await?;
                    Ok(left.is_some())
                }
                .boxed()
            })
            .await;
        if left? {
            self.known.set(Soundness::Unproven);
        }
        Ok(())
    }

    /// What is known of the database's file.
    pub fn soundness(&self) -> Soundness {
        self.known.get()
    }

    /// Reads the file through if it is not known to be whole, and says in the log what came of it.
    pub async fn prove(&self) {
        if self.known.get() != Soundness::Unproven {
            return;
        }
        tracing::info!("the desk did not end by itself: reading the database through");
        match self.store.damage().await {
            Ok(None) => {
                self.known.set(Soundness::Whole);
                tracing::info!("the database is whole");
            }
            Ok(Some(table)) => {
                self.known.set(Soundness::Damaged);
                tracing::error!(%table, "the database is damaged; restore a backup with `frontdesk restore FILE`");
            }
            Err(error) => tracing::error!(%error, "the database could not be read through"),
        }
    }

    /// The desk ends by itself. A file that was not proven whole is read through by the next one.
    ///
    /// # Errors
    /// The store's.
    pub async fn end(&self) -> Result<()> {
        if self.store.is_a_file() && self.known.get() == Soundness::Whole {
            self.store
                .write(|tx| store::notes::drop(tx, RUNNING).boxed())
                .await?;
        }
        Ok(())
    }
}
