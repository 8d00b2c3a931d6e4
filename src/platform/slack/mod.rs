//! Slack.

pub mod manifest;
