//! Faces as Block Kit: messages and home pages. Everything is cut to what Slack accepts, and
//! nothing that people typed is live.

use serde_json::{Value, json};

use crate::domain::press::Press;
use crate::domain::talk::{Span, Text};
use crate::view::face::{Control, Home, Message, Part, Style};

use super::limits::{
    BUTTON, FIELD, FIELDS, HEADER, MESSAGE_BLOCKS, MESSAGE_TEXT, OPTION, OPTION_VALUE, OPTIONS,
    ROW, SECTION, VIEW_BLOCKS,
};
use super::text::{cut, mrkdwn, pieces};
use super::views::block_id;

pub use super::render_form::form;

/// The action id of a menu.
pub(super) const MENU: &str = "menu";

/// `{"text", "blocks"}` for `chat.postMessage`, `chat.update` and their like. A message without parts
/// has no `blocks`, which in an update takes away those that were there.
pub fn message(face: &Message) -> Value {
    let text = mrkdwn(&face.summary, MESSAGE_TEXT);
    // Slack wants a text for notifications whatever the blocks say.
    let text = if text.trim().is_empty() { "…" } else { &text };
    let mut blocks = Vec::new();
    for part in &face.parts {
        push_part(&mut blocks, part, 4);
    }
    keep_within(&mut blocks, MESSAGE_BLOCKS);
    if blocks.is_empty() {
        return json!({ "text": text });
    }
    json!({ "text": text, "blocks": blocks })
}

/// A message that only one person sees: the answer to a slash command, or the body for a
/// response_url. It replaces nothing.
pub fn ephemeral(face: &Message) -> Value {
    let mut body = message(face);
    body["response_type"] = json!("ephemeral");
    body["replace_original"] = json!(false);
    body
}

/// The view for `views.publish`.
pub fn home(face: &Home) -> Value {
    let mut blocks = Vec::new();
    for part in &face.parts {
        push_part(&mut blocks, part, VIEW_BLOCKS);
    }
    keep_within(&mut blocks, VIEW_BLOCKS);
    if blocks.is_empty() {
        blocks.push(small("…"));
    }
    json!({ "type": "home", "blocks": blocks })
}

/// The acknowledgement that keeps a modal open and shows what is wrong, by the inputs' keys.
pub fn errors(wrong: &[(String, String)]) -> Value {
    let errors: serde_json::Map<String, Value> = wrong
        .iter()
        .map(|(key, words)| (block_id(key), json!(cut(words, 500))))
        .collect();
    json!({ "response_action": "errors", "errors": errors })
}

/// The acknowledgement that shows another form in the submitted one's place.
pub fn replace(form: &Value) -> Value {
    json!({ "response_action": "update", "view": form })
}

/// The answer to a list that is being typed into; each a value and a label.
pub fn options(found: &[(String, String)]) -> Value {
    let options: Vec<Value> = found
        .iter()
        .filter_map(|(value, label)| option(value, label))
        .take(OPTIONS)
        .collect();
    json!({ "options": options })
}

/// The blocks of one part; a long text becomes at most `most` sections.
pub(super) fn push_part(blocks: &mut Vec<Value>, part: &Part, most: usize) {
    match part {
        Part::Header(text) => {
            if !text.trim().is_empty() {
                blocks.push(json!({ "type": "header", "text": plain(text, HEADER) }));
            }
        }
        Part::Text(text) => {
            let sections = pieces(text, SECTION, most).into_iter();
            blocks.extend(sections.map(|text| json!({ "type": "section", "text": marked(text) })));
        }
        Part::Facts(facts) => {
            for facts in facts.chunks(FIELDS) {
                let fields: Vec<Value> = facts.iter().map(fact).collect();
                blocks.push(json!({ "type": "section", "fields": fields }));
            }
        }
        Part::Small(text) => {
            let text = mrkdwn(text, SECTION);
            if !text.trim().is_empty() {
                blocks.push(small(&text));
            }
        }
        Part::Actions(controls) => {
            for row in controls.chunks(ROW) {
                blocks.push(json!({ "type": "actions", "elements": actions(row) }));
            }
        }
        Part::Menu(menu) => {
            let options: Vec<Value> = menu.choices.iter().filter_map(choice).collect();
            if !options.is_empty() {
                let list = json!({
                    "type": "static_select", "action_id": MENU,
                    "placeholder": plain(&menu.label, OPTION), "options": options,
                });
                blocks.push(json!({ "type": "actions", "elements": [list] }));
            }
        }
        Part::Divider => blocks.push(json!({ "type": "divider" })),
    }
}

/// Cuts to `most` blocks and says so. The last row of buttons stays: without it nothing could be done.
pub(super) fn keep_within(blocks: &mut Vec<Value>, most: usize) {
    if blocks.len() <= most {
        return;
    }
    let last = blocks.pop().filter(|block| block["type"] == "actions");
    blocks.truncate(most - 1 - usize::from(last.is_some()));
    blocks.push(small("…"));
    blocks.extend(last);
}

fn fact((label, value): &(String, Text)) -> Value {
    let mut text = vec![Span::Bold(label.clone()), Span::Plain("\n".to_owned())];
    text.extend(value.iter().cloned());
    let text = mrkdwn(&text, FIELD);
    if text.trim().is_empty() {
        return marked("…".to_owned());
    }
    marked(text)
}

fn small(text: &str) -> Value {
    json!({ "type": "context", "elements": [marked(text.to_owned())] })
}

/// Action ids have to be unique in their row.
fn actions(row: &[Control]) -> Vec<Value> {
    let mut ids: Vec<String> = Vec::with_capacity(row.len());
    let mut out = Vec::with_capacity(row.len());
    for control in row {
        let (mut id, mut element) = button(control);
        if ids.contains(&id) {
            id = format!("{id}#{}", ids.len());
        }
        element["action_id"] = json!(id);
        ids.push(id);
        out.push(element);
    }
    out
}

fn button(face: &Control) -> (String, Value) {
    let (name, value) = face.press.to_wire();
    let mut element =
        json!({ "type": "button", "text": plain(&face.label, BUTTON), "value": value });
    match face.style {
        Style::Plain => {}
        Style::Primary => element["style"] = json!("primary"),
        Style::Danger => element["style"] = json!("danger"),
    }
    if let Some(spoken) = face.spoken.as_deref().filter(|s| !s.trim().is_empty()) {
        element["accessibility_label"] = json!(cut(spoken, BUTTON));
    }
    (name, element)
}

/// A choice of a menu: its value is the whole press, as options have no id of their own.
fn choice(face: &Control) -> Option<Value> {
    let (name, value) = face.press.to_wire();
    option(&format!("{name} {value}"), &face.label)
}

/// The press that a choice of a menu means.
pub(super) fn press_of_choice(value: &str) -> Option<Press> {
    let (name, value) = value.split_once(' ')?;
    Press::from_wire(name, value)
}

/// The press that a button's action id and value mean.
pub(super) fn press_of(action_id: &str, value: &str) -> Option<Press> {
    let name = action_id.split('#').next().unwrap_or_default();
    Press::from_wire(name, value)
}

/// An option of a list. None when there is nothing to choose it by.
pub(super) fn option(value: &str, label: &str) -> Option<Value> {
    if value.is_empty() {
        return None;
    }
    let label = if label.trim().is_empty() {
        value
    } else {
        label
    };
    let value: String = value.chars().take(OPTION_VALUE).collect();
    Some(json!({ "text": plain(label, OPTION), "value": value }))
}

/// A plain-text object, which Slack reads no markup in. It may not be empty.
pub(super) fn plain(text: &str, most: usize) -> Value {
    let text = cut(text, most);
    let text = if text.is_empty() { "…" } else { &text };
    json!({ "type": "plain_text", "text": text, "emoji": true })
}

/// `verbatim`: otherwise Slack looks for names and addresses in it and makes them live.
pub(super) fn marked(text: String) -> Value {
    json!({ "type": "mrkdwn", "text": text, "verbatim": true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RequestId;

    #[test]
    fn buttons_of_one_kind_stand_in_one_row() {
        let press = |id| Press::Details(RequestId(id));
        let face = |id| Control {
            label: format!("IT-{id}"),
            press: press(id),
            style: Style::Plain,
            spoken: None,
        };
        let row = actions(&[face(1), face(2)]);
        assert_eq!(row[0]["action_id"], "details");
        assert_eq!(row[1]["action_id"], "details#1");
        assert_eq!(press_of("details#1", "2"), Some(press(2)));
    }

    #[test]
    fn the_last_buttons_survive_a_cut() {
        let mut blocks: Vec<Value> = (0..60)
            .map(|n| json!({ "type": "divider", "n": n }))
            .collect();
        blocks.push(json!({ "type": "actions" }));
        keep_within(&mut blocks, 50);
        assert_eq!(blocks.len(), 50);
        assert_eq!(blocks[47]["n"], 47);
        assert_eq!(blocks[48]["type"], "context");
        assert_eq!(blocks[49]["type"], "actions");
    }
}
