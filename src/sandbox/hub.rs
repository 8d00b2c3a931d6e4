//! The one lock around the world, and the events that leave it.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::join_all;
use tokio::sync::watch;

use super::deliver;
use super::socket::Sockets;
use super::state::World;

/// Shared by the server and every handle.
pub struct Hub {
    world: Mutex<World>,
    pub http: reqwest::Client,
    pub sockets: Sockets,
    /// Deliveries under way in the background.
    busy: watch::Sender<usize>,
    /// Counts looks that may have changed something.
    changes: watch::Sender<u64>,
}

impl Hub {
    pub fn new(world: World, http: reqwest::Client) -> Hub {
        Hub {
            world: Mutex::new(world),
            http,
            sockets: Sockets::default(),
            busy: watch::Sender::new(0),
            changes: watch::Sender::new(0),
        }
    }

    /// Looks at the world, or changes it without anything to tell. Never awaits inside.
    pub fn look<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        // A panic elsewhere under the lock is that test's failure, not a reason to hide the state from the others.
        let seen = look(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.changes.send_modify(|n| *n += 1);
        seen
    }

    /// Looks at the world and leaves it alone: those who wait for changes are not woken.
    pub fn peek<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Wakes whoever holds it after something may have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Changes the world; what happened is delivered in the background.
    pub fn act<T>(self: &Arc<Hub>, act: impl FnOnce(&mut World) -> T) -> T {
        let (result, events) = self.look(|world| (act(world), std::mem::take(&mut world.outbox)));
        for event in events {
            let hub = Arc::clone(self);
            self.busy.send_modify(|n| *n += 1);
            tokio::spawn(async move {
                deliver::event(&hub, event).await;
                hub.busy.send_modify(|n| *n -= 1);
            });
        }
        result
    }

    /// Changes the world and waits until what happened is delivered, retries included.
    pub async fn act_and_wait<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let (result, events) = self.look(|world| (act(world), std::mem::take(&mut world.outbox)));
        join_all(events.into_iter().map(|event| deliver::event(self, event))).await;
        result
    }

    /// Returns when no delivery is under way in the background.
    pub async fn settled(&self) {
        let mut busy = self.busy.subscribe();
        // The sender lives in self: waiting cannot fail.
        let _ = busy.wait_for(|n| *n == 0).await;
    }
}
