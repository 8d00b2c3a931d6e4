//! Opening the file: settings, migrations, and clear words when it cannot be used.

use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::path::Path;

use super::migrations::{self, OURS, newest};
use super::sqlite::{self, BUSY, Link, Readers};
use super::{Error, Pool, Result, Store, Writer};

impl Store {
    /// Opens the database at `path`, makes it if it is not there, and brings it to this version.
    ///
    /// # Errors
    /// [`Error::Unusable`], with what to do: not a database, broken, locked, newer, read-only.
    pub async fn open(path: &Path) -> Result<Store> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(BUSY)
            .pragma("trusted_schema", "OFF");
        let mut connection = SqliteConnection::connect_with(&options)
            .await
            .map_err(|e| unusable(path, &e))?;
        // Its pages are read later and beside the work (`Store::damage`): a start must not take longer
        // the more there is.
        writable(path, &mut connection).await?;
        if version(path, &mut connection).await?.is_none() {
            // Nothing that anybody was promised is in it yet. The writer's first commit flushes the log,
            // and this with it; a log that was cut off before is a database that is still empty.
            sqlx::query("PRAGMA synchronous = OFF")
                .execute(&mut connection)
                .await?;
            fresh(path, &mut connection).await?;
        }
        migrations::sqlite()
            .run(&mut connection)
            .await
            .map_err(|e| behind(path, e))?;
        // Opened before the other is closed: the last to close folds the log in and removes it.
        let writer = sqlite::writer(path).map_err(|e| unusable(path, &e))?;
        connection.close().await?;
        Ok(Store {
            writer: Writer::on_a_thread(Link::Writer(writer).into())?,
            readers: Pool::Sqlite(Readers::new(path)),
        })
    }
}

/// Gives an empty file the newest schema at once: all versions one after the other take three times as long.
async fn fresh(path: &Path, connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await
        .map_err(|e| unusable(path, &e))?;
    // Another start may have been quicker.
    if version(path, connection).await?.is_none() {
        sqlx::raw_sql(migrations::SQLITE_NEWEST)
            .execute(&mut *connection)
            .await
            .map_err(|e| unusable(path, &e))?;
        migrations::sqlite()
            .skip(&mut *connection, None)
            .await
            .map_err(|e| behind(path, e))?;
    }
    sqlx::query("COMMIT")
        .execute(connection)
        .await
        .map_err(|e| unusable(path, &e))?;
    Ok(())
}

/// How the schema of a file relates to ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// There is no database yet.
    None,
    Behind(i64),
    Current(i64),
}

/// Reads which version of the schema the file at `path` has; changes nothing.
///
/// # Errors
/// [`Error::Unusable`]: not a database of ours, broken, or newer.
pub async fn schema(path: &Path) -> Result<Schema> {
    if !path.exists() {
        return Ok(Schema::None);
    }
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .map_err(|e| unusable(path, &e))?;
    let version = version(path, &mut connection).await?;
    connection.close().await?;
    Ok(match version {
        Some(version) if version == newest() => Schema::Current(version),
        Some(version) => Schema::Behind(version),
        None => Schema::None,
    })
}

/// The schema's version; none: an empty file.
///
/// # Errors
/// A database of somebody else's, or a newer one.
pub(super) async fn version(path: &Path, connection: &mut SqliteConnection) -> Result<Option<i64>> {
    // The bookkeeping of versions alone: a first start was cut short.
    let tables: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM sqlite_schema WHERE tbl_name <> '_sqlx_migrations'",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(|e| unusable(path, &e))?;
    if tables == 0 {
        return Ok(None);
    }
    let version: Option<i64> = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(&mut *connection)
        .await
        .map_err(|_| foreign(path))?;
    let ours: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT COUNT(*) FROM sqlite_schema WHERE name IN {OURS}"
    )))
    .fetch_one(connection)
    .await?;
    match version {
        Some(version) if version > newest() => {
            Err(behind(path, MigrateError::VersionMissing(version)))
        }
        Some(version) if ours == 4 => Ok(Some(version)),
        _ => Err(foreign(path)),
    }
}

pub(super) fn foreign(path: &Path) -> Error {
    Error::Unusable(format!("{} is not a frontdesk database", path.display()))
}

/// Makes sure that we may write.
pub(super) async fn writable(path: &Path, connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await
        .map_err(|e| unusable(path, &e))?;
    sqlx::query("ROLLBACK").execute(connection).await?;
    Ok(())
}

/// SQLite's primary result codes, as far as they say something about the file.
pub(super) fn unusable(path: &Path, error: &sqlx::Error) -> Error {
    let code = error
        .as_database_error()
        .and_then(|e| e.code())
        .and_then(|c| c.parse::<u32>().ok())
        .map(|c| c & 0xff);
    let path = path.display();
    Error::Unusable(match code {
        Some(5 | 6) => format!(
            "{path} is locked by another program; stop it, or wait until it has finished, and start again"
        ),
        Some(8) => format!(
            "{path} cannot be written; give the user that runs frontdesk write access to the file and its folder"
        ),
        Some(10 | 13) => format!("{path}: the disk is full or failing ({error})"),
        Some(11) => {
            format!("{path} is damaged; restore a backup with `frontdesk restore FILE`")
        }
        Some(14) => format!(
            "{path} cannot be opened; make its folder, and give the user that runs frontdesk access to it"
        ),
        Some(26) => format!(
            "{path} is not a frontdesk database; name another file in FRONTDESK_DATABASE_URL"
        ),
        _ => format!("{path} cannot be used: {error}"),
    })
}

pub(super) fn behind(path: &Path, error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMissing(version) => Error::Unusable(format!(
            "{} was written by a newer frontdesk (schema {version}); install that version, or restore an older backup",
            path.display()
        )),
        MigrateError::VersionMismatch(version) => Error::Unusable(format!(
            "{}: schema version {version} is not the one that this frontdesk knows; install the version that wrote it",
            path.display()
        )),
        MigrateError::Execute(error) => unusable(path, &error),
        other => Error::Unusable(format!(
            "{} could not be brought up to date: {other}",
            path.display()
        )),
    }
}
