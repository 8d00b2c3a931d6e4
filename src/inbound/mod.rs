//! The doors: what comes in over HTTP.

pub mod health;
pub mod metrics;
pub mod rest;
