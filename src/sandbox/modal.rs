//! A modal (or Home tab) as a person sees it.

use serde_json::Value;

use super::elements::{self, Found};
use super::form::{self, Typed};
use super::reading::{self, Names, shown};

/// What is on the screen.
#[derive(Clone, Debug)]
pub struct Modal {
    /// The view on the wire, with `state`.
    pub view: Value,
    pub(super) typed: Typed,
    pub(super) names: Names,
}

impl Modal {
    fn blocks(&self) -> Vec<Value> {
        self.view["blocks"].as_array().cloned().unwrap_or_default()
    }

    pub fn id(&self) -> &str {
        self.view["id"].as_str().unwrap_or_default()
    }

    pub fn title(&self) -> String {
        shown(&self.view["title"])
    }

    /// The label of the submit button, if there is one.
    pub fn submit_label(&self) -> Option<String> {
        self.view["submit"]
            .is_object()
            .then(|| shown(&self.view["submit"]))
    }

    /// All that is seen, line by line.
    pub fn plain(&self) -> String {
        reading::lines(&self.blocks(), &self.names).join("\n")
    }

    pub fn reads(&self, words: &str) -> bool {
        self.plain().contains(words)
    }

    /// Labels of the input fields, in order.
    pub fn labels(&self) -> Vec<String> {
        let inputs = self.blocks().into_iter().filter(|b| b["type"] == "input");
        inputs.map(|b| shown(&b["label"])).collect()
    }

    /// Labels of the buttons.
    pub fn buttons(&self) -> Vec<String> {
        let found = elements::all(&self.blocks())
            .into_iter()
            .filter(|f| f.kind() == "button");
        found.filter_map(|f| f.names.first().cloned()).collect()
    }

    pub(super) fn found(&self, label: &str) -> Option<Found> {
        elements::all(&self.blocks())
            .into_iter()
            .find(|f| f.is_called(label))
    }

    /// The block of the field or button called `label`.
    pub fn block(&self, label: &str) -> Option<Value> {
        self.found(label).map(|f| f.block)
    }

    /// What the field called `label` offers.
    pub fn options(&self, label: &str) -> Vec<String> {
        let element = self.found(label).map(|f| f.element).unwrap_or_default();
        elements::options(&element)
            .iter()
            .map(|o| shown(&o["text"]))
            .collect()
    }

    /// What the field called `label` holds, as text: several values with commas, nothing as "".
    pub fn value(&self, label: &str) -> Option<String> {
        let found = self.found(label)?;
        let state = form::current(&found, &self.typed)?;
        let fields = state
            .as_object()?
            .iter()
            .filter(|(name, _)| *name != "type");
        let texts: Vec<String> = fields.flat_map(|(_, held)| self.texts(held)).collect();
        Some(texts.join(", "))
    }

    fn texts(&self, held: &Value) -> Vec<String> {
        match held {
            Value::String(text) => vec![self.names.get(text).unwrap_or(text).clone()],
            Value::Number(number) => vec![number.to_string()],
            Value::Array(items) => items.iter().flat_map(|i| self.texts(i)).collect(),
            Value::Object(_) if held["type"] == "rich_text" => {
                reading::lines(std::slice::from_ref(held), &self.names)
            }
            Value::Object(_) if held["text"].is_object() => vec![shown(&held["text"])],
            Value::Object(_) => held["name"].as_str().map(Into::into).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}
