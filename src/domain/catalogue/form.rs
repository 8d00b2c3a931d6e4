//! A service's form: what was typed becomes answers, or errors that say what would be right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::super::ids::Account;
use super::{Field, FieldKind, Service};

/// The value of one field. Its JSON form is what the REST interface shows: text, number, list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, try_from = "serde_json::Value")]
pub enum Answer {
    Checked(bool),
    Number(f64),
    Person(Account),
    /// Multiselect: the options chosen. File: the files' names, the files themselves are a message of the request.
    Many(Vec<String>),
    /// Text, paragraph, select, date (`2026-12-24`), e-mail, URL.
    Text(String),
}

/// By hand, because serde's own reading of an untagged enum loses numbers as soon as any crate in the
/// build turns on serde_json's `arbitrary_precision` (the tests' `slackblocks` does).
impl TryFrom<serde_json::Value> for Answer {
    type Error = &'static str;

    fn try_from(value: serde_json::Value) -> Result<Answer, &'static str> {
        use serde_json::Value;
        const NONE: &str = "no value of a field";
        Ok(match value {
            Value::Bool(checked) => Answer::Checked(checked),
            Value::Number(number) => Answer::Number(number.as_f64().ok_or(NONE)?),
            Value::String(text) => Answer::Text(text),
            person @ Value::Object(_) => {
                Answer::Person(serde_json::from_value(person).map_err(|_| NONE)?)
            }
            many @ Value::Array(_) => Answer::Many(serde_json::from_value(many).map_err(|_| NONE)?),
            Value::Null => return Err(NONE),
        })
    }
}

/// By the field's key.
pub type Answers = BTreeMap<String, Answer>;

/// Why a field's value was refused; worded in `view::words`, with the field beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// Nothing was given, chosen, ticked or attached.
    Required,
    /// A value of another kind than the field's: only through the REST interface.
    WrongKind,
    /// More characters than `most`.
    TooLong {
        most: usize,
    },
    /// The whole of it does not match the field's pattern.
    Pattern,
    /// Not among the field's options.
    NotAnOption {
        given: String,
    },
    NotADate,
    NotANumber,
    /// Below the field's `min` or above its `max`.
    OutOfRange,
    NotAnEmail,
    /// Not a whole `http://` or `https://` address.
    NotAUrl,
}

/// The most characters of one line, so that it fits every list and card.
pub const MOST_LINE: usize = 500;
/// The most characters of a paragraph: what Slack lets people type into one input.
pub const MOST_PARAGRAPH: usize = 3000;
/// The most that mail servers, and most browsers, take.
const MOST_EMAIL: usize = 254;
const MOST_URL: usize = 2000;

/// Checks what was given against the form of `service`. What the form does not ask for and what
/// was left empty is dropped; text is trimmed, a number given as text becomes a number.
///
/// # Errors
/// Every wrong field, by its key, in the form's order.
pub fn check_answers(
    service: &Service,
    given: &Answers,
) -> Result<Answers, Vec<(String, FieldError)>> {
    let mut answers = Answers::new();
    let mut errors = Vec::new();
    for field in &service.fields {
        let answer = match given.get(&field.key).and_then(not_empty) {
            Some(answer) => check(&field.kind, answer).map(Some),
            None => Ok(None),
        };
        match answer {
            Ok(Some(answer)) if !(field.required && answer == Answer::Checked(false)) => {
                answers.insert(field.key.clone(), answer);
            }
            Ok(_) if field.required => errors.push((field.key.clone(), FieldError::Required)),
            Ok(_) => {}
            Err(error) => errors.push((field.key.clone(), error)),
        }
    }
    if errors.is_empty() {
        Ok(answers)
    } else {
        Err(errors)
    }
}

/// Of what was given, what the form of `service` takes; whatever else it requires stays missing.
pub fn fitting(service: &Service, given: &Answers) -> Answers {
    let field = |key: &str| service.fields.iter().find(|f| f.key == *key);
    let fits = |(key, answer): (&String, &Answer)| {
        let answer = check(&field(key)?.kind, not_empty(answer)?).ok()?;
        Some((key.clone(), answer))
    };
    given.iter().filter_map(fits).collect()
}

/// The value without the white space around it, if anything is left.
fn not_empty(answer: &Answer) -> Option<Answer> {
    match answer {
        Answer::Text(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| Answer::Text(text.to_owned()))
        }
        Answer::Many(many) => (!many.is_empty()).then(|| Answer::Many(many.clone())),
        Answer::Person(account) => {
            (!account.user.is_empty()).then(|| Answer::Person(account.clone()))
        }
        other => Some(other.clone()),
    }
}

fn check(kind: &FieldKind, answer: Answer) -> Result<Answer, FieldError> {
    match (kind, answer) {
        (FieldKind::Number { min, max }, answer) => number(answer, *min, *max),
        (FieldKind::Text { pattern }, Answer::Text(text)) => {
            let text = at_most(MOST_LINE, text)?;
            let fits = pattern.as_ref().is_none_or(|p| p.is_match(&text));
            fits.then_some(Answer::Text(text))
                .ok_or(FieldError::Pattern)
        }
        (FieldKind::Paragraph, Answer::Text(text)) => {
            at_most(MOST_PARAGRAPH, text).map(Answer::Text)
        }
        (FieldKind::Select { options }, Answer::Text(text)) => {
            option(options, text).map(Answer::Text)
        }
        (FieldKind::Multiselect { options }, Answer::Many(many)) => {
            let mut chosen: Vec<String> = Vec::new();
            for text in many {
                let text = option(options, text)?;
                if !chosen.contains(&text) {
                    chosen.push(text);
                }
            }
            Ok(Answer::Many(chosen))
        }
        (FieldKind::Date, Answer::Text(text)) => {
            let date = text.parse::<jiff::civil::Date>();
            let real = date.is_ok_and(|date| date.to_string() == text);
            real.then_some(Answer::Text(text))
                .ok_or(FieldError::NotADate)
        }
        (FieldKind::Email, Answer::Text(text)) => {
            let text = at_most(MOST_EMAIL, text)?;
            let right = is_email(&text);
            right
                .then_some(Answer::Text(text))
                .ok_or(FieldError::NotAnEmail)
        }
        (FieldKind::Url, Answer::Text(text)) => {
            let text = at_most(MOST_URL, text)?;
            let right = is_url(&text);
            right
                .then_some(Answer::Text(text))
                .ok_or(FieldError::NotAUrl)
        }
        (FieldKind::Person, answer @ Answer::Person(_))
        | (FieldKind::Checkbox, answer @ Answer::Checked(_))
        | (FieldKind::File, answer @ Answer::Many(_)) => Ok(answer),
        (
            FieldKind::Text { .. }
            | FieldKind::Paragraph
            | FieldKind::Select { .. }
            | FieldKind::Multiselect { .. }
            | FieldKind::Person
            | FieldKind::Date
            | FieldKind::Email
            | FieldKind::Url
            | FieldKind::Checkbox
            | FieldKind::File,
            _,
        ) => Err(FieldError::WrongKind),
    }
}

fn at_most(most: usize, text: String) -> Result<String, FieldError> {
    if text.chars().count() > most {
        return Err(FieldError::TooLong { most });
    }
    Ok(text)
}

fn option(options: &[String], given: String) -> Result<String, FieldError> {
    if options.contains(&given) {
        Ok(given)
    } else {
        Err(FieldError::NotAnOption { given })
    }
}

/// `7` or `-1.5`. No comma: `1,500` is a different number to different people.
fn number(answer: Answer, min: Option<f64>, max: Option<f64>) -> Result<Answer, FieldError> {
    let number = match answer {
        Answer::Number(number) => number,
        Answer::Text(text) => {
            let plain = |c: char| c.is_ascii_digit() || "+-.".contains(c);
            if !text.chars().all(plain) {
                return Err(FieldError::NotANumber);
            }
            text.parse().map_err(|_| FieldError::NotANumber)?
        }
        _ => return Err(FieldError::WrongKind),
    };
    if !number.is_finite() {
        return Err(FieldError::NotANumber);
    }
    if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
        return Err(FieldError::OutOfRange);
    }
    Ok(Answer::Number(number))
}

/// One `@`, something before it, and a host with a dot: what catches slips without refusing real
/// addresses.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    if text.len() > MOST_EMAIL {
        return false;
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "@<>,;:".contains(c);
    !name.is_empty()
        && !name.contains(odd)
        && !host.contains(odd)
        && host.contains('.')
        && host.split('.').all(|part| !part.is_empty())
}

fn is_url(text: &str) -> bool {
    let known = Url::parse(text)
        .is_ok_and(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
    known && text.contains("://") && !text.contains(char::is_whitespace)
}

const BEFORE: &str = r"\A(?:";
const AFTER: &str = r")\z";

/// Compiles a field's pattern so that it has to match the whole of what was typed.
///
/// # Errors
/// Where it cannot be compiled.
pub fn whole(pattern: &str) -> Result<regex::Regex, regex::Error> {
    // By itself first: "a)(b" would become right between the brackets.
    regex::Regex::new(pattern)?;
    regex::Regex::new(&format!("{BEFORE}{pattern}{AFTER}"))
}

impl Field {
    /// The pattern as it stands in the configuration.
    pub fn pattern(&self) -> Option<&str> {
        let FieldKind::Text {
            pattern: Some(pattern),
        } = &self.kind
        else {
            return None;
        };
        let pattern = pattern.as_str();
        let written = pattern.strip_prefix(BEFORE);
        written
            .and_then(|pattern| pattern.strip_suffix(AFTER))
            .or(Some(pattern))
    }
}
