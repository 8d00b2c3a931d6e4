//! `handling`: how long agents were busy with a request, as they noted it.

use crate::clock::Millis;
use crate::domain::ids::PersonId;
use crate::domain::request::Request;

use super::db::query;
use super::{Result, Tx, sql_tools};

/// Notes `minutes` (below zero: taken back) of `by` for `request` under its present team; `seq`: the event that
/// tells of it.
pub async fn add(
    tx: &mut Tx,
    request: &Request,
    seq: i64,
    by: Option<PersonId>,
    minutes: i32,
    at: Millis,
) -> Result<()> {
    query(sql_tools::HANDLING_ADD)
        .bind(&request.team)
        .bind(at)
        .bind(request.id.0)
        .bind(seq)
        .bind(by.map(|p| p.0))
        .bind(i64::from(minutes))
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether `by` noted just as many `minutes` for `request` after `since`.
pub async fn since(
    tx: &mut Tx,
    request: &Request,
    by: PersonId,
    minutes: i32,
    since: Millis,
) -> Result<bool> {
    let row = query(sql_tools::HANDLING_SINCE)
        .bind(&request.team)
        .bind(since)
        .bind(request.id.0)
        .bind(by.0)
        .bind(i64::from(minutes))
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

/// Minutes that were noted for a team in `[since, until)`.
pub async fn of_team(tx: &mut Tx, team: &str, since: Millis, until: Millis) -> Result<i64> {
    let row = query(sql_tools::HANDLING)
        .bind(team)
        .bind(since)
        .bind(until)
        .fetch_one(tx)
        .await?;
    Ok(row.try_get(0)?)
}
