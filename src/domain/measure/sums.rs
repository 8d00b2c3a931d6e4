//! What is measured of many requests together.

use std::ops::AddAssign;

use crate::clock::Millis;

use super::{Spent, Turn};

/// Counts and lengths of a service or a team in some time. `docs/numbers.md` defines each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// First answers; how many of them were promised for a time, and came by then.
    pub answers: i64,
    pub answers_promised: i64,
    pub answers_kept: i64,
    /// The same of results.
    pub results: i64,
    pub results_promised: i64,
    pub results_kept: i64,
    /// Of how many results it is known whether the first touch was enough, and of how many it was.
    pub touched: i64,
    pub first_touch: i64,
    /// Results that took at most one question to the requester, and all questions.
    pub single: i64,
    pub questions: i64,
    /// Whose turn it was until the results.
    pub spent: Spent,
    /// Results that were closed, and how long they were with the requester.
    pub reviews: i64,
    pub review: Millis,
    pub reopened: i64,
}

impl AddAssign for Sums {
    fn add_assign(&mut self, more: Sums) {
        // Named one by one: whoever adds a measure has to come by here.
        let Sums {
            answers,
            answers_promised,
            answers_kept,
            results,
            results_promised,
            results_kept,
            touched,
            first_touch,
            single,
            questions,
            spent,
            reviews,
            review,
            reopened,
        } = more;
        self.answers += answers;
        self.answers_promised += answers_promised;
        self.answers_kept += answers_kept;
        self.results += results;
        self.results_promised += results_promised;
        self.results_kept += results_kept;
        self.touched += touched;
        self.first_touch += first_touch;
        self.single += single;
        self.questions += questions;
        for turn in Turn::ALL {
            self.spent.add(turn, spent.at(turn));
        }
        self.reviews += reviews;
        self.review += review;
        self.reopened += reopened;
    }
}

/// What is measured of a team in some time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    pub sums: Sums,
    /// Of first answers and of results.
    pub median_answer: Option<Millis>,
    pub median_result: Option<Millis>,
    /// By the service's key.
    pub services: Vec<(String, Sums)>,
}

/// Where most of the time until the results went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub turn: Turn,
    /// The service that spent most of that.
    pub service: String,
    pub spent: Millis,
    /// Of all services together.
    pub whole: Millis,
}

/// The turn in which requests spent most time until their results, and the service that it was spent on most; None: no
/// time was spent. Of equals the earlier in [`Turn::ALL`] and the first service.
pub fn bottleneck(measures: &Measures) -> Option<Share> {
    let all = &measures.sums.spent;
    let whole = Some(all.total()).filter(|whole| *whole > 0)?;
    let turn = Turn::ALL
        .into_iter()
        .rev()
        .max_by_key(|turn| all.at(*turn))?;
    let (service, _) = measures
        .services
        .iter()
        .rev()
        .max_by_key(|(_, sums)| sums.spent.at(turn))?;
    Some(Share {
        turn,
        service: service.clone(),
        spent: all.at(turn),
        whole,
    })
}
