//! Plans in the words of `frontdesk check`: what they are, and what is seldom meant.

use crate::domain::catalogue::{Catalogue, Service, StepRule};

/// A step in one line.
pub(super) fn explained(step: &StepRule) -> String {
    let after = match step.after.len() {
        0 => String::new(),
        _ => format!(", after {}", step.after.join(", ")),
    };
    let due = match step.offset {
        0 => String::new(),
        days if days < 0 => format!(", {}d before the day", days.unsigned_abs()),
        days => format!(", {days}d after the day"),
    };
    let when = step.when.as_ref();
    let when = when.map(|c| format!(", if {} is {}", c.field, c.value));
    format!(
        "{}: {} takes {}d{after}{due}{}",
        step.key,
        step.service,
        step.lead,
        when.unwrap_or_default()
    )
}

/// Steps whose teams cannot be told of them, and forms that stay incomplete.
pub(super) fn warnings(catalogue: &Catalogue) -> Vec<String> {
    let plans = catalogue.services.iter();
    plans
        .flat_map(|service| {
            let steps = service.steps.iter();
            steps.flat_map(move |step| of_step(catalogue, service, step))
        })
        .collect()
}

fn of_step(catalogue: &Catalogue, service: &Service, step: &StepRule) -> Vec<String> {
    let Some(asked) = catalogue.service(&step.service) else {
        return vec![];
    };
    let title = format!("step {} of {}", step.key, service.key);
    let filled = |key: &str| step.set.contains_key(key) || step.fill.iter().any(|(k, _)| k == key);
    let open = asked
        .fields
        .iter()
        .filter(|f| f.required && !filled(&f.key));
    let mut warnings: Vec<String> = open
        .map(|field| {
            format!(
                "{title}: nothing fills “{}”, which service {} requires",
                field.label, asked.key
            )
        })
        .collect();
    let team = catalogue.team(&asked.team);
    if team.is_some_and(|team| team.channels.is_empty()) {
        warnings.push(format!(
            "{title}: team {} has no channel, so nobody is told that it will come",
            asked.team
        ));
    }
    warnings
}
