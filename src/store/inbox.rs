//! `inbox`: the keys of everything that came in, so that each counts once.

use crate::clock::Millis;

use super::db::query;
use super::{Result, Tx, sql};

/// Whether the key was taken.
pub async fn holds(tx: &mut Tx, key: &str) -> Result<bool> {
    let row = query(sql::INBOX_HOLDS).bind(key).fetch_optional(tx).await?;
    Ok(row.is_some())
}

/// Takes the key; false when it was taken before.
pub async fn claim(tx: &mut Tx, key: &str, now: Millis) -> Result<bool> {
    let done = query(sql::INBOX_CLAIM)
        .bind(key)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes down what came of the key.
pub async fn note(tx: &mut Tx, key: &str, note: &str) -> Result<()> {
    query(sql::INBOX_NOTE)
        .bind(key)
        .bind(note)
        .execute(tx)
        .await?;
    Ok(())
}

/// What came of the key, where it was taken and that was written down.
pub async fn noted(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    let row = query(sql::INBOX_NOTED).bind(key).fetch_optional(tx).await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?.flatten())
}

/// Forgets at most `limit` keys that were taken before `before`; returns how many. What comes with one of
/// them again counts again.
pub async fn forget(tx: &mut Tx, before: Millis, limit: i64) -> Result<u64> {
    let done = query(sql::INBOX_FORGET)
        .bind(before)
        .bind(limit)
        .execute(tx)
        .await?;
    Ok(done.rows_affected())
}
