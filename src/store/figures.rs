//! What a digest counts.

use crate::clock::Millis;

use super::db::query;
use super::{Result, Tx, sql};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub opened: i64,
    pub resolved: i64,
    pub ratings: i64,
    pub rating_sum: i64,
    pub open: i64,
    pub unassigned: i64,
}

/// A team's counts over `[since, until)`, and what is open now.
pub async fn of_team(tx: &mut Tx, team: &str, since: Millis, until: Millis) -> Result<Counts> {
    let opened = query(sql::OPENED_SINCE)
        .bind(team)
        .bind(since)
        .bind(until)
        .fetch_one(&mut *tx)
        .await?;
    let resolved = query(sql::RESOLVED_SINCE)
        .bind(team)
        .bind(since)
        .bind(until)
        .fetch_one(&mut *tx)
        .await?;
    // Ratings count when they are given: most come after the digest that told of the result.
    let rated = query(sql::RATED_SINCE)
        .bind(team)
        .bind(since)
        .bind(until)
        .fetch_one(&mut *tx)
        .await?;
    let open = query(sql::OPEN_NOW).bind(team).fetch_one(tx).await?;
    Ok(Counts {
        opened: opened.try_get(0)?,
        resolved: resolved.try_get(0)?,
        ratings: rated.try_get(0)?,
        rating_sum: rated.try_get(1)?,
        open: open.try_get(0)?,
        unassigned: open.try_get(1)?,
    })
}
