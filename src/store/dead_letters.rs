//! Dead letters that are due again. They are rows of `outbox` that could not be sent, and are kept.

use crate::clock::Millis;
use crate::domain::ids::RequestId;

use super::db::query;
use super::outbox::want;
use super::{Result, Tx, sql};

/// A dead entry is due again, and with it what died of the same request in the same conversation:
/// a card's thread could not go where the card could not. False when there is no such dead entry
/// (or an equal one is due).
pub async fn revive(tx: &mut Tx, id: i64, now: Millis) -> Result<bool> {
    let Some((lane, request)) = revive_one(tx, id, now).await? else {
        return Ok(false);
    };
    want(tx, &lane, now).await?;
    if let Some(request) = request {
        revive_of_request(tx, &lane, RequestId(request), now).await?;
    }
    Ok(true)
}

/// What died of one request in one conversation is due again.
pub async fn revive_of_request(
    tx: &mut Tx,
    lane: &str,
    request: RequestId,
    now: Millis,
) -> Result<()> {
    let dead = query(sql::OUTBOX_DEAD_OF_REQUEST)
        .bind(lane)
        .bind(request.0)
        .fetch_all(&mut *tx)
        .await?;
    for row in dead {
        revive_one(tx, row.try_get(0)?, now).await?;
        want(tx, lane, now).await?;
    }
    Ok(())
}

/// Everything dead of one conversation is due again, in its old order; returns how many.
pub async fn revive_lane(tx: &mut Tx, lane: &str, now: Millis) -> Result<usize> {
    let dead = query(sql::OUTBOX_DEAD_OF_LANE)
        .bind(lane)
        .fetch_all(&mut *tx)
        .await?;
    let mut revived = 0;
    for row in dead {
        if revive_one(tx, row.try_get(0)?, now).await?.is_some() {
            revived += 1;
        }
    }
    if revived > 0 {
        want(tx, lane, now).await?;
    }
    Ok(revived)
}

/// Its lane and request; None when it is not dead, or an equal one is due.
async fn revive_one(tx: &mut Tx, id: i64, now: Millis) -> Result<Option<(String, Option<i64>)>> {
    let row = query(sql::OUTBOX_REVIVE)
        .bind(id)
        .bind(now)
        .fetch_optional(tx)
        .await?;
    row.map(|r| Ok((r.try_get(0)?, r.try_get(1)?))).transpose()
}
