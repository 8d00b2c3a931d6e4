//! The desk in Teams, over real HTTP with signed tokens.

mod across;
mod acts;
mod bench;
mod door;
mod first;
mod more;
mod package;
mod schemas;
mod sending;
