//! What can go wrong in the store.

/// Never holds what people wrote: neither bound values nor rows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database refused: {0}")]
    Sql(#[from] sqlx::Error),
    /// A row that our own rules forbid.
    #[error("table {table}: {column} of row {row} cannot be read")]
    Broken {
        table: &'static str,
        column: &'static str,
        row: i64,
    },
    /// Somebody else changed the row since it was read.
    #[error("the request was changed by somebody else meanwhile")]
    Stale,
    /// More waits than the writer's queue holds.
    #[error("too much is waiting to be stored")]
    Full,
    #[error("the database is closed")]
    Closed,
    #[error("a task of the store failed")]
    Panicked,
    /// The file cannot be used at all: what is wrong, and what to do.
    #[error("{0}")]
    Unusable(String),
}

pub type Result<T> = std::result::Result<T, Error>;
