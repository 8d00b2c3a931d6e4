//! `notes`: words to ourselves.

use crate::domain::ids::{FileId, RequestId};
use crate::domain::intent::Place;
use crate::domain::post::Lost;

use super::db::query;
use super::{Result, Tx, sql};

pub async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    query(sql::NOTE_SET)
        .bind(key)
        .bind(value)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn drop(tx: &mut Tx, key: &str) -> Result<()> {
    query(sql::NOTE_DROP).bind(key).execute(tx).await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    let row = query(sql::NOTE_GET).bind(key).fetch_optional(tx).await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?)
}

/// A file did not reach the other side.
pub async fn lose_file(tx: &mut Tx, file: FileId, why: Lost) -> Result<()> {
    set(tx, &format!("file:{file}:missing"), &super::json(&why)).await
}

/// Why a file did not reach the other side. None: it did, or it is on its way.
pub async fn lost_file(tx: &mut Tx, file: FileId) -> Result<Option<Lost>> {
    let kept = get(tx, &format!("file:{file}:missing")).await?;
    Ok(kept.map(|json| serde_json::from_str(&json).unwrap_or(Lost::Gone)))
}

/// Where people find a file.
pub async fn set_file_link(tx: &mut Tx, file: FileId, link: &str) -> Result<()> {
    set(tx, &format!("file:{file}:link"), link).await
}

/// Where people find a file, if it was told.
pub async fn file_link(tx: &mut Tx, file: FileId) -> Result<Option<String>> {
    get(tx, &format!("file:{file}:link")).await
}

/// Which message a request was made from.
pub async fn set_origin(tx: &mut Tx, request: RequestId, place: &Place) -> Result<()> {
    set(tx, &format!("origin:{request}"), &super::json(place)).await
}

/// The message that a request was made from, if it was.
pub async fn origin(tx: &mut Tx, request: RequestId) -> Result<Option<Place>> {
    let kept = get(tx, &format!("origin:{request}")).await?;
    // One that cannot be read is as good as none: it is only a link.
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()))
}
