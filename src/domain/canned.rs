//! Replies that are kept for use again, and the variables in them.

use strsim::damerau_levenshtein;

use super::talk::{Span, Text};

/// What `{…}` may name.
pub const VARIABLES: [&str; 7] = [
    "requester",
    "number",
    "subject",
    "service",
    "team",
    "agent",
    "due",
];

/// The most characters of a name.
pub const MOST_NAME: usize = 40;
/// The most characters of a text.
pub const MOST_TEXT: usize = 3_000;
/// So many near names are told.
const MOST_NEAR: usize = 3;

/// A reply under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    pub name: String,
    pub text: String,
}

/// Whether it can be typed behind a `?`: small letters, digits, `-` and `_`, a letter first.
pub fn is_name(name: &str) -> bool {
    name.len() <= MOST_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// Checks that every variable of `text` is one that we know; braces around anything but a small word are text.
///
/// # Errors
/// The first one that is not known.
pub fn check(text: &str) -> Result<(), String> {
    for piece in pieces(text) {
        if let Piece::Variable(name) = piece
            && !VARIABLES.contains(&name)
        {
            return Err(name.to_owned());
        }
    }
    Ok(())
}

/// `text` with each variable in place of its name.
///
/// # Errors
/// The first variable for which `value` has nothing.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<Span>) -> Result<Text, String> {
    let mut out = Text::new();
    for piece in pieces(text) {
        let span = match piece {
            Piece::Words(words) => Span::Plain(words.to_owned()),
            Piece::Variable(name) => value(name).ok_or_else(|| name.to_owned())?,
        };
        match (out.last_mut(), span) {
            (Some(Span::Plain(last)), Span::Plain(more)) => last.push_str(&more),
            (_, span) => out.push(span),
        }
    }
    Ok(out)
}

/// What a message that is nothing but `?name` asks for.
pub fn asked(text: &Text) -> Option<&str> {
    let [Span::Plain(words)] = text.as_slice() else {
        return None;
    };
    words.trim().strip_prefix('?').filter(|name| is_name(name))
}

/// The names that come nearest to `name`: what begins with it, then typing slips; best first.
pub fn nearest<'a>(name: &str, all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut near: Vec<(usize, &str)> = all
        .filter_map(|known| {
            if known.starts_with(name) || name.starts_with(known) {
                return Some((0, known));
            }
            let distance = damerau_levenshtein(name, known);
            (distance <= known.len().max(name.len()) / 2).then_some((distance, known))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(MOST_NEAR).map(|(_, n)| n).collect()
}

enum Piece<'a> {
    Words(&'a str),
    Variable(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, name, after)) = next(rest) {
        pieces.extend((!before.is_empty()).then_some(Piece::Words(before)));
        pieces.push(Piece::Variable(name));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Words(rest)));
    pieces
}

/// The next `{word}`, with what stands before and after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find('{')?;
        let inside = &text[open + 1..];
        let end = inside.find(|c: char| !c.is_ascii_lowercase() && c != '_');
        if let Some(end) = end.filter(|end| *end > 0 && inside[*end..].starts_with('}')) {
            return Some((&text[..open], &inside[..end], &inside[end + 1..]));
        }
        from = open + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::talk::{flat, plain};
    use super::*;

    #[test]
    fn variables_are_filled_in_and_other_braces_stay() {
        let value = |name: &str| (name == "number").then(|| Span::Plain("IT-1".to_owned()));
        let filled = fill("{ {number}: set {\"a\": {}} {Number} {{number}}", value);
        let filled = filled.unwrap_or_default();
        assert_eq!(flat(&filled), "{ IT-1: set {\"a\": {}} {Number} {IT-1}");
        assert_eq!(fill("till {due}", value), Err("due".to_owned()));
        assert_eq!(check("{requester} {due}"), Ok(()));
        assert_eq!(check("{number} {requestor}"), Err("requestor".to_owned()));
    }

    #[test]
    fn only_a_lone_name_asks_for_one() {
        for (typed, name) in [
            ("?vpn", Some("vpn")),
            (" ?new-key ", Some("new-key")),
            ("?vpn please", None),
            ("? vpn", None),
            ("why?", None),
            ("?", None),
            ("?Why", None),
        ] {
            assert_eq!(asked(&plain(typed)), name, "{typed}");
        }
    }

    #[test]
    fn near_names_come_best_first() {
        let all = ["vpn-reset", "vpn", "greeting", "password"];
        let near = |name| nearest(name, all.into_iter());
        assert_eq!(near("vp"), ["vpn", "vpn-reset"]);
        assert_eq!(near("greting"), ["greeting"]);
        assert_eq!(near("xylophone"), [""; 0]);
    }
}
