//! The requests behind a line of a digest, and what can be done with those that are open.

use crate::clock::Millis;
use crate::domain::answer::{About, Listed, Seed};
use crate::domain::catalogue::Catalogue;
use crate::domain::intent::FormKind;
use crate::domain::post::Side;
use crate::domain::talk::plain;

use super::super::face::{Element, Form, Part};
use super::super::listing::{Reader, list};
use super::super::words::digest::line;
use super::bulk;

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
    let mut form = Form {
        kind: seed.form.clone(),
        title: line(listed.behind.line).to_owned(),
        submit: None,
        close: "Close".to_owned(),
        body: parts.into_iter().map(Element::Part).collect(),
    };
    let open = listed.all.iter().filter(|about| is_open(about));
    let open: Vec<String> = open
        .map(|a| format!("{} {}", a.number, a.subject))
        .collect();
    // What is open can be acted on right here.
    if !open.is_empty() {
        form.kind = FormKind::Bulk;
        form.submit = Some("Go on".to_owned());
        form.body.extend(bulk::inputs(seed, Some(&open)));
    }
    form
}

fn is_open(about: &About) -> bool {
    matches!(about.status, "new" | "in_progress" | "waiting" | "on_hold")
}
