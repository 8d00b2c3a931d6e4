//! `watchers`: who follows a request without serving it.

use crate::domain::ids::{PersonId, RequestId};

use super::db::query;
use super::{Result, Tx, sql};

pub async fn add(tx: &mut Tx, request: RequestId, person: PersonId) -> Result<()> {
    query(sql::WATCH)
        .bind(request.0)
        .bind(person.0)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn remove(tx: &mut Tx, request: RequestId, person: PersonId) -> Result<()> {
    query(sql::UNWATCH)
        .bind(request.0)
        .bind(person.0)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn of(tx: &mut Tx, request: RequestId) -> Result<Vec<PersonId>> {
    let rows = query(sql::WATCHERS).bind(request.0).fetch_all(tx).await?;
    rows.iter().map(|r| Ok(PersonId(r.try_get(0)?))).collect()
}

/// Two records of one person became one: what is followed by one is followed by the other, with its card.
pub(super) async fn merge(tx: &mut Tx, from: PersonId, into: PersonId) -> Result<()> {
    for text in [sql::MERGE_WATCH_CARDS, sql::MERGE_WATCHERS] {
        query(text)
            .bind(from.0)
            .bind(into.0)
            .execute(&mut *tx)
            .await?;
    }
    query(sql::WATCHERS_DROP).bind(from.0).execute(tx).await?;
    Ok(())
}
