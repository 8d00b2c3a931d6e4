//! The desk in Teams, over real HTTP with signed tokens.

mod across;
mod bench;
mod door;
mod first;
mod more;
mod package;
mod sending;
