//! What stands in the text of an article itself.

/// In place of a person's name: an article is for everybody, and about nobody.
pub const SOMEBODY: &str = "a colleague";

/// The text that an article starts with which is made of a request's summary: Markdown.
pub fn from_summary(subject: &str, summary: &str) -> String {
    format!(
        "## What was wrong\n{subject}\n\n## What helps\n{}\n\n## How to avoid it\n",
        summary.trim()
    )
}

/// Over the button that opens the form of an article.
pub const WRITE: &str = "Write down what your team knows, so that people find it before they ask.";
/// Over the button that opens the form of an announcement.
pub const ANNOUNCE: &str = "Say something to everybody who is concerned.";
