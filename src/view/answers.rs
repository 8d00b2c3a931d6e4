//! What was answered in a service's form.

use std::borrow::Cow;

use crate::domain::catalogue::{Answer, Answers, Field, FieldKind, Service};
use crate::domain::intent::input;
use crate::domain::talk::{Span, Text};

use super::cut;
use super::words::sentence::{bold, lines, sentence, words};
use super::words::time;

/// More than this of one answer is for Details.
const MOST_SHORT: usize = 150;
/// More answers than this are for Details.
const MOST_FACTS: usize = 10;

/// The answers side by side, long ones cut; whether that is all that was said.
pub(super) fn facts(service: Option<&Service>, answers: &Answers) -> (Vec<(String, Text)>, bool) {
    let all = labelled(service, answers);
    let mut whole = all.len() <= MOST_FACTS;
    let facts = all
        .into_iter()
        .take(MOST_FACTS)
        .map(|(label, answer)| match answer.as_ref() {
            Answer::Text(text) => {
                let (text, all_of_it) = cut::short(text, MOST_SHORT);
                whole &= all_of_it;
                (label, vec![words(text)])
            }
            Answer::Many(many) => {
                let (text, all_of_it) = cut::short(&many.join(", "), MOST_SHORT);
                whole &= all_of_it;
                (label, vec![words(text)])
            }
            answer => (label, said(answer)),
        })
        .collect();
    (facts, whole)
}

/// All answers in full, each under its label.
pub(super) fn in_full(service: Option<&Service>, answers: &Answers) -> Text {
    let all = labelled(service, answers);
    lines(all.into_iter().map(|(label, answer)| {
        let mut text = sentence("{}: ", [bold(label)]);
        text.extend(said(&answer));
        text
    }))
}

/// The labels of what the service asks for and was not told.
pub(super) fn missing(service: &Service, answers: &Answers) -> Vec<String> {
    let unanswered = service
        .fields
        .iter()
        .filter(|f| f.required && !answers.contains_key(&f.key));
    unanswered.map(|f| f.label.clone()).collect()
}

/// In the form's order; what the form no longer asks for comes last, under its key.
fn labelled<'a>(service: Option<&Service>, answers: &'a Answers) -> Vec<(String, Cow<'a, Answer>)> {
    let get = |key: &str| {
        let bare = answers.get(key);
        bare.or_else(|| answers.get(&format!("{}{key}", input::FIELD)))
    };
    let fields = service.map_or(&[][..], |s| &s.fields[..]);
    let asked = fields
        .iter()
        .filter_map(|f| Some((f.label.clone(), as_said(f, get(&f.key)?))));
    let bare = |key: &'a String| key.strip_prefix(input::FIELD).unwrap_or(key);
    let others = answers
        .iter()
        .map(|(key, answer)| (bare(key), answer))
        .filter(|(key, _)| fields.iter().all(|f| f.key != *key))
        .map(|(key, answer)| (key.to_owned(), Cow::Borrowed(answer)));
    asked.chain(others).collect()
}

/// A date is stored as machines read it, and shown as people do.
fn as_said<'a>(field: &Field, answer: &'a Answer) -> Cow<'a, Answer> {
    match (&field.kind, answer) {
        (FieldKind::Date, Answer::Text(text)) => match text.parse() {
            Ok(date) => Cow::Owned(Answer::Text(time::date(date))),
            Err(_) => Cow::Borrowed(answer),
        },
        _ => Cow::Borrowed(answer),
    }
}

fn said(answer: &Answer) -> Text {
    let span = match answer {
        Answer::Checked(true) => words("Yes"),
        Answer::Checked(false) => words("No"),
        Answer::Number(number) => words(number.to_string()),
        Answer::Person(account) => Span::Person(account.clone()),
        Answer::Many(many) => words(many.join(", ")),
        Answer::Text(text) => words(text),
    };
    vec![span]
}
