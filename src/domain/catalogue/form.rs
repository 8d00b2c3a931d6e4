//! A service's form: what was typed becomes answers, or errors that say what would be right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::ids::Account;
use super::Service;

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
