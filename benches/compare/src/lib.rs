//! The parts of the comparison: who is compared, what they are sent, what they cost.

pub mod candidate;
pub mod fill;
pub mod form;
pub mod load;
pub mod process;
pub mod reads;
pub mod round;
pub mod slack;
pub mod stored;
pub mod table;

/// What all candidates verify with.
pub const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
