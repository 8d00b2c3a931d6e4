//! The desk told in stories, one paragraph of the product each.

mod by_program;
mod delivery;
mod digests;
mod first;
mod once;
mod reviews;
