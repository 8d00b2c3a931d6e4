//! A service's form: what was typed becomes answers, or errors that say what would be right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::ids::Account;
use super::Service;

/// The value of one field. Its JSON form is what the REST interface shows: text, number, list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    Checked(bool),
    Number(f64),
    Person(Account),
    /// Multiselect: the options chosen. File: the files' names, the files themselves are a message of the request.
    Many(Vec<String>),
    /// Text, paragraph, select, date (`2026-12-24`), e-mail, URL.
    Text(String),
}

/// By the field's key.
pub type Answers = BTreeMap<String, Answer>;

/// Why a field's value was refused; worded in `view::words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    Required,
}

/// Checks what was given against the form of `service`.
///
/// # Errors
/// Every wrong field, by its key.
pub fn check_answers(
    _service: &Service,
    _given: &Answers,
) -> Result<Answers, Vec<(String, FieldError)>> {
    Ok(Answers::new())
}

/// Compiles a field's pattern so that it has to match the whole of what was typed.
///
/// # Errors
/// Where it cannot be compiled.
pub fn whole(pattern: &str) -> Result<regex::Regex, regex::Error> {
    // By itself first: "a)(b" would become right between the brackets.
    regex::Regex::new(pattern)?;
    regex::Regex::new(&format!("{BEFORE}{pattern}{AFTER}"))
}
const BEFORE: &str = r"\A(?:";
const AFTER: &str = r")\z";
