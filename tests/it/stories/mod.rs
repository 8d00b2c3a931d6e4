//! The desk told in stories, one paragraph of the product each.

mod by_program;
mod delivery;
mod digests;
mod door;
mod first;
mod forms;
mod messages;
mod numbers;
mod once;
mod private;
mod reviews;
mod strangers;
