//! `timers`: what is due when.

use crate::clock::Millis;
use crate::domain::intent::Timer;

use super::db::query;
use super::{Error, Result, Tx, sql};

/// Sets the timer, or moves it.
pub async fn set(tx: &mut Tx, timer: &Timer, due_at: Millis) -> Result<()> {
    tx.news = true;
    query(sql::TIMER_SET)
        .bind(key(timer))
        .bind(due_at)
        .bind(super::json(timer))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn stop(tx: &mut Tx, timer: &Timer) -> Result<()> {
    query(sql::TIMER_STOP).bind(key(timer)).execute(tx).await?;
    Ok(())
}

/// When it is due, where it is set.
pub async fn due_at(tx: &mut Tx, timer: &Timer) -> Result<Option<Millis>> {
    let row = query(sql::TIMER_GET)
        .bind(key(timer))
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?)
}

/// Those due by `now`, longest due first, each with the time that it was due.
pub async fn due(tx: &mut Tx, now: Millis, limit: i64) -> Result<Vec<(Timer, Millis)>> {
    let rows = query(sql::TIMERS_DUE)
        .bind(now)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            let timer: &str = row.try_get(2)?;
            let due_at: Millis = row.try_get(1)?;
            let timer = serde_json::from_str(timer).map_err(|_| Error::Broken {
                table: "timers",
                column: "timer",
                row: due_at,
            })?;
            Ok((timer, due_at))
        })
        .collect()
}

/// When the next one is due.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Millis>> {
    Ok(query(sql::TIMER_NEXT).fetch_one(tx).await?.try_get(0)?)
}

/// One timer of a kind for each thing it is about.
fn key(timer: &Timer) -> String {
    super::json(timer)
}
