//! Who is told before a promise is missed, and when silence is too long: the desk's, or a team's own.

use super::keys;
use super::problem::hint;
use super::table::Table;
use crate::domain::promise::{Limits, Mark, Span, Step, Tell};

const TELLS: [(&str, Tell); 5] = [
    ("assignee", Tell::Assignee),
    ("team", Tell::Team),
    ("lead", Tell::Lead),
    ("requester", Tell::Requester),
    ("duty", Tell::Duty),
];

/// The limits that `table` sets; `usual` where it says nothing.
pub(super) fn limits(table: &Table<'_>, usual: &Limits) -> Limits {
    let mut limits = usual.clone();
    if table.value("escalate").is_some() {
        limits.steps = steps(table);
    }
    for (key, limit) in [
        ("unassigned_after", &mut limits.unassigned),
        ("silent_after", &mut limits.silent),
    ] {
        if let Some(given) = table.parsed(key, some_time) {
            *limit = given.value;
        }
    }
    limits
}

fn steps(table: &Table<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for at in table.tables("escalate") {
        let step = table.open_sub(&at, "escalate", keys::STEP);
        let mark = step.required("at", "\"50%\"");
        let mark = mark.and_then(|text| step.parse(&text, mark_of));
        let tell = step.required("tell", "\"assignee\"");
        let tell = tell.and_then(|text| step.parse(&text, tell_of));
        if let (Some(mark), Some(tell)) = (mark, tell) {
            let (at, tell) = (mark.value, tell.value);
            let next = Step { at, tell };
            if steps.contains(&next) {
                step.problem(&mark.span, "this step stands twice");
            }
            steps.push(next);
        }
    }
    steps
}

/// `75%` or `30m`.
fn mark_of(text: &str) -> Result<Mark, String> {
    let wrong = || {
        format!(
            "\"{text}\" is no time for a step: a share of the target's time from \"1%\" to \"100%\", or how long \
             before it is due, like \"30m\" or \"2h\""
        )
    };
    if let Some(share) = text.strip_suffix('%') {
        let share = share.parse().ok().filter(|share| (1..=100).contains(share));
        return share.map(Mark::Share).ok_or_else(wrong);
    }
    match text.parse() {
        Ok(Span::Minutes(minutes)) if minutes > 0 => Ok(Mark::Before(minutes)),
        _ => Err(wrong()),
    }
}

fn tell_of(text: &str) -> Result<Tell, String> {
    let found = TELLS.iter().find(|(name, _)| *name == text);
    found.map(|(_, tell)| *tell).ok_or_else(|| {
        let hint = hint(text, TELLS.iter().map(|(name, _)| *name));
        format!("\"{text}\" is nobody to tell{hint}")
    })
}

fn some_time(text: &str) -> Result<Span, String> {
    match text.parse()? {
        Span::Minutes(0) | Span::Days(0) => Err(format!(
            "\"{text}\" is over at once; a request that is nobody's has to be announced some time, like after \"4h\""
        )),
        span => Ok(span),
    }
}

/// As `check` shows them: `50% assignee, 75% team, 30m before lead`.
pub(super) fn explained(limits: &Limits) -> String {
    let name = |tell: Tell| {
        let found = TELLS.iter().find(|(_, t)| *t == tell);
        found.map_or("", |(name, _)| *name)
    };
    let steps: Vec<String> = limits
        .steps
        .iter()
        .map(|step| match step.at {
            Mark::Share(share) => format!("{} at {share}%", name(step.tell)),
            Mark::Before(minutes) => {
                format!("{} {} before", name(step.tell), Span::Minutes(minutes))
            }
        })
        .collect();
    let steps = if steps.is_empty() {
        "nobody is told before a promise is missed".to_owned()
    } else {
        format!("told of a promise at risk: {}", steps.join(", "))
    };
    format!(
        "{steps}; announced when nobody's for {}, when silent for {}",
        limits.unassigned, limits.silent
    )
}
