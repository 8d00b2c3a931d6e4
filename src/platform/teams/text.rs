//! Typed text without markup, with mentions in `<at>`.

use crate::domain::talk::{Span, Text};

use super::html::trimmed;
use super::parse::mentioned;
use super::wire::Entity;

/// What `text` says: ours are left out, other mentions are people. Who is meant is told by the entities alone: what
/// stands in `<at>` can be typed by anybody.
pub fn typed(text: &str, mentions: &[&Entity], is_me: impl Fn(&Entity) -> bool) -> Text {
    let mut pieces: Text = vec![Span::Plain(
        text.replace('\u{a0}', " ").replace("\r\n", "\n"),
    )];
    for entity in mentions {
        let Some(mark) = entity.text.as_deref().filter(|m| !m.is_empty()) else {
            continue;
        };
        let found = pieces.iter().position(|piece| match piece {
            Span::Plain(text) => text.contains(mark),
            _ => false,
        });
        let Some(at) = found else { continue };
        let Span::Plain(text) = pieces.remove(at) else {
            continue;
        };
        let (before, after) = text.split_once(mark).unwrap_or((&text, ""));
        let span = if is_me(entity) {
            None
        } else {
            entity.mentioned.as_ref().and_then(mentioned)
        };
        let mut put = vec![Span::Plain(before.to_owned())];
        match span {
            Some(account) => {
                put.push(Span::Person(account));
                put.push(Span::Plain(after.to_owned()));
            }
            // What stood on both sides of it is one text now, with one blank between.
            None => put = vec![Span::Plain(joined(before, after))],
        }
        put.retain(|piece| *piece != Span::Plain(String::new()));
        pieces.splice(at..at, put);
    }
    trimmed(pieces)
}

fn joined(before: &str, after: &str) -> String {
    match (before.trim_end(), after.trim_start()) {
        ("", after) => after.to_owned(),
        (before, "") => before.to_owned(),
        (before, after) => format!("{before} {after}"),
    }
}
