//! From one engine to the other: everything that an SQLite file holds, into PostgreSQL.
//!
//! It happens in one transaction of PostgreSQL, so that whatever interrupts it leaves nothing behind, and it
//! can simply be run again. Tables and columns are read from the databases themselves: a table that a later
//! version of the schema brings is moved without a word here.

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};

use super::damage::damaged_table;
use super::transfer_table::{Held, PORTION, Table};
use super::{Error, Result, migrations, open, postgres, search};

/// How long a program that is just ending may hold the file, or a connection to the target.
const BUSY: Duration = Duration::from_secs(2);
const AGAIN: Duration = Duration::from_millis(50);

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The target held all of it before; nothing was done.
    pub already: bool,
    /// Each table with the number of its rows.
    pub tables: Vec<(String, u64)>,
}

/// Moves everything in the database at `from` into the PostgreSQL database that `url` names, table by table
/// in portions, and reads it back to compare. No desk may run on either meanwhile: both are locked.
///
/// # Errors
/// [`Error::Unusable`] with what to do: either is in use or cannot be reached, `from` is damaged or not ours,
/// the target holds something else. Then nothing was changed.
pub async fn transfer(from: &Path, url: &str) -> Result<Transfer> {
    let mut source = source(from).await?;
    let (name, mut target) = postgres::brought_up(url).await?;
    let mut moving = Moving {
        from,
        source: &mut source,
        name: &name,
        target: &mut target,
    };
    let done = moving.all().await;
    // An end without COMMIT undoes what was begun.
    target.close().await?;
    source.close().await?;
    done
}

/// The file with nobody else in it, brought to this version.
async fn source(path: &Path) -> Result<SqliteConnection> {
    if !path.exists() {
        return Err(Error::Unusable(format!(
            "there is no database at {}",
            path.display()
        )));
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .locking_mode(SqliteLockingMode::Exclusive)
        .journal_mode(SqliteJournalMode::Wal);
    let in_use = |e: sqlx::Error| {
        let code = e.as_database_error().and_then(|e| e.code());
        match code.as_deref() {
            Some("5" | "261") => Error::Unusable(format!(
                "a program runs on {}; stop frontdesk first: what it took in from now on would be left behind",
                path.display()
            )),
            _ => open::unusable(path, &e),
        }
    };
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .map_err(in_use)?;
    // The lock is taken by the first look at the file.
    sqlx::query("SELECT COUNT(*) FROM sqlite_schema")
        .execute(&mut connection)
        .await
        .map_err(in_use)?;
    if open::version(path, &mut connection).await?.is_none() {
        return Err(open::foreign(path));
    }
    open::writable(path, &mut connection).await?;
    let damaged = damaged_table(&mut connection).await;
    if damaged.map_err(|e| open::unusable(path, &e))?.is_some() {
        return Err(Error::Unusable(format!(
            "{} is damaged; restore a backup with `frontdesk restore FILE` first",
            path.display()
        )));
    }
    migrations::sqlite()
        .run(&mut connection)
        .await
        .map_err(|e| open::behind(path, e))?;
    Ok(connection)
}

struct Moving<'a> {
    from: &'a Path,
    source: &'a mut SqliteConnection,
    /// The target, for people.
    name: &'a str,
    target: &'a mut PgConnection,
}

impl Moving<'_> {
    async fn all(&mut self) -> Result<Transfer> {
        // Held to the end: a desk that starts meanwhile waits with its first word.
        self.run("BEGIN; SET LOCAL lock_timeout = '10s'; SELECT pg_advisory_xact_lock(7310582213)")
            .await?;
        self.nobody_else().await?;
        let tables = self.tables().await?;
        if self.has_rows(&tables).await? {
            return self.compared(tables).await;
        }
        let later = self.references("DEFERRABLE INITIALLY DEFERRED").await?;
        self.run(&later).await?;
        // What they keep (the roll-ups) is moved as it is, like everything else.
        let still = self.triggers("DISABLE").await?;
        self.run(&still).await?;
        let mut moved = Vec::with_capacity(tables.len());
        for table in tables {
            let held = self.table(&table).await?;
            let arrived = self.arrived(&table).await?;
            if held != arrived {
                return Err(Error::Unusable(format!(
                    "{}: table {} did not arrive as it was ({} rows of {}); nothing was changed, please report this",
                    self.name, table.name, arrived.rows, held.rows
                )));
            }
            tracing::info!(table = table.name, rows = held.rows, "moved");
            moved.push((table.name, held.rows));
        }
        self.words().await?;
        self.keys().await?;
        self.run("SET CONSTRAINTS ALL IMMEDIATE").await?;
        let at_once = self.references("NOT DEFERRABLE").await?;
        self.run(&at_once).await?;
        let again = self.triggers("ENABLE").await?;
        self.run(&again).await?;
        self.run("COMMIT").await?;
        // So that the first reads are planned by what is there now.
        self.run("ANALYZE").await?;
        Ok(Transfer {
            already: false,
            tables: moved,
        })
    }

    async fn nobody_else(&mut self) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < BUSY {
            let others: i64 = sqlx::query_scalar(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
                    AND application_name = 'frontdesk' AND pid <> pg_backend_pid()",
            )
            .fetch_one(&mut *self.target)
            .await
            .map_err(|e| postgres::unusable(self.name, &e))?;
            if others == 0 {
                return Ok(());
            }
            tokio::time::sleep(AGAIN).await;
        }
        Err(Error::Unusable(format!(
            "a frontdesk runs on {}; stop it first, or name an empty database",
            self.name
        )))
    }

    /// What there is to move, as the target has it. The index of words is built anew instead.
    async fn tables(&mut self) -> Result<Vec<Table>> {
        let columns: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
             WHERE table_schema = current_schema() AND is_generated = 'NEVER'
                AND table_name NOT IN ('_sqlx_migrations', 'request_words')
             ORDER BY table_name, ordinal_position",
        )
        .fetch_all(&mut *self.target)
        .await
        .map_err(|e| postgres::unusable(self.name, &e))?;
        Table::all(columns)
    }

    async fn has_rows(&mut self, tables: &[Table]) -> Result<bool> {
        for table in tables {
            let one = format!("SELECT 1 FROM {} LIMIT 1", table.quoted());
            let found = sqlx::query(AssertSqlSafe(one))
                .fetch_optional(&mut *self.target)
                .await
                .map_err(|e| postgres::unusable(self.name, &e))?;
            if found.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The target is not empty: right if it holds exactly this, from an earlier run.
    async fn compared(&mut self, tables: Vec<Table>) -> Result<Transfer> {
        let mut same = Vec::with_capacity(tables.len());
        for table in tables {
            let (mut there, mut rows) = (Held::default(), table.rows(&mut *self.source));
            while let Some(row) = rows
                .try_next()
                .await
                .map_err(|e| open::unusable(self.from, &e))?
            {
                there.count(&table.cells(&row)?);
            }
            drop(rows);
            if self.arrived(&table).await? != there {
                return Err(Error::Unusable(format!(
                    "{} holds something else already (table {}); name an empty database",
                    self.name, table.name
                )));
            }
            same.push((table.name, there.rows));
        }
        Ok(Transfer {
            already: true,
            tables: same,
        })
    }

    /// Copies one table; returns what was read.
    async fn table(&mut self, table: &Table) -> Result<Held> {
        let (from, name) = (self.from, self.name);
        let mut held = Held::default();
        let mut portion = Vec::with_capacity(PORTION);
        let mut rows = table.rows(&mut *self.source);
        loop {
            let row = rows
                .try_next()
                .await
                .map_err(|e| open::unusable(from, &e))?;
            let more = row.is_some();
            if let Some(row) = row {
                let cells = table.cells(&row)?;
                held.count(&cells);
                portion.push(cells);
            }
            if portion.len() == PORTION || (!more && !portion.is_empty()) {
                table
                    .insert(&mut *self.target, std::mem::take(&mut portion))
                    .await
                    .map_err(|e| postgres::unusable(name, &e))?;
            }
            if !more {
                return Ok(held);
            }
        }
    }

    /// What the target holds of a table.
    async fn arrived(&mut self, table: &Table) -> Result<Held> {
        let mut held = Held::default();
        let mut rows = table.rows(&mut *self.target);
        while let Some(row) = rows
            .try_next()
            .await
            .map_err(|e| postgres::unusable(self.name, &e))?
        {
            held.count(&table.cells(&row)?);
        }
        Ok(held)
    }

    /// The words by which requests are found: SQLite's index does not give them back.
    async fn words(&mut self) -> Result<()> {
        let mut requests =
            sqlx::query("SELECT id, number, subject FROM requests").fetch(&mut *self.source);
        loop {
            let (mut ids, mut words): (Vec<i64>, Vec<String>) = (Vec::new(), Vec::new());
            while ids.len() < PORTION
                && let Some(row) = requests
                    .try_next()
                    .await
                    .map_err(|e| open::unusable(self.from, &e))?
            {
                ids.push(row.try_get(0)?);
                words.push(search::postgres_words(row.try_get(1)?, row.try_get(2)?));
            }
            if ids.is_empty() {
                return Ok(());
            }
            sqlx::query("INSERT INTO request_words (rowid, words) SELECT * FROM UNNEST($1, $2)")
                .bind(ids)
                .bind(words)
                .execute(&mut *self.target)
                .await
                .map_err(|e| postgres::unusable(self.name, &e))?;
        }
    }

    /// Keys that the target gives itself go on where the source's ended.
    async fn keys(&mut self) -> Result<()> {
        let keys: Vec<(String, String)> = sqlx::query_as(
            "SELECT table_name::text, column_name::text FROM information_schema.columns
             WHERE table_schema = current_schema() AND is_identity = 'YES'",
        )
        .fetch_all(&mut *self.target)
        .await
        .map_err(|e| postgres::unusable(self.name, &e))?;
        for (table, column) in keys {
            self.run(&format!(
                "SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), MAX(\"{column}\"))
                 FROM \"{table}\" HAVING MAX(\"{column}\") IS NOT NULL"
            ))
            .await?;
        }
        Ok(())
    }

    /// Sets when references are checked: with every row in place, not row by row.
    async fn references(&mut self, when: &str) -> Result<String> {
        let all: Vec<(String, String)> = sqlx::query_as(
            "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
        )
        .fetch_all(&mut *self.target)
        .await
        .map_err(|e| postgres::unusable(self.name, &e))?;
        let change = |(table, name): &(String, String)| {
            format!("ALTER TABLE {table} ALTER CONSTRAINT {name} {when};")
        };
        Ok(all.iter().map(change).collect())
    }

    /// Sets whether the triggers of ours work.
    async fn triggers(&mut self, how: &str) -> Result<String> {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
        )
        .fetch_all(&mut *self.target)
        .await
        .map_err(|e| postgres::unusable(self.name, &e))?;
        let set = |table: &String| format!("ALTER TABLE {table} {how} TRIGGER USER;");
        Ok(tables.iter().map(set).collect())
    }

    async fn run(&mut self, sql: &str) -> Result<()> {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut *self.target)
            .await
            .map(|_| ())
            .map_err(|e| postgres::unusable(self.name, &e))
    }
}
