//! The replies that are kept: an agent's own, and those of their teams.

use crate::domain::canned::Canned;
use crate::domain::ids::Platform;
use crate::domain::press::Press;
use crate::domain::talk::{Text, plain};

use super::cut;
use super::face::{Control, Message, Part};
use super::help::spelled;
use super::words::sentence::{bold, sentence, words};

/// More of a text than this is read in its form, or where it is sent.
const MOST_TEXT: usize = 300;
/// So many of each are shown: a message holds no more.
const MOST_SHOWN: usize = 15;

/// The list, where `platform` shows it.
pub(super) fn replies(
    own: &[(i64, Canned)],
    team: &[(String, Canned)],
    platform: Platform,
) -> Message {
    let summary = plain("The replies that are kept");
    let mut parts = vec![Part::Text(plain(
        "In a request's thread, type ? and a name to send a reply, or choose it in the form of Reply.",
    ))];
    for (id, reply) in own.iter().take(MOST_SHOWN) {
        let edit = Control {
            spoken: Some(format!("Edit {}", reply.name)),
            ..Control::button("Edit", Press::OpenReplyOfMine(*id))
        };
        parts.push(Part::Text(entry(reply, None)));
        parts.push(Part::Actions(vec![edit]));
    }
    for (name, reply) in team.iter().take(MOST_SHOWN) {
        parts.push(Part::Text(entry(reply, Some(name))));
    }
    let left = own.len().saturating_sub(MOST_SHOWN) + team.len().saturating_sub(MOST_SHOWN);
    if left > 0 {
        parts.push(Part::Small(sentence(
            "and {} more",
            [words(left.to_string())],
        )));
    }
    parts.push(Part::Actions(vec![Control::primary(
        "New reply",
        Press::OpenReplyOfMine(0),
    )]));
    parts.push(Part::Small(sentence(
        "{} shows this again.",
        [bold(spelled("replies", platform))],
    )));
    Message { summary, parts }
}

fn entry(reply: &Canned, team: Option<&str>) -> Text {
    let name = bold(format!("?{}", reply.name));
    let text = words(cut::short(&reply.text, MOST_TEXT).0);
    match team {
        Some(team) => sentence("{} ({})\n{}", [name, words(team), text]),
        None => sentence("{} (yours)\n{}", [name, text]),
    }
}
