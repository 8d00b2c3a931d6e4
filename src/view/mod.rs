//! Platform-neutral faces, and every sentence that a person reads.
//!
//! A translator finds a face's sentences beside it, and what several faces say in `words`.

mod alarm;
mod announcement;
mod answers;
mod approval_card;
mod article;
mod cut;
mod digest;
mod digest_week;
mod due;
pub mod face;
mod fellow;
mod forms;
mod help;
mod home;
mod intake;
mod listing;
mod markdown;
mod offer;
mod plan_card;
mod plan_told;
mod poll;
mod quote;
pub mod readers;
mod replies;
mod requester_card;
mod say;
pub mod scene;
mod step_post;
mod stopped;
mod told;
mod triage_card;
mod watch_card;
mod welcome;
pub mod words;

pub use alarm::alarm;
pub use announcement::announcement;
pub use approval_card::{approval_card, approval_nudge};
pub use article::article_card;
pub use digest::{Looks, digest, own_digest};
pub use fellow::fellow;
pub use forms::{form, options};
pub use home::{home, home_card};
pub use intake::ask_intake;
pub use offer::offer;
pub use poll::poll;
pub use quote::quote;
pub use requester_card::{requester_card, requester_card_moved};
pub use say::say;
pub use step_post::step_post;
pub use stopped::stopped;
pub use told::told;
pub use triage_card::{triage_card, triage_card_moved};
pub use watch_card::{watch_card, watch_card_ended};
pub use welcome::welcome;
