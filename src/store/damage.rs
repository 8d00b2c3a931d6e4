//! Whether the file is whole: read while the desk works, table by table, so that no snapshot is held
//! for as long as all of it takes.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::{Pool, Result, Store};

impl Store {
    /// Whether the data lies in a file that we have to look after; PostgreSQL looks after its own.
    pub fn is_a_file(&self) -> bool {
        matches!(self.readers, Pool::Sqlite(_))
    }

    /// Reads every page of every table and its indexes, on a connection of its own. Returns where the
    /// first fault is; None: the file is whole. Minutes on a big file and a slow disk.
    ///
    /// # Errors
    /// When it cannot be read for a reason that has nothing to do with the file's content.
    pub async fn damage(&self) -> Result<Option<String>> {
        let Pool::Sqlite(readers) = &self.readers else {
            return Ok(None);
        };
        // sqlx's: it has a thread of its own to wait on.
        let options = SqliteConnectOptions::new()
            .filename(readers.path())
            .read_only(true);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let found = damaged_table(&mut connection).await;
        connection.close().await?;
        Ok(found?)
    }
}

/// The first table with a fault in it or in one of its indexes.
pub(super) async fn damaged_table(
    connection: &mut SqliteConnection,
) -> sqlx::Result<Option<String>> {
    let tables: sqlx::Result<Vec<String>> = sqlx::query_scalar(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')",
    )
    .fetch_all(&mut *connection)
    .await;
    let tables = match tables {
        Err(error) if is_damage(&error) => return Ok(Some("sqlite_schema".to_owned())),
        tables => tables?,
    };
    for table in tables {
        let check = AssertSqlSafe(format!("PRAGMA quick_check(\"{table}\")"));
        let word: sqlx::Result<Option<String>> = sqlx::query_scalar(check)
            .fetch_optional(&mut *connection)
            .await;
        match word {
            Ok(word) if word.as_deref() == Some("ok") => {}
            Ok(_) => return Ok(Some(table)),
            Err(error) if is_damage(&error) => return Ok(Some(table)),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// SQLite's word for pages that are not what they should be.
fn is_damage(error: &sqlx::Error) -> bool {
    const CORRUPT: u32 = 11;
    let code = error.as_database_error().and_then(|e| e.code());
    code.and_then(|c| c.parse::<u32>().ok())
        .is_some_and(|c| c & 0xff == CORRUPT)
}
