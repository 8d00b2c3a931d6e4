//! The HTML in which Teams delivers what was typed: bold, links, mentions, line breaks and quotes; all else is
//! its words.

use html5gum::{StartTag, Token, Tokenizer};

use crate::domain::talk::{Span, Text};

/// What a piece of HTML says.
#[derive(Debug, Default, PartialEq)]
pub struct Read {
    pub text: Text,
    /// The message that it answers, of a quoting reply.
    pub quoted: Option<String>,
}

/// Reads what people typed. Never fails: what is no markup is plain. `mentioned` tells who the nth mention is;
/// None leaves it out.
pub fn read(html: &str, mentioned: impl Fn(usize, &str) -> Option<Span>) -> Read {
    let mut reader = Reader {
        out: Read::default(),
        mentioned,
        inside: Vec::new(),
        words: String::new(),
    };
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(tag) => reader.open(&tag),
            Token::EndTag(tag) => reader.close(&name(&tag.name)),
            Token::String(words) => reader.say(&name(&words)),
            _ => {}
        }
    }
    reader.finish()
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Markup that is open.
enum Mark {
    Bold,
    Link(String),
    Mention(usize),
    /// The preview of what is answered: somebody else's words.
    Quote,
    /// Nothing to us, but it has to be closed in its turn.
    Other,
}

struct Reader<F> {
    out: Read,
    mentioned: F,
    inside: Vec<(String, Mark)>,
    /// Of the mark that is open.
    words: String,
}

impl<F: Fn(usize, &str) -> Option<Span>> Reader<F> {
    fn open(&mut self, tag: &StartTag<()>) {
        let get = |key: &str| -> Option<String> {
            let found = tag.attributes.iter().find(|(k, _)| name(k) == key);
            found.map(|(_, value)| name(&value.value))
        };
        let tag_name = name(&tag.name);
        let mark = match tag_name.as_str() {
            "br" => return self.line(),
            "img" | "emoji" => {
                // An emoji is a picture with its character as the words for it.
                if let Some(alt) = get("alt").filter(|alt| alt.chars().count() <= 16) {
                    self.say(&alt);
                }
                return;
            }
            "hr" | "input" | "meta" | "link" | "area" | "wbr" => return,
            "b" | "strong" => Mark::Bold,
            "a" => get("href").map_or(Mark::Other, Mark::Link),
            "span" if get("itemtype").is_some_and(|t| t.ends_with("/Mention")) => {
                let nth = get("itemid").and_then(|id| id.parse().ok());
                nth.map_or(Mark::Other, Mark::Mention)
            }
            "at" => {
                let nth = get("id").and_then(|id| id.parse().ok());
                nth.map_or(Mark::Other, Mark::Mention)
            }
            "blockquote" if get("itemtype").is_some_and(|t| t.ends_with("/Reply")) => {
                self.out.quoted = get("itemid").or(self.out.quoted.take());
                Mark::Quote
            }
            "p" | "div" | "li" | "tr" | "blockquote" | "h1" | "h2" | "h3" | "pre" => {
                self.break_before();
                Mark::Other
            }
            _ => Mark::Other,
        };
        if !tag.self_closing {
            self.flush();
            self.inside.push((tag_name, mark));
        }
    }

    fn close(&mut self, tag: &str) {
        // What was opened inside and never closed ends with it.
        let Some(at) = self.inside.iter().rposition(|(open, _)| open == tag) else {
            return;
        };
        self.flush();
        self.inside.truncate(at);
        if matches!(
            tag,
            "p" | "div" | "li" | "tr" | "blockquote" | "h1" | "h2" | "h3" | "pre"
        ) {
            self.break_before();
        }
    }

    fn say(&mut self, words: &str) {
        // Line breaks of the source are blanks, and a blank that must not break is one too.
        self.words
            .extend(words.chars().map(|c| if is_blank(c) { ' ' } else { c }));
    }

    fn line(&mut self) {
        self.flush();
        self.plain("\n");
    }

    /// A new line, unless this is one already.
    fn break_before(&mut self) {
        self.flush();
        let fresh = match self.out.text.last() {
            None => true,
            Some(Span::Plain(text)) => text.ends_with('\n'),
            Some(_) => false,
        };
        if !fresh {
            self.plain("\n");
        }
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.is_empty() || self.inside.iter().any(|(_, m)| matches!(m, Mark::Quote)) {
            return;
        }
        let marked = self
            .inside
            .iter()
            .rev()
            .find(|(_, m)| !matches!(m, Mark::Other));
        match marked.map(|(_, mark)| mark) {
            Some(Mark::Bold) if !words.trim().is_empty() => self.out.text.push(Span::Bold(words)),
            Some(Mark::Link(url)) => {
                let span = Span::Link {
                    url: url.clone(),
                    label: words,
                };
                self.out.text.push(span);
            }
            Some(Mark::Mention(nth)) => {
                let span = (self.mentioned)(*nth, words.trim());
                self.out.text.extend(span);
            }
            _ => self.plain(&words),
        }
    }

    fn plain(&mut self, words: &str) {
        match self.out.text.last_mut() {
            Some(Span::Plain(before)) => before.push_str(words),
            _ => self.out.text.push(Span::Plain(words.to_owned())),
        }
    }

    fn finish(mut self) -> Read {
        self.flush();
        self.out.text = trimmed(self.out.text);
        self.out
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}'
}

/// Without blanks and line breaks around it.
pub(super) fn trimmed(mut text: Text) -> Text {
    while let Some(Span::Plain(first)) = text.first_mut() {
        *first = first.trim_start().to_owned();
        if !first.is_empty() {
            break;
        }
        text.remove(0);
    }
    while let Some(Span::Plain(last)) = text.last_mut() {
        *last = last.trim_end().to_owned();
        if !last.is_empty() {
            break;
        }
        text.pop();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::talk::{flat, plain};

    fn words(html: &str) -> Text {
        read(html, |_, name| Some(Span::Plain(format!("@{name}")))).text
    }

    #[test]
    fn what_was_typed_is_read() {
        for (html, meant) in [
            ("<p>a &lt;b&gt; &amp; c&nbsp;d</p>", plain("a <b> & c d")),
            ("<div>one</div><div>two</div>", plain("one\ntwo")),
            ("one<br/>two<br>three", plain("one\ntwo\nthree")),
            ("<ul><li>x</li><li>y</li></ul>", plain("x\ny")),
            (
                "<p>is <strong>bold</strong></p>",
                vec![
                    Span::Plain("is ".into()),
                    Span::Bold("bold".into()),
                    Span::Plain("".into()),
                ],
            ),
            ("<script>alert(1)</script>x", plain("alert(1)x")),
            ("a < b", plain("a < b")),
            ("<img alt=\"🙂\" src=\"x\"> ok", plain("🙂 ok")),
            ("", vec![]),
        ] {
            let mut meant = meant;
            meant.retain(|s| *s != Span::Plain(String::new()));
            assert_eq!(words(html), meant, "{html}");
        }
    }

    #[test]
    fn mentions_links_and_quotes_are_told_apart() {
        let html = r#"<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1700000000001">
            <strong>Desk</strong><p itemprop="preview">IT-1 is resolved</p></blockquote>
            <p><span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Desk</span> see
            <a href="https://a.example/?x=1&amp;y">the page</a></p>"#;
        let read = read(html, |nth, name| {
            Some(Span::Plain(format!("[{nth} {name}]")))
        });
        assert_eq!(read.quoted.as_deref(), Some("1700000000001"));
        let flat = flat(&read.text);
        assert!(flat.contains("[0 Desk]"), "{flat}");
        assert!(
            flat.contains("the page (https://a.example/?x=1&y)"),
            "{flat}"
        );
        assert!(!flat.contains("resolved"), "{flat}");
    }
}
