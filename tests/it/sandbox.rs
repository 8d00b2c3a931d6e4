//! The sandbox itself: as a bot meets it, and as a story drives it.

mod driving;
mod forms;
pub mod harness;
mod payloads;
mod refusals;
mod trouble;
