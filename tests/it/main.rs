//! The one integration test binary.

mod slack_client;
mod slack_files;
mod slack_parse;
mod slack_render;
mod slack_samples;
mod slack_socket;
mod slack_stub;
