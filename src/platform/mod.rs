//! What the platforms are: verify, wire, parse, render, client.

pub mod failure;
pub mod http;
pub mod slack;
pub mod teams;
