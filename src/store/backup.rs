//! A copy of everything while the desk runs, and the way back.
//!
//! The tables' names come from the file itself, so that the statements here are made on the spot: they
//! are the only ones outside `sql.rs` besides those that open a file.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::damage::damaged_table;
use super::open::{unusable, version, writable};
use super::{Error, Result, Store};

/// How long the desk's own writing may keep a restore waiting.
const BUSY: Duration = Duration::from_secs(30);

/// Writes everything that is in the database at `path` into the new file `to`, as of one instant, while
/// the desk goes on. Returns once it is on disk.
///
/// # Errors
/// [`Error::Unusable`] with what to do: `to` is there already, cannot be written, `path` cannot be read.
pub async fn backup(path: &Path, to: &Path) -> Result<()> {
    let mut connection = read(path).await?;
    if version(path, &mut connection).await?.is_none() {
        return Err(Error::Unusable(format!("{} is empty", path.display())));
    }
    reserve(to)?;
    let done = copy(&mut connection, to).await;
    connection.close().await?;
    if let Err(error) = done {
        // Half a backup is worse than none.
        let _ = std::fs::remove_file(to);
        return Err(unusable(to, &error));
    }
    durable(to).map_err(|e| failed(to, &e))
}

/// Replaces everything in the database at `path` by what the backup `from` holds, in one transaction: the
/// desk may run meanwhile, and if anything fails nothing has changed. What was due then may have gone out
/// since, so that each such message is looked for before it is sent.
///
/// # Errors
/// [`Error::Unusable`] with what to do: `from` is damaged, not ours or newer, `path` is locked.
pub async fn restore(path: &Path, from: &Path) -> Result<()> {
    if !from.exists() {
        return Err(Error::Unusable(format!("{} is not there", from.display())));
    }
    let staged = Staged::new(path);
    let mut backup = read(from).await?;
    if version(from, &mut backup).await?.is_none() {
        return Err(Error::Unusable(format!("{} is empty", from.display())));
    }
    // The backup itself stays as it is: a copy of it is brought to this version.
    let copied = copy(&mut backup, &staged.0).await;
    backup.close().await?;
    copied.map_err(|e| unusable(from, &e))?;
    Store::open(&staged.0).await?.close().await;
    let mut source = read(&staged.0).await?;
    sound(from, &mut source).await?;
    source.close().await?;

    let opened = Store::open(path).await.map_err(|e| {
        Error::Unusable(format!(
            "{e}; if that file is lost, stop frontdesk, move the file away and restore again"
        ))
    })?;
    opened.close().await;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .foreign_keys(true);
    let mut live = SqliteConnection::connect_with(&options)
        .await
        .map_err(|e| unusable(path, &e))?;
    writable(path, &mut live).await?;
    let damaged = damaged_table(&mut live).await;
    if damaged.map_err(|e| unusable(path, &e))?.is_some() {
        return Err(Error::Unusable(format!(
            "{} is damaged; stop frontdesk, move the file away and restore again",
            path.display()
        )));
    }
    sqlx::query("ATTACH DATABASE $1 AS backup")
        .bind(staged.0.to_string_lossy().into_owned())
        .execute(&mut live)
        .await
        .map_err(|e| unusable(from, &e))?;
    let done = replace(&mut live).await;
    if done.is_err() {
        let _ = run(&mut live, "ROLLBACK").await;
    }
    live.close().await?;
    done.map_err(|e| unusable(path, &e))
}

async fn replace(live: &mut SqliteConnection) -> sqlx::Result<()> {
    run(live, "BEGIN IMMEDIATE").await?;
    run(live, "PRAGMA defer_foreign_keys = ON").await?;
    // A sender at work now holds the number of a lease; none that is given later may equal it.
    let lease: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(lease), 0) + 1 FROM main.lanes")
        .fetch_one(&mut *live)
        .await?;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM main.pragma_table_list WHERE schema = 'main' AND type = 'table'
            AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations' ORDER BY name",
    )
    .fetch_all(&mut *live)
    .await?;
    for table in &tables {
        run(live, &format!("DELETE FROM main.\"{table}\"")).await?;
    }
    // The roll-ups come with what they count, by its triggers.
    for table in tables
        .iter()
        .filter(|t| !["figures", "tally", "measured", "spread"].contains(&t.as_str()))
    {
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT '\"' || name || '\"' FROM pragma_table_info($1)")
                .bind(table)
                .fetch_all(&mut *live)
                .await?;
        let columns = columns.join(", ");
        run(
            live,
            &format!(
                "INSERT INTO main.\"{table}\" ({columns}) SELECT {columns} FROM backup.\"{table}\""
            ),
        )
        .await?;
    }
    // The index of words keeps no text of its own: it is built anew.
    run(
        live,
        "INSERT INTO main.request_words (request_words) VALUES ('delete-all')",
    )
    .await?;
    run(
        live,
        "INSERT INTO main.request_words (rowid, words) SELECT id, number || ' ' || subject FROM main.requests",
    )
    .await?;
    run(
        live,
        "UPDATE main.outbox SET unsure = 1 WHERE state = 'due'",
    )
    .await?;
    run(
        live,
        &format!("UPDATE main.lanes SET lease = lease + {lease}, lease_until = 0, paced_until = 0"),
    )
    .await?;
    run(live, "COMMIT").await
}

async fn read(path: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY);
    SqliteConnection::connect_with(&options)
        .await
        .map_err(|e| unusable(path, &e))
}

async fn copy(connection: &mut SqliteConnection, to: &Path) -> sqlx::Result<()> {
    sqlx::query("VACUUM INTO $1")
        .bind(to.to_string_lossy().into_owned())
        .execute(connection)
        .await?;
    Ok(())
}

/// Every row, index and reference, not only the links between pages.
async fn sound(name: &Path, connection: &mut SqliteConnection) -> Result<()> {
    let word: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut *connection)
        .await
        .map_err(|e| unusable(name, &e))?;
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_optional(connection)
        .await
        .map_err(|e| unusable(name, &e))?;
    if word == "ok" && dangling.is_none() {
        return Ok(());
    }
    Err(Error::Unusable(format!(
        "{} is damaged; take another backup",
        name.display()
    )))
}

async fn run(connection: &mut SqliteConnection, sql: &str) -> sqlx::Result<()> {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Takes the name, so that nothing is ever overwritten; readable by its owner only, since it holds what
/// people wrote.
fn reserve(to: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(to) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Err(Error::Unusable(format!(
            "{} is there already; name a new file",
            to.display()
        ))),
        Err(e) => Err(failed(to, &e)),
    }
}

fn durable(file: &Path) -> std::io::Result<()> {
    File::open(file)?.sync_all()?;
    match file.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

fn failed(file: &Path, error: &std::io::Error) -> Error {
    Error::Unusable(format!("{} cannot be written: {error}", file.display()))
}

/// A copy beside the database while it is put in; gone afterwards, whatever happened.
struct Staged(PathBuf);

impl Staged {
    fn new(path: &Path) -> Staged {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".restoring-{:08x}", rand::random::<u32>()));
        Staged(PathBuf::from(name))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut name = self.0.as_os_str().to_owned();
            name.push(end);
            let _ = std::fs::remove_file(name);
        }
    }
}
