//! One binary for all stories.

mod business_time;
mod config;
mod digest_period;
mod form;
mod slack_manifest;
mod view;
