//! Which other team a request may belong to.

use std::cmp::Reverse;

use super::super::catalogue::{Catalogue, Service};
use super::super::request::{Request, Status};

/// Words shorter than this are in too many subjects.
const SHORT: usize = 4;

/// For each other team the service that `request` would be there, the likeliest first: by how many words of their names
/// its subject has, and then in the file's order. Nobody looks for a door once somebody has found an answer behind it.
pub fn doors<'c>(catalogue: &'c Catalogue, request: &Request) -> Vec<&'c Service> {
    let open = matches!(request.status, Status::New | Status::InProgress { .. });
    if !open || request.first_response_at.is_some() || request.is_whole() {
        return Vec::new();
    }
    let subject = request.subject.to_lowercase();
    let mut doors: Vec<(usize, &Service)> = Vec::new();
    let others = catalogue.services.iter();
    // A plan has to be asked for: more than a tap tells.
    for service in others.filter(|s| s.team != request.team && s.steps.is_empty()) {
        let likely = named(&subject, &service.name) + named(&subject, &service.key);
        match doors.iter_mut().find(|(_, door)| door.team == service.team) {
            Some(door) if likely > door.0 => *door = (likely, service),
            Some(_) => {}
            None => doors.push((likely, service)),
        }
    }
    for (likely, service) in &mut doors {
        let team = catalogue.team(&service.team);
        *likely += team.map_or(0, |team| named(&subject, &team.name));
    }
    doors.sort_by_key(|(likely, _)| Reverse(*likely));
    doors.into_iter().map(|(_, service)| service).collect()
}

/// How many words of `name` are in `subject`, which is in small letters.
fn named(subject: &str, name: &str) -> usize {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() >= SHORT);
    long.filter(|word| subject.contains(&word.to_lowercase()))
        .count()
}
