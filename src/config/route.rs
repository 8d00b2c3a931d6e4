//! `[[department]]` and `[[route]]`: who belongs where, and who gets what is asked.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use toml::de::{DeTable, DeValue};

use super::desk::people;
use super::problem::hint;
use super::table::{At, Source, Table};
use super::{keys, values};
use crate::domain::catalogue::{Service, Team};
use crate::domain::ids::Channel;
use crate::domain::people::PersonRef;
use crate::domain::promise::{Calendar, Priority};
use crate::domain::routing::{Department, Phrase, Rule, Then, Time, When, covered};

/// What rules may refer to. The keys are those of all tables, the wrong ones too: those have their own problem.
pub(super) struct Known<'a> {
    pub calendars: &'a [Calendar],
    pub calendar_keys: &'a [&'a str],
    pub teams: &'a [Team],
    pub team_keys: &'a [&'a str],
    pub services: &'a [Service],
    pub service_keys: &'a [&'a str],
    pub department_keys: &'a [&'a str],
    pub admins: &'a [PersonRef],
}

pub(super) fn department(source: &Source<'_>, at: &At<&DeTable<'_>>) -> Option<Department> {
    let name = super::catalogue::name("department", at.value);
    let table = Table::open(source, at.value, &at.span, &name, keys::DEPARTMENT);
    let key = table.required("key", "\"sales\"");
    // Small letters, so that a rule that names it cannot mean a team.
    let key = key.and_then(|key| table.parse(&key, values::key));
    let domains: Vec<String> = table
        .texts("domains")
        .iter()
        .filter_map(|text| table.parse(text, domain))
        .map(|domain| domain.value)
        .collect();
    let people = people(&table, "people");
    if table.value("people").is_none() && table.value("domains").is_none() {
        let text =
            "nobody belongs to it: name \"people\", \"domains\" of e-mail addresses, or both";
        table.problem(&at.span, text);
    }
    Some(Department {
        name: table.required("name", "\"Sales\"")?.value.to_owned(),
        key: key?.value,
        people,
        domains,
    })
}

fn domain(text: &str) -> Result<String, String> {
    let domain = text.strip_prefix('@').unwrap_or(text).to_lowercase();
    let right = !domain.is_empty() && !domain.contains(|c: char| c == '@' || c.is_whitespace());
    right.then_some(domain).ok_or_else(|| {
        format!(
            "\"{text}\" is not what comes after the @ of an address, like \"sales.acme.example\""
        )
    })
}

/// All rules, in the file's order, and what they say about each other checked.
pub(super) fn routes(
    source: &Source<'_>,
    tables: &[At<&DeTable<'_>>],
    known: &Known<'_>,
) -> Vec<Rule> {
    one_name_each(source, tables);
    let mut rules = Vec::new();
    let mut places: Vec<&Range<usize>> = Vec::new();
    for at in tables {
        if let Some(rule) = rule(source, at, known) {
            rules.push(rule);
            places.push(&at.span);
        }
    }
    // A rule that could not be read may be the one that leaves something to the next.
    if rules.len() == tables.len() {
        unreachable(source, &rules, &places, known);
    }
    rules
}

fn rule(source: &Source<'_>, at: &At<&DeTable<'_>>, known: &Known<'_>) -> Option<Rule> {
    let name = named(at.value);
    let table = Table::open(source, at.value, &at.span, &name, keys::ROUTE);
    let called = table.required("name", "\"VPN is the network team's\"");
    let when = match table.sub("if") {
        Some(at) => when(&table.open_sub(&at, "if", keys::ROUTE_IF), known),
        None => When::default(),
    };
    if table.value("then").is_none() {
        table.missing("then", "{ team = \"IT\" }");
    }
    let at = table.sub("then")?;
    let then = then(&table.open_sub(&at, "then", keys::ROUTE_THEN), &when, known);
    Some(Rule {
        name: called?.value.trim().to_owned(),
        when,
        then,
    })
}

fn named(table: &DeTable<'_>) -> String {
    match table.get("name").map(|name| name.get_ref()) {
        Some(DeValue::String(name)) => format!("route \"{name}\""),
        _ => "route".to_owned(),
    }
}

fn when(table: &Table<'_>, known: &Known<'_>) -> When {
    let belongs: Vec<&str> = [known.team_keys, known.department_keys].concat();
    When {
        services: some_of(table, "service", "service", known.service_keys),
        words: words(table),
        pattern: table
            .parsed("pattern", pattern)
            .map(|pattern| pattern.value),
        asked_by: some_of(table, "asked_by", "team or department", &belongs),
        asked_in: asked_in(table),
        time: time(table, known),
    }
}

fn pattern(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| super::field::unusable(text, &error.to_string()))
}

/// Keys of which each has to be one of `known`; a list that is there names at least one.
fn some_of(table: &Table<'_>, key: &str, what: &str, known: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in table.texts(key) {
        if !known.contains(&text.value) {
            let hint = hint(text.value, known.iter().copied());
            let problem = format!("{what} \"{}\" is not defined{hint}", text.value);
            table.problem(&text.span, &problem);
        } else if all.iter().any(|each| each == text.value) {
            let problem = format!("\"{}\" stands twice in \"{key}\"", text.value);
            table.problem(&text.span, &problem);
        }
        all.push(text.value.to_owned());
    }
    not_empty(table, key, all.is_empty());
    all
}

fn not_empty(table: &Table<'_>, key: &str, empty: bool) {
    let list = |value: &toml::Spanned<DeValue<'_>>| matches!(value.get_ref(), DeValue::Array(_));
    if let Some(value) = table.value(key).filter(|value| empty && list(value)) {
        let text = format!(
            "\"{key}\" is empty, so that nothing fits; leave it out where it does not matter"
        );
        table.problem(&value.span(), &text);
    }
}

fn words(table: &Table<'_>) -> Vec<Phrase> {
    let mut all: Vec<Phrase> = Vec::new();
    let texts = table.texts("words");
    for text in &texts {
        let Some(phrase) = table.parse(text, str::parse::<Phrase>) else {
            continue;
        };
        if let Some(other) = all.iter().find(|other| other.covers(&phrase.value)) {
            let problem = format!(
                "\"{}\" adds nothing: \"{other}\" is found wherever it is",
                text.value
            );
            table.problem(&text.span, &problem);
        }
        all.push(phrase.value);
    }
    not_empty(table, "words", texts.is_empty());
    all
}

fn asked_in(table: &Table<'_>) -> Vec<Channel> {
    let Some(at) = table.sub("asked_in") else {
        return Vec::new();
    };
    let channels = super::team::channel_lists(&table.open_sub(&at, "asked_in", keys::PLATFORMS));
    if channels.is_empty() {
        table.problem(
            &at.span,
            "\"asked_in\" names no channel, so that nothing fits",
        );
    }
    channels
}

fn time(table: &Table<'_>, known: &Known<'_>) -> Option<Time> {
    let mut found = None;
    for (key, open) in [("within", true), ("outside", false)] {
        let Some(named) = table.text(key) else {
            continue;
        };
        if !known.calendar_keys.contains(&named.value) {
            let hint = hint(named.value, known.calendar_keys.iter().copied());
            let text = format!("calendar \"{}\" is not defined{hint}", named.value);
            table.problem(&named.span, &text);
        }
        if table.value("within").is_some() && table.value("outside").is_some() && !open {
            let text = "\"within\" and \"outside\" cannot both be; write two rules";
            table.problem(&named.span, text);
        }
        let calendar = known.calendars.iter().find(|c| c.key == named.value);
        found = found.or_else(|| {
            let calendar = calendar?.clone();
            Some(Time { calendar, open })
        });
    }
    found
}

fn then(table: &Table<'_>, when: &When, known: &Known<'_>) -> Then {
    let team = table.text("team");
    if let Some(team) = team
        .as_ref()
        .filter(|t| !known.team_keys.contains(&t.value))
    {
        let hint = hint(team.value, known.team_keys.iter().copied());
        let text = format!("team \"{}\" is not defined{hint}", team.value);
        table.problem(&team.span, &text);
    }
    let assignee = table.parsed("assignee", values::person);
    if let Some(assignee) = &assignee {
        let team = team.as_ref().map(|team| team.value);
        serves(table, assignee, team, when, known);
    }
    let priority = table.parsed("priority", |text| {
        let found = Priority::ALL.into_iter().find(|p| p.as_str() == text);
        found.ok_or_else(|| format!("\"{text}\" is no priority: low, normal, high or urgent"))
    });
    let watchers = people(table, "watchers");
    let given = keys::ROUTE_THEN
        .iter()
        .any(|key| table.value(key).is_some());
    if !given {
        let text =
            "it does nothing: name a \"team\", an \"assignee\", a \"priority\" or \"watchers\"";
        table.problem(table.span(), text);
    }
    Then {
        team: team.map(|team| team.value.to_owned()),
        assignee: assignee.map(|at| at.value),
        priority: priority.map(|at| at.value),
        watchers,
    }
}

/// Nobody gets what they may not act on: the assignee serves in every team that the rule may give it to.
fn serves(
    table: &Table<'_>,
    assignee: &At<PersonRef>,
    team: Option<&str>,
    when: &When,
    known: &Known<'_>,
) {
    for each in known.teams {
        let gets = match team {
            Some(team) => each.key == team,
            None => known
                .services
                .iter()
                .any(|s| s.team == each.key && when.may_be(&s.key)),
        };
        let mut serving = each.agents.iter().chain(&each.lead).chain(known.admins);
        if gets && !serving.any(|r| *r == assignee.value) {
            let text = format!(
                "\"{}\" does not serve in team {}, which may get it; write them there the same way",
                assignee.value, each.key
            );
            table.problem(&assignee.span, &text);
        }
    }
}

/// Rules that can never apply.
fn unreachable(source: &Source<'_>, rules: &[Rule], places: &[&Range<usize>], known: &Known<'_>) {
    for (i, rule) in rules.iter().enumerate() {
        let by = covered(rules, i, known.service_keys);
        if by.is_empty() {
            continue;
        }
        let earlier: Vec<String> = by
            .iter()
            .map(|i| format!("\"{}\" on line {}", rules[*i].name, source.line(places[*i])))
            .collect();
        let always = match earlier.len() {
            1 => "always applies before it",
            _ => "always apply before it",
        };
        let text = format!(
            "route \"{}\" never applies: {} {always}; put it first, or take it out",
            rule.name,
            earlier.join(" or ")
        );
        source.problem(places[i], text);
    }
}

/// A rule's name is how people find it.
fn one_name_each(source: &Source<'_>, tables: &[At<&DeTable<'_>>]) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for at in tables {
        let Some(value) = at.value.get("name") else {
            continue;
        };
        let DeValue::String(name) = value.get_ref() else {
            continue;
        };
        let line = source.line(&value.span());
        if let Some(first) = first.get(name.trim()) {
            let text = format!("route \"{name}\" is already defined on line {first}");
            source.problem(&value.span(), text);
        } else {
            first.insert(name.trim(), line);
        }
    }
}
