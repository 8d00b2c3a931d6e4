//! `[[service.field]]`.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::problem::hint;
use super::table::{At, Table};
use super::{keys, values};
use crate::domain::catalogue::{Field, FieldKind, whole};

/// What every form asks anyway; a field of that name would be a second answer to it.
const TAKEN: [&str; 5] = ["service", "subject", "priority", "needed_by", "on_behalf"];

const TYPES: [&str; 11] = [
    "text",
    "paragraph",
    "select",
    "multiselect",
    "person",
    "date",
    "number",
    "email",
    "url",
    "checkbox",
    "file",
];

/// Slack's limits: the label and hint of an input, an option's text.
const MOST_LABEL: usize = 2000;
const MOST_OPTION: usize = 75;

pub(super) fn field(service: &Table<'_>, at: &At<&DeTable<'_>>) -> Option<Field> {
    let name = super::catalogue::name("field", at.value);
    let table = service.open_sub(at, &name, keys::FIELD);
    let key = table
        .required("key", "\"asset\"")
        .and_then(|key| table.parse(&key, field_key));
    let label = table.required("label", "\"Asset tag\"");
    let hint = table.text("hint");
    for (key, text) in [("label", &label), ("hint", &hint)] {
        if let Some(text) = text
            && text.value.chars().count() > MOST_LABEL
        {
            let problem = format!("\"{key}\" is longer than {MOST_LABEL} characters");
            table.problem(&text.span, &problem);
        }
    }
    let kind = table.required("type", "\"text\"");
    let kind = kind.and_then(|kind| field_kind(&table, &kind));
    Some(Field {
        required: table.flag("required").unwrap_or(false),
        hint: hint.map(|hint| hint.value.to_owned()),
        label: label?.value.to_owned(),
        kind: kind?,
        key: key?.value,
    })
}

fn field_key(text: &str) -> Result<String, String> {
    if TAKEN.contains(&text) {
        return Err(format!(
            "every form asks for \"{text}\" already; give this field another key"
        ));
    }
    values::key(text)
}

fn field_kind(table: &Table<'_>, written: &At<&str>) -> Option<FieldKind> {
    let (kind, own): (FieldKind, &[&str]) = match written.value {
        "text" => {
            let pattern = table.parsed("pattern", pattern).map(|p| p.value);
            (FieldKind::Text { pattern }, &["pattern"])
        }
        "select" => {
            let options = options(table, written);
            (FieldKind::Select { options }, &["options"])
        }
        "multiselect" => {
            let options = options(table, written);
            (FieldKind::Multiselect { options }, &["options"])
        }
        "number" => {
            let (min, max) = (table.number("min"), table.number("max"));
            if let (Some(min), Some(max)) = (&min, &max)
                && min.value > max.value
            {
                table.problem(&min.span, "\"min\" is more than \"max\"");
            }
            let (min, max) = (min.map(|n| n.value), max.map(|n| n.value));
            (FieldKind::Number { min, max }, &["min", "max"])
        }
        "paragraph" => (FieldKind::Paragraph, &[]),
        "person" => (FieldKind::Person, &[]),
        "date" => (FieldKind::Date, &[]),
        "email" => (FieldKind::Email, &[]),
        "url" => (FieldKind::Url, &[]),
        "checkbox" => (FieldKind::Checkbox, &[]),
        "file" => (FieldKind::File, &[]),
        other => {
            let hint = hint(other, TYPES);
            let text = format!("\"{other}\" is not a type of field{hint}");
            table.problem(&written.span, &text);
            return None;
        }
    };
    for key in ["pattern", "options", "min", "max"] {
        if let Some(value) = table.value(key)
            && !own.contains(&key)
        {
            let text = format!("\"{key}\" means nothing for the type \"{}\"", written.value);
            table.problem(&value.span(), &text);
        }
    }
    Some(kind)
}

fn pattern(text: &str) -> Result<regex::Regex, String> {
    whole(text).map_err(|error| unusable(text, &error.to_string()))
}

/// What is wrong with a pattern.
pub(super) fn unusable(text: &str, error: &str) -> String {
    // The last line tells what; those before draw the place in a text of its own.
    let what = error.lines().last().unwrap_or_default();
    let what = what.strip_prefix("error: ").unwrap_or(what);
    format!("the pattern '{text}' cannot be used: {what}")
}

fn options(table: &Table<'_>, kind: &At<&str>) -> Vec<String> {
    let options = table.texts("options");
    if table.list("options").next().is_none() {
        let text = format!(
            "a {} needs options, like options = [\"Screen\", \"Other\"]",
            kind.value
        );
        table.problem(&kind.span, &text);
    }
    let mut seen = BTreeSet::new();
    for option in &options {
        let text = option.value;
        if text.trim().is_empty() {
            table.problem(&option.span, "an option is empty");
        } else if text.chars().count() > MOST_OPTION {
            let problem = format!("the option \"{text}\" is longer than {MOST_OPTION} characters");
            table.problem(&option.span, &problem);
        } else if !seen.insert(text) {
            table.problem(&option.span, &format!("the option \"{text}\" stands twice"));
        }
    }
    options.iter().map(|o| o.value.to_owned()).collect()
}
