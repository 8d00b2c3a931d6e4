//! `events`: what happened to each request, in order.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::request::Fact;

use super::db::{Row, query};
use super::{Error, Result, Tx, archive, sql};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    pub seq: i64,
    pub at: Millis,
    /// None: the desk itself.
    pub by: Option<PersonId>,
    pub fact: Fact,
}

/// Writes the next line of the request's history; returns its number.
pub async fn add(
    tx: &mut Tx,
    request: RequestId,
    at: Millis,
    by: Option<PersonId>,
    fact: &Fact,
) -> Result<i64> {
    let last = query(sql::EVENT_LAST)
        .bind(request.0)
        .fetch_one(&mut *tx)
        .await?;
    let seq = last.try_get::<Option<i64>>(0)?.unwrap_or(0) + 1;
    insert(tx, request, seq, at, by, fact).await?;
    Ok(seq)
}

/// Writes the first line of a request that was just made.
pub async fn first(
    tx: &mut Tx,
    request: RequestId,
    at: Millis,
    by: Option<PersonId>,
    fact: &Fact,
) -> Result<()> {
    insert(tx, request, 1, at, by, fact).await
}

async fn insert(
    tx: &mut Tx,
    request: RequestId,
    seq: i64,
    at: Millis,
    by: Option<PersonId>,
    fact: &Fact,
) -> Result<()> {
    query(sql::EVENT_INSERT)
        .bind(request.0)
        .bind(seq)
        .bind(at)
        .bind(by.map(|p| p.0))
        .bind(super::json(fact))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, request: RequestId, seq: i64) -> Result<Option<Event>> {
    let row = query(sql::EVENT_BY_SEQ)
        .bind(request.0)
        .bind(seq)
        .fetch_optional(tx)
        .await?;
    if let Some(row) = row {
        return read(&row, request).map(Some);
    }
    let folded = archive::of(tx, request).await?;
    Ok(folded.into_iter().find(|event| event.seq == seq))
}

/// Those after `seq`, oldest first, at most `limit`.
pub async fn after(tx: &mut Tx, request: RequestId, seq: i64, limit: i64) -> Result<Vec<Event>> {
    let rows = query(sql::EVENTS)
        .bind(request.0)
        .bind(seq)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
    let kept = rows.iter().map(|r| read(r, request));
    let mut events: Vec<Event> = kept.collect::<Result<_>>()?;
    // The numbers have no gaps: what is missing before them was folded away.
    if events.first().is_some_and(|first| first.seq > seq + 1) {
        let folded = archive::of(tx, request).await?;
        let wanted = folded.into_iter().filter(|event| event.seq > seq);
        events.splice(0..0, wanted);
        events.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(events)
}

fn read(row: &Row, request: RequestId) -> Result<Event> {
    let fact: &str = row.try_get(3)?;
    Ok(Event {
        seq: row.try_get(0)?,
        at: row.try_get(1)?,
        by: row.try_get::<Option<i64>>(2)?.map(PersonId),
        fact: serde_json::from_str(fact).map_err(|_| Error::Broken {
            table: "events",
            column: "fact",
            row: request.0,
        })?,
    })
}
