//! The requests behind a line of a digest, and the button's written form.

use crate::clock::Millis;
use crate::domain::ids::TeamKey;
use crate::domain::measure::Turn;

/// One line that can be looked behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// Asked for in the period.
    Opened,
    /// Resolved in the period.
    Resolved,
    Open,
    Unassigned,
    /// Late, or due next.
    Next,
    /// The requester's turn.
    Waiting,
    OnHold,
    /// First answers of the period that came late.
    LateAnswers,
    /// Results of the period that came late.
    LateResults,
    /// Results that did not hold.
    Reopened,
    /// Rated 1 or 2 in the period.
    Unhappy,
    /// Results of the period that took more than one question.
    Asked,
    /// Resolved in the period, and nobody said how it was.
    Unrated,
    /// First answers of the period, those that took longest.
    SlowAnswers,
    /// Results of the period, those that took longest.
    SlowResults,
    /// Results of the period that the first answer did not bring about.
    MoreTouches,
    /// Results of the period, those first that were longest at that turn.
    Spent(Turn),
    /// Closed in the period, those first that took longest from their result on.
    LongReviews,
}

impl Line {
    pub const ALL: [Line; 22] = [
        Line::Opened,
        Line::Resolved,
        Line::Open,
        Line::Unassigned,
        Line::Next,
        Line::Waiting,
        Line::OnHold,
        Line::LateAnswers,
        Line::LateResults,
        Line::Reopened,
        Line::Unhappy,
        Line::Asked,
        Line::Unrated,
        Line::SlowAnswers,
        Line::SlowResults,
        Line::MoreTouches,
        Line::Spent(Turn::Intake),
        Line::Spent(Turn::Work),
        Line::Spent(Turn::Requester),
        Line::Spent(Turn::Approval),
        Line::Spent(Turn::Hold),
        Line::LongReviews,
    ];

    fn to_wire(self) -> &'static str {
        match self {
            Line::Opened => "opened",
            Line::Resolved => "resolved",
            Line::Open => "open",
            Line::Unassigned => "unassigned",
            Line::Next => "next",
            Line::Waiting => "waiting",
            Line::OnHold => "on_hold",
            Line::LateAnswers => "late_answers",
            Line::LateResults => "late_results",
            Line::Reopened => "reopened",
            Line::Unhappy => "unhappy",
            Line::Asked => "asked",
            Line::Unrated => "unrated",
            Line::SlowAnswers => "slow_answers",
            Line::SlowResults => "slow_results",
            Line::MoreTouches => "more_touches",
            Line::Spent(Turn::Intake) => "intake",
            Line::Spent(Turn::Work) => "work",
            Line::Spent(Turn::Requester) => "requester",
            Line::Spent(Turn::Approval) => "approval",
            Line::Spent(Turn::Hold) => "hold",
            Line::LongReviews => "reviews",
        }
    }
}

/// Whose requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    Team(TeamKey),
    /// Those of whoever looks.
    Mine,
}

/// A line of a digest of some period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Behind {
    pub line: Line,
    pub whose: Whose,
    pub since: Millis,
    pub until: Millis,
}

impl Behind {
    /// A name and a value. `from_wire` is the way back.
    pub fn to_wire(self) -> (String, String) {
        let whose = match &self.whose {
            Whose::Team(key) => key.as_str(),
            Whose::Mine => "",
        };
        (
            format!("behind:{}", self.line.to_wire()),
            format!("{}.{}.{whose}", self.since, self.until),
        )
    }

    /// None: no button of ours.
    pub fn from_wire(name: &str, value: &str) -> Option<Behind> {
        let name = name.strip_prefix("behind:")?;
        let line = Line::ALL.into_iter().find(|l| l.to_wire() == name)?;
        let mut parts = value.splitn(3, '.');
        let since = parts.next()?.parse().ok()?;
        let until = parts.next()?.parse().ok()?;
        let whose = match parts.next()? {
            "" => Whose::Mine,
            key => Whose::Team(TeamKey::new(key)?),
        };
        Some(Behind {
            line,
            whose,
            since,
            until,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_comes_back_as_it_was() {
        for line in Line::ALL {
            for whose in ["", "IT", "ABCDEFGHI9"] {
                let behind = Behind {
                    line,
                    whose: match whose {
                        "" => Whose::Mine,
                        key => Whose::Team(TeamKey::new(key).unwrap()),
                    },
                    since: -7,
                    until: 1_795_424_400_000,
                };
                let (name, value) = behind.to_wire();
                assert_eq!(Behind::from_wire(&name, &value), Some(behind));
            }
        }
        for (name, value) in [
            ("behind:open", "1.2"),
            ("behind:open", "1.2.I T"),
            ("behind:open", "1.2.ABCDEFGHIJK"),
            ("behind:nothing", "1.2.IT"),
            ("open", "1.2.IT"),
            ("behind:open", "x.2.IT"),
        ] {
            assert_eq!(Behind::from_wire(name, value), None, "{name} {value}");
        }
    }
}
