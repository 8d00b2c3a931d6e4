//! What the platforms are: verify, wire, parse, render, client.

pub mod failure;
pub mod slack;
pub mod teams;
