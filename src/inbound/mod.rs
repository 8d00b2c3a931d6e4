//! The doors: what comes in by HTTP and by socket.

pub mod slack;
