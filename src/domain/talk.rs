//! What people say, free of any platform's markup.

use serde::{Deserialize, Serialize};

use super::ids::Account;

/// A piece of text. `Plain` is exactly what was typed: every platform escapes it for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Plain(String),
    Bold(String),
    /// Somebody mentioned.
    Person(Account),
    Link {
        url: String,
        label: String,
    },
    /// An instant, shown in the reader's own time zone where the platform can.
    When(i64),
    /// By its name, without colons.
    Emoji(String),
}

/// Text in pieces; a line break is `\n` in a plain piece.
pub type Text = Vec<Span>;

/// A text of one plain piece.
pub fn plain(text: impl Into<String>) -> Text {
    vec![Span::Plain(text.into())]
}

/// What a search, a subject line or the REST interface shows of `text`.
pub fn flat(text: &[Span]) -> String {
    let mut out = String::new();
    for span in text {
        match span {
            Span::Plain(s) | Span::Bold(s) => out.push_str(s),
            Span::Person(account) => {
                out.push('@');
                out.push_str(&account.user);
            }
            Span::Link { url, label } if label.is_empty() || label == url => out.push_str(url),
            Span::Link { url, label } => {
                out.push_str(label);
                out.push_str(" (");
                out.push_str(url);
                out.push(')');
            }
            Span::When(at) => match jiff::Timestamp::from_millisecond(*at) {
                Ok(at) => out.push_str(&at.to_string()),
                Err(_) => out.push_str("an unknown time"),
            },
            Span::Emoji(name) => {
                out.push(':');
                out.push_str(name);
                out.push(':');
            }
        }
    }
    out
}

/// A file that somebody put into the talk, as the platform describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The platform's id.
    pub id: String,
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Where the bot may fetch it, with its token; empty: nowhere.
    pub url: String,
    /// Where people find it, if they may.
    #[serde(default)]
    pub link: Option<String>,
}

/// Whether a message says nothing but thanks: such a one reopens nothing.
pub fn is_thanks(text: &[Span]) -> bool {
    const WORDS: [&str; 34] = [
        "thanks", "thank", "you", "thx", "ty", "tx", "cheers", "great", "perfect", "awesome",
        "super", "cool", "ok", "okay", "nice", "works", "it", "now", "so", "much", "very", "a",
        "lot", "many", "again", "all", "good", "danke", "merci", "gracias", "fine", "that", "for",
        "your",
    ];
    const MARKS: [&str; 12] = [
        "thanks", "thank", "thx", "ty", "tx", "cheers", "great", "perfect", "awesome", "danke",
        "merci", "gracias",
    ];
    const EMOJI: [&str; 7] = [
        "+1",
        "thumbsup",
        "pray",
        "tada",
        "heart",
        "raised_hands",
        "white_check_mark",
    ];
    let flat = flat(text).to_lowercase();
    let words: Vec<&str> = flat
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '!' | ';' | '-' | '(' | ')'))
        .filter(|w| !w.is_empty())
        .collect();
    let emoji = |w: &str| EMOJI.contains(&w.trim_matches(':')) || w.chars().all(|c| !c.is_ascii());
    !words.is_empty()
        && words.len() <= 8
        && words.iter().all(|w| WORDS.contains(w) || emoji(w))
        && words.iter().any(|w| MARKS.contains(w) || emoji(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_are_told_from_news() {
        for yes in [
            "thanks",
            "Thank you so much!",
            ":+1:",
            "ok great, thanks :tada:",
            "🙏",
            "ty",
        ] {
            assert!(is_thanks(&plain(yes)), "{yes}");
        }
        for no in [
            "",
            "ok",
            "thanks, but it is black again",
            "it works now?",
            "no",
            "thank you so much for nothing",
        ] {
            assert!(!is_thanks(&plain(no)), "{no}");
        }
    }
}
