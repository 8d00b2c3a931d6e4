//! One binary for all stories.

mod business_time;
mod config;
