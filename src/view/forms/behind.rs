//! The requests behind a line of a digest.

use crate::clock::Millis;
use crate::domain::answer::{Listed, Seed};
use crate::domain::catalogue::Catalogue;
use crate::domain::post::Side;
use crate::domain::talk::plain;

use super::super::face::{Element, Form, Part};
use super::super::listing::{Reader, list};
use super::super::words::digest::line;

pub(super) fn behind(seed: &Seed, listed: &Listed, catalogue: &Catalogue, now: Millis) -> Form {
    let reader = Reader {
        catalogue,
        platform: listed.platform,
        now,
        side: Side::Team,
        open: false,
    };
    let mut parts = list(&listed.all, reader);
    if listed.all.is_empty() {
        parts.push(Part::Text(plain("There is nothing behind it any more.")));
    }
    if listed.more {
        parts.push(Part::Small(plain("There are more than these.")));
    }
    Form {
        kind: seed.form.clone(),
        title: line(listed.behind.line).to_owned(),
        submit: None,
        close: "Close".to_owned(),
        body: parts.into_iter().map(Element::Part).collect(),
    }
}
