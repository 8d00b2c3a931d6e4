//! The words of digests.

use crate::clock::Millis;
use crate::domain::catalogue::DigestKind;
use crate::domain::digest::{self, Line};
use crate::domain::measure::{Share, Turn};
use crate::domain::talk::{Span, Text, plain};

use super::sentence::{join, sentence, words};

/// What a line counts, for facts and for the button that shows it.
pub fn line(line: Line) -> &'static str {
    match line {
        Line::Opened => "Opened",
        Line::Resolved => "Resolved",
        Line::Open => "Still open",
        Line::Unassigned => "Unassigned",
        Line::Next => "Late or due next",
        Line::Waiting => "Waiting for the requester",
        Line::OnHold => "On hold",
        Line::LateAnswers => "Late answers",
        Line::LateResults => "Late results",
        Line::Reopened => "Reopened",
        Line::Unhappy => "Rated 1 or 2",
        Line::Asked => "More than one question",
        Line::Unrated => "Not rated",
        Line::SlowAnswers => "Longest to answer",
        Line::SlowResults => "Longest to resolve",
        Line::MoreTouches => "More than one touch",
        Line::Spent(Turn::Intake) => "Most in intake",
        Line::Spent(Turn::Work) => "Most with the team",
        Line::Spent(Turn::Requester) => "Most with the requester",
        Line::Spent(Turn::Approval) => "Most with an approver",
        Line::Spent(Turn::Hold) => "Most on hold",
        Line::LongReviews => "Longest in review",
    }
}

/// Whose turn it was, as the label of a share of time.
pub fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Intake => "Intake: nobody had it yet",
        Turn::Work => "Provision: the team's turn",
        Turn::Requester => "Provision: the requester's turn",
        Turn::Approval => "Provision: an approver's turn",
        Turn::Hold => "Provision: on hold",
    }
}

/// The sentence that names where the time went; `service` by name.
pub fn bottleneck(share: &Share, service: &str) -> Text {
    let parts = [
        words(percent(share.spent, share.whole)),
        words(length(share.whole)),
        words(service),
    ];
    match share.turn {
        Turn::Intake => sentence(
            "Most time went before anybody took it: {} of {} of working time, most of it on {}.",
            parts,
        ),
        Turn::Work => sentence(
            "Most time went into the team's own work: {} of {} of working time, most of it on {}.",
            parts,
        ),
        Turn::Requester => sentence(
            "Most time went waiting for the requester: {} of {} of working time, most of it on {}. Asking for it in the form may help.",
            parts,
        ),
        Turn::Approval => sentence(
            "Most time went waiting for an approval: {} of {} of working time, most of it on {}.",
            parts,
        ),
        Turn::Hold => sentence(
            "Most time went on hold: {} of {} of working time, most of it on {}.",
            parts,
        ),
    }
}

/// `7 of 9 (78 %)`; none of none is nothing to tell.
pub fn share(some: i64, all: i64) -> Option<String> {
    (all > 0).then(|| format!("{some} of {all} ({})", percent(some, all)))
}

/// `78 %`, rounded.
pub fn percent(some: i64, all: i64) -> String {
    format!("{} %", (200 * some + all) / (2 * all.max(1)))
}

/// `under a minute`, `35 min`, `2 h 5 min`, `31 h`: of working time, which has no days.
pub fn length(millis: Millis) -> String {
    let minutes = millis / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "under a minute".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours @ 1..10, minutes @ 1..) => format!("{hours} h {minutes} min"),
        (hours, _) => format!("{hours} h"),
    }
}

/// `{} (before: {})`; what there was nothing of before is not compared with.
pub fn beside(now: String, before: Option<String>) -> Text {
    match before {
        Some(before) => sentence("{} (before: {})", [words(now), words(before)]),
        None => plain(now),
    }
}

/// `4.5 of 5 from 4 answers`: 5 of 5 from one answer is not 5 of 5 from forty.
pub fn satisfaction(ratings: i64, sum: i64) -> Option<String> {
    let mean = || format!("{:.1}", sum as f64 / ratings as f64);
    match ratings {
        ..=0 => None,
        1 => Some(format!("{} of 5 from 1 answer", mean())),
        _ => Some(format!("{} of 5 from {ratings} answers", mean())),
    }
}

/// How often they get a digest of their own from now on.
pub fn wished(kind: Option<DigestKind>, cron: Option<&str>) -> Text {
    if kind.is_none() {
        return plain("You get no digest of your own any more.");
    }
    let text = plain("You get your own digest here when there is something to say.");
    let when = cron.and_then(digest::describe).map(|when| {
        let when = words(when.trim_end_matches('.'));
        sentence("By your own clock: {}.", [when])
    });
    join([text].into_iter().chain(when))
}

pub fn period(since: Millis, until: Millis) -> Text {
    sentence("{} to {}", [Span::When(since), Span::When(until)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_shares_read_well() {
        for (millis, said) in [
            (59_999, "under a minute"),
            (35 * 60_000, "35 min"),
            (125 * 60_000, "2 h 5 min"),
            (120 * 60_000, "2 h"),
            (11 * 3_600_000 + 60_000, "11 h"),
        ] {
            assert_eq!(length(millis), said);
        }
        assert_eq!(share(7, 9).unwrap(), "7 of 9 (78 %)");
        assert_eq!(share(1, 200).unwrap(), "1 of 200 (1 %)");
        assert_eq!(share(0, 0), None);
    }
}
