//! What a service has other teams do for it: the steps of its plan, as the configuration has them.

use super::{Answers, FieldKind};

/// One step: a request to be made of a team when its time has come.
#[derive(Clone, Debug)]
pub struct StepRule {
    pub key: String,
    pub name: String,
    /// The service that it asks for, of any team.
    pub service: String,
    /// Keys of the steps that have to be done before.
    pub after: Vec<String>,
    /// How long its team needs: working days where that has a calendar, else days. At least one.
    pub lead: u32,
    /// When it has to be done, in the same days: before (negative) or after the day that all is needed by.
    pub offset: i32,
    /// So many of the same days before its start the team is told of it.
    pub notice: u32,
    /// What of the whole fills which field of the step's form.
    pub fill: Vec<(String, Filler)>,
    /// Answers that are always the same, by field.
    pub set: Answers,
    /// What was attached to the whole goes along.
    pub files: bool,
    /// None: it is always needed.
    pub when: Option<Condition>,
}

/// Where an answer of a step comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filler {
    /// A field of the service that has the plan.
    Field(String),
    Subject,
    /// What else was said in the form.
    Details,
    NeededBy,
}

/// A step is needed only if `field` of the whole has `value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub field: String,
    /// Of a select, text, date, …: it is this, whatever its case. Of a multiselect: it is among what was chosen. Of a
    /// checkbox: `yes` or `no`.
    pub value: String,
}

impl FieldKind {
    /// Whether every answer to a field of this kind can be one to a field of `to`'s.
    pub fn fills(&self, to: &FieldKind) -> bool {
        match (self, to) {
            // Files go along with it.
            (FieldKind::File, FieldKind::File) => true,
            (FieldKind::File, _) | (_, FieldKind::File) => false,
            (
                FieldKind::Text { .. }
                | FieldKind::Select { .. }
                | FieldKind::Date
                | FieldKind::Number { .. }
                | FieldKind::Email
                | FieldKind::Url
                | FieldKind::Multiselect { .. },
                FieldKind::Text { pattern: None } | FieldKind::Paragraph,
            ) => true,
            (FieldKind::Select { options }, FieldKind::Select { options: to })
            | (
                FieldKind::Select { options } | FieldKind::Multiselect { options },
                FieldKind::Multiselect { options: to },
            ) => options.iter().all(|o| to.contains(o)),
            _ => std::mem::discriminant(self) == std::mem::discriminant(to),
        }
    }
}
