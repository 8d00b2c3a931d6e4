//! What is wrong with an answer, and what would be right.

use crate::domain::catalogue::{Field, FieldError, FieldKind};

/// The words beneath `field` when its value was refused with `error`.
pub fn field_error(field: &Field, error: &FieldError) -> String {
    match error {
        FieldError::Required => required(&field.kind).to_owned(),
        FieldError::WrongKind => wrong_kind(&field.kind).to_owned(),
        FieldError::TooLong { most } => {
            format!("This is too long: {most} characters are the most.")
        }
        FieldError::Pattern => pattern(field),
        FieldError::NotAnOption { given } => not_an_option(&field.kind, given),
        FieldError::NotADate => "This should be a date, like 2026-12-24.".to_owned(),
        FieldError::NotANumber => "This should be a number, like 12 or 1.5.".to_owned(),
        FieldError::OutOfRange => match &field.kind {
            FieldKind::Number { min, max } => out_of_range(*min, *max),
            _ => "This number does not fit.".to_owned(),
        },
        FieldError::NotAnEmail => {
            "This should be an e-mail address, like ana@example.com.".to_owned()
        }
        FieldError::NotAUrl => {
            "This should be a whole web address, like https://example.com/page.".to_owned()
        }
    }
}

/// Only through the REST interface: in a form nothing else can be chosen.
fn not_an_option(kind: &FieldKind, given: &str) -> String {
    const MOST_NAMED: usize = 12;
    let given = match given.char_indices().nth(75) {
        Some((cut, _)) => format!("{}…", &given[..cut]),
        None => given.to_owned(),
    };
    match kind {
        FieldKind::Select { options } | FieldKind::Multiselect { options } => {
            let more = if options.len() > MOST_NAMED {
                ", …"
            } else {
                ""
            };
            let named: Vec<&str> = options
                .iter()
                .take(MOST_NAMED)
                .map(String::as_str)
                .collect();
            format!(
                "“{given}” is not a choice here. Choose from: {}{more}.",
                named.join(", ")
            )
        }
        _ => format!("“{given}” is not a choice here."),
    }
}

fn required(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Number { .. }
        | FieldKind::Email
        | FieldKind::Url => "Please fill this in.",
        FieldKind::Select { .. } => "Please choose one.",
        FieldKind::Multiselect { .. } => "Please choose at least one.",
        FieldKind::Person => "Please choose a person.",
        FieldKind::Date => "Please choose a date.",
        FieldKind::Checkbox => "Please tick this to go on.",
        FieldKind::File => "Please attach a file.",
    }
}

fn wrong_kind(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text { .. } | FieldKind::Paragraph | FieldKind::Email | FieldKind::Url => {
            "This should be text."
        }
        FieldKind::Select { .. } => "This should be one of the choices, as text.",
        FieldKind::Multiselect { .. } => "This should be a list of choices.",
        FieldKind::Person => "This should be a person's account.",
        FieldKind::Date => "This should be a date, like 2026-12-24.",
        FieldKind::Number { .. } => "This should be a number, like 12 or 1.5.",
        FieldKind::Checkbox => "This should be yes or no.",
        FieldKind::File => "This should be a list of files.",
    }
}

/// The hint says it in people's words; a bare pattern is better than nothing.
fn pattern(field: &Field) -> String {
    match (field.hint.as_deref(), field.pattern()) {
        (Some(hint), _) => match example(field, hint) {
            Some(example) => format!("This should look like {example}."),
            None => format!("This does not look right. {}", sentence(hint)),
        },
        (None, Some(pattern)) => format!("This should match the pattern {pattern}"),
        (None, None) => "This does not look right.".to_owned(),
    }
}

/// The example of a hint such as "On the sticker, like AB-1234", if the field would take it.
fn example<'a>(field: &Field, hint: &'a str) -> Option<&'a str> {
    let FieldKind::Text { pattern } = &field.kind else {
        return None;
    };
    let (_, example) = hint.rsplit_once("like ")?;
    let example = example.trim().trim_end_matches('.');
    pattern.as_ref()?.is_match(example).then_some(example)
}

fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{text}{end}")
}

fn out_of_range(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("This should be a number from {min} to {max}."),
        (Some(min), None) => format!("This should be {min} or more."),
        (None, Some(max)) => format!("This should be {max} or less."),
        (None, None) => "This number does not fit.".to_owned(),
    }
}
