//! The side of Teams that a bot talks to: the channel that delivers to it, with keys and tokens of its own, and the
//! connector that it sends to. As strict as the real one, as far as that is documented.
//!
//! ```text
//!  the bot ──HTTP──► server ─► connector ─┐            ┌─► deliver ──signed activity──► the bot
//!                                         ├─► World ───┤
//!  a test ───────────► Teams, Member ─────┘            └─► record (calls, violations)
//! ```
//!
//! `page` is the tenant in a browser: it shows the world and acts through the same handles.
//!
//! Nothing here knows the desk: only what goes over the wire.

mod activity;
mod cards;
mod connector;
mod dates;
mod deliver;
mod dialog;
mod files;
mod filling;
mod keep;
mod keys;
mod member;
mod page;
mod presses;
mod seen;
mod server;
mod sight;
mod tenant;
mod world;
mod writing;

pub use dialog::{Dialog, Done};
pub use keep::Kept;
pub use keys::{Key, forged, token};
pub use member::Member;
pub use seen::Post;
pub use tenant::Teams;
pub use world::{APP, Call, PASSWORD, TENANT};
