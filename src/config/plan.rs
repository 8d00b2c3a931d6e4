//! `[[service.step]]`: what a service has other teams do for it.

use toml::de::{DeTable, DeValue};

use super::problem::hint;
use super::table::{At, Source, Table};
use super::{keys, plan_fill, values};
use crate::domain::catalogue::{Service, StepRule};
use crate::domain::plan::order;

/// More are no plan that anybody can read.
const MOST_STEPS: usize = 30;
/// Longer ahead, or after, nobody knows a day.
const MOST_DAYS: u32 = 365;
/// And all steps one after the other.
const MOST_IN_ALL: i64 = 2 * 365;
/// Working days before its start that a team is told of a step.
const NOTICE: u32 = 5;

/// Reads the steps of every service, once all services are known, and gives each its own.
pub(super) fn plans(source: &Source<'_>, tables: &[At<&DeTable<'_>>], services: &mut [Service]) {
    let plans: Vec<(usize, Vec<StepRule>)> = tables
        .iter()
        .filter(|at| at.value.contains_key("step"))
        .filter_map(|at| {
            let key = at.value.get("key")?;
            let DeValue::String(key) = key.get_ref() else {
                return None;
            };
            let whole = services.iter().position(|s| s.key == *key)?;
            let plan = Plan {
                source,
                tables,
                services,
                whole: &services[whole],
            };
            Some((whole, plan.steps(at)))
        })
        .collect();
    for (whole, steps) in plans {
        services[whole].steps = steps;
    }
}

/// The plan of one service, as it is read.
struct Plan<'a> {
    source: &'a Source<'a>,
    tables: &'a [At<&'a DeTable<'a>>],
    services: &'a [Service],
    whole: &'a Service,
}

impl Plan<'_> {
    fn steps(&self, at: &At<&DeTable<'_>>) -> Vec<StepRule> {
        let name = super::catalogue::name("service", at.value);
        let table = Table::open(self.source, at.value, &at.span, &name, keys::SERVICE);
        let tables = table.tables("step");
        if tables.len() > MOST_STEPS {
            let text = format!("more than {MOST_STEPS} steps are not one plan any more");
            table.problem(&at.span, &text);
        }
        let known = super::catalogue::once_each(self.source, "step", &tables);
        let steps: Vec<StepRule> = tables
            .iter()
            .filter_map(|at| self.step(&table, at, &known))
            .collect();
        if steps.len() == tables.len() {
            self.together(&table, &tables, &steps);
        }
        steps
    }

    fn step(&self, whole: &Table<'_>, at: &At<&DeTable<'_>>, known: &[&str]) -> Option<StepRule> {
        let name = super::catalogue::name("step", at.value);
        let table = whole.open_sub(at, &name, keys::PLAN_STEP);
        let key = table
            .required("key", "\"laptop\"")
            .and_then(|key| table.parse(&key, values::key));
        let asked = table
            .required("service", "\"laptop\"")
            .and_then(|written| self.asked(&table, &written));
        let after = table.texts("after");
        for other in &after {
            let own = key.as_ref().is_some_and(|key| key.value == other.value);
            if own {
                table.problem(&other.span, "a step cannot wait for itself");
            } else if !known.contains(&other.value) {
                let hint = hint(other.value, known.iter().copied());
                let text = format!("there is no step \"{}\"{hint}", other.value);
                table.problem(&other.span, &text);
            }
        }
        let asked = asked?;
        let lead = self.lead(&table, asked);
        let offset = table.parsed("offset", offset).map_or(0, |o| o.value);
        let notice = table.parsed("notice", values::days);
        let named = table.text("name").map(|name| name.value.to_owned());
        Some(StepRule {
            key: key?.value,
            name: named.unwrap_or_else(|| asked.name.clone()),
            service: asked.key.clone(),
            after: after.iter().map(|a| a.value.to_owned()).collect(),
            lead,
            offset,
            notice: notice.map_or(NOTICE, |days| days.value.min(MOST_DAYS)),
            fill: plan_fill::fill(&table, self.whole, asked),
            set: plan_fill::set(&table, asked),
            files: table.flag("files").unwrap_or(false),
            when: plan_fill::when(&table, self.whole),
        })
    }

    /// The service that a step asks for; one with steps of its own is none.
    fn asked(&self, table: &Table<'_>, written: &At<&str>) -> Option<&Service> {
        let Some(asked) = self.services.iter().find(|s| s.key == written.value) else {
            let hint = hint(written.value, self.services.iter().map(|s| s.key.as_str()));
            let text = format!("there is no service \"{}\"{hint}", written.value);
            table.problem(&written.span, &text);
            return None;
        };
        let is_it = |at: &&At<&DeTable<'_>>| {
            let key = at.value.get("key").map(|key| key.get_ref());
            matches!(key, Some(DeValue::String(key)) if *key == asked.key)
        };
        let own = self.tables.iter().find(is_it);
        if own.is_some_and(|at| at.value.contains_key("step")) {
            let text = format!(
                "service \"{}\" has steps of its own: a step asks for a service without",
                asked.key
            );
            table.problem(&written.span, &text);
            return None;
        }
        Some(asked)
    }

    fn lead(&self, table: &Table<'_>, asked: &Service) -> u32 {
        let Some(lead) = table.parsed("lead", values::days) else {
            return asked.lead_time_days.max(1);
        };
        let needs = asked.lead_time_days;
        if lead.value == 0 {
            let text = "\"0d\" leaves no time to do it; the least is \"1d\"";
            table.problem(&lead.span, text);
        } else if lead.value < needs {
            let text = format!(
                "\"{}d\" is less than service \"{}\" needs: its lead_time is \"{needs}d\"",
                lead.value, asked.key
            );
            table.problem(&lead.span, &text);
        } else if lead.value > MOST_DAYS {
            let text = format!("nothing is planned for more than {MOST_DAYS} days");
            table.problem(&lead.span, &text);
        }
        lead.value
    }

    /// What the steps say about each other.
    fn together(&self, table: &Table<'_>, at: &[At<&DeTable<'_>>], steps: &[StepRule]) {
        let keys: Vec<(&str, &[String])> = steps
            .iter()
            .map(|s| (s.key.as_str(), s.after.as_slice()))
            .collect();
        let order = match order(&keys) {
            Ok(order) => order,
            Err(circle) => {
                let first = steps.iter().position(|s| Some(&s.key) == circle.first());
                let after = first.and_then(|i| at[i].value.get("after"));
                let span = after.map_or(table.span().clone(), |after| after.span());
                let text = format!(
                    "these steps wait for each other, so that none can ever begin: {}",
                    circle.join(" after ")
                );
                table.problem(&span, &text);
                return;
            }
        };
        let Some((days, path)) = longest(steps, &order) else {
            return;
        };
        let lead_time = table.value("lead_time");
        let written = i64::from(self.whole.lead_time_days);
        let span = lead_time.map_or(table.span().clone(), |value| value.span());
        if days > MOST_IN_ALL {
            let text = format!("its steps take {days} days one after the other ({path})");
            table.problem(&span, &text);
        } else if written > 0 && written < days {
            let text = format!(
                "lead_time = \"{written}d\" is impossible: its steps take {days} days one after the other ({path}); \
                 leave the key out, and it is counted for each request"
            );
            table.problem(&span, &text);
        }
    }
}

/// The days before the needed-by date that the longest way through the steps takes, and that way.
fn longest(steps: &[StepRule], order: &[usize]) -> Option<(i64, String)> {
    let mut ways: Vec<(i64, Vec<&str>)> = vec![(0, vec![]); steps.len()];
    for &at in order {
        let step = &steps[at];
        let before = |i: &usize| step.after.contains(&steps[*i].key);
        let way = (0..steps.len()).filter(before).map(|i| ways[i].clone());
        let (days, mut path) = way.max_by_key(|(days, _)| *days).unwrap_or_default();
        path.push(&step.key);
        ways[at] = (days + i64::from(step.lead), path);
    }
    let ends = ways.into_iter().zip(steps);
    let needed = ends.map(|((days, path), step)| (days - i64::from(step.offset), path));
    let (days, path) = needed.max_by_key(|(days, _)| *days)?;
    Some((days, path.join(", ")))
}

/// `-2d`, `0d`, `5d`.
fn offset(text: &str) -> Result<i32, String> {
    let (sign, days) = match text.strip_prefix('-') {
        Some(days) => (-1, days),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let days = values::days(days).map_err(|_| {
        format!("\"{text}\" is no number of days before or after, like \"-2d\" or \"5d\"")
    })?;
    if days > MOST_DAYS {
        return Err(format!("\"{text}\" is more than {MOST_DAYS} days away"));
    }
    Ok(sign * i32::try_from(days).unwrap_or(0))
}
