//! The desk told in stories, one paragraph of the product each.

mod delivery;
mod digests;
mod first;
mod once;
mod reviews;
