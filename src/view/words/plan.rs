//! Plans over many teams: days, steps in one line, what is too late.

use jiff::civil::Date;

use crate::domain::catalogue::Catalogue;
use crate::domain::plan::{IfLate, Step, TooLate};

use super::super::scene::team_name;

/// `Thu 24 Dec`: of a day within the next months.
pub fn day(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// `Laptop (IT support), Desk (Facilities)`.
pub fn steps<'a>(
    steps: impl IntoIterator<Item = (&'a str, &'a str)>,
    catalogue: &Catalogue,
) -> String {
    let named = steps
        .into_iter()
        .map(|(name, team)| format!("{name} ({})", team_name(catalogue, team)));
    named.collect::<Vec<_>>().join(", ")
}

/// What waits for a step, as a sentence.
pub fn waiting(blocked: &str) -> String {
    if blocked.is_empty() {
        "No other step waits for it.".to_owned()
    } else {
        format!("This waits for it: {blocked}.")
    }
}

/// Why a day is too near, and which would do.
pub fn too_late(late: &TooLate, catalogue: &Catalogue) -> String {
    let steps = late.steps.iter().map(|(name, team, start)| {
        let team = team_name(catalogue, team);
        format!("{name} ({team}, to be begun by {})", day(*start))
    });
    let steps: Vec<String> = steps.collect();
    format!(
        "There is not enough time for {}. The first day that leaves everybody their time is {}.",
        steps.join(", "),
        super::time::date(late.earliest)
    )
}

/// The same, where there is room for one line only.
pub fn too_late_in_short(late: &TooLate) -> String {
    let steps: Vec<&str> = late.steps.iter().map(|(name, ..)| name.as_str()).collect();
    format!(
        "There is not enough time for {}. The earliest is {} ({}).",
        steps.join(", "),
        day(late.earliest),
        late.earliest
    )
}

/// What can be done about a day that is too near.
pub fn if_late(choice: IfLate, late: &TooLate) -> String {
    match choice {
        IfLate::Later => format!("Take {} instead", super::time::date(late.earliest)),
        IfLate::Expedite => "Keep the day, and ask these teams to be quicker".to_owned(),
        IfLate::Partial => "Keep the day, and leave out what cannot be done".to_owned(),
    }
}

/// In what state a step is, in a word or two.
pub fn state(step: &Step) -> &'static str {
    use crate::domain::plan::StepState;
    let status = step.made.as_ref().map_or("", |made| made.status.as_str());
    match (step.state, status) {
        (StepState::Done, _) => "Done",
        (StepState::Open, _) if step.late => "Late",
        (StepState::Open, "waiting") => "Waits for an answer",
        (StepState::Open, "awaiting_approval") => "Waits for approval",
        (StepState::Open, "on_hold") => "On hold",
        (StepState::Open, "new") => "Open",
        (StepState::Open, _) => "In work",
        (StepState::Planned, _) => "Planned",
        (StepState::Asked, _) => "Asked",
        (StepState::Stopped, _) => "Stopped",
        (StepState::Skipped, _) => "Left out",
        (StepState::Cancelled, _) => "Cancelled",
    }
}
