//! One binary for all stories.

mod business_time;
mod config;
mod digest_period;
mod form;
mod sandbox;
mod slack_manifest;
