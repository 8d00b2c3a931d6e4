//! The two engines behind one face, with the names that sqlx itself uses: [`query`], `bind`,
//! `fetch_one`, `try_get`. No more than that: every statement is still SQL, in `sql.rs`. On SQLite
//! nothing here waits: the statement runs where it is called.

use std::borrow::Cow;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query as Native;
use sqlx::{Decode, Postgres, Row as _, Type};

use super::postgres_link::{Link, in_time};
use super::sql::Statement;
use super::sqlite;

/// What every function of the store works on: a connection, inside a transaction where it writes.
#[derive(Debug)]
pub struct Tx {
    pub(super) connection: Connection,
    /// Something may be due that was not before: other replicas are told at the commit.
    pub(super) news: bool,
    /// What runs has written something, and so there is something to undo.
    pub(super) wrote: bool,
    /// A statement failed: PostgreSQL does nothing more then.
    pub(super) erred: bool,
    /// Words of new requests, by their ids, that go into the index at the end of the transaction, all at once:
    /// FTS5 writes what it holds with every statement that can undo itself, and a new segment each time.
    pub(super) words: Vec<(i64, String)>,
}

#[derive(Debug)]
pub(super) enum Connection {
    Sqlite(sqlite::Link),
    Postgres(Link),
}

impl From<sqlite::Link> for Tx {
    fn from(connection: sqlite::Link) -> Tx {
        Connection::Sqlite(connection).into()
    }
}

impl From<Link> for Tx {
    fn from(connection: Link) -> Tx {
        Connection::Postgres(connection).into()
    }
}

impl From<Connection> for Tx {
    fn from(connection: Connection) -> Tx {
        Tx {
            connection,
            news: false,
            wrote: false,
            erred: false,
            words: Vec::new(),
        }
    }
}

impl Tx {
    /// Keeps in mind what a statement did to the transaction.
    fn noted<T>(&mut self, wrote: bool, done: sqlx::Result<T>) -> sqlx::Result<T> {
        self.wrote |= wrote;
        self.erred |= done.is_err();
        done
    }

    pub(super) fn on_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }

    /// Ends a connection of unknown state to PostgreSQL, which undoes what was begun on it.
    pub(super) fn cut(self) {
        if let Connection::Postgres(link) = self.connection {
            link.cut();
        }
    }

    /// Ends this connection, where nothing is under way on it.
    pub(super) fn close(self) -> sqlx::Result<()> {
        match self.connection {
            Connection::Sqlite(connection) => connection.close()?,
            Connection::Postgres(connection) => connection.close(),
        }
        Ok(())
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
    Bool(Option<bool>),
    Bytes(&'q [u8]),
}

pub(super) fn query<'q>(statement: Statement) -> Query<'q> {
    Query {
        statement,
        values: Vec::with_capacity(8),
    }
}

impl<'q> Query<'q> {
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Query<'q> {
        self.values.push(value.into());
        self
    }

    /// For what returns no rows.
    pub async fn execute(self, tx: &mut Tx) -> sqlx::Result<Done> {
        let done = match &mut tx.connection {
            Connection::Sqlite(link) => link.execute(self.statement.sqlite, &self.values),
            Connection::Postgres(connection) => {
                let done = in_time(self.native().execute(connection.ask()?)).await;
                connection.heard(done).map(|done| done.rows_affected())
            }
        };
        let wrote = !matches!(done, Ok(0));
        Ok(Done {
            rows: tx.noted(wrote, done)?,
        })
    }

    /// For an `INSERT` of one row into a table with a whole-number key: the new row's.
    pub async fn insert(self, tx: &mut Tx) -> sqlx::Result<i64> {
        self.insert_new(tx).await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// The same where it is no error that such a row is there; None: it is.
    pub async fn insert_new(self, tx: &mut Tx) -> sqlx::Result<Option<i64>> {
        if tx.on_postgres() {
            let row = self.fetch_optional(tx).await?;
            return row.map(|row| row.try_get(0)).transpose();
        }
        let done = self.execute(tx).await?;
        match &tx.connection {
            Connection::Sqlite(link) if done.rows_affected() > 0 => Ok(Some(link.last_row()?)),
            _ => Ok(None),
        }
    }

    pub async fn fetch_one(self, tx: &mut Tx) -> sqlx::Result<Row> {
        self.fetch_optional(tx)
            .await?
            .ok_or(sqlx::Error::RowNotFound)
    }

    pub async fn fetch_optional(self, tx: &mut Tx) -> sqlx::Result<Option<Row>> {
        let wrote = !self.statement.reads();
        let row = match &mut tx.connection {
            Connection::Sqlite(link) => {
                let rows = link.rows(self.statement.sqlite, &self.values, 1);
                rows.map(|mut rows| rows.pop().map(Row::Sqlite))
            }
            Connection::Postgres(connection) => {
                let row = in_time(self.native().fetch_optional(connection.ask()?)).await;
                connection.heard(row).map(|row| row.map(Row::Postgres))
            }
        };
        tx.noted(wrote, row)
    }

    pub async fn fetch_all(self, tx: &mut Tx) -> sqlx::Result<Vec<Row>> {
        let wrote = !self.statement.reads();
        let rows = match &mut tx.connection {
            Connection::Sqlite(link) => {
                let rows = link.rows(self.statement.sqlite, &self.values, usize::MAX);
                rows.map(|rows| rows.into_iter().map(Row::Sqlite).collect())
            }
            Connection::Postgres(connection) => {
                let rows = in_time(self.native().fetch_all(connection.ask()?)).await;
                let rows = connection.heard(rows);
                rows.map(|rows| rows.into_iter().map(Row::Postgres).collect())
            }
        };
        tx.noted(wrote, rows)
    }

    /// For PostgreSQL's driver.
    fn native(self) -> Native<'q, Postgres, PgArguments> {
        let native = sqlx::query(self.statement.postgres);
        self.values
            .into_iter()
            .fold(native, |native, value| match value {
                Value::Int(value) => native.bind(value),
                Value::Text(value) => native.bind(value),
                Value::Bool(value) => native.bind(value),
                Value::Bytes(value) => native.bind(value),
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

/// A row of either engine.
pub(super) enum Row {
    Sqlite(sqlite::Row),
    Postgres(PgRow),
}

impl Row {
    /// The column at that place, counted from 0.
    pub fn try_get<'r, T>(&'r self, column: usize) -> sqlx::Result<T>
    where
        T: sqlite::Column<'r> + Decode<'r, Postgres> + Type<Postgres>,
    {
        match self {
            Row::Sqlite(row) => row.get(column),
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
        Value::Bool(Some(value))
    }
}

impl From<Option<bool>> for Value<'_> {
    fn from(value: Option<bool>) -> Self {
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
