//! `tokens`: who may use the REST interface. Only a hash of each is kept.

use crate::clock::Millis;

use super::db::{Row, query};
use super::{Error, Result, Tx, sql};

/// What a token may do; each includes the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Read,
    Write,
    Admin,
}

impl Scope {
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Admin => "admin",
        }
    }

    pub fn parse(name: &str) -> Option<Scope> {
        [Scope::Read, Scope::Write, Scope::Admin]
            .into_iter()
            .find(|s| s.as_str() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Token {
    pub id: i64,
    pub name: String,
    pub scope: Scope,
    pub created_at: Millis,
    pub revoked_at: Option<Millis>,
}

/// # Errors
/// A name that is taken is the database's unique violation.
pub async fn insert(
    tx: &mut Tx,
    name: &str,
    hash: &[u8],
    scope: Scope,
    now: Millis,
) -> Result<i64> {
    let id = query(sql::TOKEN_INSERT)
        .bind(name)
        .bind(hash)
        .bind(scope.as_str())
        .bind(now)
        .insert(tx)
        .await?;
    Ok(id)
}

/// The token with that hash, unless it was revoked.
pub async fn by_hash(tx: &mut Tx, hash: &[u8]) -> Result<Option<Token>> {
    let row = query(sql::TOKEN_BY_HASH)
        .bind(hash)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn all(tx: &mut Tx) -> Result<Vec<Token>> {
    let rows = query(sql::TOKENS).fetch_all(tx).await?;
    rows.iter().map(read).collect()
}

/// False when no such token was in use.
pub async fn revoke(tx: &mut Tx, name: &str, now: Millis) -> Result<bool> {
    let done = query(sql::TOKEN_REVOKE)
        .bind(name)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

fn read(row: &Row) -> Result<Token> {
    let id: i64 = row.try_get(0)?;
    Ok(Token {
        id,
        name: row.try_get(1)?,
        scope: Scope::parse(row.try_get(2)?).ok_or(Error::Broken {
            table: "tokens",
            column: "scope",
            row: id,
        })?,
        created_at: row.try_get(3)?,
        revoked_at: row.try_get(4)?,
    })
}
