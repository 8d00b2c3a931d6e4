//! Microsoft Teams, and nothing but Teams: what comes in becomes an [`Inbound`](crate::domain::intent::Inbound),
//! what goes out is rendered from a [`face`](crate::view::face) and sent by the client.
//!
//! There is no SDK for it: an activity goes through [`verify::Door`], then [`parse::Reader`].

pub mod card;
pub mod card_form;
mod card_input;
pub mod client;
pub mod client_files;
pub mod client_people;
mod entered;
mod errors;
mod events;
mod extension;
pub mod hosts;
mod html;
mod invokes;
pub mod keys;
pub mod manifest;
pub mod me;
mod message_in;
pub mod parse;
mod reaction;
pub mod seal;
pub mod seen;
mod text;
pub mod text_out;
pub mod token;
pub mod verify;
mod wire;

pub use invokes::command;
