//! Long text in pieces that fit, and short text of what has no room.

use crate::domain::talk::{Span, Text};

/// The most characters of one part of a message.
const PART: usize = 2900;

/// `text` in parts, at most `most` of them; whether that is all of it.
pub(super) fn parts(text: &[Span], most: usize) -> (Vec<Text>, bool) {
    let mut parts: Vec<Text> = vec![];
    let mut rest = text.to_vec();
    while !rest.is_empty() {
        if parts.len() == most {
            return (parts, false);
        }
        let after = split(&mut rest);
        parts.push(rest);
        rest = after;
    }
    (parts, true)
}

/// At most `most` characters of one line, with `…` where more was said; whether that is all of it.
pub(super) fn short(text: &str, most: usize) -> (String, bool) {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => (format!("{}…", line[..at].trim_end()), false),
        None => (line, true),
    }
}

/// Leaves one part in `text` and returns what comes after it.
fn split(text: &mut Text) -> Text {
    let mut room = PART;
    for at in 0..text.len() {
        let long = length(&text[at]);
        if long <= room {
            room -= long;
            continue;
        }
        let mut after = text.split_off(at);
        if let Span::Plain(whole) | Span::Bold(whole) = &mut after[0]
            && let Some(cut) = cut_at(whole, room, at == 0)
        {
            let tail = whole.split_off(cut);
            let head = std::mem::replace(whole, tail);
            text.push(Span::Plain(head));
        } else if text.is_empty() {
            // One piece that cannot be cut has a part of its own, however long it is.
            text.push(after.remove(0));
        }
        return after;
    }
    Text::new()
}

/// Where to cut: after the last line or word that fits; within a word only where it fills a part.
fn cut_at(text: &str, room: usize, alone: bool) -> Option<usize> {
    let end = text
        .char_indices()
        .nth(room)
        .map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let line = head.rfind('\n').map(|at| at + 1);
    let word = || head.rfind(' ').map(|at| at + 1);
    line.filter(|at| *at > end / 2)
        .or_else(word)
        .or(line)
        .or((alone && end > 0).then_some(end))
}

/// As it is shown, roughly: nobody minds a part that is a little shorter.
fn length(span: &Span) -> usize {
    match span {
        Span::Plain(text) | Span::Bold(text) => text.chars().count(),
        Span::Person(account) => account.user.chars().count() + 3,
        Span::Link { url, label } => url.chars().count() + label.chars().count() + 3,
        Span::When(_) => 60,
        Span::Emoji(name) => name.chars().count() + 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::talk::{flat, plain};

    #[test]
    fn nothing_is_lost_between_the_parts() {
        for text in [
            "word ".repeat(2000),
            "é".repeat(7000),
            format!("{}\n{}", "a".repeat(2000), "b".repeat(2000)),
            format!("{} x", "a".repeat(2900)),
        ] {
            let (cut, whole) = parts(&plain(text.clone()), 9);
            assert!(whole);
            assert_eq!(cut.iter().map(|p| flat(p)).collect::<String>(), text);
            assert!(cut.iter().all(|p| flat(p).chars().count() <= PART));
        }
    }

    #[test]
    fn pieces_that_cannot_be_cut_stay_whole() {
        let link = Span::Link {
            url: "https://a.example/".repeat(300),
            label: String::new(),
        };
        let text = vec![Span::Plain("a".repeat(100)), link.clone(), link];
        let (cut, whole) = parts(&text, 9);
        assert!(whole);
        assert_eq!(cut.concat(), text);
    }

    #[test]
    fn too_many_parts_are_said_to_be_more() {
        let (cut, whole) = parts(&plain("word ".repeat(5000)), 4);
        assert_eq!((cut.len(), whole), (4, false));
    }
}
