//! Text for Teams. Whatever people typed, nothing of it is live: a TextRun reads no Markdown, and HTML is escaped.

use serde_json::{Value, json};

use crate::domain::ids::Platform;
use crate::domain::talk::Span;
use crate::view::readers::Readers;

const DATE: &str = "{{DATE(";

impl Readers {
    fn name(&self, user: &str) -> String {
        let known = self.names.get(user).map(|n| one_line(n));
        known
            .filter(|n| !n.is_empty())
            .unwrap_or_else(|| "a colleague".to_owned())
    }

    fn when(&self, at: i64) -> String {
        match jiff::Timestamp::from_millisecond(at) {
            Ok(at) => {
                let there = at.to_zoned(self.zone.clone());
                there.strftime("%a %-d %b %Y, %H:%M %Z").to_string()
            }
            Err(_) => "an unknown time".to_owned(),
        }
    }

    /// A piece in words alone.
    fn words(&self, span: &Span) -> String {
        match span {
            Span::Plain(text) => clean(text),
            Span::Bold(text) => one_line(text),
            Span::Person(account) if account.platform == Platform::Teams => {
                self.name(&account.user)
            }
            Span::Person(_) => "a colleague".to_owned(),
            Span::Link { url, label } if label.trim().is_empty() => one_line(url),
            Span::Link { label, .. } => one_line(label),
            Span::When(at) => self.when(*at),
            Span::Emoji(name) => emoji(name),
        }
    }
}

/// For notifications, screen readers and clients that cannot show a card.
pub fn flat(text: &[Span], readers: &Readers, most: usize) -> String {
    let all: String = text.iter().map(|span| readers.words(span)).collect();
    cut(&one_line(&all), most)
}

/// `text` as rich text blocks, one for each line: no client breaks lines inside one.
pub fn blocks(text: &[Span], readers: &Readers, subtle: bool) -> Vec<Value> {
    let mut lines: Vec<Vec<Value>> = vec![vec![]];
    for span in text {
        let words = match span {
            Span::When(at) => theirs(*at).unwrap_or_else(|| readers.when(*at)),
            _ => readers.words(span),
        };
        let mut pieces = words.split('\n');
        if let Some(first) = pieces.next() {
            push(&mut lines, span, first, subtle);
        }
        for piece in pieces {
            lines.push(vec![]);
            push(&mut lines, span, piece, subtle);
        }
    }
    let mut first = true;
    let mut gap = false;
    let mut out = Vec::new();
    for inlines in lines {
        if inlines.is_empty() {
            gap = true;
            continue;
        }
        let spacing = match (first, gap) {
            (true, _) | (_, true) => "Default",
            _ => "None",
        };
        out.push(json!({ "type": "RichTextBlock", "spacing": spacing, "inlines": inlines }));
        (first, gap) = (false, false);
    }
    out
}

/// An instant that the client shows in the zone and language of whoever reads the card.
fn theirs(at: i64) -> Option<String> {
    let at = jiff::Timestamp::from_second(at.div_euclid(1000)).ok()?;
    Some(format!("{DATE}{at}, SHORT)}}}}, {{{{TIME({at})}}}}"))
}

/// What a card leaves to the client begins like this, and only then is it ours.
pub fn is_computed(text: &str) -> bool {
    text.starts_with(DATE)
}

fn push(lines: &mut [Vec<Value>], span: &Span, words: &str, subtle: bool) {
    let Some(line) = lines.last_mut() else { return };
    if words.is_empty() || (line.is_empty() && words.trim().is_empty()) {
        return;
    }
    let mut run = json!({ "type": "TextRun", "text": words });
    match span {
        Span::Bold(_) => run["weight"] = json!("Bolder"),
        Span::Link { url, .. } => {
            if let Some(url) = web(url) {
                run["selectAction"] = json!({ "type": "Action.OpenUrl", "url": url });
            }
        }
        _ => {}
    }
    if subtle {
        run["isSubtle"] = json!(true);
        run["size"] = json!("Small");
    }
    line.push(run);
}

/// `text` in the HTML of messages, with real mentions; those are described in `mentions`.
pub fn html(text: &[Span], readers: &Readers, mentions: &mut Vec<Value>) -> String {
    let mut out = String::new();
    for span in text {
        match span {
            Span::Bold(_) => {
                out.push_str("<b>");
                out.push_str(&escape(&readers.words(span)));
                out.push_str("</b>");
            }
            Span::Person(account)
                if account.platform == Platform::Teams
                    && readers.names.contains_key(&account.user) =>
            {
                // The text of the entity has to be the very piece of the message.
                let mark = format!("<at>{}</at>", escape(&readers.name(&account.user)));
                mentions.push(json!({
                    "type": "mention",
                    "text": mark,
                    "mentioned": { "id": account.user, "name": readers.name(&account.user) },
                }));
                out.push_str(&mark);
            }
            Span::Link { url, .. } => match web(url) {
                Some(url) => {
                    let words = escape(&readers.words(span));
                    out.push_str(&format!("<a href=\"{}\">{words}</a>", escape(&url)));
                }
                None => out.push_str(&escape(&readers.words(span))),
            },
            _ => out.push_str(&escape(&readers.words(span)).replace('\n', "<br/>")),
        }
    }
    out
}

/// An address that a browser opens; everything else stays words.
fn web(url: &str) -> Option<String> {
    let url = url::Url::parse(url.trim()).ok()?;
    let known = ["https", "http", "mailto"].contains(&url.scheme());
    let url = url.to_string();
    (known && url.len() <= 1_200).then_some(url)
}

/// Text for HTML: nothing in it begins a tag, ends an attribute or names an entity.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Without characters that draw nothing. Cards compute dates from `{{DATE(…)}}`: what people typed computes nothing.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c == '\n' || !c.is_control()) {
        if c == '{' && out.ends_with('{') {
            out.push('\u{200b}');
        }
        out.push(c);
    }
    out
}

pub fn one_line(text: &str) -> String {
    let text = clean(&text.replace(['\n', '\t'], " "));
    text.trim().to_owned()
}

/// At most `most` characters, with an ellipsis.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}

fn emoji(name: &str) -> String {
    match emojis::get_by_shortcode(name) {
        Some(emoji) => emoji.as_str().to_owned(),
        None => format!(":{}:", one_line(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::html as read;
    use super::super::me::teams;
    use super::*;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn readers() -> Readers {
        Readers {
            names: BTreeMap::from([("ana".to_owned(), "Ana <b> & Co".to_owned())]),
            zone: TimeZone::UTC,
            once: String::new(),
            each: false,
        }
    }

    #[test]
    fn a_mention_is_the_same_in_both_places() {
        let mut mentions = Vec::new();
        let text = [
            Span::Person(teams("ana")),
            Span::Plain(" <at>Bo</at>".into()),
        ];
        let out = html(&text, &readers(), &mut mentions);
        assert_eq!(
            out,
            "<at>Ana &lt;b&gt; &amp; Co</at> &lt;at&gt;Bo&lt;/at&gt;"
        );
        assert_eq!(mentions.len(), 1);
        assert!(out.contains(mentions[0]["text"].as_str().unwrap()));
    }

    #[test]
    fn links_lead_to_the_web_or_nowhere() {
        let link = |url: &str| Span::Link {
            url: url.into(),
            label: "here".into(),
        };
        let out = |url: &str| html(&[link(url)], &readers(), &mut vec![]);
        assert_eq!(
            out("https://a.example/?\"x\"&y"),
            "<a href=\"https://a.example/?%22x%22&amp;y\">here</a>"
        );
        for no in ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "x"] {
            assert_eq!(out(no), "here", "{no}");
        }
    }

    proptest! {
        /// Whatever was typed comes out as words: read back as HTML it is what it was, and no tag but our own is there.
        #[test]
        fn nothing_that_was_typed_is_live(typed in "(?s).{0,80}|[<>&\"'a-z/={}()\\[\\]!@#*_~` ]{0,60}") {
            let mut mentions = Vec::new();
            let out = html(&[Span::Plain(typed.clone())], &readers(), &mut mentions);
            prop_assert!(mentions.is_empty());
            let tags = out.replace("<br/>", "");
            prop_assert!(!tags.contains('<') && !tags.contains('>'), "{}", out);
            let back = read::read(&out, |_, _| None);
            let same = |t: &str| t.split_whitespace().collect::<String>();
            prop_assert_eq!(same(&crate::domain::talk::flat(&back.text)), same(&clean(&typed)));
        }

        /// In cards it is the text of a run, never of a block that reads Markdown, and it computes nothing.
        #[test]
        fn cards_show_it_as_it_is(typed in "(?s).{0,80}|[{}DATE()TIME, ]{0,40}") {
            let all = blocks(&[Span::Plain(typed.clone())], &readers(), false);
            let mut seen = String::new();
            for block in &all {
                prop_assert_eq!(&block["type"], "RichTextBlock");
                for run in block["inlines"].as_array().unwrap() {
                    prop_assert_eq!(&run["type"], "TextRun");
                    prop_assert!(run.get("selectAction").is_none());
                    // Each is read by itself: what two of them make together computes nothing.
                    let text = run["text"].as_str().unwrap();
                    prop_assert!(!text.contains("{{"));
                    seen.push_str(text);
                }
            }
            let same = |t: &str| t.split_whitespace().collect::<String>();
            prop_assert_eq!(same(&seen), same(&clean(&typed)));
        }
    }
}
