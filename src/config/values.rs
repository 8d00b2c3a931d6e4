//! The small texts of the file, each with what would be right when it is wrong.

use std::collections::BTreeMap;

use crate::domain::ids::{Account, Platform};
use crate::domain::people::PersonRef;

/// A team's key becomes part of every request's number: `IT-42`.
pub(super) fn team_key(text: &str) -> Result<String, String> {
    let right = text.len() <= 10
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    right.then(|| text.to_owned()).ok_or_else(|| {
        format!(
            "\"{text}\" cannot begin request numbers: up to 10 capital letters and digits, \
             a letter first, like \"IT\" for IT-42"
        )
    })
}

/// Keys of services, fields and calendars.
pub(super) fn key(text: &str) -> Result<String, String> {
    let right = text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
    right.then(|| text.to_owned()).ok_or_else(|| {
        format!(
            "\"{text}\" is not a key: up to 60 small letters, digits, _ and -, a letter first, \
             like \"new_laptop\""
        )
    })
}

/// `ana@acme.example`, `slack:U0AGENT1` or `teams:29:1abc`.
pub(super) fn person(text: &str) -> Result<PersonRef, String> {
    let wrong = || {
        format!(
            "\"{text}\" names nobody: write an e-mail address, or platform:id \
             like \"slack:U0AGENT1\""
        )
    };
    if text.contains(char::is_whitespace) {
        return Err(wrong());
    }
    if let Some((platform, user)) = text.split_once(':')
        && let Ok(platform) = platform.parse::<Platform>()
    {
        if platform == Platform::Slack && !is_slack_id(user, &['U', 'W']) {
            return Err(format!(
                "\"{text}\" is not a Slack member: the id begins with U or W, like \
                 \"slack:U0AGENT1\" (in Slack: profile, More, Copy member ID)"
            ));
        }
        if user.is_empty() {
            return Err(wrong());
        }
        let user = user.to_owned();
        return Ok(PersonRef::Account(Account { platform, user }));
    }
    match text.split_once('@') {
        Some((name, host)) if !name.is_empty() && !host.is_empty() && !host.contains('@') => {
            Ok(PersonRef::Email(text.to_lowercase()))
        }
        _ => Err(wrong()),
    }
}

/// A channel's id, as the platform gives it.
pub(super) fn channel(platform: Platform, text: &str) -> Result<String, String> {
    match platform {
        Platform::Slack if !is_slack_id(text, &['C', 'G']) => Err(format!(
            "\"{text}\" is not a Slack channel id: it begins with C or G, like \"C0ITTRIAGE\" \
             (in Slack: the channel's name, About, at the bottom)"
        )),
        Platform::Teams if text.contains(char::is_whitespace) => Err(format!(
            "\"{text}\" is not a Teams channel id, like \"19:it@thread.tacv2\""
        )),
        _ => Ok(text.to_owned()),
    }
}

fn is_slack_id(text: &str, first: &[char]) -> bool {
    text.len() > 1
        && text.starts_with(first)
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// An emoji's name; the colons around it may be written.
pub(super) fn emoji(text: &str) -> Result<String, String> {
    let name = text.strip_prefix(':').unwrap_or(text);
    let name = name.strip_suffix(':').unwrap_or(name);
    let right = !name.is_empty()
        && name.chars().all(|c| {
            (c.is_alphanumeric() && !c.is_uppercase()) || ['_', '-', '+', '\''].contains(&c)
        });
    right
        .then(|| name.to_owned())
        .ok_or_else(|| format!("\"{text}\" is not an emoji's name, like \"white_check_mark\""))
}

/// IANA names only: `Europe/Berlin`.
pub(super) fn time_zone(text: &str) -> Result<jiff::tz::TimeZone, String> {
    jiff::tz::TimeZone::get(text).map_err(|_| {
        let known: Vec<String> = jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect();
        let nearest = known
            .iter()
            .map(|k| (strsim::damerau_levenshtein(k, text), k))
            .filter(|(distance, _)| *distance <= 4)
            .min();
        match nearest {
            Some((_, name)) => {
                format!("\"{text}\" is not a time zone; did you mean \"{name}\"?")
            }
            None => format!("\"{text}\" is not a time zone, like \"Europe/Berlin\""),
        }
    })
}

/// A whole number of days: `5d`.
pub(super) fn days(text: &str) -> Result<u32, String> {
    use crate::domain::promise::Span;
    match text.parse() {
        Ok(Span::Days(days)) => Ok(days),
        _ => Err(format!("\"{text}\" is not a number of days, like \"5d\"")),
    }
}

/// A day's spans, `09:00-12:00,13:00-17:00`, in minutes since midnight, sorted; spans that touch
/// become one.
pub(super) fn hours(text: &str) -> Result<Vec<(u16, u16)>, String> {
    let mut spans = Vec::new();
    for span in text.split(',').map(str::trim) {
        let read = span.split_once('-').and_then(|(from, to)| {
            let end = match to.trim() {
                "24:00" => 1440,
                to => minute(to)?,
            };
            Some((minute(from.trim())?, end))
        });
        match read {
            None => {
                return Err(format!(
                    "\"{span}\" is not a span of hours, like \"09:00-17:00\" or \
                     \"09:00-12:00,13:00-17:00\""
                ));
            }
            Some((from, to)) if from >= to => {
                return Err(format!(
                    "\"{span}\" ends before it begins; a span over midnight is written as two days"
                ));
            }
            Some(span) => spans.push(span),
        }
    }
    spans.sort_unstable();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            Some(last) if from < last.1 => return Err(format!("the spans of \"{text}\" overlap")),
            Some(last) if from == last.1 => last.1 = to,
            _ => joined.push((from, to)),
        }
    }
    Ok(joined)
}

/// `09:30` as minutes since midnight.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// `2026-12-25`.
pub(super) fn date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse::<jiff::civil::Date>()
        .ok()
        .filter(|date| date.to_string() == text)
        .ok_or_else(|| format!("\"{text}\" is not a date, like \"2026-12-25\""))
}

/// The polls' reactions of the contract.
pub(super) fn usual_ratings() -> BTreeMap<String, u8> {
    [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("star-struck", 5),
        ("slightly_smiling_face", 4),
        ("neutral_face", 3),
        ("slightly_frowning_face", 2),
        ("rage", 1),
    ]
    .into_iter()
    .map(|(name, score)| (name.to_owned(), score))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_spans_that_do_not_overlap() {
        assert_eq!(hours("09:00-17:00"), Ok(vec![(540, 1020)]));
        assert_eq!(
            hours("13:00-24:00, 09:00-12:00"),
            Ok(vec![(540, 720), (780, 1440)])
        );
        assert_eq!(hours("09:00-12:00,12:00-17:00"), Ok(vec![(540, 1020)]));
        for wrong in [
            "",
            "9-17",
            "09:00",
            "17:00-09:00",
            "09:00-09:00",
            "09:00-25:00",
            "09:60-10:00",
            "09:00-12:00,11:00-13:00",
            "+9:00-10:00",
        ] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn people_are_addresses_or_accounts() {
        assert_eq!(
            person("Ana@Acme.example"),
            Ok(PersonRef::Email("ana@acme.example".into()))
        );
        assert_eq!(
            person("slack:U0ANA"),
            Ok(PersonRef::Account(Account::slack("U0ANA")))
        );
        assert!(person("teams:29:1abc").is_ok());
        for wrong in [
            "ana",
            "@ana",
            "slack:",
            "slack:C0ROOM",
            "slack:ana",
            "teams:",
            "a b@c.example",
            "irc:ana",
        ] {
            assert!(person(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn time_zones_are_looked_up_and_near_ones_offered() {
        assert!(time_zone("America/New_York").is_ok());
        let problem = time_zone("Europe/Berlim").expect_err("no such zone");
        assert!(problem.contains("Europe/Berlin"), "{problem}");
    }
}
