//! `figures` and `tally`: what a digest counts, hour by hour, and how many requests are in which
//! state. The triggers of `requests` keep both (`migrations/`), so that nothing here writes.

use crate::clock::Millis;

use super::db::query;
use super::{Result, Tx, sql};

const HOUR: Millis = 60 * 60 * 1000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub opened: i64,
    pub resolved: i64,
    /// Given in that time: most ratings come after the digest that told of the result.
    pub ratings: i64,
    pub rating_sum: i64,
    pub open: i64,
    pub unassigned: i64,
}

/// A team's counts over `[since, until)`, and what is open now.
pub async fn of_team(tx: &mut Tx, team: &str, since: Millis, until: Millis) -> Result<Counts> {
    let first = (since + HOUR - 1).div_euclid(HOUR);
    let last = until.div_euclid(HOUR);
    let head = until.min(first * HOUR);
    let tail = head.max(last * HOUR);
    let row = query(sql::FIGURES)
        .bind(team)
        .bind(first)
        .bind(last)
        .bind(since)
        .bind(head)
        .bind(tail)
        .bind(until)
        .fetch_one(&mut *tx)
        .await?;
    let (open, unassigned) = open(tx, team).await?;
    Ok(Counts {
        opened: row.try_get(0)?,
        resolved: row.try_get(1)?,
        ratings: row.try_get(2)?,
        rating_sum: row.try_get(3)?,
        open,
        unassigned,
    })
}

/// How many requests of a team are open now, and how many of those nobody has.
pub async fn open(tx: &mut Tx, team: &str) -> Result<(i64, i64)> {
    let row = query(sql::TALLY).bind(team).fetch_one(tx).await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}
