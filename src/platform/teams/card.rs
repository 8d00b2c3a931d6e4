//! Faces as messages: Adaptive Cards 1.5, or HTML where there is nothing but text.

use serde_json::{Value, json};

use crate::view::face::{Control, Menu, Message, Part, Style};
use crate::view::readers::Readers;

use super::invokes::hidden;
use super::text_out::{blocks, cut, flat, html, is_computed, one_line};

/// Microsoft's limit for cards is 28 KB; counted as UTF-16, as messages are.
const MOST_UNITS: usize = 28 * 1024 / 2 - 512;
/// A notification has one line.
const SUMMARY: usize = 400;
/// A title that every client shows whole.
const TITLE: usize = 60;
/// Teams shows so many buttons of a set; more are behind a menu.
const ROW: usize = 6;

/// What a client says that shows a card to somebody for whom it may look different.
pub const LOOK: &str = "look";

/// The kind of an attachment that is a card.
pub const CARD: &str = "application/vnd.microsoft.card.adaptive";

/// A message of ours, ready to be sent or to take another's place.
pub fn message(face: &Message, readers: &Readers) -> Value {
    let summary = flat(&face.summary, readers, SUMMARY);
    let text_only = face
        .parts
        .iter()
        .all(|part| matches!(part, Part::Text(_) | Part::Small(_)));
    if !text_only || face.parts.is_empty() {
        return json!({
            "type": "message",
            "summary": summary,
            "attachments": [attachment(&card(face, readers))],
        });
    }
    let mut mentions = Vec::new();
    let lines: Vec<String> = face
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Text(text) | Part::Small(text) => Some(html(text, readers, &mut mentions)),
            _ => None,
        })
        .filter(|line| !line.trim().is_empty())
        .collect();
    let mut activity = json!({
        "type": "message",
        "summary": summary,
        "textFormat": "xml",
        "text": lines.join("<br/>"),
    });
    if !mentions.is_empty() {
        activity["entities"] = json!(mentions);
    }
    activity
}

/// The card of a message.
pub fn card(face: &Message, readers: &Readers) -> Value {
    let mut body: Vec<Value> = Vec::new();
    for part in &face.parts {
        push(&mut body, part, readers);
    }
    let mut card = finished(body, vec![], &flat(&face.summary, readers, SUMMARY));
    if readers.each {
        // Without a list of people Teams itself keeps to conversations of at most sixty; in larger ones everybody
        // sees the message as it is.
        card["refresh"] = json!({ "action": {
            "type": "Action.Execute", "title": "Refresh", "verb": LOOK, "data": {},
        } });
    }
    card
}

/// A card as messages and dialogs carry it.
pub fn attachment(card: &Value) -> Value {
    json!({ "contentType": CARD, "content": card })
}

pub(super) fn finished(body: Vec<Value>, actions: Vec<Value>, summary: &str) -> Value {
    let mut card = json!({
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": summary,
        "speak": spoken(summary),
        "body": body,
    });
    if !actions.is_empty() {
        card["actions"] = json!(actions);
    }
    fit(&mut card);
    card
}

/// SSML is markup.
fn spoken(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

pub(super) fn push(body: &mut Vec<Value>, part: &Part, readers: &Readers) {
    match part {
        Part::Header(text) => {
            let text = one_line(text);
            if !text.is_empty() {
                body.push(json!({
                    "type": "RichTextBlock",
                    "inlines": [{ "type": "TextRun", "text": text, "weight": "Bolder", "size": "Large" }],
                }));
            }
        }
        Part::Text(text) => body.extend(blocks(text, readers, false)),
        Part::Small(text) => body.extend(blocks(text, readers, true)),
        Part::Facts(facts) => {
            for (label, value) in facts {
                body.push(fact(label, blocks(value, readers, false)));
            }
        }
        Part::Actions(controls) => {
            let actions: Vec<Value> = controls
                .iter()
                .enumerate()
                .map(|(nth, control)| action(control, nth, readers))
                .collect();
            if !actions.is_empty() {
                body.push(json!({ "type": "ActionSet", "actions": actions }));
            }
        }
        Part::Menu(menu) => {
            let all: Vec<Value> = menu
                .choices
                .iter()
                .enumerate()
                .map(|(nth, control)| action(control, nth, readers))
                .collect();
            if !all.is_empty() {
                body.extend(opened(menu, all, body.len()));
            }
        }
        Part::Divider => {
            body.push(json!({ "type": "Container", "separator": true, "items": [] }));
        }
    }
}

/// A button that shows the others, which the client does by itself.
fn opened(menu: &Menu, all: Vec<Value>, nth: usize) -> [Value; 2] {
    let id = format!("menu{nth}");
    let toggle = json!({
        "type": "Action.ToggleVisibility", "title": title(&menu.label), "targetElements": [id],
    });
    let items = [json!({ "type": "ActionSet", "actions": all })];
    [
        json!({ "type": "ActionSet", "actions": [toggle] }),
        json!({ "type": "Container", "id": id, "isVisible": false, "items": items }),
    ]
}

/// Label and value side by side. No FactSet: its values are read as Markdown.
fn fact(label: &str, value: Vec<Value>) -> Value {
    let label = json!([{
        "type": "RichTextBlock",
        "inlines": [{ "type": "TextRun", "text": one_line(label), "isSubtle": true }],
    }]);
    json!({
        "type": "ColumnSet",
        "spacing": "Small",
        "columns": [
            { "type": "Column", "width": 1, "items": label },
            { "type": "Column", "width": 2, "items": value },
        ],
    })
}

/// What acts at once is executed, and answered with a card; what opens a form is a dialog.
fn action(control: &Control, nth: usize, readers: &Readers) -> Value {
    let (name, value) = control.press.to_wire();
    let mut data = json!({
        hidden::PRESS: name,
        hidden::VALUE: value,
        hidden::ONCE: readers.once,
    });
    let mut action = if control.press.opens() {
        data["msteams"] = json!({ "type": "task/fetch" });
        json!({ "type": "Action.Submit", "associatedInputs": "none", "data": data })
    } else {
        json!({ "type": "Action.Execute", "verb": name, "associatedInputs": "none", "data": data })
    };
    action["title"] = json!(title(&control.label));
    match control.style {
        Style::Plain => {}
        Style::Primary => action["style"] = json!("positive"),
        Style::Danger => action["style"] = json!("destructive"),
    }
    if let Some(spoken) = control.spoken.as_deref().filter(|s| !s.trim().is_empty()) {
        action["tooltip"] = json!(one_line(spoken));
    }
    if nth >= ROW {
        action["mode"] = json!("secondary");
    }
    action
}

pub(super) fn title(label: &str) -> String {
    cut(&one_line(label), TITLE)
}

/// Makes the longest texts shorter until the card is not too long.
fn fit(card: &mut Value) {
    for _ in 0..200 {
        let units = card.to_string().encode_utf16().count();
        if units <= MOST_UNITS {
            return;
        }
        let mut longest = 0;
        texts(card, &mut |text| {
            if !is_computed(text) {
                longest = longest.max(text.chars().count());
            }
        });
        if longest < 40 {
            break;
        }
        let most = (longest * 3 / 4).max(20);
        texts(card, &mut |text| {
            if !is_computed(text) {
                *text = cut(text, most);
            }
        });
    }
    // So many parts that even short ones are too long: the last ones go, the buttons stay.
    while card.to_string().encode_utf16().count() > MOST_UNITS {
        let Some(body) = card["body"].as_array_mut() else {
            return;
        };
        let last = body
            .iter()
            .rposition(|b| b["type"] != "ActionSet" && b.get("id").is_none());
        match last {
            Some(at) => _ = body.remove(at),
            None => return,
        }
    }
}

/// Every text that is only shown.
fn texts(value: &mut Value, each: &mut impl FnMut(&mut String)) {
    match value {
        Value::Object(map) => {
            let run = map.get("type").is_some_and(|t| t == "TextRun");
            if run && let Some(Value::String(text)) = map.get_mut("text") {
                each(text);
            }
            for (_, inner) in map.iter_mut() {
                texts(inner, each);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|inner| texts(inner, each)),
        _ => {}
    }
}
