//! SQLite, spoken to directly: a statement is a function call. sqlx hands each one to a thread of its
//! own and back, and that took more than half of a request's time (docs/performance.md).

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, Value as Owned, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ffi};
use sqlx::error::{BoxDynError, DatabaseError, ErrorKind};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::db::Value;

/// How long a writer of another process (a backup's, a shell's) may keep us waiting.
pub(super) const BUSY: Duration = Duration::from_secs(5);
/// Pages of the write-ahead log before it is folded in: rarer folds keep the slowest answers fast.
const CHECKPOINT_PAGES: u32 = 16_000;
/// More than all statements there are.
const STATEMENTS: usize = 256;
/// KiB of pages that the writer keeps at hand.
const CACHE: i32 = 16 * 1024;
const READERS: usize = 4;
/// How long to wait for a reader that is free.
const PATIENCE: Duration = Duration::from_secs(5);

/// The one connection that writes.
pub(super) fn writer(path: &Path) -> sqlx::Result<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let settings = |connection: &Connection| {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        // What a savepoint would put back stays in memory.
        connection.pragma_update(None, "temp_store", "MEMORY")
    };
    settings(&connection).map_err(failed)?;
    Ok(connection)
}

fn open(path: &Path, access: OpenFlags) -> sqlx::Result<Connection> {
    // One of us uses it at a time, which the types see to.
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(BUSY).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection
        .pragma_update(None, "trusted_schema", false)
        .map_err(failed)?;
    Ok(connection)
}

/// Connections to read with: opened when first needed, kept.
#[derive(Clone)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").field("path", &self.path).finish()
    }
}

impl Readers {
    pub fn new(path: &Path) -> Readers {
        Readers {
            path: path.to_owned(),
            idle: Arc::default(),
            turns: Arc::new(Semaphore::new(READERS)),
        }
    }

    /// The file that they read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// # Errors
    /// When none is free in time, all are closed, or the file cannot be opened.
    pub async fn acquire(&self) -> sqlx::Result<Reader> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned())
            .await
            .map_err(|_| sqlx::Error::PoolTimedOut)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        let kept = self.kept().pop();
        let connection = match kept {
            Some(connection) => connection,
            None => open(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        Ok(Reader {
            connection: Some(connection),
            home: self.clone(),
            _turn: turn,
        })
    }

    /// Waits for those that read, and closes all.
    pub async fn close(&self) {
        // Closed already: there is nobody left to wait for.
        let _all = self.turns.acquire_many(READERS as u32).await;
        self.turns.close();
        self.kept().clear();
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that goes back to the others when it is dropped.
pub(super) struct Reader {
    /// There until it is dropped.
    connection: Option<Connection>,
    home: Readers,
    _turn: OwnedSemaphorePermit,
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !self.home.turns.is_closed() {
            self.home.kept().extend(self.connection.take());
        }
    }
}

/// SQLite's own connection, of either kind.
pub(super) enum Link {
    Writer(Connection),
    Reader(Reader),
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Link::Writer(_) => "Writer",
            Link::Reader(_) => "Reader",
        })
    }
}

impl Link {
    pub fn connection(&self) -> sqlx::Result<&Connection> {
        match self {
            Link::Writer(connection) => Ok(connection),
            Link::Reader(reader) => reader.connection.as_ref().ok_or(sqlx::Error::PoolClosed),
        }
    }

    pub fn close(self) -> sqlx::Result<()> {
        match self {
            Link::Writer(connection) => connection.close().map_err(|(_, e)| failed(e)),
            Link::Reader(_) => Ok(()),
        }
    }

    /// A word without values or rows: BEGIN, COMMIT and their like.
    pub fn say(&self, words: &str) -> sqlx::Result<()> {
        let mut statement = self.connection()?.prepare_cached(words).map_err(failed)?;
        statement.raw_execute().map(|_| ()).map_err(failed)
    }

    /// Runs a statement and returns how many rows it changed.
    pub fn execute(&self, sql: &str, values: &[Value<'_>]) -> sqlx::Result<u64> {
        let connection = self.connection()?;
        let mut statement = bound(connection, sql, values).map_err(failed)?;
        let mut rows = statement.raw_query();
        while rows.next().map_err(failed)?.is_some() {}
        Ok(connection.changes())
    }

    /// The key of the row that was inserted last, not counting what triggers inserted.
    pub fn last_row(&self) -> sqlx::Result<i64> {
        Ok(self.connection()?.last_insert_rowid())
    }

    /// Runs a statement and returns its first rows, no more than `most`.
    pub fn rows(&self, sql: &str, values: &[Value<'_>], most: usize) -> sqlx::Result<Vec<Row>> {
        let mut statement = bound(self.connection()?, sql, values).map_err(failed)?;
        let columns = statement.column_count();
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while found.len() < most
            && let Some(row) = rows.next().map_err(failed)?
        {
            let row: rusqlite::Result<Vec<Owned>> = (0..columns).map(|c| row.get(c)).collect();
            found.push(Row(row.map_err(failed)?));
        }
        Ok(found)
    }
}

/// The statement, prepared once a connection, with its values.
fn bound<'c>(
    connection: &'c Connection,
    sql: &str,
    values: &[Value<'_>],
) -> rusqlite::Result<CachedStatement<'c>> {
    let mut statement = connection.prepare_cached(sql)?;
    for (place, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(place + 1, value)?;
    }
    Ok(statement)
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Int(Some(value)) => ValueRef::Integer(*value),
            Value::Text(Some(value)) => ValueRef::Text(value.as_bytes()),
            Value::Bool(value) => value.map_or(ValueRef::Null, |b| ValueRef::Integer(i64::from(b))),
            Value::Bytes(value) => ValueRef::Blob(value),
            Value::Int(None) | Value::Text(None) => ValueRef::Null,
        }))
    }
}

/// A row's values.
pub(super) struct Row(Vec<Owned>);

impl Row {
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn get<'r, T: Column<'r>>(&'r self, column: usize) -> sqlx::Result<T> {
        let value = self
            .0
            .get(column)
            .ok_or(sqlx::Error::ColumnIndexOutOfBounds {
                index: column,
                len: self.0.len(),
            })?;
        T::of(value).ok_or_else(|| sqlx::Error::ColumnDecode {
            index: column.to_string(),
            source: "another type is stored there".into(),
        })
    }
}

/// What a column can be read as.
pub(super) trait Column<'r>: Sized {
    fn of(value: &'r Owned) -> Option<Self>;
}

impl Column<'_> for i64 {
    fn of(value: &Owned) -> Option<i64> {
        match value {
            Owned::Integer(value) => Some(*value),
            _ => None,
        }
    }
}

impl Column<'_> for bool {
    fn of(value: &Owned) -> Option<bool> {
        i64::of(value).map(|v| v != 0)
    }
}

impl<'r> Column<'r> for &'r str {
    fn of(value: &'r Owned) -> Option<&'r str> {
        match value {
            Owned::Text(value) => Some(value),
            _ => None,
        }
    }
}

impl Column<'_> for String {
    fn of(value: &Owned) -> Option<String> {
        <&str>::of(value).map(str::to_owned)
    }
}

impl Column<'_> for Vec<u8> {
    fn of(value: &Owned) -> Option<Vec<u8>> {
        match value {
            Owned::Blob(value) => Some(value.clone()),
            _ => None,
        }
    }
}

impl<'r, T: Column<'r>> Column<'r> for Option<T> {
    fn of(value: &'r Owned) -> Option<Option<T>> {
        match value {
            Owned::Null => Some(None),
            value => T::of(value).map(Some),
        }
    }
}

/// SQLite's own word of what went wrong; never a value of ours.
#[derive(Debug)]
struct Failure {
    code: i32,
    message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(code: {}) {}", self.code, self.message)
    }
}

impl std::error::Error for Failure {}

impl DatabaseError for Failure {
    fn message(&self) -> &str {
        &self.message
    }

    /// The extended result code, as sqlx's own driver gives it.
    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.to_string().into())
    }

    fn kind(&self) -> ErrorKind {
        match self.code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                ErrorKind::UniqueViolation
            }
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ErrorKind::ForeignKeyViolation,
            ffi::SQLITE_CONSTRAINT_NOTNULL => ErrorKind::NotNullViolation,
            ffi::SQLITE_CONSTRAINT_CHECK => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }

    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> BoxDynError {
        self
    }
}

/// The same errors whichever driver found them.
fn failed(error: rusqlite::Error) -> sqlx::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => sqlx::Error::Database(Box::new(Failure {
            code: code.extended_code,
            message: message.unwrap_or_else(|| code.to_string()),
        })),
        other => sqlx::Error::Protocol(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_on_disk_and_refers_to_what_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        Connection::open(&path).unwrap();
        let writer = writer(&path).unwrap();
        let setting = |name| writer.pragma_query_value(None, name, |row| row.get::<_, Owned>(0));
        const FULL: i64 = 2;
        assert_eq!(
            setting("journal_mode").unwrap(),
            Owned::Text("wal".to_owned())
        );
        assert_eq!(setting("synchronous").unwrap(), Owned::Integer(FULL));
        assert_eq!(setting("foreign_keys").unwrap(), Owned::Integer(1));
    }
}
