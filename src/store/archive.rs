//! `archive`: histories of requests that have long been over, folded into a row each.

use crate::clock::Millis;
use crate::domain::ids::RequestId;

use super::db::query;
use super::events::{self, Event};
use super::{Error, Result, Tx, sql};

/// Folds the histories of at most `limit` requests that were over before `before`; returns how many.
pub async fn fold(tx: &mut Tx, before: Millis, limit: i64) -> Result<u64> {
    let due = query(sql::ARCHIVE_DUE)
        .bind(before)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
    for row in &due {
        fold_one(tx, RequestId(row.try_get(0)?)).await?;
    }
    Ok(due.len() as u64)
}

async fn fold_one(tx: &mut Tx, request: RequestId) -> Result<()> {
    let mut lines = events::after(tx, request, 0, i64::MAX).await?;
    // What comes after it, if anything ever does, is numbered on from there.
    lines.pop();
    if let Some(last) = lines.last() {
        query(sql::ARCHIVE_ADD)
            .bind(request.0)
            .bind(super::json(&lines))
            .execute(&mut *tx)
            .await?;
        query(sql::ARCHIVE_EVENTS)
            .bind(request.0)
            .bind(last.seq)
            .execute(&mut *tx)
            .await?;
    }
    query(sql::ARCHIVE_DONE).bind(request.0).execute(tx).await?;
    Ok(())
}

/// What was folded of the request's history, oldest first; nothing where nothing was.
pub(super) async fn of(tx: &mut Tx, request: RequestId) -> Result<Vec<Event>> {
    let row = query(sql::ARCHIVE_GET)
        .bind(request.0)
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(vec![]) };
    let lines: &str = row.try_get(0)?;
    serde_json::from_str(lines).map_err(|_| Error::Broken {
        table: "archive",
        column: "events",
        row: request.0,
    })
}
