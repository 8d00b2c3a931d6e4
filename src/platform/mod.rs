//! What the platforms are: verify, wire, parse, render, client.

pub mod slack;
