//! Words that a rule listens for: whole words in any case, so that "pay" is not found in "display".

use std::fmt;
use std::str::FromStr;

/// What somebody wrote, word by word, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens(Vec<String>);

impl Tokens {
    /// Runs of letters and digits; everything else parts them.
    pub fn of(text: &str) -> Tokens {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let some = words.filter(|word| !word.is_empty());
        Tokens(some.map(str::to_lowercase).collect())
    }
}

/// A word, or several that have to follow each other: `vpn`, `remote access`, `print*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    words: Vec<String>,
    /// The last one may go on: it ends in `*`.
    open: bool,
}

impl Phrase {
    pub fn is_in(&self, text: &Tokens) -> bool {
        let fits = |said: &[String]| {
            self.words
                .iter()
                .zip(said)
                .enumerate()
                .all(
                    |(i, (word, said))| match self.open && i + 1 == self.words.len() {
                        true => said.starts_with(word.as_str()),
                        false => said == word,
                    },
                )
        };
        text.0.windows(self.words.len()).any(fits)
    }

    /// Whether every text that has `other` has this one, too.
    pub fn covers(&self, other: &Phrase) -> bool {
        // Only the last word of a phrase can go on, and nothing but one that goes on, too, covers it there.
        let own = Tokens(other.words.clone());
        match other.open {
            false => self.is_in(&own),
            true if self.open => self.is_in(&own),
            true => {
                let all_but_last = other.words.len() - 1;
                self.is_in(&Tokens(other.words[..all_but_last].to_vec()))
            }
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.join(" "))?;
        f.write_str(if self.open { "*" } else { "" })
    }
}

impl FromStr for Phrase {
    type Err = String;

    fn from_str(text: &str) -> Result<Phrase, String> {
        let trimmed = text.trim();
        let (bare, open) = match trimmed.strip_suffix('*') {
            Some(bare) => (bare, true),
            None => (trimmed, false),
        };
        let words = Tokens::of(bare).0;
        if words.is_empty() {
            return Err(format!(
                "\"{text}\" has no letter and no digit: nobody could write it"
            ));
        }
        if bare.contains('*') {
            return Err(format!(
                "\"{text}\": a * stands at the end, for words that begin so, like \"print*\""
            ));
        }
        // "c++" would be any single c, and "net *" any word after "net".
        if !bare.starts_with(char::is_alphanumeric) || !bare.ends_with(char::is_alphanumeric) {
            return Err(format!(
                "\"{text}\" has to begin and end with a letter or a digit; signs are for \"pattern\""
            ));
        }
        Ok(Phrase { words, open })
    }
}
