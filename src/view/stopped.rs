//! To an admin: a channel takes nothing from us any more, or may not be shown what is private.

use crate::domain::catalogue::Catalogue;
use crate::domain::post::OPEN_CHANNEL;

use super::face::Message;
use super::scene::team_name;
use super::words::sentence::{sentence, words};

/// What is wrong, and what mends it. `why` is the platform's own word, or [`OPEN_CHANNEL`].
pub fn stopped(team: Option<&str>, channel: &str, why: &str, catalogue: &Catalogue) -> Message {
    let place = words(match team {
        Some(team) => format!("the channel of {}", team_name(catalogue, team)),
        None => format!("the channel {channel}"),
    });
    Message::line(if why == OPEN_CHANNEL {
        sentence(
            "I cannot show private requests in {}: anybody can read it. What warns of them goes to the lead of the team, or to you. Make that channel private, or name another one in the configuration. What I could not show there is kept until somebody sends it again.",
            [place],
        )
    } else {
        sentence(
            "I can say nothing in {} any more: {}. What is to be said there waits, and goes out once this app is added to the channel again.",
            [place, words(why)],
        )
    })
}
