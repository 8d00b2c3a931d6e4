//! Every team in numbers, as CSV. Nothing in it has to be quoted: keys and numbers.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::clock::Millis;
use crate::desk::TeamFigures;

use super::measured::{Measured, seconds};
use super::record::time;

const OWN: [&str; 14] = [
    "since",
    "until",
    "team",
    "service",
    "opened",
    "resolved",
    "open",
    "unassigned",
    "ratings",
    "rating_average",
    "misrouted",
    "handling_minutes",
    "first_response_median_seconds",
    "resolution_median_seconds",
];

/// A row for each team, `service` empty, followed by one for each of its services, in which what is counted by team only
/// is empty.
pub fn answer(since: Millis, until: Millis, teams: &[TeamFigures]) -> Response {
    let names: Vec<&str> = OWN.into_iter().chain(Measured::NAMES).collect();
    let mut lines = vec![names.join(",")];
    for figures in teams {
        let (counts, measures) = (&figures.counts, &figures.measures);
        let rated = counts.ratings > 0;
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        let own = [
            String::new(),
            counts.opened.to_string(),
            counts.resolved.to_string(),
            counts.open.to_string(),
            counts.unassigned.to_string(),
            counts.ratings.to_string(),
            match rated {
                true => format!("{:.3}", counts.rating_sum as f64 / counts.ratings as f64),
                false => String::new(),
            },
            figures.misrouted.to_string(),
            figures.handled.to_string(),
            number(measures.median_answer.map(seconds)),
            number(measures.median_result.map(seconds)),
        ];
        let mut line = |own: Vec<String>, measured: &Measured| {
            let first = [time(since), time(until), figures.team.clone()].into_iter();
            let cells = measured.cells().into_iter().map(|n| n.to_string());
            let all: Vec<String> = first.chain(own).chain(cells).collect();
            lines.push(all.join(","));
        };
        line(own.to_vec(), &Measured::of(&measures.sums));
        for (service, sums) in &measures.services {
            let mut own = vec![String::new(); own.len()];
            own[0].clone_from(service);
            line(own, &Measured::of(sums));
        }
    }
    lines.push(String::new());
    let kind = [(header::CONTENT_TYPE, "text/csv")];
    (kind, lines.join("\r\n")).into_response()
}
