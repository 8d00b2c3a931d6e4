//! Markdown as text that every platform shows: headings and strong words in bold, links, lists. Whatever else it holds
//! is shown as it was written; nothing of it becomes markup of the platform's own.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::domain::talk::{Span, Text, flat};

/// A bold run that every platform shows whole.
const MOST_BOLD: usize = 300;

/// What `markdown` says.
pub(super) fn read(markdown: &str) -> Text {
    let mut out = Writer::default();
    for event in Parser::new(markdown) {
        out.take(event);
    }
    out.text
}

/// The same in one line, for excerpts.
pub(super) fn line(markdown: &str) -> String {
    let flat = flat(&read(markdown));
    flat.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Writer {
    text: Text,
    /// Line breaks that are due before the next word.
    breaks: usize,
    /// A heading stands right before: what comes next stands close to it.
    headed: bool,
    /// Inside how many headings and strong runs.
    bold: usize,
    /// The link or picture that is open: its address and what it is called so far.
    link: Option<(String, String)>,
    /// The lists that are open: the next number of those that count.
    lists: Vec<Option<u64>>,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(words) | Event::Code(words) => self.words(&words),
            Event::Html(html) | Event::InlineHtml(html) => self.words(&html),
            Event::SoftBreak | Event::HardBreak => self.breaks = self.breaks.max(1),
            Event::Rule => self.block(),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.block();
                self.bold += 1;
            }
            Tag::Strong => self.bold += 1,
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::HtmlBlock => {
                self.block();
            }
            Tag::List(first) => {
                self.block();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.link = Some((dest_url.into_string(), String::new()));
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.bold -= 1;
                self.breaks = 1;
                self.headed = true;
            }
            TagEnd::Strong => self.bold -= 1,
            TagEnd::List(_) => {
                self.lists.pop();
                self.block();
            }
            TagEnd::Item => self.breaks = 1,
            TagEnd::Link | TagEnd::Image => {
                if let Some((url, label)) = self.link.take() {
                    self.put(Span::Link { url, label });
                }
            }
            _ => {}
        }
    }

    /// What comes next begins a block; in a list they stand close.
    fn block(&mut self) {
        let close = self.headed || !self.lists.is_empty();
        if !close {
            self.breaks = 2;
        }
    }

    fn item(&mut self) {
        self.breaks = self.breaks.max(1);
        let depth = self.lists.len().saturating_sub(1);
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "• ".to_owned(),
        };
        self.put(Span::Plain(format!("{}{mark}", "   ".repeat(depth))));
    }

    fn words(&mut self, words: &str) {
        if let Some((_, label)) = &mut self.link {
            label.push_str(words);
            return;
        }
        let words = match words.strip_suffix('\n') {
            // Of a block: what comes next begins a line.
            Some(line) => {
                self.put_words(line);
                self.breaks = self.breaks.max(1);
                return;
            }
            None => words,
        };
        self.put_words(words);
    }

    fn put_words(&mut self, words: &str) {
        let bold = self.bold > 0 && words.chars().count() <= MOST_BOLD;
        self.put(match bold {
            true => Span::Bold(words.to_owned()),
            false => Span::Plain(words.to_owned()),
        });
    }

    fn put(&mut self, span: Span) {
        if !self.text.is_empty() && self.breaks > 0 {
            self.join(Span::Plain("\n".repeat(self.breaks)));
        }
        self.breaks = 0;
        self.headed = false;
        self.join(span);
    }

    fn join(&mut self, span: Span) {
        match (self.text.last_mut(), span) {
            (_, Span::Plain(more)) if more.is_empty() => {}
            (Some(Span::Plain(before)), Span::Plain(more)) => before.push_str(&more),
            (_, span) => self.text.push(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_write_is_read() {
        let text = read(
            "## What was wrong\nThe *cable* was **loose**.\nSee [the wiki](https://wiki.example/x).\n\n1. Look\n2. Push\n\n- a\n  - b\n\n`ls <b>` & <i>raw</i>",
        );
        assert_eq!(
            flat(&text),
            "What was wrong\nThe cable was loose.\nSee the wiki (https://wiki.example/x).\n\n1. Look\n2. Push\n\n• a\n   • b\n\nls <b> & <i>raw</i>"
        );
        assert_eq!(text[0], Span::Bold("What was wrong".into()));
        assert!(text.contains(&Span::Bold("loose".into())));
        assert_eq!(line("# A\n\nb\nc"), "A b c");
        assert_eq!(read(""), Text::new());
    }

    proptest! {
        /// Nothing that was typed is a mention or calls anybody, and nothing typed makes it stop.
        #[test]
        fn only_words_and_links_come_of_it(typed in "(?s).{0,200}|[#*_`\\[\\]()<>!@>|~ \n0-9a-z.-]{0,120}") {
            for span in read(&typed) {
                let live = matches!(span, Span::Person(_) | Span::When(_) | Span::Emoji(_));
                prop_assert!(!live, "{:?}", span);
            }
        }
    }
}
