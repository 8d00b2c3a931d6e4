//! The words of `/desk`, whatever platform they were typed on.

use std::borrow::Cow;

use super::catalogue::DigestKind;
use super::ids::Channel;
use super::intent::DeskWord;
use super::talk::{Span, Text, flat};

impl DeskWord {
    /// What may follow `digest`, and nothing else does.
    pub fn is_digest(rest: &str) -> bool {
        let rest: Vec<String> = rest.split_whitespace().map(str::to_lowercase).collect();
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        matches!(
            rest[..],
            [] | ["daily" | "weekly"]
                | ["me" | "mine"]
                | ["me" | "mine", "daily" | "weekly" | "off"]
        )
    }

    /// `mine`, `log @ana her screen is black`, …, said in `channel`.
    pub fn read(words: Text, channel: &Channel) -> DeskWord {
        let Some((word, rest)) = first_word(words) else {
            return DeskWord::Help;
        };
        match word.to_lowercase().as_str() {
            "help" => DeskWord::Help,
            "home" => DeskWord::Home,
            "mine" => DeskWord::Mine,
            "approvals" => DeskWord::Approvals,
            "queue" => DeskWord::Queue,
            "duty" if flat(&rest).trim().eq_ignore_ascii_case("export") => DeskWord::DutyExport,
            "duty" => DeskWord::Duty,
            "who" => DeskWord::Who(flat(&rest).trim().to_owned()),
            "replies" => DeskWord::Replies,
            "digest" => digest(rest, channel),
            "log" => log(rest),
            "why" => DeskWord::Why(flat(&rest).trim().to_uppercase()),
            "kb" => DeskWord::Kb(flat(&rest).trim().to_owned()),
            "announce" => DeskWord::Announce,
            known if DeskWord::LATER.contains(&known) => DeskWord::NotYet(known.to_owned()),
            _ => DeskWord::Unknown(word),
        }
    }
}

impl DeskWord {
    /// Whether `text` looks like the number of a request, `IT-42`, in any case.
    pub fn is_number(text: &str) -> bool {
        text.split_once('-').is_some_and(|(team, number)| {
            let is = |text: &str, fits: fn(&char) -> bool| {
                !text.is_empty() && text.chars().all(|c| fits(&c))
            };
            is(team, char::is_ascii_alphanumeric) && is(number, char::is_ascii_digit)
        })
    }
}

/// The first word, and what follows it. None when nothing was said.
pub fn first_word(mut words: Text) -> Option<(String, Text)> {
    while let Some(Span::Plain(text)) = words.first_mut() {
        let trimmed = text.trim_start();
        if trimmed.is_empty() {
            words.remove(0);
            continue;
        }
        let (word, rest) = trimmed
            .split_once(char::is_whitespace)
            .unwrap_or((trimmed, ""));
        let (word, rest) = (word.to_owned(), rest.to_owned());
        *text = rest;
        return Some((word, words));
    }
    if words.is_empty() {
        return None;
    }
    let first = words.remove(0);
    Some((flat(&[first]), words))
}

/// The person is the first thing said after `log`; a name without a mention is nobody.
fn log(mut words: Text) -> DeskWord {
    if let Some(Span::Plain(text)) = words.first()
        && text.trim().is_empty()
    {
        words.remove(0);
    }
    let person = match words.first() {
        Some(Span::Person(account)) => Some(account.clone()),
        _ => None,
    };
    let rest: Cow<'_, [Span]> = match person {
        Some(_) => words[1..].into(),
        None => words.into(),
    };
    DeskWord::Log {
        person,
        text: flat(&rest).trim().to_owned(),
    }
}

/// `digest`, `digest daily`, `digest me`, `digest me weekly`, `digest me off`.
fn digest(words: Text, channel: &Channel) -> DeskWord {
    let now = |kind| DeskWord::Digest {
        channel: Some(channel.clone()),
        kind,
    };
    let Some((word, rest)) = first_word(words) else {
        return now(DigestKind::Weekly);
    };
    match word.to_lowercase().as_str() {
        "daily" => now(DigestKind::Daily),
        "me" | "mine" => {
            let wish = first_word(rest).map(|(word, _)| word.to_lowercase());
            match wish.as_deref() {
                Some("daily") => DeskWord::DigestMe(Some(DigestKind::Daily)),
                Some("weekly") => DeskWord::DigestMe(Some(DigestKind::Weekly)),
                Some("off") => DeskWord::DigestMe(None),
                _ => DeskWord::OwnDigest,
            }
        }
        _ => now(DigestKind::Weekly),
    }
}
