//! `events`: what happened to each request, in order.

use crate::clock::Millis;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::request::Fact;

use super::db::{Row, query};
use super::{Error, Result, Tx, sql};

#[derive(Clone, Debug)]
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
    let row = query(sql::EVENT_INSERT)
        .bind(request.0)
        .bind(at)
        .bind(by.map(|p| p.0))
        .bind(super::json(fact))
        .fetch_one(tx)
        .await?;
    Ok(row.try_get(0)?)
}

pub async fn get(tx: &mut Tx, request: RequestId, seq: i64) -> Result<Option<Event>> {
    let row = query(sql::EVENT_BY_SEQ)
        .bind(request.0)
        .bind(seq)
        .fetch_optional(tx)
        .await?;
    row.map(|r| read(&r, request)).transpose()
}

/// Those after `seq`, oldest first, at most `limit`.
pub async fn after(tx: &mut Tx, request: RequestId, seq: i64, limit: i64) -> Result<Vec<Event>> {
    let rows = query(sql::EVENTS)
        .bind(request.0)
        .bind(seq)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|r| read(r, request)).collect()
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
