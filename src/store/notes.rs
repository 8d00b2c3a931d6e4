//! `notes`: words to ourselves.

use sqlx::Row;

use super::{Result, Tx, sql};

pub async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    sqlx::query(sql::NOTE_SET)
        .bind(key)
        .bind(value)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    let row = sqlx::query(sql::NOTE_GET)
        .bind(key)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?)
}

pub async fn drop(tx: &mut Tx, key: &str) -> Result<()> {
    sqlx::query(sql::NOTE_DROP).bind(key).execute(tx).await?;
    Ok(())
}
