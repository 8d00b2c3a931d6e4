//! Who serves what: services by the words that people use.

use super::{Catalogue, FieldKind, Service};

/// Words shorter than this say nothing, unless nothing else was said.
const SHORT: usize = 3;
/// From this length on a slip of the finger is forgiven.
const LONG: usize = 5;

impl Catalogue {
    /// Services that `typed` may be about, best first: those that know most of its words, and in the places that tell most.
    pub fn find(&self, typed: &str) -> Vec<&Service> {
        let all = words(typed);
        let long: Vec<String> = all
            .iter()
            .filter(|w| w.chars().count() >= SHORT)
            .cloned()
            .collect();
        let wanted = if long.is_empty() { all } else { long };
        let mut found: Vec<(usize, usize, &Service)> = Vec::new();
        for service in &self.services {
            let places = self.places(service);
            let scores = wanted.iter().map(|word| {
                let known = places.iter().filter(|(_, text)| knows(text, word));
                known.map(|(weight, _)| *weight).max().unwrap_or(0)
            });
            let scores: Vec<usize> = scores.filter(|score| *score > 0).collect();
            if !scores.is_empty() {
                found.push((scores.len(), scores.iter().sum(), service));
            }
        }
        // Stable: among equals the file's order stays.
        found.sort_by_key(|(known, score, _)| std::cmp::Reverse((*known, *score)));
        found.into_iter().map(|(.., service)| service).collect()
    }

    /// Where a service's words stand, and how much each place tells.
    fn places(&self, service: &Service) -> Vec<(usize, Vec<String>)> {
        let mut places = vec![(4, words(&service.name)), (4, words(&service.key))];
        if let Some(team) = self.team(&service.team) {
            places.extend([(3, words(&team.name)), (3, words(&team.key))]);
        }
        let texts = [&service.description, &service.needs];
        places.extend(texts.into_iter().flatten().map(|text| (2, words(text))));
        for field in &service.fields {
            places.push((1, words(&field.label)));
            if let FieldKind::Select { options } | FieldKind::Multiselect { options } = &field.kind
            {
                places.extend(options.iter().map(|option| (1, words(option))));
            }
        }
        places
    }
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Either begins with the other (`printers`, `printer`), or they are one slip apart.
fn knows(text: &[String], word: &str) -> bool {
    let length = word.chars().count();
    text.iter().any(|known| {
        let begins =
            known.starts_with(word) || (known.len() >= SHORT && word.starts_with(known.as_str()));
        begins || (length >= LONG && strsim::damerau_levenshtein(known, word) <= 1)
    })
}
