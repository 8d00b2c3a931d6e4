//! The desk in Teams, over real HTTP with signed tokens.

mod across;
mod acts;
mod asking;
mod bench;
mod door;
mod fallback;
mod files;
mod first;
mod hand_over;
mod home;
mod looks;
mod more;
mod package;
mod private;
mod promises;
mod reactions;
mod reviews;
mod schemas;
mod sending;
mod serving;
mod standing;
mod talk;
mod who_may;
mod words;
