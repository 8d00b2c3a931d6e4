//! Time as an argument: the one place that reads the machine's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since the Unix epoch: the only form in which the desk keeps an instant.
pub type Millis = i64;

/// Nothing is wished, promised or put off for more than three years: business time is counted day by day.
pub const FARTHEST_DAYS: i64 = 3 * 366;

/// The same, in milliseconds.
pub const FARTHEST: Millis = FARTHEST_DAYS * 24 * 60 * 60 * 1000;

/// Where "now" comes from. Cheap to clone; clones of a clock that can be moved move together.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is moved (tests).
    Manual(Arc<AtomicI64>),
    /// The machine's clock, so many milliseconds ahead: it runs, and can be moved (the demo) or made to
    /// follow another (a database that several machines share).
    Shifted(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `start` until [`Clock::advance`] moves it.
    pub fn manual(start: Millis) -> Clock {
        Clock::Manual(Arc::new(AtomicI64::new(start)))
    }

    /// The machine's clock, `ahead` by so much, until [`Clock::advance`] moves it further.
    pub fn shifted(ahead: Millis) -> Clock {
        Clock::Shifted(Arc::new(AtomicI64::new(ahead)))
    }

    pub fn now(&self) -> Millis {
        match self {
            Clock::System => machine(),
            Clock::Manual(now) => now.load(Ordering::SeqCst),
            Clock::Shifted(ahead) => machine() + ahead.load(Ordering::SeqCst),
        }
    }

    /// How far a shifted clock is ahead of the machine's; the others tell nothing.
    pub fn ahead(&self) -> Millis {
        match self {
            Clock::Shifted(ahead) => ahead.load(Ordering::SeqCst),
            Clock::System | Clock::Manual(_) => 0,
        }
    }

    /// Shows `theirs` from now on, where the clock is a shifted one; tells how far it was behind.
    pub fn follow(&self, theirs: Millis) -> Millis {
        let Clock::Shifted(ahead) = self else {
            return 0;
        };
        let right = theirs - machine();
        right - ahead.swap(right, Ordering::SeqCst)
    }

    /// Moves the clock forward by `millis`; the system's clock cannot be moved and stays.
    pub fn advance(&self, millis: Millis) {
        if let Clock::Manual(moved) | Clock::Shifted(moved) = self {
            moved.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one reader of the machine's clock"
)]
fn machine() -> Millis {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_millis() as Millis)
}
