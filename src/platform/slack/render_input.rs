//! The inputs of a form.

use serde_json::{Value, json};

use crate::domain::ids::{Account, Platform};
use crate::view::face::{Choice, Entry, Group, Input};

use super::limits::{FILES, LABEL, OPTION, OPTIONS, TYPED};
use super::render::{option, plain};
use super::text_out::is_id;
use super::views::block_id;

/// An input block. Slack keeps what was typed as long as block id and action id stay the same: the
/// block's is the key, the action's is the kind of the element, so that nothing is carried into an
/// input of another kind that happens to have the same key.
pub fn input(face: &Input) -> Value {
    let mut element = element(&face.control);
    element["action_id"] = element["type"].clone();
    let mut block = json!({
        "type": "input",
        "block_id": block_id(&face.key),
        "label": plain(&face.label, LABEL),
        "optional": !face.required,
        "element": element,
    });
    if let Some(hint) = face.hint.as_deref().filter(|h| !h.trim().is_empty()) {
        block["hint"] = plain(hint, LABEL);
    }
    if face.follow {
        block["dispatch_action"] = json!(true);
    }
    block
}

fn element(entry: &Entry) -> Value {
    match entry {
        Entry::Line { value, most } => typed(value.as_deref(), *most, false),
        Entry::Paragraph { value, most } => typed(value.as_deref(), *most, true),
        Entry::Select { groups, value } => select(groups, value.as_ref()),
        Entry::Search { value } => search(value.as_ref()),
        Entry::Multiselect { options, values } => multiselect(options, values),
        Entry::MultiSearch { values } => multisearch(values),
        Entry::Person { value } => person(value.as_ref()),
        Entry::Date { value } => {
            let date = given(value).filter(|v| is_date(v));
            with(json!({ "type": "datepicker" }), "initial_date", date)
        }
        Entry::Number { value } => {
            let number = given(value).filter(|v| v.parse::<f64>().is_ok_and(f64::is_finite));
            let element = json!({ "type": "number_input", "is_decimal_allowed": true });
            with(element, "initial_value", number)
        }
        Entry::Email { value } => {
            let email = given(value).filter(|v| v.contains('@'));
            with(
                json!({ "type": "email_text_input" }),
                "initial_value",
                email,
            )
        }
        Entry::Url { value } => {
            let url = given(value).filter(|v| url::Url::parse(v).is_ok());
            with(json!({ "type": "url_text_input" }), "initial_value", url)
        }
        Entry::Checkbox { label, checked } => checkbox(label, *checked),
        Entry::File => json!({ "type": "file_input", "max_files": FILES }),
    }
}

/// Slack refuses the whole view for an initial value that would not be accepted if it were typed.
fn with(mut element: Value, name: &str, value: Option<impl Into<Value>>) -> Value {
    if let Some(value) = value {
        element[name] = value.into();
    }
    element
}

fn given(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|v| !v.is_empty())
}

fn typed(value: Option<&str>, most: usize, multiline: bool) -> Value {
    let most = most.clamp(1, TYPED);
    let element = json!({ "type": "plain_text_input", "multiline": multiline, "max_length": most });
    let value: String = value
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_control() && !multiline { ' ' } else { c })
        .take(most)
        .collect();
    with(
        element,
        "initial_value",
        Some(value).filter(|v| !v.is_empty()),
    )
}

fn select(groups: &[Group], value: Option<&Choice>) -> Value {
    let groups: Vec<(&str, Vec<Value>)> = groups
        .iter()
        .map(|g| (g.label.as_str(), choices(&g.options)))
        .filter(|(_, options)| !options.is_empty())
        .collect();
    let fits = groups.iter().all(|(_, options)| options.len() <= OPTIONS);
    if groups.is_empty() || groups.len() > OPTIONS || !fits {
        return search(value);
    }
    let chosen = value.and_then(|v| option(&v.value, &v.label));
    let chosen = chosen.and_then(|v| {
        let all = groups.iter().flat_map(|(_, options)| options);
        all.into_iter().find(|o| o["value"] == v["value"]).cloned()
    });
    let mut element = json!({ "type": "static_select" });
    match groups.as_slice() {
        [(_, options)] => element["options"] = json!(options),
        groups => {
            let groups = groups.iter().map(
                |(label, options)| json!({ "label": plain(label, OPTION), "options": options }),
            );
            element["option_groups"] = groups.collect();
        }
    }
    with(element, "initial_option", chosen)
}

/// `min_query_length` is 3 where nothing is said; with 0 the list opens at once.
fn search(value: Option<&Choice>) -> Value {
    let element = json!({ "type": "external_select", "min_query_length": 0 });
    let chosen = value.and_then(|v| option(&v.value, &v.label));
    with(element, "initial_option", chosen)
}

fn multiselect(options: &[Choice], values: &[Choice]) -> Value {
    let options = choices(options);
    if options.is_empty() || options.len() > OPTIONS {
        return multisearch(values);
    }
    let chosen = choices(values);
    let chosen: Vec<&Value> = options
        .iter()
        .filter(|o| chosen.iter().any(|c| c["value"] == o["value"]))
        .collect();
    let mut element = json!({ "type": "multi_static_select", "options": &options });
    if !chosen.is_empty() {
        element["initial_options"] = json!(chosen);
    }
    element
}

fn multisearch(values: &[Choice]) -> Value {
    let mut element = json!({ "type": "multi_external_select", "min_query_length": 0 });
    let mut chosen = choices(values);
    chosen.truncate(OPTIONS);
    if !chosen.is_empty() {
        element["initial_options"] = json!(chosen);
    }
    element
}

fn choices(choices: &[Choice]) -> Vec<Value> {
    let options = choices.iter();
    options.filter_map(|c| option(&c.value, &c.label)).collect()
}

fn person(value: Option<&Account>) -> Value {
    let user = value
        .filter(|a| a.platform == Platform::Slack && is_id(&a.user))
        .map(|a| a.user.as_str());
    with(json!({ "type": "users_select" }), "initial_user", user)
}

fn checkbox(label: &str, checked: bool) -> Value {
    let option = json!({ "text": plain(label, OPTION), "value": "yes" });
    let initial = checked.then(|| json!([option]));
    let element = json!({ "type": "checkboxes", "options": [option] });
    with(element, "initial_options", initial)
}

/// jiff reads more forms of a date than Slack does.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}
