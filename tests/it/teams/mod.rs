//! The desk in Teams, over real HTTP with signed tokens.

mod bench;
mod door;
mod first;
