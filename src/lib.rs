//! Frontdesk: a self-hosted service desk that lives in Slack and Microsoft Teams.
//!
//! ARCHITECTURE.md tells which way data flows and what each room may import.

pub mod app;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod fail;
pub mod inbound;
pub mod metrics;
pub mod platform;
pub mod sandbox;
pub mod store;
pub mod view;
