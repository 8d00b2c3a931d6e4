//! A workspace of our own: the side of Slack that the desk talks to, as strict as the real one.
//!
//! ```text
//!  the bot ──HTTP──► server ─► api/* ─┐                 ┌─► deliver ──signed POST or socket──► the bot
//!                                     ├─► World (state) ┤
//!  a test or a page ─► Slack, Person ─┘                 └─► record (calls, deliveries, violations, pings)
//! ```
//!
//! - [`Slack`] is the workspace as seen from outside, [`Person`] somebody in it: they click, type and read,
//!   and never see JSON unless they ask for it.
//! - `World` holds all state; every rule is a method on it and does no I/O. What happens leaves it as events in `outbox`.
//! - `server` (with `api/`) is the Web API, `deliver` the way to the bot: neither decides anything.
//! - `page` is the workspace in a browser: it shows the world and acts through the same handles.
//!
//! A story reads like this:
//!
//! ```no_run
//! # use frontdesk::sandbox::{Options, Slack, Submitted, Visibility};
//! # async fn story(options: Options) -> Result<(), Box<dyn std::error::Error>> {
//! let slack = Slack::start(options).await?;
//! slack.deliver_to("http://127.0.0.1:3978");
//! let ana = slack.add_user("ana", "ana@acme.example", "Europe/Berlin");
//! slack.add_user("lea", "lea@acme.example", "Europe/Berlin");
//! slack.add_channel("C0ITTRIAGE", "it-triage", Visibility::Private, &["lea"]);
//!
//! ana.command("/request laptop screen is black").await;
//! ana.pick("Kind", "Screen").await?;
//! assert_eq!(ana.submit().await, Submitted::Closed);
//! let card = slack.until("the triage card", |s| s.find("C0ITTRIAGE", "screen is black")).await;
//! slack.user("lea").click("C0ITTRIAGE", &card.ts, "Take it").await?;
//! # Ok(())
//! # }
//! ```
//!
//! Nothing here knows the desk: only what goes over the wire.

mod ack;
mod api;
mod args;
mod channels;
mod click;
mod deliver;
mod elements;
mod events;
mod faults;
mod fields;
mod files;
mod form;
mod hub;
mod keep;
mod limits;
mod line;
mod listing;
mod messages;
mod mischief;
mod modal;
mod names;
mod options;
mod page;
mod payloads;
mod people;
mod person;
mod rates;
mod reading;
mod record;
mod refusal;
mod response_url;
mod server;
mod sign;
mod slack;
mod socket;
mod staging;
mod state;
mod submit;
mod talk;
pub mod teams;
mod typing;
mod views;
mod watch;
mod whispers;

pub use ack::{Ack, Missing, Submitted};
pub use channels::Visibility;
pub use faults::{Fault, Trouble};
pub use keep::Kept;
pub use listing::Message;
pub use modal::Modal;
pub use names::{APP, BOT, BOT_USER, ENTERPRISE, FOREIGN_TEAM, TEAM};
pub use options::{Now, Options, Shift};
pub use person::Person;
pub use record::{Call, Delivery, Door};
pub use sign::signature;
pub use slack::Slack;
