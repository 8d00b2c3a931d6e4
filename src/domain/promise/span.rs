//! How long something may take, as written and as said.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A span of business time as written: `30m`, `1h`, `2d` (a day is a working day of the calendar).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Span {
    Minutes(u32),
    Days(u32),
}

/// The longest span that can be written: ten years are not a promise any more.
const MOST_DAYS: u32 = 3650;

impl FromStr for Span {
    type Err = String;

    /// # Errors
    /// What would be right.
    fn from_str(text: &str) -> Result<Span, String> {
        let wrong = || format!("\"{text}\" is not a span of time, like \"30m\", \"1h\" or \"2d\"");
        let unit_at = text.len() - text.chars().next_back().map_or(0, char::len_utf8);
        let (number, unit) = text.split_at(unit_at);
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let number: u32 = number.parse().map_err(|_| wrong())?;
        let (minutes_each, span) = match unit {
            "m" => (1, Span::Minutes(number)),
            "h" => (60, Span::Minutes(number.saturating_mul(60))),
            "d" => (1440, Span::Days(number)),
            _ => return Err(wrong()),
        };
        if u64::from(number) * minutes_each > u64::from(MOST_DAYS) * 1440 {
            return Err(format!("\"{text}\" is more than {MOST_DAYS} days"));
        }
        Ok(span)
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Span, String> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        span.to_string()
    }
}

/// As it is written: `30m`, `1h`, `2d`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Span::Minutes(n) if *n > 0 && n % 60 == 0 => write!(f, "{}h", n / 60),
            Span::Minutes(n) => write!(f, "{n}m"),
            Span::Days(n) => write!(f, "{n}d"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_they_are_written() {
        for (text, span) in [
            ("30m", Span::Minutes(30)),
            ("1h", Span::Minutes(60)),
            ("2d", Span::Days(2)),
            ("0d", Span::Days(0)),
        ] {
            assert_eq!(text.parse(), Ok(span));
            assert_eq!(span.to_string(), text);
        }
        for wrong in [
            "",
            "d",
            "1",
            "1 h",
            "-1h",
            "+1h",
            "1w",
            "h1",
            "1é",
            "99999999999d",
            "4000d",
        ] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}
