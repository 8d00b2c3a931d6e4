//! A step of a plan as the REST interface shows it: the names are promised.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::plan::Step;

/// What another team does for a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepOut {
    key: String,
    name: String,
    team: String,
    service: String,
    /// asked (to be quicker), planned, open, done, stopped (its team does not do it), skipped or cancelled.
    state: &'static str,
    /// Keys of the steps that it waits for.
    after: Vec<String>,
    /// The day on which it has to begin.
    #[schema(example = "2026-12-04")]
    start: String,
    /// The day on which it has to be done.
    #[schema(example = "2026-12-11")]
    due: String,
    late: bool,
    /// The number of its request, once it has one.
    number: Option<String>,
}

impl From<&Step> for StepOut {
    fn from(step: &Step) -> StepOut {
        let made = step.made.as_ref();
        StepOut {
            key: step.key.clone(),
            name: step.name.clone(),
            team: made.map_or(&step.team, |made| &made.team).clone(),
            service: step.service.clone(),
            state: step.state.name(),
            after: step.after.clone(),
            start: step.start.to_string(),
            due: step.due.to_string(),
            late: step.late,
            number: made.map(|made| made.number.clone()),
        }
    }
}
