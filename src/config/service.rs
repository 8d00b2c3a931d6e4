//! `[[service]]` and its promise.

use toml::de::DeTable;

use super::problem::hint;
use super::table::{At, Source, Table};
use super::team::fits_option;
use super::{approval, field, keys, values};
use crate::domain::catalogue::{Field, Service};
use crate::domain::promise::{Priority, Promise, Promises, Span};

/// A form takes the blocks of one Slack modal (100), and the desk's own questions need some.
const MOST_FIELDS: usize = 80;

pub(super) fn service(
    source: &Source<'_>,
    at: &At<&DeTable<'_>>,
    teams: &[&str],
) -> Option<Service> {
    let name = super::catalogue::name("service", at.value);
    let table = Table::open(source, at.value, &at.span, &name, keys::SERVICE);
    let key = table
        .required("key", "\"laptop\"")
        .and_then(|key| table.parse(&key, values::key));
    let team = table.required("team", "\"IT\"");
    if let Some(team) = &team
        && !teams.contains(&team.value)
    {
        let hint = hint(team.value, teams.iter().copied());
        table.problem(
            &team.span,
            &format!("team \"{}\" is not defined{hint}", team.value),
        );
    }
    let name = table
        .required("name", "\"Laptop trouble\"")
        .filter(|name| fits_option(&table, "name", name));
    let fields = table.tables("field");
    if fields.len() > MOST_FIELDS {
        table.problem(
            &at.span,
            &format!("more than {MOST_FIELDS} fields do not fit into one form"),
        );
    }
    super::catalogue::once_each(source, "field", &fields);
    let fields: Vec<Field> = fields
        .iter()
        .filter_map(|at| field::field(&table, at))
        .collect();
    let text = |key| table.text(key).map(|text| text.value.to_owned());
    Some(Service {
        description: text("description"),
        needs: text("needs"),
        private: table.flag("private").unwrap_or(false),
        lead_time_days: table
            .parsed("lead_time", values::days)
            .map_or(0, |d| d.value),
        promises: promises(&table),
        by_impact: table
            .parsed("priority", by_impact)
            .is_some_and(|by| by.value),
        // They speak of other services: read once all are known.
        steps: vec![],
        approval: approval::approval(&table, &fields, teams),
        fields,
        name: name?.value.to_owned(),
        team: team?.value.to_owned(),
        key: key?.value,
    })
}

fn promises(service: &Table<'_>) -> Promises {
    let mut promises = Promises::default();
    let Some(at) = service.sub("promise") else {
        return promises;
    };
    let table = service.open_sub(&at, "promise", keys::PROMISE);
    promises.usual = promise(&table);
    for (key, priority) in [
        ("low", Priority::Low),
        ("normal", Priority::Normal),
        ("high", Priority::High),
        ("urgent", Priority::Urgent),
    ] {
        if let Some(at) = table.sub(key) {
            let own = table.open_sub(&at, key, keys::TARGETS);
            promises.by_priority.insert(priority, promise(&own));
        }
    }
    promises
}

fn promise(table: &Table<'_>) -> Promise {
    let target = |key| table.parsed(key, promised).map(|span| span.value);
    Promise {
        first_response: target("first_response"),
        resolution: target("resolution"),
    }
}

/// Whether the priority follows from impact and urgency.
fn by_impact(text: &str) -> Result<bool, String> {
    match text {
        "chosen" => Ok(false),
        "impact" => Ok(true),
        _ => Err(format!(
            "\"{text}\" is no way to a priority: \"chosen\" by who asks, or from \"impact\" (and urgency)"
        )),
    }
}

fn promised(text: &str) -> Result<Span, String> {
    match text.parse()? {
        Span::Minutes(0) | Span::Days(0) => Err(format!(
            "\"{text}\" promises an answer before the question; leave the key out to promise nothing"
        )),
        span => Ok(span),
    }
}
