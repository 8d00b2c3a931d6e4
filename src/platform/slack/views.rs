//! What was entered into one of our modals.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::catalogue::{Answer, Answers};
use crate::domain::ids::Account;
use crate::domain::intent::{FormKind, ViewRef};
use crate::domain::talk::Attachment;

use super::parse::Malformed;
use super::wire::{File, attachments};

/// What stands before an input's key in its block's id, so that it is told from a row of buttons.
const INPUT: &str = "in:";

/// The id of the block that holds the input `key`; errors are shown at it.
pub fn block_id(key: &str) -> String {
    format!("{INPUT}{key}")
}

/// The key of the input that a block holds. None when it holds none of ours.
pub fn key_of(block_id: &str) -> Option<&str> {
    block_id.strip_prefix(INPUT)
}

/// A modal or home view as payloads carry it.
#[derive(Deserialize)]
pub struct View {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    hash: Option<String>,
    private_metadata: Option<String>,
    state: Option<State>,
}

/// `values` was missing in one recording.
#[derive(Deserialize)]
struct State {
    values: Option<BTreeMap<String, BTreeMap<String, Value>>>,
}

/// The state of one element. Untouched ones are null or absent.
#[derive(Deserialize)]
struct Value {
    #[serde(rename = "type")]
    kind: String,
    /// What was typed; numbers too come as text.
    value: Option<String>,
    selected_option: Option<Picked>,
    selected_options: Option<Vec<Picked>>,
    selected_user: Option<String>,
    selected_date: Option<String>,
    files: Option<Vec<File>>,
}

/// An option that was chosen.
#[derive(Deserialize)]
pub(super) struct Picked {
    pub(super) value: Option<String>,
}

/// A form's values by the inputs' keys, and its files.
pub struct Entered {
    pub values: Answers,
    pub files: Vec<(String, Attachment)>,
}

impl View {
    /// Which form it is. None when it is no form of ours, or of a version that we no longer know.
    pub fn form(&self) -> Option<FormKind> {
        serde_json::from_str(self.private_metadata.as_deref()?).ok()
    }

    pub fn to_ref(&self) -> ViewRef {
        ViewRef {
            id: self.id.clone(),
            hash: self.hash.clone().filter(|hash| !hash.is_empty()),
        }
    }

    /// Takes what was entered out of it.
    pub fn entered(&mut self) -> Result<Entered, Malformed> {
        let mut entered = Entered {
            values: Answers::new(),
            files: Vec::new(),
        };
        let blocks = self.state.take().and_then(|state| state.values);
        for (block, elements) in blocks.unwrap_or_default() {
            let Some(key) = key_of(&block) else { continue };
            for value in elements.into_values() {
                entered.add(key, value)?;
            }
        }
        Ok(entered)
    }
}

impl Entered {
    fn add(&mut self, key: &str, value: Value) -> Result<(), Malformed> {
        let answer = match value.kind.as_str() {
            "plain_text_input" | "email_text_input" | "url_text_input" => {
                typed(value.value).map(Answer::Text)
            }
            "number_input" => typed(value.value).map(number),
            "static_select" | "external_select" | "radio_buttons" => {
                typed(value.selected_option.and_then(|o| o.value)).map(Answer::Text)
            }
            "multi_static_select" | "multi_external_select" => {
                many(picked(value.selected_options).collect())
            }
            // A checkbox of ours is alone in its group; without its tick it is an answer as well.
            "checkboxes" => Some(Answer::Checked(
                picked(value.selected_options).next().is_some(),
            )),
            "users_select" => {
                typed(value.selected_user).map(|user| Answer::Person(Account::slack(user)))
            }
            "datepicker" => typed(value.selected_date).map(Answer::Text),
            "file_input" => {
                let files = attachments(value.files);
                let names = files.iter().map(|f| f.name.clone()).collect();
                let keyed = files.into_iter().map(|f| (key.to_owned(), f));
                self.files.extend(keyed);
                many(names)
            }
            _ => return Err(Malformed { what: "state" }),
        };
        if let Some(answer) = answer {
            self.values.insert(key.to_owned(), answer);
        }
        Ok(())
    }
}

fn typed(value: Option<String>) -> Option<String> {
    value.filter(|v| !v.is_empty())
}

fn number(text: String) -> Answer {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Answer::Number(number),
        _ => Answer::Text(text),
    }
}

fn picked(options: Option<Vec<Picked>>) -> impl Iterator<Item = String> {
    let options = options.unwrap_or_default().into_iter();
    options.filter_map(|option| typed(option.value))
}

fn many(values: Vec<String>) -> Option<Answer> {
    (!values.is_empty()).then_some(Answer::Many(values))
}
