//! Forms as modals.

use serde_json::{Value, json};

use crate::domain::intent::FormKind;
use crate::view::face::{Element, Form};

use super::limits::{METADATA, TITLE, VIEW_BLOCKS};
use super::render::{keep_within, plain, push_part};
use super::render_input::input;

/// The view for `views.open`, `views.update` and `response_action`.
pub fn form(face: &Form) -> Value {
    let inputs = count_inputs(face);
    let mut blocks = Vec::new();
    // Text that nobody could read the inputs for: those come first in what there is room for.
    let mut room = VIEW_BLOCKS.saturating_sub(inputs);
    for element in &face.body {
        match element {
            Element::Input(face) => blocks.push(input(face)),
            Element::Part(part) => {
                let mut more = Vec::new();
                push_part(&mut more, part, room);
                if more.len() > room && room > 0 {
                    keep_within(&mut more, room);
                }
                more.truncate(room);
                room -= more.len();
                blocks.append(&mut more);
            }
        }
    }
    blocks.truncate(VIEW_BLOCKS);
    let mut view = json!({
        "type": "modal",
        "callback_id": "form",
        "title": plain(&face.title, TITLE),
        "close": plain(&face.close, TITLE),
        "private_metadata": metadata(&face.kind),
        "blocks": blocks,
    });
    // Slack refuses a modal with inputs that cannot be submitted.
    if face.submit.is_some() || inputs > 0 {
        view["submit"] = plain(face.submit.as_deref().unwrap_or("OK"), TITLE);
    }
    view
}

fn count_inputs(face: &Form) -> usize {
    let inputs = face.body.iter().filter(|e| matches!(e, Element::Input(_)));
    inputs.count()
}

/// The form's kind as it travels with the view. What was typed into other services' fields goes first
/// when there is not room for everything, the longest before the others.
fn metadata(kind: &FormKind) -> String {
    let mut kind = kind.clone();
    loop {
        let text = serde_json::to_string(&kind).unwrap_or_default();
        if text.len() <= METADATA {
            return text;
        }
        let FormKind::NewRequest(form) = &mut kind else {
            return text;
        };
        let longest = form
            .kept
            .iter()
            .max_by_key(|(_, answer)| serde_json::to_string(answer).map_or(0, |text| text.len()))
            .map(|(key, _)| key.clone());
        match longest {
            Some(key) => form.kept.remove(&key),
            None => return text,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Answer;
    use crate::domain::intent::NewRequestForm;

    #[test]
    fn the_longest_typed_text_goes_first() {
        let mut form = NewRequestForm::default();
        for (key, length) in [("a", 1_000), ("b", 2_500), ("c", 900)] {
            form.kept
                .insert(key.to_owned(), Answer::Text("x".repeat(length)));
        }
        let text = metadata(&FormKind::NewRequest(form));
        let Ok(FormKind::NewRequest(back)) = serde_json::from_str(&text) else {
            panic!("no form: {text}");
        };
        assert_eq!(back.kept.keys().collect::<Vec<_>>(), ["a", "c"]);
    }

    #[test]
    fn numbers_travel_with_the_form() {
        let mut form = NewRequestForm::default();
        form.kept.insert("n".to_owned(), Answer::Number(1.5));
        let kind = FormKind::NewRequest(form);
        assert_eq!(
            serde_json::from_str::<FormKind>(&metadata(&kind)).ok(),
            Some(kind)
        );
    }
}
