//! Which fields a piece of Block Kit may have: Slack refuses a block for a field it does not know.

use serde_json::Value;

/// By type; types that are not here are not judged. `type` and `block_id` or `action_id` are added below.
const LAYOUT: &[(&str, &[&str])] = &[
    ("actions", &["elements"]),
    ("context", &["elements"]),
    ("divider", &[]),
    ("header", &["text"]),
    (
        "input",
        &["dispatch_action", "element", "hint", "label", "optional"],
    ),
    ("markdown", &["text"]),
    ("rich_text", &["elements"]),
    ("section", &["accessory", "expand", "fields", "text"]),
];

const ELEMENTS: &[(&str, &[&str])] = &[
    (
        "button",
        &[
            "accessibility_label",
            "confirm",
            "style",
            "text",
            "url",
            "value",
        ],
    ),
    (
        "channels_select",
        &[
            "confirm",
            "focus_on_load",
            "initial_channel",
            "placeholder",
            "response_url_enabled",
        ],
    ),
    (
        "checkboxes",
        &["confirm", "focus_on_load", "initial_options", "options"],
    ),
    (
        "datepicker",
        &["confirm", "focus_on_load", "initial_date", "placeholder"],
    ),
    (
        "datetimepicker",
        &["confirm", "focus_on_load", "initial_date_time"],
    ),
    (
        "email_text_input",
        &[
            "dispatch_action_config",
            "focus_on_load",
            "initial_value",
            "placeholder",
        ],
    ),
    (
        "external_select",
        &[
            "confirm",
            "focus_on_load",
            "initial_option",
            "min_query_length",
            "placeholder",
        ],
    ),
    ("file_input", &["filetypes", "max_files"]),
    (
        "multi_channels_select",
        &[
            "confirm",
            "focus_on_load",
            "initial_channels",
            "max_selected_items",
            "placeholder",
        ],
    ),
    (
        "multi_external_select",
        &[
            "confirm",
            "focus_on_load",
            "initial_options",
            "max_selected_items",
            "min_query_length",
            "placeholder",
        ],
    ),
    (
        "multi_static_select",
        &[
            "confirm",
            "focus_on_load",
            "initial_options",
            "max_selected_items",
            "option_groups",
            "options",
            "placeholder",
        ],
    ),
    (
        "multi_users_select",
        &[
            "confirm",
            "focus_on_load",
            "initial_users",
            "max_selected_items",
            "placeholder",
        ],
    ),
    (
        "number_input",
        &[
            "dispatch_action_config",
            "focus_on_load",
            "initial_value",
            "is_decimal_allowed",
            "max_value",
            "min_value",
            "placeholder",
        ],
    ),
    ("overflow", &["confirm", "options"]),
    (
        "plain_text_input",
        &[
            "dispatch_action_config",
            "focus_on_load",
            "initial_value",
            "max_length",
            "min_length",
            "multiline",
            "placeholder",
        ],
    ),
    (
        "radio_buttons",
        &["confirm", "focus_on_load", "initial_option", "options"],
    ),
    (
        "static_select",
        &[
            "confirm",
            "focus_on_load",
            "initial_option",
            "option_groups",
            "options",
            "placeholder",
        ],
    ),
    (
        "timepicker",
        &[
            "confirm",
            "focus_on_load",
            "initial_time",
            "placeholder",
            "timezone",
        ],
    ),
    (
        "url_text_input",
        &[
            "dispatch_action_config",
            "focus_on_load",
            "initial_value",
            "placeholder",
        ],
    ),
    (
        "users_select",
        &["confirm", "focus_on_load", "initial_user", "placeholder"],
    ),
];

const OTHERS: &[(&str, &[&str])] = &[
    ("plain_text", &["emoji", "text"]),
    ("mrkdwn", &["text", "verbatim"]),
    (
        "modal",
        &[
            "blocks",
            "callback_id",
            "clear_on_close",
            "close",
            "external_id",
            "notify_on_close",
            "private_metadata",
            "submit",
            "title",
        ],
    ),
    (
        "home",
        &["blocks", "callback_id", "external_id", "private_metadata"],
    ),
];

/// Every field that has no business where it stands.
pub fn unknown(value: &Value, wrong: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| unknown(item, wrong)),
        Value::Object(fields) => {
            let kind = value["type"].as_str().unwrap_or_default();
            if let Some((known, id)) = known(kind) {
                let extra = fields
                    .keys()
                    .filter(|f| *f != "type" && *f != id && !known.contains(&f.as_str()));
                wrong.extend(
                    extra.map(|field| format!("invalid additional property: {field} [{kind}]")),
                );
            }
            fields.values().for_each(|item| unknown(item, wrong));
        }
        _ => {}
    }
}

fn known(kind: &str) -> Option<(&'static [&'static str], &'static str)> {
    [
        (LAYOUT, "block_id"),
        (ELEMENTS, "action_id"),
        (OTHERS, "type"),
    ]
    .into_iter()
    .find_map(|(table, id)| {
        table
            .iter()
            .find(|(name, _)| *name == kind)
            .map(|(_, fields)| (*fields, id))
    })
}
