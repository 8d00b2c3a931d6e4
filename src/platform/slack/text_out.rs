//! Text as mrkdwn. Whatever people typed, nothing of it is live: no mention, no link, no ping.

use crate::domain::ids::Platform;
use crate::domain::talk::Span;

/// Longest web address that still becomes a link.
const URL: usize = 1_200;
/// Longest label or bold run.
const RUN: usize = 400;

/// Plain text for a mrkdwn object or a message's `text`: Slack's three escapes, and no control
/// characters, which it may refuse.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push_escaped(&mut out, c);
    }
    out
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '\n' | '\t' => out.push(c),
        c if c.is_control() => {}
        c => out.push(c),
    }
}

/// `text` for a plain-text object of one line: at most `most` code points, with an ellipsis.
pub fn cut(text: &str, most: usize) -> String {
    let clean = || {
        text.trim().chars().map(|c| {
            if c.is_whitespace() || c.is_control() {
                ' '
            } else {
                c
            }
        })
    };
    if clean().nth(most).is_none() {
        return clean().collect();
    }
    let mut out: String = clean().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// `text` as mrkdwn of at most `most` code points, with an ellipsis where it was cut.
pub fn mrkdwn(text: &[Span], most: usize) -> String {
    let mut whole = split(text, most);
    if whole.len() < 2 {
        return whole.pop().unwrap_or_default();
    }
    let mut first = split(text, most.saturating_sub(1)).swap_remove(0);
    first.truncate(first.trim_end().len());
    first.push('…');
    first
}

/// `text` as mrkdwn in pieces of at most `size` code points, broken between words where that can
/// be; at most `most` pieces, the last with an ellipsis where something is missing.
pub fn pieces(text: &[Span], size: usize, most: usize) -> Vec<String> {
    let mut all = split(text, size.saturating_sub(1));
    let over = all.len() > most;
    all.truncate(most);
    if over && let Some(last) = all.last_mut() {
        last.push('…');
    }
    all.retain(|piece| !piece.trim().is_empty());
    all
}

fn split(text: &[Span], size: usize) -> Vec<String> {
    let mut out = Pieces::new(size);
    for span in text {
        match span {
            Span::Plain(plain) => out.plain(plain),
            other => out.push(&atom(other), false),
        }
    }
    out.finish()
}

/// Markup that must not be cut in the middle.
fn atom(span: &Span) -> String {
    match span {
        Span::Plain(text) => escape(text),
        Span::Bold(text) => bold(text),
        Span::Person(account) if account.platform == Platform::Slack && is_id(&account.user) => {
            format!("<@{}>", account.user)
        }
        Span::Person(account) => run(&format!("@{}", account.user)),
        Span::Link { url, label } => link(url, label),
        Span::When(at) => when(*at),
        Span::Emoji(name) if is_emoji(name) => format!(":{name}:"),
        Span::Emoji(name) => run(name),
    }
}

/// Escaped, on one line, not too long.
fn run(text: &str) -> String {
    let mut out = String::new();
    for (count, c) in text.trim().chars().enumerate() {
        if count == RUN {
            out.push('…');
            break;
        }
        push_escaped(&mut out, if c.is_whitespace() { ' ' } else { c });
    }
    out
}

/// Bold ends at the next asterisk or line break, so what is inside may have neither.
fn bold(text: &str) -> String {
    let inside = run(&text.replace('*', ""));
    if inside.is_empty() {
        return inside;
    }
    format!("*{inside}*")
}

/// A link, where the address is one that a browser or Slack opens; else only words.
fn link(url: &str, label: &str) -> String {
    const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "slack://"];
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let known = SCHEMES.iter().any(|scheme| lower.starts_with(scheme));
    let mut target = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '|' => target.push_str("%7C"),
            '<' => target.push_str("%3C"),
            '>' => target.push_str("%3E"),
            '&' => target.push_str("&amp;"),
            c if c.is_whitespace() => target.push_str("%20"),
            c if c.is_control() => {}
            c => target.push(c),
        }
    }
    let label = run(&label.replace('|', "¦"));
    match (known && target.chars().count() <= URL, label.is_empty()) {
        (true, true) => format!("<{target}>"),
        (true, false) => format!("<{target}|{label}>"),
        (false, true) => run(url),
        (false, false) => label,
    }
}

/// In the reader's own zone; the fallback is for clients that cannot.
fn when(at: i64) -> String {
    let Ok(instant) = jiff::Timestamp::from_millisecond(at) else {
        return "an unknown time".to_owned();
    };
    let fallback = instant.strftime("%Y-%m-%d %H:%M UTC");
    let seconds = instant.as_second();
    if seconds < 0 {
        return fallback.to_string();
    }
    format!("<!date^{seconds}^{{date_short_pretty}} at {{time}}|{fallback}>")
}

/// Slack's ids are capital letters and digits.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 40
        && id
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_emoji(name: &str) -> bool {
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_+-'".contains(&b);
    !name.is_empty() && name.len() <= 100 && name.bytes().all(known)
}

/// Collects atoms into pieces of a size.
struct Pieces {
    size: usize,
    done: Vec<String>,
    now: String,
    /// Code points in `now`.
    length: usize,
    /// After the last white space in `now`: bytes and code points.
    gap: Option<(usize, usize)>,
}

impl Pieces {
    fn new(size: usize) -> Pieces {
        Pieces {
            size,
            done: Vec::new(),
            now: String::new(),
            length: 0,
            gap: None,
        }
    }

    fn plain(&mut self, text: &str) {
        let mut escaped = String::with_capacity(5);
        for c in text.chars() {
            escaped.clear();
            push_escaped(&mut escaped, c);
            self.push(&escaped, c.is_whitespace());
        }
    }

    fn push(&mut self, atom: &str, gap: bool) {
        let length = atom.chars().count();
        if length > self.size {
            return;
        }
        if self.length + length > self.size {
            self.turn();
        }
        if self.length + length > self.size {
            self.gap = None;
            self.turn();
        }
        self.now.push_str(atom);
        self.length += length;
        if gap {
            self.gap = Some((self.now.len(), self.length));
        }
    }

    /// Begins a new piece, with the word that had been begun.
    fn turn(&mut self) {
        let (bytes, length) = match self.gap.take() {
            // A gap too far back would waste the piece.
            Some((bytes, length)) if length * 2 > self.size => (bytes, length),
            _ => (self.now.len(), self.length),
        };
        let rest = self.now.split_off(bytes);
        self.done.push(std::mem::replace(&mut self.now, rest));
        self.length -= length;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.now.is_empty() {
            self.done.push(self.now);
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::read;
    use super::*;
    use crate::domain::ids::Account;
    use crate::domain::talk::{flat, plain};
    use proptest::prelude::*;

    fn link(url: &str, label: &str) -> Span {
        Span::Link {
            url: url.into(),
            label: label.into(),
        }
    }

    #[test]
    fn spans_become_markup() {
        let teams = Account {
            platform: Platform::Teams,
            user: "29:x".into(),
        };
        for (span, wire) in [
            (
                Span::Plain("<!channel> & co".into()),
                "&lt;!channel&gt; &amp; co",
            ),
            (Span::Bold("a*b\n*c <".into()), "*ab c &lt;*"),
            (Span::Bold(" * ".into()), ""),
            (Span::Person(Account::slack("U1")), "<@U1>"),
            (Span::Person(Account::slack("U1>x")), "@U1&gt;x"),
            (Span::Person(teams), "@29:x"),
            (Span::Emoji("x".into()), ":x:"),
            (Span::Emoji("<!here>".into()), "&lt;!here&gt;"),
            (
                Span::When(1_700_000_000_000),
                "<!date^1700000000^{date_short_pretty} at {time}|2023-11-14 22:13 UTC>",
            ),
            (Span::When(-5_000), "1969-12-31 23:59 UTC"),
            (Span::When(i64::MAX), "an unknown time"),
            (
                link("https://a.example/?a|b&c>", "x|y>"),
                "<https://a.example/?a%7Cb&amp;c%3E|x¦y&gt;>",
            ),
            (link("HTTPS://a.example", ""), "<HTTPS://a.example>"),
            (link("javascript:alert(1)", "click"), "click"),
            (link("!channel", ""), "!channel"),
        ] {
            assert_eq!(mrkdwn(&[span], 500), wire);
        }
    }

    #[test]
    fn cutting_never_cuts_markup() {
        let text = vec![
            Span::Plain("aaaa ".into()),
            Span::Person(Account::slack("U123456")),
        ];
        assert_eq!(mrkdwn(&text, 15), "aaaa <@U123456>");
        assert_eq!(mrkdwn(&text, 14), "aaaa…");
        assert_eq!(mrkdwn(&plain("&&&"), 11), "&amp;&amp;…");
        assert_eq!(cut("  a\nb c  ", 5), "a b c");
        assert_eq!(cut("abcdef", 5), "abcd…");
    }

    #[test]
    fn long_text_breaks_between_words() {
        assert_eq!(
            pieces(&plain("one two three four"), 10, 9),
            ["one two ", "three ", "four"]
        );
        assert_eq!(
            pieces(&plain("one two three four"), 10, 2),
            ["one two ", "three …"]
        );
        assert_eq!(pieces(&plain("abcdefghij"), 5, 9), ["abcd", "efgh", "ij"]);
    }

    proptest! {
        #[test]
        fn what_people_type_is_never_live(text in "(?s).*", size in 10usize..60) {
            let out = mrkdwn(&plain(text.clone()), 10_000);
            prop_assert!(!out.contains(['<', '>']));
            prop_assert_eq!(out.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").find('&'), None);
            let kept: String = text.chars().filter(|c| !c.is_control() || "\n\t".contains(*c)).collect();
            prop_assert_eq!(flat(&read(&out)), kept.clone());
            let parts = split(&plain(text), size);
            prop_assert!(parts.iter().all(|p| p.chars().count() <= size));
            prop_assert_eq!(flat(&read(&parts.concat())), kept);
        }

        #[test]
        fn markup_stays_whole(a in "(?s).{0,50}", b in "(?s).{0,50}", c in "(?s).{0,50}", size in 20usize..100) {
            let spans = [Span::Bold(a.clone()), link(&format!("https://{b}"), &c), link(&b, &c), Span::Emoji(a), Span::Person(Account::slack(b))];
            for out in split(&spans, size) {
                prop_assert!(out.chars().count() <= size);
                prop_assert_eq!(out.matches('<').count(), out.matches('>').count());
                prop_assert!(!out.contains("<!"));
            }
        }
    }
}
