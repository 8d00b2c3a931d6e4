//! The fields of a service's own form as inputs.

use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answer, Field, FieldKind, MOST_LINE, MOST_PARAGRAPH};
use crate::domain::intent::input;

use super::super::face::{Choice, Element, Entry, Group, Input};
use super::services::MOST_LISTED;
use super::text;

/// The input for `field`, with what is filled in already.
pub(super) fn field(field: &Field, seed: &Seed) -> Element {
    let key = format!("{}{}", input::FIELD, field.key);
    let control = control(field, &key, seed);
    Element::Input(Box::new(Input {
        key,
        label: field.label.clone(),
        hint: field.hint.clone(),
        required: field.required,
        control,
        follow: false,
    }))
}

fn control(field: &Field, key: &str, seed: &Seed) -> Entry {
    let value = text(seed, key);
    match &field.kind {
        FieldKind::Text { .. } => Entry::Line {
            value,
            most: MOST_LINE,
        },
        FieldKind::Paragraph => Entry::Paragraph {
            value,
            most: MOST_PARAGRAPH,
        },
        FieldKind::Select { options } => {
            let value = value.filter(|v| options.contains(v)).map(choice);
            if options.len() > MOST_LISTED {
                Entry::Search { value }
            } else {
                Entry::Select {
                    groups: vec![Group {
                        label: String::new(),
                        options: options.iter().cloned().map(choice).collect(),
                    }],
                    value,
                }
            }
        }
        FieldKind::Multiselect { options } => {
            let values = chosen(key, options, seed);
            if options.len() > MOST_LISTED {
                Entry::MultiSearch { values }
            } else {
                Entry::Multiselect {
                    options: options.iter().cloned().map(choice).collect(),
                    values,
                }
            }
        }
        FieldKind::Person => Entry::Person {
            value: match seed.values.get(key) {
                Some(Answer::Person(account)) => Some(account.clone()),
                _ => None,
            },
        },
        FieldKind::Date => Entry::Date { value },
        FieldKind::Number { .. } => Entry::Number { value },
        FieldKind::Email => Entry::Email { value },
        FieldKind::Url => Entry::Url { value },
        FieldKind::Checkbox => Entry::Checkbox {
            label: "Yes".to_owned(),
            checked: seed.values.get(key) == Some(&Answer::Checked(true)),
        },
        FieldKind::File => Entry::File,
    }
}

/// What was chosen before, as far as it is still offered.
fn chosen(key: &str, options: &[String], seed: &Seed) -> Vec<Choice> {
    let Some(Answer::Many(many)) = seed.values.get(key) else {
        return vec![];
    };
    let offered = many.iter().filter(|m| options.contains(m));
    offered.cloned().map(choice).collect()
}

fn choice(option: String) -> Choice {
    Choice {
        value: option.clone(),
        label: option,
    }
}
