//! The only module that knows SQL: one file a table, free functions over `&mut Tx`.

mod backup;
mod damage;
mod db;
mod error;
mod migrations;
mod open;
mod postgres;
mod postgres_link;
#[macro_use]
mod sql;
mod sql_approvals;
mod sql_duty;
mod sql_knowledge;
mod sql_numbers;
mod sql_plans;
mod sql_routing;
mod sql_tools;
mod sqlite;
mod transfer;
mod transfer_table;
mod writer;

pub mod announcements;
pub mod approvals;
pub mod archive;
pub mod articles;
pub mod behind;
mod common_words;
pub mod dead_letters;
pub mod duty;
pub mod events;
pub mod figures;
pub mod handling;
pub mod inbox;
pub mod measures;
pub mod messages;
pub mod notes;
pub mod outbox;
pub mod people;
pub mod posts;
pub mod replies;
mod request_row;
pub mod requests;
pub mod routing;
pub mod search;
pub mod steps;
pub mod strays;
pub mod theirs;
pub mod threads;
pub mod timers;
pub mod tokens;
pub mod watchers;
pub mod wishes;

use futures_util::FutureExt;
use sqlx::PgPool;

pub use backup::{backup, restore};
pub use db::Tx;
pub use error::{Error, Result};
pub use open::{Schema, schema};
pub use postgres::{postgres_name, postgres_schema};
pub use sql::Statement;
pub use transfer::{Transfer, transfer};
pub use writer::Writer;

/// Every statement, for the tests.
pub const STATEMENTS: &[Statement] = joined![
    sql,
    sql_approvals,
    sql_duty,
    sql_knowledge,
    sql_numbers,
    sql_plans,
    sql_routing,
    sql_tools
];

/// The database: one writer that commits for many at once, several readers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    writer: Writer,
    readers: Pool,
}

/// Where connections come from.
#[derive(Clone, Debug)]
enum Pool {
    Sqlite(sqlite::Readers),
    Postgres(PgPool),
}

impl Pool {
    async fn acquire(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Pool::Sqlite(pool) => sqlite::Link::Reader(pool.acquire().await?).into(),
            Pool::Postgres(pool) => postgres_link::Link::new(pool.acquire().await?).into(),
        })
    }

    async fn close(&self) {
        match self {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

impl Store {
    /// Runs `work` in a transaction that it shares with whatever else waits, and returns once that
    /// is on disk. An error of `work` undoes what it did and nothing else. It runs once more where the
    /// transaction had to be undone because of somebody else's; only the last run counts.
    ///
    /// # Errors
    /// What `work` says, or that the commit failed: then nothing of it happened.
    pub async fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'a> FnMut(
                &'a mut Tx,
            )
                -> futures_util::future::BoxFuture<'a, std::result::Result<T, E>>
            + Send
            + 'static,
    {
        self.writer.write(work).await
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// When none is free in time, or the database cannot be read.
    pub async fn read(&self) -> Result<Tx> {
        Ok(self.readers.acquire().await?)
    }

    /// Whether the writer takes more; if not, the database has stopped or cannot keep up.
    pub fn has_room(&self) -> bool {
        self.writer.has_room()
    }

    /// Whether what is written reaches the disk. Once it did not, each question tries again, so that an end
    /// of the trouble is seen while nobody else writes.
    pub async fn takes_writes(&self) -> bool {
        // Whoever tried now would wait behind it.
        if self.writer.stands_still() {
            return false;
        }
        if self.writer.stored_last() {
            return true;
        }
        let tried: Result<()> = self
            .write(|tx| notes::set(tx, "store.tried", "").boxed())
            .await;
        tried.is_ok()
    }

    /// Finishes what waits, then closes the database.
    pub async fn close(&self) {
        // The writer last: whoever closes a file of SQLite's last folds its log in, and readers may not.
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// JSON of our own types: they have string keys only, so that this cannot fail.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
