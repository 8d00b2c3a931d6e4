//! Whole sentences with gaps: a translator sees the sentence, not its pieces.

use crate::domain::talk::{Span, Text};

/// `template` with each `{}` filled in turn. What was typed stays plain, whatever it contains.
pub fn sentence<const N: usize>(template: &str, gaps: [Span; N]) -> Text {
    debug_assert_eq!(template.matches("{}").count(), N, "{template}");
    let mut text = Text::new();
    let mut pieces = template.split("{}");
    push(&mut text, words(pieces.next().unwrap_or_default()));
    for (gap, piece) in gaps.into_iter().zip(pieces) {
        push(&mut text, gap);
        push(&mut text, words(piece));
    }
    text
}

/// Several sentences as one text, a blank between them.
pub fn join(sentences: impl IntoIterator<Item = Text>) -> Text {
    with(" ", sentences)
}

/// Several texts, each on a line of its own.
pub fn lines(texts: impl IntoIterator<Item = Text>) -> Text {
    with("\n", texts)
}

/// Several texts with `between` them; empty ones leave no gap.
pub fn with(between: &str, texts: impl IntoIterator<Item = Text>) -> Text {
    let mut all = Text::new();
    for text in texts.into_iter().filter(|t| !t.is_empty()) {
        if !all.is_empty() {
            push(&mut all, words(between));
        }
        for span in text {
            push(&mut all, span);
        }
    }
    all
}

/// A plain piece.
pub fn words(text: impl Into<String>) -> Span {
    Span::Plain(text.into())
}

/// A piece of our own that stands out; never what people typed.
pub fn bold(text: impl Into<String>) -> Span {
    Span::Bold(text.into())
}

fn push(text: &mut Text, span: Span) {
    match (text.last_mut(), span) {
        (_, Span::Plain(more)) if more.is_empty() => {}
        (Some(Span::Plain(last)), Span::Plain(more)) => last.push_str(&more),
        (_, span) => text.push(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_in_turn_and_braces_that_were_typed_stay() {
        let text = sentence("{} wrote: {}.", [Span::When(7), words("{}")]);
        assert_eq!(text, [Span::When(7), words(" wrote: {}.")]);
    }
}
