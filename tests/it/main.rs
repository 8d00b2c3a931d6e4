//! One binary for all stories.

mod bench;
mod business_time;
mod config;
mod digest_period;
mod form;
mod sandbox;
mod serving;
mod slack_client;
mod slack_files;
mod slack_manifest;
mod slack_parse;
mod slack_render;
mod slack_samples;
mod slack_socket;
mod slack_stub;
mod states;
mod stories;
mod view;
