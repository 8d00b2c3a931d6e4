//! Which other team a request may belong to.

use std::cmp::Reverse;

use super::super::catalogue::{Catalogue, Service};
use super::super::request::{Request, Status};

/// Words shorter than this are in too many subjects.
const SHORT: usize = 4;

/// For each other team the service that `request` would be there, the likeliest first: by how many words of their names
/// its subject has, and then in the file's order. One with a plan is asked for by more than a tap tells, so of two that are
/// as likely the other is the door. Nobody looks for a door once somebody has found an answer behind it.
pub fn doors<'c>(catalogue: &'c Catalogue, request: &Request) -> Vec<&'c Service> {
    let open = matches!(request.status, Status::New | Status::InProgress { .. });
    if !open || request.first_response_at.is_some() || request.is_whole() {
        return Vec::new();
    }
    let subject = request.subject.to_lowercase();
    let mut doors: Vec<((usize, bool), &Service)> = Vec::new();
    let others = catalogue.services.iter();
    for service in others.filter(|s| s.team != request.team) {
        let words = named(&subject, &service.name) + named(&subject, &service.key);
        let likely = (words, service.steps.is_empty());
        match doors.iter_mut().find(|(_, door)| door.team == service.team) {
            Some(door) if likely > door.0 => *door = (likely, service),
            Some(_) => {}
            None => doors.push((likely, service)),
        }
    }
    for ((likely, _), service) in &mut doors {
        let team = catalogue.team(&service.team);
        *likely += team.map_or(0, |team| named(&subject, &team.name));
    }
    doors.sort_by_key(|((likely, _), _)| Reverse(*likely));
    doors.into_iter().map(|(_, service)| service).collect()
}

/// How many words of `name` are in `subject`, which is in small letters.
fn named(subject: &str, name: &str) -> usize {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() >= SHORT);
    long.filter(|word| subject.contains(&word.to_lowercase()))
        .count()
}
