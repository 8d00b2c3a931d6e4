//! The inputs of a card: their ids, and what comes back from them.
//!
//! Teams sends nearly everything as text, so an input's id tells what kind it is: `t.subject`.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::domain::catalogue::{Answer, Answers};

use super::me::teams;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, dates and single choices.
    Text,
    Number,
    Checked,
    Person,
    Many,
}

/// Choices come back joined by commas, so that none of them may have one.
const IN_A_LIST: &AsciiSet = &CONTROLS.add(b',').add(b'%');

impl Kind {
    fn letter(self) -> &'static str {
        match self {
            Kind::Text => "t.",
            Kind::Number => "n.",
            Kind::Checked => "c.",
            Kind::Person => "p.",
            Kind::Many => "m.",
        }
    }

    fn of(id: &str) -> Option<(Kind, &str)> {
        let all = [
            Kind::Text,
            Kind::Number,
            Kind::Checked,
            Kind::Person,
            Kind::Many,
        ];
        all.into_iter()
            .find_map(|kind| Some((kind, id.strip_prefix(kind.letter())?)))
    }

    /// The id of the input `key`.
    pub fn id(self, key: &str) -> String {
        format!("{}{key}", self.letter())
    }
}

/// A choice among several, as a value.
pub fn listed(value: &str) -> String {
    utf8_percent_encode(value, IN_A_LIST).to_string()
}

/// What was entered, by the inputs' keys. What is no input of ours is left out.
pub fn entered(data: &Map<String, Value>) -> Answers {
    let mut answers = Answers::new();
    for (id, value) in data {
        if let Some((kind, key)) = Kind::of(id)
            && let Some(answer) = answer(kind, value)
        {
            answers.insert(key.to_owned(), answer);
        }
    }
    answers
}

fn answer(kind: Kind, value: &Value) -> Option<Answer> {
    let text = match value {
        Value::String(text) => text.clone(),
        // Some clients send what looks like a number as one.
        Value::Number(number) => number.to_string(),
        Value::Bool(checked) => checked.to_string(),
        _ => return None,
    };
    if kind == Kind::Checked {
        return Some(Answer::Checked(text == "true"));
    }
    if text.is_empty() {
        return None;
    }
    Some(match kind {
        Kind::Number => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Answer::Number(number),
            _ => Answer::Text(text),
        },
        Kind::Person => Answer::Person(teams(text.to_ascii_lowercase())),
        Kind::Many => {
            let many = text.split(',').filter(|v| !v.is_empty());
            let decoded = many.map(|v| percent_decode_str(v).decode_utf8_lossy().into_owned());
            Answer::Many(decoded.collect())
        }
        Kind::Text | Kind::Checked => Answer::Text(text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_comes_back_is_what_it_was() {
        let many = format!("{},{}", listed("a, b"), listed("50% ü"));
        let data = json!({
            "t.subject": "Screen", "n.f.seats": 3, "n.f.more": "2.5", "n.f.odd": "x",
            "c.f.agree": "true", "c.f.no": "false", "p.for": "AB-1",
            "m.f.systems": many, "t.empty": "", "press": "take", "t.null": null,
        });
        let Value::Object(data) = data else {
            unreachable!()
        };
        let answers = entered(&data);
        let text = |t: &str| Answer::Text(t.to_owned());
        let expected = [
            ("subject", text("Screen")),
            ("f.seats", Answer::Number(3.0)),
            ("f.more", Answer::Number(2.5)),
            ("f.odd", text("x")),
            ("f.agree", Answer::Checked(true)),
            ("f.no", Answer::Checked(false)),
            ("for", Answer::Person(teams("ab-1"))),
            (
                "f.systems",
                Answer::Many(vec!["a, b".into(), "50% ü".into()]),
            ),
        ];
        assert_eq!(
            answers,
            expected
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect()
        );
    }
}
