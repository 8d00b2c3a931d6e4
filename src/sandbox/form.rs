//! What stands in the fields of a view or message: typed, chosen, or there from the start.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::elements::{self, Found};

/// What a person put in, by block and action id, in the form that `state.values` has.
pub type Typed = BTreeMap<(String, String), Value>;

/// The field of a state value that an element's type fills, and what it is when empty. `None`: keeps no state.
fn field(kind: &str) -> Option<(&'static str, Value)> {
    Some(match kind {
        "plain_text_input" | "email_text_input" | "url_text_input" | "number_input" => {
            ("value", Value::Null)
        }
        "static_select" | "external_select" | "radio_buttons" => ("selected_option", Value::Null),
        "multi_static_select" | "multi_external_select" | "checkboxes" => {
            ("selected_options", json!([]))
        }
        "users_select" => ("selected_user", Value::Null),
        "channels_select" => ("selected_channel", Value::Null),
        "conversations_select" => ("selected_conversation", Value::Null),
        "multi_users_select" => ("selected_users", json!([])),
        "multi_channels_select" => ("selected_channels", json!([])),
        "multi_conversations_select" => ("selected_conversations", json!([])),
        "datepicker" => ("selected_date", Value::Null),
        "timepicker" => ("selected_time", Value::Null),
        "datetimepicker" => ("selected_date_time", Value::Null),
        "rich_text_input" => ("rich_text_value", Value::Null),
        "file_input" => ("files", json!([])),
        _ => return None,
    })
}

/// A state value of `kind` holding `value`; `None` where the element keeps no state.
pub fn holding(kind: &str, value: Value) -> Option<Value> {
    let (name, _) = field(kind)?;
    Some(json!({ "type": kind, name: value }))
}

/// What the field holds now.
pub fn current(found: &Found, typed: &Typed) -> Option<Value> {
    let (name, empty) = field(found.kind())?;
    if let Some(value) = typed
        .get(&found.key())
        .filter(|v| v["type"] == found.kind())
    {
        return Some(value.clone());
    }
    let element = &found.element;
    let initial = match name {
        "value" | "rich_text_value" => &element["initial_value"],
        "selected_option" => &element["initial_option"],
        "selected_options" => &element["initial_options"],
        "selected_user" => &element["initial_user"],
        "selected_users" => &element["initial_users"],
        "selected_channel" => &element["initial_channel"],
        "selected_channels" => &element["initial_channels"],
        "selected_conversation" => &element["initial_conversation"],
        "selected_conversations" => &element["initial_conversations"],
        "selected_date" => &element["initial_date"],
        "selected_time" => &element["initial_time"],
        "selected_date_time" => &element["initial_date_time"],
        _ => &Value::Null,
    };
    holding(
        found.kind(),
        if initial.is_null() {
            empty
        } else {
            initial.clone()
        },
    )
}

/// `state.values` of these blocks; without input blocks where `inputs` is false, as `view_closed` has it.
pub fn values(blocks: &[Value], typed: &Typed, inputs: bool) -> Value {
    let mut values: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for found in elements::all(blocks)
        .iter()
        .filter(|f| inputs || f.block["type"] != "input")
    {
        if let Some(value) = current(found, typed) {
            let (block, action) = found.key();
            values.entry(block).or_default().insert(action, value);
        }
    }
    json!(values)
}

/// Whether a state value holds nothing.
pub fn is_empty(value: &Value) -> bool {
    let fields = value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "type");
    fields.into_iter().all(|(_, held)| match held {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    })
}
