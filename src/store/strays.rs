//! `strays`: messages in a thread under a post of ours whose place is not on record yet (we died
//! between the platform's answer and our note of it). They are taken in when it is.

use crate::clock::Millis;
use crate::domain::ids::Channel;

use super::db::query;
use super::{Result, Tx, sql};

/// Keeps `inbound` (the JSON of what came in) until the thread is known.
pub async fn keep(
    tx: &mut Tx,
    key: &str,
    channel: &Channel,
    thread: &str,
    inbound: &str,
    now: Millis,
) -> Result<()> {
    query(sql::STRAY_ADD)
        .bind(key)
        .bind(&channel.id)
        .bind(thread)
        .bind(inbound)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes out what was kept for the thread, oldest first.
pub async fn take(tx: &mut Tx, channel: &Channel, thread: &str) -> Result<Vec<String>> {
    let rows = query(sql::STRAYS)
        .bind(&channel.id)
        .bind(thread)
        .fetch_all(&mut *tx)
        .await?;
    if !rows.is_empty() {
        query(sql::STRAYS_DROP)
            .bind(&channel.id)
            .bind(thread)
            .execute(tx)
            .await?;
    }
    rows.iter().map(|r| Ok(r.try_get(0)?)).collect()
}

/// What is kept for the thread, by its key.
pub async fn of(tx: &mut Tx, channel: &Channel, thread: &str) -> Result<Vec<(String, String)>> {
    let rows = query(sql::STRAYS_OF)
        .bind(&channel.id)
        .bind(thread)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|r| Ok((r.try_get(0)?, r.try_get(1)?)))
        .collect()
}

/// It reads otherwise now.
pub async fn change(tx: &mut Tx, key: &str, inbound: &str) -> Result<()> {
    query(sql::STRAY_CHANGE)
        .bind(key)
        .bind(inbound)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn drop(tx: &mut Tx, key: &str) -> Result<()> {
    query(sql::STRAY_DROP).bind(key).execute(tx).await?;
    Ok(())
}

/// Forgets at most `limit` that nobody took since `before`; returns how many.
pub async fn forget(tx: &mut Tx, before: Millis, limit: i64) -> Result<u64> {
    let done = query(sql::STRAYS_FORGET)
        .bind(before)
        .bind(limit)
        .execute(tx)
        .await?;
    Ok(done.rows_affected())
}
