//! Rules that can never apply, because earlier ones always do.

use std::collections::BTreeSet;

use super::{Phrase, Rule, Time, When};

/// The places in `rules` of those earlier ones that together leave nothing to the rule at `place`; empty: it can
/// apply, or nobody can tell. `services` are all that there are.
pub fn covered(rules: &[Rule], place: usize, services: &[&str]) -> Vec<usize> {
    let Some(rule) = rules.get(place) else {
        return Vec::new();
    };
    let own: Vec<&str> = match rule.when.services.is_empty() {
        true => services.to_vec(),
        false => rule.when.services.iter().map(String::as_str).collect(),
    };
    let mut by = BTreeSet::new();
    // One earlier rule may take one service and another the next.
    for service in own {
        let takes =
            |earlier: &Rule| earlier.when.may_be(service) && wider(&earlier.when, &rule.when);
        match rules[..place].iter().position(takes) {
            Some(earlier) => _ = by.insert(earlier),
            None => return Vec::new(),
        }
    }
    by.into_iter().collect()
}

/// Whether `wide` applies whenever `narrow` does, the services aside.
fn wider(wide: &When, narrow: &When) -> bool {
    some_of(&wide.asked_by, &narrow.asked_by)
        && some_of(&wide.asked_in, &narrow.asked_in)
        && words(&wide.words, &narrow.words)
        && match (&wide.pattern, &narrow.pattern) {
            (None, _) => true,
            (Some(wide), Some(narrow)) => wide.as_str() == narrow.as_str(),
            (Some(_), None) => false,
        }
        && match (&wide.time, &narrow.time) {
            (None, _) => true,
            (Some(wide), Some(narrow)) => same(wide, narrow),
            (Some(_), None) => false,
        }
}

/// Whether any of `narrow` is one of `wide`, too.
fn some_of<T: PartialEq>(wide: &[T], narrow: &[T]) -> bool {
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|each| wide.contains(each)))
}

fn words(wide: &[Phrase], narrow: &[Phrase]) -> bool {
    let covered = |word: &Phrase| wide.iter().any(|w| w.covers(word));
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(covered))
}

fn same(wide: &Time, narrow: &Time) -> bool {
    wide.open == narrow.open && wide.calendar.key == narrow.calendar.key
}
