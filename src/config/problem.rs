//! What is wrong with a configuration, said so that it can be put right.

use std::fmt;

/// Everything that is wrong, in the order of the file; never empty when it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

/// One thing that is wrong. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name as it was given, or the variable's.
    pub source: String,
    /// Line and column, both from 1; none for a variable or a file that cannot be read.
    pub at: Option<(usize, usize)>,
    /// What is wrong and what would be right.
    pub text: String,
}

impl Problem {
    /// A problem of a whole file or of an environment variable.
    pub fn of(source: impl Into<String>, text: impl Into<String>) -> Problem {
        Problem {
            source: source.into(),
            at: None,
            text: text.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if let Some((line, column)) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.text)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// `; did you mean "office"?` where one of `known` is near to what was written, else which there
/// are, else nothing.
pub(super) fn hint<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = known
        .iter()
        .map(|k| {
            (
                strsim::damerau_levenshtein(&written.to_lowercase(), &k.to_lowercase()),
                k,
            )
        })
        .filter(|(distance, k)| *distance <= (k.chars().count() / 3).max(1))
        .min();
    match nearest {
        Some((_, k)) => format!("; did you mean \"{k}\"?"),
        None if known.is_empty() => String::new(),
        None => format!("; there is {}", known.join(", ")),
    }
}
