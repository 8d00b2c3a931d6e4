//! What of a request fills the form of a step, and when the step is needed at all.

use toml::Spanned;
use toml::de::DeValue;

use super::keys;
use super::problem::hint;
use super::table::Table;
use crate::domain::catalogue::{
    Answer, Answers, Condition, Field, FieldKind, Filler, Service, fitting,
};

/// `fill = { name = "name", from = "needed_by" }`: a field of the step's service, and what fills it.
pub(super) fn fill(table: &Table<'_>, whole: &Service, asked: &Service) -> Vec<(String, Filler)> {
    let Some(at) = table.sub("fill") else {
        return vec![];
    };
    let mut fill = Vec::new();
    for (key, value) in at.value {
        let Some(to) = target(table, key, asked) else {
            continue;
        };
        let DeValue::String(from) = value.get_ref() else {
            let text = format!("\"{}\" has to be the key of a field in quotes", to.key);
            table.problem(&value.span(), &text);
            continue;
        };
        let (filler, fits) = match from.as_ref() {
            "subject" => (
                Filler::Subject,
                matches!(to.kind, FieldKind::Text { .. } | FieldKind::Paragraph),
            ),
            "details" if whole.fields.iter().all(|f| f.key != "details") => (
                Filler::Details,
                matches!(to.kind, FieldKind::Text { .. } | FieldKind::Paragraph),
            ),
            "needed_by" => (Filler::NeededBy, FieldKind::Date.fills(&to.kind)),
            key => {
                let Some(from) = whole.fields.iter().find(|f| f.key == key) else {
                    unknown(table, value, key, whole);
                    continue;
                };
                (Filler::Field(key.to_owned()), from.kind.fills(&to.kind))
            }
        };
        if !fits {
            let text = format!(
                "what \"{from}\" holds does not always fit into \"{}\" of service \"{}\" ({})",
                to.key,
                asked.key,
                to.kind.name()
            );
            table.problem(&value.span(), &text);
        }
        fill.push((to.key.clone(), filler));
    }
    fill
}

/// `set = { kind = "Other" }`: answers that are always the same.
pub(super) fn set(table: &Table<'_>, asked: &Service) -> Answers {
    let Some(at) = table.sub("set") else {
        return Answers::new();
    };
    let mut set = Answers::new();
    for (key, value) in at.value {
        let Some(to) = target(table, key, asked) else {
            continue;
        };
        let given = answer(value.get_ref()).map(|answer| Answers::from([(to.key.clone(), answer)]));
        let given = given
            .map(|given| fitting(asked, &given))
            .unwrap_or_default();
        if given.is_empty() {
            let text = format!(
                "this is no answer to \"{}\" of service \"{}\" ({})",
                to.key,
                asked.key,
                to.kind.name()
            );
            table.problem(&value.span(), &text);
        }
        set.extend(given);
    }
    set
}

/// `when = { field = "equipment", has = "Laptop" }`.
pub(super) fn when(table: &Table<'_>, whole: &Service) -> Option<Condition> {
    let at = table.sub("when")?;
    let when = table.open_sub(&at, "when", keys::WHEN);
    let key = when.required("field", "\"equipment\"");
    let value = when.required("has", "\"Laptop\"");
    let (key, value) = (key?, value?);
    let Some(field) = whole.fields.iter().find(|f| f.key == key.value) else {
        let hint = hint(key.value, whole.fields.iter().map(|f| f.key.as_str()));
        let text = format!(
            "service \"{}\" has no field \"{}\"{hint}",
            whole.key, key.value
        );
        when.problem(&key.span, &text);
        return None;
    };
    let options: Vec<&str> = match &field.kind {
        FieldKind::Select { options } | FieldKind::Multiselect { options } => {
            options.iter().map(String::as_str).collect()
        }
        FieldKind::Checkbox => vec!["yes", "no"],
        _ => vec![],
    };
    let among = |option: &&str| option.to_lowercase() == value.value.trim().to_lowercase();
    if !options.is_empty() && !options.iter().any(among) {
        let hint = hint(value.value, options);
        let text = format!("\"{}\" can never be \"{}\"{hint}", field.key, value.value);
        when.problem(&value.span, &text);
    }
    Some(Condition {
        field: field.key.clone(),
        value: value.value.to_owned(),
    })
}

/// The field of the step's service that is filled.
fn target<'s>(
    table: &Table<'_>,
    key: &Spanned<std::borrow::Cow<'_, str>>,
    asked: &'s Service,
) -> Option<&'s Field> {
    let written = key.get_ref().as_ref();
    let field = asked.fields.iter().find(|f| f.key == written);
    if field.is_none() {
        let hint = hint(written, asked.fields.iter().map(|f| f.key.as_str()));
        let text = format!("service \"{}\" has no field \"{written}\"{hint}", asked.key);
        table.problem(&key.span(), &text);
    }
    field
}

fn unknown(table: &Table<'_>, value: &Spanned<DeValue<'_>>, key: &str, whole: &Service) {
    let known = whole.fields.iter().map(|f| f.key.as_str());
    let hint = hint(key, known.chain(["subject", "details", "needed_by"]));
    let text = format!("service \"{}\" has no field \"{key}\"{hint}", whole.key);
    table.problem(&value.span(), &text);
}

fn answer(value: &DeValue<'_>) -> Option<Answer> {
    Some(match value {
        DeValue::String(text) => Answer::Text(text.as_ref().to_owned()),
        DeValue::Boolean(checked) => Answer::Checked(*checked),
        DeValue::Integer(n) => {
            Answer::Number(i64::from_str_radix(n.as_str(), n.radix()).ok()? as f64)
        }
        DeValue::Float(n) => Answer::Number(n.as_str().parse().ok()?),
        DeValue::Array(list) => Answer::Many(
            list.iter()
                .map(|one| match one.get_ref() {
                    DeValue::String(text) => Some(text.as_ref().to_owned()),
                    _ => None,
                })
                .collect::<Option<_>>()?,
        ),
        DeValue::Datetime(_) | DeValue::Table(_) => return None,
    })
}
