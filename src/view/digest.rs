//! A team's digest, in its channel.

use crate::clock::Millis;
use crate::domain::catalogue::{Catalogue, DigestKind};
use crate::domain::digest::Figures;
use crate::domain::ids::Platform;
use crate::domain::post::Side;
use crate::domain::talk::{Span, Text, plain};

use super::face::{Message, Part};
use super::listing::{Reader, list};
use super::scene::team_name;
use super::words::sentence::{bold, sentence, words};

/// What happened in the digest's period, and what is open now.
pub fn digest(
    figures: &Figures,
    catalogue: &Catalogue,
    platform: Platform,
    now: Millis,
) -> Message {
    let team = team_name(catalogue, &figures.team);
    let title = match figures.span.kind {
        DigestKind::Daily => format!("{team}: daily digest"),
        DigestKind::Weekly => format!("{team}: weekly digest"),
    };
    let mut parts = vec![
        Part::Header(title),
        Part::Small(sentence(
            "{} to {}",
            [
                Span::When(figures.span.since),
                Span::When(figures.span.until),
            ],
        )),
        Part::Facts(vec![
            count("Opened", figures.opened),
            count("Resolved", figures.resolved),
            count("Still open", figures.open),
            count("Unassigned", figures.unassigned),
            ("Satisfaction".to_owned(), satisfaction(figures)),
        ]),
    ];
    if !figures.oldest.is_empty() {
        parts.push(Part::Text(vec![bold("Open longest")]));
        let reader = Reader {
            catalogue,
            platform,
            now,
            side: Side::Team,
            open: true,
        };
        parts.extend(list(&figures.oldest, reader));
    }
    Message {
        summary: sentence(
            "{}: {} opened, {} resolved, {} still open",
            [
                words(team),
                words(figures.opened.to_string()),
                words(figures.resolved.to_string()),
                words(figures.open.to_string()),
            ],
        ),
        parts,
    }
}

fn count(label: &str, number: i64) -> (String, Text) {
    (label.to_owned(), plain(number.to_string()))
}

/// With the number of answers: 5 of 5 from one answer is not 5 of 5 from forty.
fn satisfaction(figures: &Figures) -> Text {
    let mean = || format!("{:.1}", figures.rating_sum as f64 / figures.ratings as f64);
    match figures.ratings {
        ..=0 => plain("no answers"),
        1 => sentence("{} of 5 from 1 answer", [words(mean())]),
        answers => sentence(
            "{} of 5 from {} answers",
            [words(mean()), words(answers.to_string())],
        ),
    }
}
