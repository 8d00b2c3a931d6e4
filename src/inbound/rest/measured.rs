//! What is measured, as the REST interface tells it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Millis;
use crate::domain::measure::Sums;

/// What is measured of a team or a service; `docs/numbers.md` defines each.
#[derive(Serialize, ToSchema)]
pub struct Measured {
    /// First answers given in the window.
    answered: i64,
    /// Of those, how many had been promised for a time.
    answered_promised: i64,
    /// Of those, how many came by then.
    answered_in_time: i64,
    /// Results of the window that stand: what follows is counted of them.
    results: i64,
    /// Of those, how many had been promised for a time.
    results_promised: i64,
    /// Of those, how many came by then.
    results_in_time: i64,
    /// Of how many results it is known whether the first answer was enough.
    first_touch_known: i64,
    /// Of those, how many needed no more.
    first_touch: i64,
    /// Results that took at most one question to the requester.
    single_question: i64,
    /// All questions to their requesters.
    questions: i64,
    /// Working time until the results, while nobody had the request.
    intake_seconds: i64,
    /// While it was the team's turn.
    work_seconds: i64,
    /// While it was the requester's turn.
    requester_seconds: i64,
    /// While it was an approver's turn.
    approval_seconds: i64,
    /// While it was on hold.
    hold_seconds: i64,
    /// Requests that were closed in the window.
    reviewed: i64,
    /// Working time from their results on.
    review_seconds: i64,
    /// Results that did not hold, by the time of the reopening.
    reopened: i64,
}

impl Measured {
    /// The columns of [`Measured::cells`].
    pub const NAMES: [&str; 18] = [
        "answered",
        "answered_promised",
        "answered_in_time",
        "results",
        "results_promised",
        "results_in_time",
        "first_touch_known",
        "first_touch",
        "single_question",
        "questions",
        "intake_seconds",
        "work_seconds",
        "requester_seconds",
        "approval_seconds",
        "hold_seconds",
        "reviewed",
        "review_seconds",
        "reopened",
    ];

    pub fn of(sums: &Sums) -> Measured {
        Measured {
            answered: sums.answers,
            answered_promised: sums.answers_promised,
            answered_in_time: sums.answers_kept,
            results: sums.results,
            results_promised: sums.results_promised,
            results_in_time: sums.results_kept,
            first_touch_known: sums.touched,
            first_touch: sums.first_touch,
            single_question: sums.single,
            questions: sums.questions,
            intake_seconds: seconds(sums.spent.intake),
            work_seconds: seconds(sums.spent.work),
            requester_seconds: seconds(sums.spent.requester),
            approval_seconds: seconds(sums.spent.approval),
            hold_seconds: seconds(sums.spent.hold),
            reviewed: sums.reviews,
            review_seconds: seconds(sums.review),
            reopened: sums.reopened,
        }
    }

    pub fn cells(&self) -> [i64; 18] {
        [
            self.answered,
            self.answered_promised,
            self.answered_in_time,
            self.results,
            self.results_promised,
            self.results_in_time,
            self.first_touch_known,
            self.first_touch,
            self.single_question,
            self.questions,
            self.intake_seconds,
            self.work_seconds,
            self.requester_seconds,
            self.approval_seconds,
            self.hold_seconds,
            self.reviewed,
            self.review_seconds,
            self.reopened,
        ]
    }
}

/// Whole seconds.
pub fn seconds(millis: Millis) -> i64 {
    millis / 1_000
}
