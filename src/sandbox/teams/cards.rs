//! Cards as a client sees them: their words, buttons and inputs; and what a client would not show.

use serde_json::Value;

pub const CARD: &str = "application/vnd.microsoft.card.adaptive";
/// Microsoft's limit, counted as UTF-16.
const MOST_BYTES: usize = 28 * 1024;

/// Every element of a card, in reading order.
fn walk<'a>(value: &'a Value, each: &mut dyn FnMut(&'a Value)) {
    match value {
        Value::Object(map) => {
            each(value);
            for key in ["body", "items", "columns", "inlines", "actions"] {
                if let Some(inner) = map.get(key) {
                    walk(inner, each);
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| walk(inner, each)),
        _ => {}
    }
}

fn kind(value: &Value) -> &str {
    value["type"].as_str().unwrap_or_default()
}

/// What is to be read by somebody whose clock shows `zone`: a line for each block, buttons in brackets.
pub fn words(card: &Value, zone: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    walk(card, &mut |element| match kind(element) {
        "RichTextBlock" => {
            let runs = element["inlines"].as_array().into_iter().flatten();
            let text: Vec<&str> = runs
                .filter_map(|run| run["text"].as_str().or(run.as_str()))
                .collect();
            lines.push(super::dates::shown(&text.concat(), zone));
        }
        "TextBlock" => lines.push(element["text"].as_str().unwrap_or_default().to_owned()),
        input if input.starts_with("Input.") => {
            let label = element["label"].as_str().or(element["title"].as_str());
            let value = match &element["value"] {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            lines.push(format!("{}: {value}", label.unwrap_or_default()));
        }
        "ActionSet" | "AdaptiveCard" => {
            let titles = titles(element);
            if !titles.is_empty() && kind(element) == "ActionSet" {
                lines.push(
                    titles
                        .iter()
                        .map(|t| format!("[{t}]"))
                        .collect::<Vec<_>>()
                        .join(" "),
                );
            }
        }
        _ => {}
    });
    let own = titles(card);
    if !own.is_empty() {
        lines.push(
            own.iter()
                .map(|t| format!("[{t}]"))
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    lines.join("\n")
}

fn titles(element: &Value) -> Vec<String> {
    let actions = element["actions"].as_array().into_iter().flatten();
    actions
        .filter_map(|a| a["title"].as_str().map(str::to_owned))
        .collect()
}

/// Every button, in order.
pub fn buttons(card: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    walk(card, &mut |element| {
        if kind(element).starts_with("Action.") && !element["title"].is_null() {
            all.push(element.clone());
        }
    });
    all
}

/// Every input, in order.
pub fn inputs(card: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    walk(card, &mut |element| {
        if kind(element).starts_with("Input.") {
            all.push(element.clone());
        }
    });
    all
}

/// What Teams would not take, or not show.
pub fn wrong(card: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if kind(card) != "AdaptiveCard" {
        wrong.push(format!("not a card: {}", kind(card)));
    }
    match card["version"].as_str() {
        Some("1.5" | "1.4") => {}
        other => wrong.push(format!("version {other:?}")),
    }
    if card["fallbackText"].as_str().is_none_or(str::is_empty) {
        wrong.push("no fallbackText".to_owned());
    }
    if card["speak"].as_str().is_none_or(str::is_empty) {
        wrong.push("no speak".to_owned());
    }
    let bytes = 2 * card.to_string().encode_utf16().count();
    if bytes > MOST_BYTES {
        wrong.push(format!("{bytes} bytes"));
    }
    let mut ids: Vec<String> = Vec::new();
    walk(card, &mut |element| {
        let kind = kind(element);
        if kind == "TextBlock" || kind == "FactSet" {
            wrong.push(format!("{kind} reads Markdown"));
        }
        if kind == "RichTextBlock" && element["inlines"].as_array().is_none_or(Vec::is_empty) {
            wrong.push("an empty RichTextBlock".to_owned());
        }
        if kind == "ActionSet" {
            let primary = element["actions"].as_array().into_iter().flatten();
            let primary = primary.filter(|a| a["mode"] != "secondary").count();
            if primary == 0 || primary > 6 {
                wrong.push(format!("{primary} buttons in a row"));
            }
        }
        if let Some(id) = kind.starts_with("Input.").then(|| &element["id"]) {
            match id.as_str() {
                Some(id) if !ids.contains(&id.to_owned()) => ids.push(id.to_owned()),
                _ => wrong.push(format!("an input without an id of its own: {id}")),
            }
            if element["isRequired"] == true && element["errorMessage"].is_null() {
                wrong.push(format!("{id} is required and has no errorMessage"));
            }
            if element["label"].as_str().is_none_or(str::is_empty) {
                wrong.push(format!("{id} has no label"));
            }
        }
        if kind.starts_with("Action.") && element.get("selectAction").is_none() {
            let title = element["title"].as_str().unwrap_or_default();
            if title.is_empty() && element["url"].is_null() {
                wrong.push("a button without a title".to_owned());
            }
        }
    });
    wrong
}
