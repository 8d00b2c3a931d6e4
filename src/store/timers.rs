//! `timers`: what is due when.

use crate::clock::Millis;
use crate::domain::intent::Timer;

use super::db::query;
use super::{Result, Tx, sql};

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

/// What is due.
#[derive(Debug, Default)]
pub struct Due {
    /// Longest due first.
    pub timers: Vec<Timer>,
    /// The keys of those that cannot be read: a newer version wrote them, or a hand.
    pub unreadable: Vec<String>,
}

/// Those due by `now`.
pub async fn due(tx: &mut Tx, now: Millis, limit: i64) -> Result<Due> {
    let rows = query(sql::TIMERS_DUE)
        .bind(now)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    let mut due = Due::default();
    for row in &rows {
        match serde_json::from_str(row.try_get(1)?) {
            Ok(timer) => due.timers.push(timer),
            Err(_) => due.unreadable.push(row.try_get(0)?),
        }
    }
    Ok(due)
}

/// The timer with this key is due at `until`, whatever it is.
pub async fn put_off(tx: &mut Tx, key: &str, until: Millis) -> Result<()> {
    query(sql::TIMER_PUT_OFF)
        .bind(key)
        .bind(until)
        .execute(tx)
        .await?;
    Ok(())
}

/// When the next one is due.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Millis>> {
    Ok(query(sql::TIMER_NEXT).fetch_one(tx).await?.try_get(0)?)
}

/// One timer of a kind for each thing it is about.
fn key(timer: &Timer) -> String {
    super::json(timer)
}
