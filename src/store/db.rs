//! The two engines behind one face, with the names that sqlx itself uses: [`query`], `bind`,
//! `fetch_one`, `try_get`. No more than that: every statement is still SQL, in `sql.rs`.

use std::borrow::Cow;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgQueryResult, PgRow};
use sqlx::sqlite::{SqliteQueryResult, SqliteRow};
use sqlx::{Decode, Postgres, Row as _, Sqlite, SqliteConnection, Type};

use super::sql::Statement;

/// What every function of the store works on: a connection, inside a transaction where it writes.
#[derive(Debug)]
pub struct Tx {
    pub(super) connection: Connection,
    /// Something may be due that was not before: other replicas are told at the commit.
    pub(super) news: bool,
}

#[derive(Debug)]
pub(super) enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl From<PoolConnection<Sqlite>> for Tx {
    fn from(connection: PoolConnection<Sqlite>) -> Tx {
        Tx {
            connection: Connection::Sqlite(connection),
            news: false,
        }
    }
}

impl From<PoolConnection<Postgres>> for Tx {
    fn from(connection: PoolConnection<Postgres>) -> Tx {
        Tx {
            connection: Connection::Postgres(connection),
            news: false,
        }
    }
}

impl Tx {
    /// SQLite's own connection, where that is the engine: for what is about files.
    pub fn sqlite(&mut self) -> Option<&mut SqliteConnection> {
        match &mut self.connection {
            Connection::Sqlite(connection) => Some(connection),
            Connection::Postgres(_) => None,
        }
    }

    pub(super) fn on_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }

    /// Ends this connection, whatever state it is in.
    pub(super) async fn close(self) -> sqlx::Result<()> {
        match self.connection {
            Connection::Sqlite(connection) => connection.close().await,
            Connection::Postgres(connection) => connection.close().await,
        }
    }
}

/// A statement whose values are being bound.
pub(super) struct Query<'q> {
    statement: Statement,
    values: Vec<Value<'q>>,
}

/// A value and, also where it is missing, its type: PostgreSQL wants to know what is missing.
pub(super) enum Value<'q> {
    Int(Option<i64>),
    Text(Option<Cow<'q, str>>),
    Bool(bool),
    Bytes(&'q [u8]),
}

pub(super) fn query<'q>(statement: Statement) -> Query<'q> {
    Query {
        statement,
        values: Vec::with_capacity(8),
    }
}

/// Hands the statement in the engine's words, with its values, to the engine's own driver.
macro_rules! on {
    ($query:ident, $tx:ident, ($native:ident, $connection:ident) => $run:expr) => {
        match &mut $tx.connection {
            Connection::Sqlite($connection) => {
                let $connection = &mut **$connection;
                let $native = bound!($query, sqlite);
                $run
            }
            Connection::Postgres($connection) => {
                let $connection = &mut **$connection;
                let $native = bound!($query, postgres);
                $run
            }
        }
    };
}

macro_rules! bound {
    ($query:ident, $engine:ident) => {
        $query
            .values
            .into_iter()
            .fold(
                sqlx::query($query.statement.$engine),
                |native, value| match value {
                    Value::Int(value) => native.bind(value),
                    Value::Text(value) => native.bind(value),
                    Value::Bool(value) => native.bind(value),
                    Value::Bytes(value) => native.bind(value),
                },
            )
    };
}

impl<'q> Query<'q> {
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Query<'q> {
        self.values.push(value.into());
        self
    }

    pub async fn execute(self, tx: &mut Tx) -> sqlx::Result<Done> {
        on!(self, tx, (native, c) => native.execute(c).await.map(Done::from))
    }

    pub async fn fetch_one(self, tx: &mut Tx) -> sqlx::Result<Row> {
        on!(self, tx, (native, c) => native.fetch_one(c).await.map(Row::from))
    }

    pub async fn fetch_optional(self, tx: &mut Tx) -> sqlx::Result<Option<Row>> {
        on!(self, tx, (native, c) => Ok(native.fetch_optional(c).await?.map(Row::from)))
    }

    pub async fn fetch_all(self, tx: &mut Tx) -> sqlx::Result<Vec<Row>> {
        on!(self, tx, (native, c) => {
            let rows = native.fetch_all(c).await?;
            Ok(rows.into_iter().map(Row::from).collect())
        })
    }
}

/// What a statement without rows did.
pub(super) struct Done {
    rows: u64,
}

impl Done {
    pub fn rows_affected(&self) -> u64 {
        self.rows
    }
}

impl From<SqliteQueryResult> for Done {
    fn from(done: SqliteQueryResult) -> Done {
        Done {
            rows: done.rows_affected(),
        }
    }
}

impl From<PgQueryResult> for Done {
    fn from(done: PgQueryResult) -> Done {
        Done {
            rows: done.rows_affected(),
        }
    }
}

/// A row of either engine.
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl From<SqliteRow> for Row {
    fn from(row: SqliteRow) -> Row {
        Row::Sqlite(row)
    }
}

impl From<PgRow> for Row {
    fn from(row: PgRow) -> Row {
        Row::Postgres(row)
    }
}

impl Row {
    /// The column at that place, counted from 0.
    pub fn try_get<'r, T>(&'r self, column: usize) -> sqlx::Result<T>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>,
    {
        match self {
            Row::Sqlite(row) => row.try_get(column),
            Row::Postgres(row) => row.try_get(column),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Value::Int(Some(value))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        Value::Int(value)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl<'q> From<Cow<'q, str>> for Value<'q> {
    fn from(value: Cow<'q, str>) -> Self {
        // PostgreSQL's text cannot hold it, and nobody means it.
        let whole = if value.contains('\0') {
            value.replace('\0', "").into()
        } else {
            value
        };
        Value::Text(Some(whole))
    }
}

impl<'q> From<&'q str> for Value<'q> {
    fn from(value: &'q str) -> Self {
        Cow::from(value).into()
    }
}

impl<'q> From<&'q String> for Value<'q> {
    fn from(value: &'q String) -> Self {
        value.as_str().into()
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Cow::from(value).into()
    }
}

impl<'q> From<Option<&'q str>> for Value<'q> {
    fn from(value: Option<&'q str>) -> Self {
        value.map_or(Value::Text(None), Value::from)
    }
}

impl From<Option<String>> for Value<'_> {
    fn from(value: Option<String>) -> Self {
        value.map_or(Value::Text(None), Value::from)
    }
}

impl<'q> From<&'q [u8]> for Value<'q> {
    fn from(value: &'q [u8]) -> Self {
        Value::Bytes(value)
    }
}
