//! A promise in a few words, for forms and cards.

use crate::domain::promise::{Calendar, Promise, Span};

/// `First answer within 1 hour, solved within 2 working days (Mon-Thu 09:00-17:00, Fri 09:00-15:00,
/// Berlin time)`; nothing where nothing is promised. The city is said because who asks may live by
/// another clock than the team.
pub fn promise(promise: &Promise, calendar: Option<&Calendar>) -> Option<String> {
    let targets = targets(promise, calendar.is_some())?;
    let hours = calendar.map(|c| format!(" ({}, {})", c.week(), clock(&c.time_zone)));
    let hours = hours.unwrap_or_default();
    Some(capital(&format!("{targets}{hours}")))
}

/// `first answer within 1 hour, solved within 2 working days`; nothing where nothing is promised.
pub fn targets(promise: &Promise, working: bool) -> Option<String> {
    let within = |what: &str, span: Option<Span>| {
        span.map(|span| format!("{what} within {}", duration(span, working)))
    };
    let first = within("first answer", promise.first_response);
    let solved = within("solved", promise.resolution);
    let parts: Vec<String> = first.into_iter().chain(solved).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `1 hour`, `90 minutes`, `2 working days`; plain days around the clock.
pub fn duration(span: Span, working: bool) -> String {
    let (number, unit) = match span {
        Span::Minutes(n) if n > 0 && n % 60 == 0 => (n / 60, "hour"),
        Span::Minutes(n) => (n, "minute"),
        Span::Days(n) if working => (n, "working day"),
        Span::Days(n) => (n, "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

/// `Berlin time`, `Buenos Aires time`, `UTC`.
pub fn clock(zone: &jiff::tz::TimeZone) -> String {
    match zone.iana_name().and_then(|name| name.rsplit_once('/')) {
        Some((_, city)) => format!("{} time", city.replace('_', " ")),
        None => zone.iana_name().unwrap_or("UTC").to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
