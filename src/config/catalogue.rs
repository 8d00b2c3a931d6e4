//! The file as a whole: its parts read, and what they say about each other checked.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::problem::Problems;
use super::table::{At, Source, Table};
use super::{approval, calendar, desk, keys, plan, roster, route, service, team};
use crate::domain::catalogue::Catalogue;
use crate::domain::promise::Calendar;

/// Reads and checks the text of a configuration file; `file` is its name in the problems.
///
/// # Errors
/// Everything that is wrong, each with its line.
pub fn catalogue(text: &str, file: &str) -> Result<Catalogue, Problems> {
    let source = Source::new(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or_default();
        // Only of a key: the text at any other error may be the rest of the file.
        let key = match error.message() {
            "duplicate key" => text.get(span.clone()).unwrap_or_default(),
            _ => "",
        };
        source.problem(&span, format!("{} {key}", error.message()).trim_end());
    }
    let root = Table::open(&source, document.get_ref(), &(0..0), "the file", keys::FILE);
    // After a syntax error half the file may be missing: what it lacks says nothing.
    let read = if errors.is_empty() {
        sections(&root)
    } else {
        None
    };
    match read {
        Some(catalogue) if !source.has_problems() => Ok(catalogue),
        _ => Err(source.problems()),
    }
}

fn sections(root: &Table<'_>) -> Option<Catalogue> {
    let desk = desk::desk(root);
    let calendar_tables = root.tables("calendar");
    let calendar_keys = once_each(root.source, "calendar", &calendar_tables);
    let calendars: Vec<Calendar> = calendar_tables
        .iter()
        .filter_map(|at| calendar::calendar(root.source, at, &desk))
        .collect();

    let team_tables = root.tables("team");
    let team_keys = once_each(root.source, "team", &team_tables);
    let known = team::Known {
        calendars: &calendars,
        calendar_keys: &calendar_keys,
        desk_zone: &desk.time_zone,
        limits: &desk.limits,
    };
    let mut teams: Vec<_> = team_tables
        .iter()
        .filter_map(|at| team::team(root.source, at, &known))
        .collect();
    team::one_team_a_channel(root.source, &team_tables);
    let roster_tables = root.tables("roster");
    roster::rosters(root.source, &roster_tables, &mut teams, &team_keys, &desk);

    let managers = approval::managers(root);
    let service_tables = root.tables("service");
    let service_keys = once_each(root.source, "service", &service_tables);
    let mut services: Vec<_> = service_tables
        .iter()
        .filter_map(|at| service::service(root.source, at, &team_keys))
        .collect();
    plan::plans(root.source, &service_tables, &mut services);

    let department_tables = root.tables("department");
    let department_keys = once_each(root.source, "department", &department_tables);
    let departments = department_tables
        .iter()
        .filter_map(|at| route::department(root.source, at))
        .collect();
    let known = route::Known {
        calendars: &calendars,
        calendar_keys: &calendar_keys,
        teams: &teams,
        team_keys: &team_keys,
        services: &services,
        service_keys: &service_keys,
        department_keys: &department_keys,
        admins: &desk.admins,
    };
    let routes = route::routes(root.source, &root.tables("route"), &known);

    for (key, none) in [
        ("team", team_tables.is_empty()),
        ("service", service_tables.is_empty()),
    ] {
        if none && !root.source.has_problems() {
            let text = format!("there is no [[{key}]]; frontdesk.example.toml shows one");
            root.source.problem(root.span(), text);
        }
    }
    Some(Catalogue {
        desk,
        teams,
        services,
        managers,
        departments,
        routes,
        // The environment tells which are on.
        platforms: Vec::new(),
    })
}

/// The keys of `tables`, each refused where it stands a second time.
pub(super) fn once_each<'a>(
    source: &Source<'_>,
    what: &str,
    tables: &[At<&'a DeTable<'a>>],
) -> Vec<&'a str> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for at in tables {
        let Some(value) = at.value.get("key") else {
            continue;
        };
        let DeValue::String(key) = value.get_ref() else {
            continue;
        };
        let line = source.line(&value.span());
        if let Some(first) = first.get(key.as_ref()) {
            let text = format!("{what} \"{key}\" is already defined on line {first}");
            source.problem(&value.span(), text);
        } else {
            first.insert(key.as_ref(), line);
        }
    }
    first.into_keys().collect()
}

/// `team "IT"`, or `team` where the key cannot be read.
pub(super) fn name(what: &str, table: &DeTable<'_>) -> String {
    match table.get("key").map(|key| key.get_ref()) {
        Some(DeValue::String(key)) => format!("{what} \"{key}\""),
        _ => what.to_owned(),
    }
}
