//! The whole of something long, or all answers of a request: nothing to submit.

use crate::domain::answer::Seed;
use crate::domain::catalogue::Catalogue;
use crate::domain::talk::plain;

use super::super::face::{Element, Form, Part};
use super::super::words::sentence::lines;
use super::super::{answers, cut};
use super::{about, bulk};

/// As many parts as a form holds on Slack, with room for what is around them.
const MOST_PARTS: usize = 90;

pub(super) fn show(seed: &Seed, catalogue: &Catalogue) -> Form {
    let service = seed
        .about
        .as_ref()
        .and_then(|about| catalogue.service(&about.service));
    let (title, text) = if seed.text.is_empty() {
        ("Details", answers::in_full(service, &seed.values))
    } else {
        ("In full", seed.text.clone())
    };
    let (title, text) = match &seed.outcome {
        Some(outcome) => ("What came of it", lines(bulk::outcome(outcome))),
        None => (title, text),
    };
    let (mut parts, _) = cut::parts(&text, MOST_PARTS);
    if parts.is_empty() {
        parts.push(plain("Nothing was filled in."));
    }
    let about = about(seed).map(Part::Small);
    let parts = about.into_iter().chain(parts.into_iter().map(Part::Text));
    Form {
        kind: seed.form.clone(),
        title: title.to_owned(),
        submit: None,
        close: "Close".to_owned(),
        body: parts.map(Element::Part).collect(),
    }
}
