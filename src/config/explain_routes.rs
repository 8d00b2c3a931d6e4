//! Departments and rules as `frontdesk check` prints them.

use crate::domain::catalogue::Catalogue;
use crate::domain::people::PersonRef;
use crate::domain::routing::{Then, When};

/// Adds them to `out`, a line each; nothing where there are none.
pub(super) fn explain(out: &mut Vec<String>, catalogue: &Catalogue) {
    for department in &catalogue.departments {
        out.push(format!(
            "\nDepartment {}: {}",
            department.key, department.name
        ));
        let people = department.people.iter().map(PersonRef::to_string);
        let domains = department.domains.iter().map(|domain| format!("@{domain}"));
        let all: Vec<String> = people.chain(domains).collect();
        out.push(format!("  {:<10} {}", "people", all.join(", ")));
    }
    if !catalogue.routes.is_empty() {
        out.push("\nRoutes, the first that applies".to_owned());
    }
    for (i, rule) in catalogue.routes.iter().enumerate() {
        out.push(format!("  {}. {}", i + 1, rule.name));
        out.push(format!("     if {}", conditions(&rule.when)));
        out.push(format!("     then {}", effects(&rule.then)));
    }
}

fn conditions(when: &When) -> String {
    let mut all = Vec::new();
    let mut any_of = |what: &str, of: Vec<String>| {
        if !of.is_empty() {
            all.push(format!("{what} {}", of.join(" or ")));
        }
    };
    any_of("asked as", when.services.clone());
    any_of("by", when.asked_by.clone());
    any_of(
        "in",
        when.asked_in
            .iter()
            .map(|c| format!("{} {}", c.platform, c.id))
            .collect(),
    );
    any_of(
        "with",
        when.words
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect(),
    );
    any_of(
        "like",
        when.pattern
            .iter()
            .map(|p| format!("'{}'", p.as_str()))
            .collect(),
    );
    any_of(
        match when.time.as_ref().is_some_and(|time| time.open) {
            true => "within",
            false => "outside",
        },
        when.time
            .iter()
            .map(|time| time.calendar.key.clone())
            .collect(),
    );
    match all.is_empty() {
        true => "anything is asked".to_owned(),
        false => all.join(", "),
    }
}

fn effects(then: &Then) -> String {
    let team = then.team.iter().map(|team| format!("to {team}"));
    let assignee = then.assignee.iter().map(|who| format!("for {who}"));
    let priority = then
        .priority
        .iter()
        .map(|p| format!("priority {}", p.as_str()));
    let watchers = then.watchers.iter().map(|who| format!("watched by {who}"));
    let all: Vec<String> = team
        .chain(assignee)
        .chain(priority)
        .chain(watchers)
        .collect();
    all.join(", ")
}
