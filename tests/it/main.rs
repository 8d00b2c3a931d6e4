//! One binary for all stories.

mod backup;
mod bench;
mod business_time;
mod check;
mod cli;
mod config;
mod demo;
mod digest_period;
mod form;
mod openapi;
mod rest;
mod rest_reads;
mod rest_support;
mod sandbox;
mod slack_client;
mod slack_files;
mod slack_manifest;
mod slack_parse;
mod slack_render;
mod slack_samples;
mod slack_socket;
mod slack_stub;
mod stories;
mod tokens;
mod view;
