//! The desk told in stories, one paragraph of the product each.

mod door;
mod fields;
mod first;
mod forms;
mod messages;
mod mutations;
mod numbers;
mod private;
mod sockets;
mod strangers;
