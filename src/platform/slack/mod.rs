//! Slack, and nothing but Slack: what comes in becomes an [`Inbound`](crate::domain::intent::Inbound),
//! what goes out is rendered from a [`face`](crate::view::face) and sent by the client.
//!
//! A body goes through [`verify::Secrets`], then [`parse::parse`]; a socket's envelope goes through
//! [`parse::parse_envelope`] alone, since Slack signs nothing there.

pub mod client;
mod client_files;
mod client_people;
mod client_posts;
mod client_views;
mod commands;
pub mod errors;
mod events;
mod interactions;
mod limits;
pub mod manifest;
pub mod me;
mod message_in;
pub mod parse;
pub mod render;
mod render_form;
mod render_input;
pub mod socket;
mod socket_link;
pub mod text;
mod text_out;
pub mod verify;
mod views;
mod wire;

pub use client_people::{ChannelInfo, WhoAmI};
pub use client_posts::MARK;
