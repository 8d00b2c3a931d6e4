//! The whole of something long, or all answers of a request: nothing to submit.

use crate::domain::answer::Seed;
use crate::domain::catalogue::Catalogue;
use crate::domain::talk::{Text, plain};

use super::super::face::{Element, Form, Part};
use super::super::words::routing;
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
    if seed.logged {
        let told = "It is logged. Whoever it is for gets its card, and sees there how it goes.";
        return read(seed, "Logged", &plain(told));
    }
    let (title, text) = match &seed.outcome {
        Some(outcome) => ("What came of it", lines(bulk::outcome(outcome))),
        None => (title, text),
    };
    read(seed, title, &text)
}

/// Why a request is where it is.
pub(super) fn why(seed: &Seed, catalogue: &Catalogue) -> Form {
    let why = seed.why.as_deref();
    let text = why.map_or_else(Text::new, |why| routing::why(why, catalogue));
    read(seed, "Why here?", &text)
}

/// A text to read.
fn read(seed: &Seed, title: &str, text: &Text) -> Form {
    let (mut parts, _) = cut::parts(text, MOST_PARTS);
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
