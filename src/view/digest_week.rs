//! What a weekly digest tells besides: what was measured, against the week before, and where the time went.

use crate::domain::catalogue::Catalogue;
use crate::domain::digest::Week;
use crate::domain::measure::{Measures, Turn, bottleneck};
use crate::domain::talk::{Text, plain};

use super::face::Part;
use super::scene::service_name;
use super::words::digest as said;
use super::words::sentence::{bold, lines, sentence, words};

/// Facts, and what is told in sentences.
pub(super) fn week(week: &Week, catalogue: &Catalogue) -> (Vec<(String, Text)>, Vec<Part>) {
    let (now, before) = (&week.measures, &week.before.measures);
    let both = |tell: fn(&Measures) -> Option<String>| {
        tell(now).map(|now| said::beside(now, tell(before)))
    };
    let facts = [
        ("First answer, median", both(first_answer)),
        ("Resolution, median", both(resolution)),
        ("Answers as promised", both(answers_kept)),
        ("Results as promised", both(results_kept)),
        ("First touch was enough", both(first_touch)),
        ("At most one question", both(single)),
        ("Reopened", both(reopened)),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(label, text)| Some((label.to_owned(), text?)))
        .collect();
    (facts, where_it_went(now, catalogue))
}

fn first_answer(measures: &Measures) -> Option<String> {
    measures.median_answer.map(said::length)
}

fn resolution(measures: &Measures) -> Option<String> {
    measures.median_result.map(said::length)
}

fn answers_kept(measures: &Measures) -> Option<String> {
    let sums = &measures.sums;
    said::share(sums.answers_kept, sums.answers_promised)
}

fn results_kept(measures: &Measures) -> Option<String> {
    let sums = &measures.sums;
    said::share(sums.results_kept, sums.results_promised)
}

fn first_touch(measures: &Measures) -> Option<String> {
    said::share(measures.sums.first_touch, measures.sums.touched)
}

fn single(measures: &Measures) -> Option<String> {
    said::share(measures.sums.single, measures.sums.results)
}

fn reopened(measures: &Measures) -> Option<String> {
    let sums = &measures.sums;
    let known = sums.results > 0 || sums.reopened > 0;
    known.then(|| sums.reopened.to_string())
}

fn where_it_went(measures: &Measures, catalogue: &Catalogue) -> Vec<Part> {
    let spent = &measures.sums.spent;
    let whole = spent.total();
    let mut text: Vec<Text> = Turn::ALL
        .into_iter()
        .filter(|turn| spent.at(*turn) > 0)
        .map(|turn| {
            sentence(
                "{}: {} ({})",
                [
                    words(said::turn(turn)),
                    words(said::length(spent.at(turn))),
                    words(said::percent(spent.at(turn), whole)),
                ],
            )
        })
        .collect();
    let sums = &measures.sums;
    if sums.reviews > 0 {
        let mean = said::length(sums.review / sums.reviews);
        text.push(plain(format!(
            "Review: {} closed, {mean} after their result on average",
            sums.reviews
        )));
    }
    if let Some(share) = bottleneck(measures) {
        text.push(said::bottleneck(
            &share,
            &service_name(catalogue, &share.service),
        ));
    }
    if text.is_empty() {
        return Vec::new();
    }
    let heading = vec![bold("Where the time went")];
    vec![Part::Text(lines(std::iter::once(heading).chain(text)))]
}
