//! One binary for all stories.

mod backup;
mod business_time;
mod cli;
mod config;
mod digest_period;
mod form;
mod openapi;
mod rest;
mod rest_reads;
mod rest_support;
mod sandbox;
mod slack_manifest;
mod tokens;
