//! `inbox`: the keys of everything that came in, so that each counts once.

use crate::clock::Millis;

use super::{Result, Tx, sql};

/// Takes the key; false when it was taken before.
pub async fn claim(tx: &mut Tx, key: &str, now: Millis) -> Result<bool> {
    let done = sqlx::query(sql::INBOX_CLAIM)
        .bind(key)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
