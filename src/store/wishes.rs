//! `digest_wishes`: who wants a digest of their own.

use crate::domain::catalogue::DigestKind;
use crate::domain::ids::{PersonId, Platform};

use super::db::query;
use super::{Error, Result, Tx, sql_numbers as sql};

/// What `person` wants from now on, in their chat on `platform`; None: nothing.
pub async fn set(
    tx: &mut Tx,
    person: PersonId,
    platform: Platform,
    kind: Option<DigestKind>,
) -> Result<()> {
    let wish = match kind {
        Some(kind) => query(sql::WISH_SET)
            .bind(person.0)
            .bind(platform.as_str())
            .bind(kind.as_str()),
        None => query(sql::WISH_DROP).bind(person.0),
    };
    wish.execute(tx).await?;
    Ok(())
}

/// What `person` wants, and where.
pub async fn of(tx: &mut Tx, person: PersonId) -> Result<Option<(Platform, DigestKind)>> {
    let row = query(sql::WISH).bind(person.0).fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(None) };
    let platform = match row.try_get(0)? {
        "slack" => Platform::Slack,
        "teams" => Platform::Teams,
        _ => {
            return Err(Error::Broken {
                table: "digest_wishes",
                column: "platform",
                row: person.0,
            });
        }
    };
    Ok(Some((platform, kind(row.try_get(1)?, person.0)?)))
}

/// Everybody who wants one.
pub async fn all(tx: &mut Tx) -> Result<Vec<(PersonId, DigestKind)>> {
    let rows = query(sql::WISHES).fetch_all(tx).await?;
    let mut wishes = Vec::with_capacity(rows.len());
    for row in rows {
        let person: i64 = row.try_get(0)?;
        wishes.push((PersonId(person), kind(row.try_get(1)?, person)?));
    }
    Ok(wishes)
}

fn kind(written: &str, person: i64) -> Result<DigestKind> {
    let kinds = [DigestKind::Daily, DigestKind::Weekly];
    let found = kinds.into_iter().find(|kind| kind.as_str() == written);
    found.ok_or(Error::Broken {
        table: "digest_wishes",
        column: "kind",
        row: person,
    })
}
