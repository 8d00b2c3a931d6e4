//! One binary for all stories.

mod config;
