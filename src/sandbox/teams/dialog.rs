//! Dialogs: a card whose inputs somebody fills in.

use serde_json::{Map, Value, json};

use super::cards;

/// An open dialog.
#[derive(Clone, Debug)]
pub struct Open {
    pub card: Value,
    pub title: String,
    pub values: Map<String, Value>,
    /// `task/submit`, `composeExtension/submitAction`, or `message` for a form that stands in one.
    pub submit: &'static str,
    /// The message that it stands in.
    pub message: Option<String>,
}

/// An open dialog as it is read.
#[derive(Clone, Debug)]
pub struct Dialog {
    pub title: String,
    pub words: String,
    pub card: Value,
}

/// What came of a press or of a dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// A dialog is open.
    Dialog,
    /// It closed; or there was nothing to show.
    Closed,
    /// A sentence was shown.
    Word(String),
    /// The card was replaced for whoever pressed.
    Card(Value),
    /// Teams would show an error.
    Failed(u16),
}

impl Open {
    pub fn new(title: &str, card: Value, submit: &'static str) -> Open {
        let mut values = Map::new();
        for input in cards::inputs(&card) {
            let id = input["id"].as_str().unwrap_or_default().to_owned();
            // A toggle is sent even when nobody touched it.
            let value = match &input["value"] {
                Value::Null if input["type"] == "Input.Toggle" => json!("false"),
                Value::Null => continue,
                value => value.clone(),
            };
            values.insert(id, value);
        }
        Open {
            card,
            title: title.to_owned(),
            values,
            submit,
            message: None,
        }
    }

    /// The input with this label.
    pub fn input(&self, label: &str) -> Result<Value, String> {
        let inputs = cards::inputs(&self.card);
        let found = inputs.iter().find(|i| {
            i["label"]
                .as_str()
                .is_some_and(|l| l == label || l == format!("{label} (required)"))
        });
        found.cloned().ok_or_else(|| {
            let all: Vec<&str> = inputs.iter().filter_map(|i| i["label"].as_str()).collect();
            format!("no input {label:?} among {all:?}")
        })
    }

    pub fn fill(&mut self, label: &str, value: Value) -> Result<(), String> {
        let input = self.input(label)?;
        let id = input["id"].as_str().unwrap_or_default().to_owned();
        self.values.insert(id, value);
        Ok(())
    }

    /// Chooses by what is read in the list.
    pub fn pick(&mut self, label: &str, title: &str) -> Result<(), String> {
        let input = self.input(label)?;
        let choices = input["choices"].as_array().cloned().unwrap_or_default();
        let choice = choices.iter().find(|c| {
            let shown = c["title"].as_str().unwrap_or_default();
            shown == title || shown.starts_with(&format!("{title} ("))
        });
        let Some(choice) = choice else {
            return Err(format!("{label:?} does not offer {title:?}: {choices:?}"));
        };
        let id = input["id"].as_str().unwrap_or_default().to_owned();
        let value = choice["value"].clone();
        let value = match (input["isMultiSelect"] == true, self.values.get(&id)) {
            (true, Some(before)) => {
                json!(format!(
                    "{},{}",
                    before.as_str().unwrap_or_default(),
                    value.as_str().unwrap_or_default()
                ))
            }
            _ => value,
        };
        self.values.insert(id, value);
        Ok(())
    }

    /// What a button sends: its own data with the inputs.
    pub fn sent(&self, button: &str) -> Result<Value, String> {
        let buttons = cards::buttons(&self.card);
        let found = buttons.iter().find(|b| b["title"] == button);
        let Some(found) = found else {
            let all: Vec<&str> = buttons.iter().filter_map(|b| b["title"].as_str()).collect();
            return Err(format!("no button {button:?} among {all:?}"));
        };
        let missing = cards::inputs(&self.card).into_iter().find(|input| {
            let id = input["id"].as_str().unwrap_or_default();
            let empty = self
                .values
                .get(id)
                .is_none_or(|v| v.as_str().is_some_and(str::is_empty));
            input["isRequired"] == true && empty
        });
        if let Some(missing) = missing {
            return Err(format!("the client asks for {}", missing["label"]));
        }
        let mut data = found["data"].as_object().cloned().unwrap_or_default();
        data.extend(self.values.clone());
        Ok(Value::Object(data))
    }
}
