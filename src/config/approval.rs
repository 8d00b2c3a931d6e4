//! `approval` of a `[[service]]`, and `[people]`, which says whose manager is who.

use toml::de::{DeTable, DeValue};

use super::problem::hint;
use super::table::{At, Table};
use super::{keys, values};
use crate::domain::approval::{By, EXPIRES_AFTER, OnExpiry, Plan, REMIND_AFTER, Rule};
use crate::domain::catalogue::{Field, FieldKind};
use crate::domain::people::PersonRef;
use crate::domain::promise::Span;

/// Who has to approve what this service is asked for; None: nobody.
pub(super) fn approval(service: &Table<'_>, fields: &[Field], teams: &[&str]) -> Option<Plan> {
    let at = service.sub("approval")?;
    let table = service.open_sub(&at, "approval", keys::APPROVAL);
    let mut by: Vec<By> = vec![];
    for text in table.texts("by") {
        if let Some(one) = table.parse(&text, |text| meant(text, fields, teams)) {
            if by.contains(&one.value) {
                let text = format!("\"{}\" stands twice in \"by\"", text.value);
                table.problem(&one.span, &text);
            }
            by.push(one.value);
        }
    }
    if table.list("by").next().is_none() {
        let text =
            "nobody would approve it, like by = [\"manager\"] or by = [\"lea@acme.example\"]";
        table.problem(&at.span, text);
    }
    let span = |key| table.parsed(key, some_time);
    let (remind, expires) = (span("remind_after"), span("expires_after"));
    let remind_after = remind.as_ref().map_or(REMIND_AFTER, |at| at.value);
    let expires_after = expires.as_ref().map_or(EXPIRES_AFTER, |at| at.value);
    if let Some(place) = remind.or(expires)
        && minutes(remind_after) >= minutes(expires_after)
    {
        let text = format!(
            "\"remind_after\" ({remind_after}) has to be less than \"expires_after\" ({expires_after})"
        );
        table.problem(&place.span, &text);
    }
    Some(Plan {
        by,
        rule: table
            .parsed("rule", rule)
            .map_or(Rule::default(), |at| at.value),
        remind_after,
        expires_after,
        on_expiry: table
            .parsed("on_expiry", on_expiry)
            .map_or(OnExpiry::default(), |at| at.value),
    })
}

fn meant(text: &str, fields: &[Field], teams: &[&str]) -> Result<By, String> {
    match text {
        "manager" => return Ok(By::Manager),
        "lead" => return Ok(By::Lead),
        _ => {}
    }
    if let Some(team) = text.strip_prefix("team:") {
        return match teams.contains(&team) {
            true => Ok(By::Team(team.to_owned())),
            false => Err(format!(
                "\"{text}\": team \"{team}\" is not defined{}",
                hint(team, teams.iter().copied())
            )),
        };
    }
    let Some(key) = text.strip_prefix("field:") else {
        return values::person(text).map(By::Person).map_err(|_| {
            format!(
                "\"{text}\" names nobody who approves: \"manager\", \"lead\", \"team:KEY\", \"field:KEY\" for a field of \
                 type person, an e-mail address, or platform:id"
            )
        });
    };
    match fields.iter().find(|f| f.key == key).map(|f| &f.kind) {
        Some(FieldKind::Person) => Ok(By::Field(key.to_owned())),
        Some(kind) => Err(format!(
            "\"{text}\": the field \"{key}\" is of type \"{}\", and only a person can approve",
            kind.name()
        )),
        None => Err(format!("\"{text}\": the form has no field \"{key}\"")),
    }
}

fn rule(text: &str) -> Result<Rule, String> {
    let found = Rule::ALL.into_iter().find(|r| r.as_str() == text);
    found.ok_or_else(|| format!("\"{text}\" is no rule: any, all, majority or sequence"))
}

fn on_expiry(text: &str) -> Result<OnExpiry, String> {
    match text {
        "decline" => Ok(OnExpiry::Decline),
        "approve" => Ok(OnExpiry::Approve),
        _ => Err(format!(
            "\"{text}\" is nothing that can happen then: \"decline\" or \"approve\""
        )),
    }
}

fn some_time(text: &str) -> Result<Span, String> {
    match text.parse()? {
        Span::Minutes(0) | Span::Days(0) => Err(format!("\"{text}\" leaves no time to answer in")),
        span => Ok(span),
    }
}

/// To compare two of them; a working day is some hours of a day.
fn minutes(span: Span) -> u32 {
    match span {
        Span::Minutes(n) => n,
        Span::Days(n) => n.saturating_mul(24 * 60),
    }
}

/// Whose manager is who. The table's keys are people, so that none is unknown.
pub(super) fn managers(root: &Table<'_>) -> Vec<(PersonRef, PersonRef)> {
    let Some(at) = root.sub("people") else {
        return vec![];
    };
    let all = at.value.iter();
    all.filter_map(|(key, value)| {
        let written = key.get_ref().as_ref();
        let name = format!("[people] \"{written}\"");
        let DeValue::Table(table) = value.get_ref() else {
            let text =
                format!("{name} has to be a table, like {{ manager = \"lea@acme.example\" }}");
            root.source.problem(&value.span(), text);
            return None;
        };
        let at: At<&DeTable<'_>> = At {
            value: table,
            span: value.span(),
        };
        let table = Table::open(root.source, at.value, &at.span, &name, keys::PERSON);
        let who = values::person(written).map_err(|problem| table.problem(&key.span(), &problem));
        let manager = table.required("manager", "\"lea@acme.example\"");
        let manager = manager.and_then(|text| table.parse(&text, values::person));
        let (who, manager) = (who.ok()?, manager?);
        if who == manager.value {
            table.problem(&manager.span, "nobody is their own manager");
        }
        Some((who, manager.value))
    })
    .collect()
}
