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
