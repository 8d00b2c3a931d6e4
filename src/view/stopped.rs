//! To an admin: a channel takes nothing from us any more.

use crate::domain::catalogue::Catalogue;

use super::face::Message;
use super::scene::team_name;
use super::words::sentence::{sentence, words};

/// What is wrong, and what mends it. `why` is the platform's own word.
pub fn stopped(team: Option<&str>, channel: &str, why: &str, catalogue: &Catalogue) -> Message {
    let mend =
        "What is to be said there waits, and goes out once this app is added to the channel again.";
    Message::line(match team {
        Some(team) => sentence(
            &format!("I can say nothing in the channel of {{}} any more: {{}}. {mend}"),
            [words(team_name(catalogue, team)), words(why)],
        ),
        None => sentence(
            &format!("I can say nothing in the channel {{}} any more: {{}}. {mend}"),
            [words(channel), words(why)],
        ),
    })
}
