//! Methods that Slack has closed for a while: its `Retry-After` holds per method and workspace.
//!
//! Not for `chat.postMessage`: its limit is each channel's own, and the lane keeps to it.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::clock::Millis;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Update,
    Delete,
    Home,
    /// `auth.test`, while our token is refused.
    Auth,
}

/// Until when each method is closed.
#[derive(Debug, Default)]
pub struct Gates([AtomicI64; 4]);

impl Gates {
    pub fn close(&self, method: Method, until: Millis) {
        self.0[method as usize].fetch_max(until, Ordering::Relaxed);
    }

    /// How long it stays closed; None when it is open.
    pub fn closed_for(&self, method: Method, now: Millis) -> Option<Millis> {
        let left = self.0[method as usize].load(Ordering::Relaxed) - now;
        (left > 0).then_some(left)
    }
}
