//! The doors: what comes in by HTTP and by socket.

pub mod health;
pub mod metrics;
pub mod rest;
pub mod slack;
pub mod teams;
