//! `threads`: which thread on a platform is which side of which request.

use crate::domain::ids::{Channel, RequestId};
use crate::domain::post::Side;

use super::db::query;
use super::{Error, Result, Tx, sql};

/// Binds a thread to a request; false when it belongs to one already.
pub async fn bind(
    tx: &mut Tx,
    channel: &Channel,
    ts: &str,
    request: RequestId,
    side: Side,
) -> Result<bool> {
    let done = query(sql::THREAD_ADD)
        .bind(channel.platform.as_str())
        .bind(&channel.id)
        .bind(ts)
        .bind(request.0)
        .bind(side.as_str())
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn find(tx: &mut Tx, channel: &Channel, ts: &str) -> Result<Option<(RequestId, Side)>> {
    let row = query(sql::THREAD_FIND)
        .bind(channel.platform.as_str())
        .bind(&channel.id)
        .bind(ts)
        .fetch_optional(tx)
        .await?;
    row.map(|r| Ok((RequestId(r.try_get(0)?), side(r.try_get(1)?, "threads", 0)?)))
        .transpose()
}

/// The thread is no longer the request's.
pub async fn unbind(tx: &mut Tx, channel: &Channel, ts: &str) -> Result<()> {
    query(sql::THREAD_DROP)
        .bind(channel.platform.as_str())
        .bind(&channel.id)
        .bind(ts)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) fn side(name: &str, table: &'static str, row: i64) -> Result<Side> {
    match name {
        "requester" => Ok(Side::Requester),
        "team" => Ok(Side::Team),
        _ => Err(Error::Broken {
            table,
            column: "side",
            row,
        }),
    }
}
