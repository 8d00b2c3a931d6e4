//! Rosters: who was away, and who stood in for whom, week by week.

use rusqlite::{Transaction, params};

use super::people::{AGENTS, PEOPLE, TEAMS};
use super::{DAY, YEARS};

const WEEK: i64 = 7 * DAY;

/// A change a week in each team, from the first request on until a few weeks from `now`.
///
/// # Errors
/// SQLite's.
pub fn fill(transaction: &Transaction<'_>, now: i64) -> rusqlite::Result<()> {
    let mut change = transaction.prepare(
        "INSERT INTO duty_changes (team, kind, who, instead_of, since, until, set_by, created_at)
         VALUES (?, ?, ?, NULL, ?, ?, ?, ?)",
    )?;
    for team in TEAMS {
        let people: Vec<String> = AGENTS
            .iter()
            .filter(|(.., of)| *of == team)
            .map(|(user, email, _)| email.map_or(format!("slack:{user}"), str::to_owned))
            .collect();
        for week in 0..YEARS / WEEK + 6 {
            let since = now - YEARS + week * WEEK;
            let who = &people[usize::try_from(week).unwrap_or(0) % people.len()];
            let kind = if week % 2 == 0 { "away" } else { "instead" };
            let (until, set_by) = (since + 2 * DAY, PEOPLE + 1);
            change.execute(params![team, kind, who, since, until, set_by, since - DAY])?;
        }
    }
    Ok(())
}
