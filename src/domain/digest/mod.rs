//! Digests: when they are due, and which period each tells about.

mod period;

pub use period::{Period, describe, next_due, period, schedule};
