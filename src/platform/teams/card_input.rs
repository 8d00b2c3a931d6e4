//! The inputs of a form.

use serde_json::{Value, json};

use crate::domain::ids::{Account, Platform};
use crate::domain::intent::FormKind;
use crate::view::face::{Choice, Entry, Input};

use super::card_form::{kind, line};
use super::entered::listed;
use super::text_out::{cut, one_line};

/// Labels longer than this are cut; none of ours is.
const LABEL: usize = 200;
/// The people of the tenant, which Teams searches by itself.
const PEOPLE: &str = "graph.microsoft.com/users";

/// An input and its hint. `loose`: nothing is checked before the form is sent; the desk checks everything anyway.
pub fn input(face: &Input, form: &FormKind, loose: bool) -> Vec<Value> {
    if matches!(face.control, Entry::File) {
        // Teams' forms take no files.
        let words = format!(
            "{}: please send it in our chat once the request is made.",
            face.label
        );
        return vec![line(&words, "Default")];
    }
    let mut element = element(&face.control, &face.key, form);
    element["id"] = json!(kind(&face.control).id(&face.key));
    let label = cut(&one_line(&face.label), LABEL);
    element["label"] = match (face.required, loose) {
        (true, true) => json!(format!("{label} (required)")),
        _ => json!(label),
    };
    if face.required && !loose {
        element["isRequired"] = json!(true);
        element["errorMessage"] = json!(format!("{label}: please fill this in."));
    }
    let hint = face.hint.as_deref().filter(|h| !h.trim().is_empty());
    let hint = hint.map(|hint| {
        json!({
            "type": "RichTextBlock",
            "spacing": "None",
            "inlines": [{ "type": "TextRun", "text": one_line(hint), "isSubtle": true, "size": "Small" }],
        })
    });
    [element].into_iter().chain(hint).collect()
}

fn element(entry: &Entry, key: &str, form: &FormKind) -> Value {
    match entry {
        Entry::Line { value, most } => typed(value.as_deref(), *most, "Text", false),
        Entry::Paragraph { value, most } => typed(value.as_deref(), *most, "Text", true),
        Entry::Email { value } => typed(value.as_deref(), 300, "Email", false),
        Entry::Url { value } => typed(value.as_deref(), 2_000, "Url", false),
        Entry::Select { groups, value } => {
            let several = groups.len() > 1;
            let choices: Vec<Value> = groups
                .iter()
                .flat_map(|group| group.options.iter().map(move |o| (group, o)))
                .map(|(group, option)| {
                    // There are no headings in a list here.
                    let label = if several {
                        format!("{} ({})", option.label, group.label)
                    } else {
                        option.label.clone()
                    };
                    json!({ "title": cut(&one_line(&label), LABEL), "value": option.value })
                })
                .collect();
            let mut element = json!({
                "type": "Input.ChoiceSet", "style": if choices.len() > 12 { "filtered" } else { "compact" },
                "choices": choices, "wrap": true,
            });
            preset(&mut element, value.as_ref().map(|v| v.value.clone()));
            element
        }
        Entry::Search { value } => {
            let mut element = json!({
                "type": "Input.ChoiceSet", "style": "filtered",
                "choices": value.iter().map(|v| choice(v, false)).collect::<Vec<_>>(),
                "choices.data": { "type": "Data.Query", "dataset": dataset(key, form) },
            });
            preset(&mut element, value.as_ref().map(|v| v.value.clone()));
            element
        }
        Entry::Multiselect { options, values } => {
            let mut element = many(options);
            preset_many(&mut element, values);
            element
        }
        Entry::MultiSearch { values } => {
            let mut element = many(values);
            element["choices.data"] =
                json!({ "type": "Data.Query", "dataset": dataset(key, form) });
            preset_many(&mut element, values);
            element
        }
        Entry::Person { value } => person(value.as_ref()),
        Entry::Date { value } => {
            let mut element = json!({ "type": "Input.Date" });
            preset(&mut element, value.clone());
            element
        }
        Entry::Number { value } => {
            let mut element = json!({ "type": "Input.Number" });
            if let Some(number) = value.as_deref().and_then(|v| v.parse::<f64>().ok()) {
                element["value"] = json!(number);
            }
            element
        }
        Entry::Checkbox { label, checked } => json!({
            "type": "Input.Toggle", "title": one_line(label),
            "value": if *checked { "true" } else { "false" },
            "valueOn": "true", "valueOff": "false",
        }),
        Entry::File => Value::Null,
    }
}

fn typed(value: Option<&str>, most: usize, style: &str, multiline: bool) -> Value {
    let mut element = json!({
        "type": "Input.Text", "maxLength": most.clamp(1, 4_000), "isMultiline": multiline,
    });
    if style != "Text" {
        element["style"] = json!(style);
    }
    let value = value.map(|v| v.chars().take(most).collect::<String>());
    preset(&mut element, value);
    element
}

fn many(options: &[Choice]) -> Value {
    let choices: Vec<Value> = options.iter().map(|o| choice(o, true)).collect();
    json!({ "type": "Input.ChoiceSet", "isMultiSelect": true, "choices": choices, "wrap": true })
}

fn preset_many(element: &mut Value, values: &[Choice]) {
    let all: Vec<String> = values.iter().map(|v| listed(&v.value)).collect();
    preset(element, (!all.is_empty()).then(|| all.join(",")));
}

fn choice(choice: &Choice, several: bool) -> Value {
    let value = if several {
        listed(&choice.value)
    } else {
        choice.value.clone()
    };
    json!({ "title": cut(&one_line(&choice.label), LABEL), "value": value })
}

/// Somebody of the tenant: their object id comes back. Whoever is known from another platform only is chosen anew.
fn person(value: Option<&Account>) -> Value {
    let mut element = json!({
        "type": "Input.ChoiceSet", "style": "filtered", "choices": [],
        "choices.data": { "type": "Data.Query", "dataset": PEOPLE },
    });
    let here = value.filter(|a| a.platform == Platform::Teams);
    preset(&mut element, here.map(|a| a.user.clone()));
    element
}

fn preset(element: &mut Value, value: Option<String>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        element["value"] = json!(value);
    }
}

/// The name of a list that comes as somebody types: the input, and the form without what was typed into it.
fn dataset(key: &str, form: &FormKind) -> String {
    let mut form = form.clone();
    if let FormKind::NewRequest(new) = &mut form {
        new.kept.clear();
        new.origin = None;
    }
    let form = serde_json::to_string(&form).unwrap_or_default();
    format!("{key}|{form}")
}
