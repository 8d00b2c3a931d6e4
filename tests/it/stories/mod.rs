//! The desk told in stories, one paragraph of the product each.

mod by_program;
mod delivery;
mod digests;
mod door;
mod fields;
mod first;
mod forms;
mod messages;
mod mutations;
mod numbers;
mod once;
mod private;
mod reviews;
mod sockets;
mod strangers;
