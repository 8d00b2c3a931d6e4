//! Ages and dates.

use jiff::civil::Date;

use crate::clock::Millis;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// `under a minute`, `5 min`, `2 h`, `1 day`, `3 days`: never more than it is.
pub fn age(millis: Millis) -> String {
    match millis {
        ..MINUTE => "under a minute".to_owned(),
        MINUTE..HOUR => format!("{} min", millis / MINUTE),
        HOUR..DAY => format!("{} h", millis / HOUR),
        _ => match millis / DAY {
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        },
    }
}

/// `Thu 24 December 2026`.
pub fn date(date: Date) -> String {
    date.strftime("%a %-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_in_one_unit() {
        for (millis, said) in [
            (-5, "under a minute"),
            (59_999, "under a minute"),
            (5 * MINUTE, "5 min"),
            (2 * HOUR + 59 * MINUTE, "2 h"),
            (DAY, "1 day"),
            (3 * DAY + HOUR, "3 days"),
        ] {
            assert_eq!(age(millis), said);
        }
    }
}
