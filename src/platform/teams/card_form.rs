//! Forms as dialogs: cards whose inputs come back with `task/submit`.

use serde_json::{Value, json};

use crate::domain::answer::Seed;
use crate::domain::catalogue::Answers;
use crate::domain::intent::FormKind;
use crate::domain::talk::Text;
use crate::view::face::{Element, Entry, Form, Input};
use crate::view::readers::Readers;
use crate::view::words::launch::{HERE, OPEN};

use super::card::{attachment, finished, push, title};
use super::card_input::input;
use super::entered::Kind;
use super::invokes::hidden;
use super::seal::Seal;
use super::text_out::{flat, one_line};

/// What a dialog is drawn with.
pub struct Dialog<'a> {
    pub seal: &'a Seal,
    pub readers: &'a Readers,
    /// By the inputs' keys, in words.
    pub wrong: &'a [(String, String)],
}

/// The answer to `task/fetch` and `task/submit` that shows `form`. A form that follows one of its inputs shows only
/// that one until something is chosen; `values` are kept meanwhile.
pub fn dialog(form: &Form, values: &Answers, with: &Dialog<'_>) -> Value {
    let card = card(form, values, with);
    json!({ "task": { "type": "continue", "value": {
        "title": title(&form.title),
        "width": "medium",
        "height": "large",
        "card": attachment(&card),
    } } })
}

/// The answer that shows a sentence and nothing to do.
pub fn word(text: &Text, readers: &Readers) -> Value {
    json!({ "task": { "type": "message", "value": flat(text, readers, 1_000) } })
}

/// The same form as a message, for where no dialog opens: what is filled in comes back as a message, too.
pub fn message(form: &Form, values: &Answers, with: &Dialog<'_>) -> Value {
    let mut card = card(form, values, with);
    // A dialog says so over the card.
    let heading = json!({
        "type": "RichTextBlock",
        "inlines": [{ "type": "TextRun", "text": one_line(&form.title), "weight": "Bolder", "size": "Large" }],
    });
    if let Some(body) = card["body"].as_array_mut() {
        body.insert(0, heading);
    }
    json!({
        "type": "message",
        "summary": one_line(&form.title),
        "attachments": [attachment(&card)],
    })
}

/// A message with buttons that open the form of `seed`: where somebody typed what they want, no dialog can open by
/// itself.
pub fn launch(seed: &Seed, text: &Text, seal: &Seal, readers: &Readers) -> Value {
    let mut body = Vec::new();
    push(
        &mut body,
        &crate::view::face::Part::Text(text.clone()),
        readers,
    );
    let (form, mark) = sealed(&seed.form, seal);
    let here = json!({ hidden::OPEN: &seed.values, hidden::FORM: form, hidden::SEAL: mark });
    let mut dialog = here.clone();
    dialog["msteams"] = json!({ "type": "task/fetch" });
    body.push(json!({ "type": "ActionSet", "actions": [
        submit(OPEN, dialog, "positive"),
        submit(HERE, here, "default"),
    ] }));
    let summary = flat(text, readers, 400);
    json!({
        "type": "message",
        "summary": summary,
        "attachments": [attachment(&finished(body, vec![], &summary))],
    })
}

fn card(form: &Form, values: &Answers, with: &Dialog<'_>) -> Value {
    let readers = with.readers;
    let inputs = || {
        form.body.iter().filter_map(|e| match e {
            Element::Input(input) => Some(input.as_ref()),
            Element::Part(_) => None,
        })
    };
    let follow = inputs().find(|i| i.follow);
    let open = follow.filter(|i| chosen(&i.control).is_none());
    let shown = |key: &str| open.is_none_or(|o| o.key == key);
    let mut body: Vec<Value> = Vec::new();
    if !with.wrong.is_empty() {
        body.push(line("Please look at what is marked below.", "Attention"));
    }
    // What is wrong where there is no input for it.
    for (_, words) in with
        .wrong
        .iter()
        .filter(|(key, _)| !inputs().any(|i| i.key == *key && shown(key)))
    {
        body.push(line(words, "Attention"));
    }
    for element in &form.body {
        match element {
            Element::Part(part) if open.is_none() => push(&mut body, part, readers),
            Element::Part(_) => {}
            Element::Input(face) if shown(&face.key) => {
                let wrong = with.wrong.iter().find(|(key, _)| *key == face.key);
                // A form that follows is submitted also to change what is chosen: nothing holds it back.
                body.extend(input(face, &form.kind, follow.is_some()));
                body.extend(wrong.map(|(_, words)| line(words, "Attention")));
            }
            Element::Input(_) => {}
        }
    }
    let mut actions = Vec::new();
    let base = |kept: Answers| {
        let (kind, mark) = sealed(&form.kind, with.seal);
        json!({
            hidden::FORM: kind,
            hidden::SEAL: mark,
            hidden::ONCE: readers.once,
            hidden::OPEN: kept,
        })
    };
    let hidden_values = || {
        let all = values.iter();
        let all = all.filter(|(key, _)| !inputs().any(|i| i.key == **key && shown(key)));
        all.map(|(key, value)| (key.clone(), value.clone()))
            .collect::<Answers>()
    };
    match (open, follow) {
        (Some(_), _) => {
            let mut data = base(hidden_values());
            data[hidden::FOLLOW] = json!(true);
            actions.push(submit("Go on", data, "positive"));
        }
        (None, follow) => {
            if let Some(label) = &form.submit {
                actions.push(submit(label, base(Answers::new()), "positive"));
            }
            if follow.is_some() {
                let mut data = base(Answers::new());
                data[hidden::FOLLOW] = json!(true);
                actions.push(submit("Show another form", data, "default"));
            }
        }
    }
    finished(body, actions, &one_line(&form.title))
}

fn submit(label: &str, data: Value, style: &str) -> Value {
    json!({ "type": "Action.Submit", "title": title(label), "style": style, "data": data })
}

fn sealed(kind: &FormKind, seal: &Seal) -> (String, String) {
    seal.close(kind)
}

fn chosen(entry: &Entry) -> Option<&str> {
    match entry {
        Entry::Select { value, .. } | Entry::Search { value } => {
            value.as_ref().map(|choice| choice.value.as_str())
        }
        _ => None,
    }
}

pub(super) fn line(words: &str, color: &str) -> Value {
    json!({
        "type": "RichTextBlock",
        "spacing": "Small",
        "inlines": [{ "type": "TextRun", "text": one_line(words), "color": color }],
    })
}

/// The ids of inputs, for those who read a dialog from outside.
pub fn input_id(face: &Input) -> String {
    kind(&face.control).id(&face.key)
}

pub(super) fn kind(entry: &Entry) -> Kind {
    match entry {
        Entry::Line { .. }
        | Entry::Paragraph { .. }
        | Entry::Select { .. }
        | Entry::Search { .. }
        | Entry::Date { .. }
        | Entry::Email { .. }
        | Entry::Url { .. }
        | Entry::File => Kind::Text,
        Entry::Multiselect { .. } | Entry::MultiSearch { .. } => Kind::Many,
        Entry::Person { .. } => Kind::Person,
        Entry::Number { .. } => Kind::Number,
        Entry::Checkbox { .. } => Kind::Checked,
    }
}
