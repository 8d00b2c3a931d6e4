//! `replies`: what agents keep for themselves to say again.

use crate::domain::canned::Canned;
use crate::domain::ids::PersonId;

use super::db::{Row, query};
use super::{Result, Tx, sql_tools};

/// More than this of one person's are not read.
const MOST: i64 = 200;

/// A person's replies by name, each with its id.
pub async fn of(tx: &mut Tx, person: PersonId) -> Result<Vec<(i64, Canned)>> {
    let rows = query(sql_tools::REPLIES)
        .bind(person.0)
        .bind(MOST)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// Keeps a new one, under a name that the person has not used.
pub async fn insert(tx: &mut Tx, person: PersonId, reply: &Canned) -> Result<()> {
    query(sql_tools::REPLY_INSERT)
        .bind(person.0)
        .bind(&reply.name)
        .bind(&reply.text)
        .execute(tx)
        .await?;
    Ok(())
}

/// Changes one of `person`.
pub async fn update(tx: &mut Tx, person: PersonId, id: i64, reply: &Canned) -> Result<()> {
    query(sql_tools::REPLY_UPDATE)
        .bind(id)
        .bind(person.0)
        .bind(&reply.name)
        .bind(&reply.text)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets one of `person`.
pub async fn remove(tx: &mut Tx, person: PersonId, id: i64) -> Result<()> {
    query(sql_tools::REPLY_DELETE)
        .bind(id)
        .bind(person.0)
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &Row) -> Result<(i64, Canned)> {
    let reply = Canned {
        name: row.try_get(1)?,
        text: row.try_get(2)?,
    };
    Ok((row.try_get(0)?, reply))
}
