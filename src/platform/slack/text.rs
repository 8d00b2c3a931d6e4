//! Slack's mrkdwn as it comes in, and as it goes out.
//!
//! In: `&`, `<` and `>` are escaped, mentions and links are in angle brackets; everything else is what
//! was typed. Emoji stay as they are written, `:x:`.

use crate::domain::ids::Account;
use crate::domain::talk::{Span, Text};

pub use super::text_out::{cut, escape, mrkdwn, pieces};

/// What Slack's text says. Never fails: what is no markup is plain.
pub fn read(mrkdwn: &str) -> Text {
    let mut out = Reader::default();
    let mut rest = mrkdwn;
    while let Some(open) = rest.find('<') {
        out.plain(&rest[..open]);
        let inner = &rest[open + 1..];
        match inner.find(['>', '<']) {
            Some(close) if inner[close..].starts_with('>') => {
                out.token(&inner[..close]);
                rest = &inner[close + 1..];
            }
            // No bracket of Slack's making: those are closed, and they are not nested.
            _ => {
                out.plain("<");
                rest = inner;
            }
        }
    }
    out.plain(rest);
    out.spans
}

/// Whether `user` is mentioned.
pub fn mentions(text: &[Span], user: &str) -> bool {
    text.iter()
        .any(|span| matches!(span, Span::Person(account) if account.user == user))
}

/// The text without the mentions of `user`: ours say to whom it is written, not what.
pub fn without(text: Text, user: &str) -> Text {
    if !mentions(&text, user) {
        return text;
    }
    let mut out = Text::new();
    for span in text {
        match (span, out.last_mut()) {
            (Span::Person(account), _) if account.user == user => {}
            // What stood on both sides of it is one text now, with one space between.
            (Span::Plain(after), Some(Span::Plain(before))) => {
                before.truncate(before.trim_end().len());
                before.push(' ');
                before.push_str(after.trim_start());
            }
            (Span::Plain(after), None) => out.push(Span::Plain(after.trim_start().to_owned())),
            (span, _) => out.push(span),
        }
    }
    out
}

/// Slack's three escapes, once: `&amp;lt;` was typed as `&lt;`.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[derive(Default)]
struct Reader {
    spans: Text,
}

impl Reader {
    fn plain(&mut self, escaped: &str) {
        if escaped.is_empty() {
            return;
        }
        let text = unescape(escaped);
        match self.spans.last_mut() {
            Some(Span::Plain(before)) => before.push_str(&text),
            _ => self.spans.push(Span::Plain(text)),
        }
    }

    fn token(&mut self, token: &str) {
        let (target, label) = match token.split_once('|') {
            Some((target, label)) => (target, Some(label).filter(|l| !l.is_empty())),
            None => (token, None),
        };
        if let Some(user) = target.strip_prefix('@') {
            self.spans.push(Span::Person(Account::slack(user)));
        } else if let Some(channel) = target.strip_prefix('#') {
            self.plain("#");
            self.plain(label.unwrap_or(channel));
        } else if let Some(special) = target.strip_prefix('!') {
            self.special(special, label);
        } else if target.contains(':') {
            self.spans.push(Span::Link {
                url: unescape(target),
                label: label.map(unescape).unwrap_or_default(),
            });
        } else {
            self.plain(&format!("<{token}>"));
        }
    }

    /// `<!here>`, `<!channel|channel>`, `<!subteam^S1|@it>`, `<!date^1700000000^{date}|fallback>`.
    fn special(&mut self, special: &str, label: Option<&str>) {
        let mut parts = special.split('^');
        match (parts.next(), parts.next()) {
            (Some("date"), Some(seconds)) => match seconds.parse::<i64>() {
                Ok(seconds) => self.spans.push(Span::When(seconds.saturating_mul(1000))),
                Err(_) => self.plain(label.unwrap_or_default()),
            },
            (Some("subteam"), Some(group)) => {
                self.plain("@");
                self.plain(label.unwrap_or(group).trim_start_matches('@'));
            }
            _ => {
                self.plain("@");
                self.plain(label.unwrap_or(special).trim_start_matches('@'));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::talk::{flat, plain};

    #[test]
    fn slacks_markup_is_read() {
        for (wire, meant) in [
            ("a &lt;b&gt; &amp;amp; c", plain("a <b> &amp; c")),
            ("&amp;lt;", plain("&lt;")),
            ("<#C1|general> <#C1|> <#C1>", plain("#general #C1 #C1")),
            (
                "<!here> <!channel|channel> <!everyone>",
                plain("@here @channel @everyone"),
            ),
            ("<!subteam^S1|@it> <!subteam^S1>", plain("@it @S1")),
            ("a < b", plain("a < b")),
            ("<<!here>", plain("<@here")),
            (":x: *bold*", plain(":x: *bold*")),
            ("", vec![]),
            ("<@U1>", vec![Span::Person(Account::slack("U1"))]),
            (
                "<!date^1700000000^{date}|then>",
                vec![Span::When(1_700_000_000_000)],
            ),
        ] {
            assert_eq!(read(wire), meant, "{wire}");
        }
    }

    #[test]
    fn links_and_people_stand_among_words() {
        let text = read("see <https://a.example/?x=1&amp;y|the page>, <@U1|ana>, <mailto:a@b.c>");
        assert_eq!(
            flat(&text),
            "see the page (https://a.example/?x=1&y), @U1, mailto:a@b.c"
        );
        assert!(mentions(&text, "U1"));
        assert!(!mentions(&text, "U"));
    }
}
