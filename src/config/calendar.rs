//! `[[calendar]]`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::table::{At, Source, Table};
use super::{holidays, keys, values};
use crate::domain::catalogue::DeskSettings;
use crate::domain::promise::Calendar;

/// A calendar; its zone is the desk's where it has none of its own.
pub(super) fn calendar(
    source: &Source<'_>,
    at: &At<&DeTable<'_>>,
    desk: &DeskSettings,
) -> Option<Calendar> {
    let name = super::catalogue::name("calendar", at.value);
    let table = Table::open(source, at.value, &at.span, &name, keys::CALENDAR);
    let key = table
        .required("key", "\"office\"")
        .and_then(|key| table.parse(&key, values::key));
    let zone = match table.value("time_zone") {
        Some(_) => table
            .parsed("time_zone", values::time_zone)
            .map(|z| z.value),
        None => Some(desk.time_zone.clone()),
    };
    let hours = hours(&table);
    let mut holidays = listed(&table);
    let exceptions = exceptions(&table, &holidays);
    if let Some(file) = table.text("holidays_file") {
        match holidays::read(&source.beside(file.value)) {
            Ok(days) => holidays.extend(days),
            Err(problem) => {
                let text = format!("holidays_file \"{}\" {problem}", file.value);
                table.problem(&file.span, &text);
            }
        }
    }
    Some(Calendar {
        key: key?.value,
        time_zone: zone?,
        hours: hours?,
        holidays,
        exceptions,
    })
}

fn hours(table: &Table<'_>) -> Option<[Vec<(u16, u16)>; 7]> {
    if table.value("hours").is_none() {
        table.missing("hours", "{ mon = \"09:00-17:00\" }");
    }
    let at = table.sub("hours")?;
    let days = table.open_sub(&at, "hours", keys::DAYS);
    let mut hours = <[Vec<(u16, u16)>; 7]>::default();
    let mut wrong = false;
    for (hours, day) in hours.iter_mut().zip(keys::DAYS) {
        if days.value(day).is_some() {
            match days.parsed(day, values::hours) {
                Some(spans) => *hours = spans.value,
                None => wrong = true,
            }
        }
    }
    if !wrong && hours.iter().all(Vec::is_empty) {
        days.problem(
            &at.span,
            "no day has hours, so no promise could ever be kept",
        );
    }
    Some(hours)
}

/// Dates in quotes or bare.
fn listed(table: &Table<'_>) -> BTreeSet<Date> {
    let mut holidays = BTreeSet::new();
    for value in table.list("holidays") {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        match values::date(&text) {
            Ok(date) => _ = holidays.insert(date),
            Err(problem) => table.problem(&value.span(), &format!("holidays: {problem}")),
        }
    }
    holidays
}

/// The table's keys are dates, so none is unknown.
fn exceptions(calendar: &Table<'_>, holidays: &BTreeSet<Date>) -> BTreeMap<Date, Vec<(u16, u16)>> {
    let mut exceptions = BTreeMap::new();
    let Some(at) = calendar.sub("exceptions") else {
        return exceptions;
    };
    for (key, value) in at.value {
        let date = match values::date(key.get_ref()) {
            Ok(date) if holidays.contains(&date) => {
                let text = format!("{date} stands in \"holidays\" and in \"exceptions\": keep one");
                calendar.problem(&key.span(), &text);
                continue;
            }
            Ok(date) => date,
            Err(problem) => {
                calendar.problem(&key.span(), &format!("exceptions: {problem}"));
                continue;
            }
        };
        let DeValue::String(text) = value.get_ref() else {
            let text = format!("exceptions: {date} needs hours in quotes, like \"10:00-14:00\"");
            calendar.problem(&value.span(), &text);
            continue;
        };
        match values::hours(text) {
            Ok(spans) => _ = exceptions.insert(date, spans),
            Err(problem) => {
                let text = format!("exceptions: {problem}; a day without hours is a holiday");
                calendar.problem(&value.span(), &text);
            }
        }
    }
    exceptions
}
