//! What can go wrong in the store.

use sqlx::postgres::PgDatabaseError;

/// Never holds what people wrote: neither bound values nor rows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database refused: {}", told(.0))]
    Sql(sqlx::Error),
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

impl Error {
    /// Whether the same would come of the same again: it lies in what is stored or asked, and not in the state that the
    /// database is in.
    pub fn lasts(&self) -> bool {
        use sqlx::Error as Sql;
        match self {
            Error::Broken { .. } | Error::Panicked | Error::Closed => true,
            Error::Sql(Sql::ColumnDecode { .. } | Sql::Decode(_) | Sql::RowNotFound) => true,
            Error::Sql(error) => refusal(error).is_some(),
            Error::Stale | Error::Full | Error::Unusable(_) => false,
        }
    }
}

// Not as its source: whoever prints a chain of errors would print what `told` leaves out.
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        Error::Sql(error)
    }
}

/// An error for the log. PostgreSQL repeats in many what it was given, which people wrote: of those only the code.
pub(super) fn told(error: &sqlx::Error) -> String {
    match refusal(error) {
        Some(code) => format!("SQLSTATE {code}"),
        None => error.to_string(),
    }
}

/// The classes of PostgreSQL's errors that tell of its own state: connection, transaction, who may come in, rolled back,
/// resources, locks, an operator, the system.
const ITS_STATE: [&str; 9] = ["08", "25", "28", "3D", "40", "53", "55", "57", "58"];

/// PostgreSQL's code, where it is what it was given that it refuses: a value, its size, a constraint, the statement.
fn refusal(error: &sqlx::Error) -> Option<&str> {
    let error = error.as_database_error()?;
    let code = error.try_downcast_ref::<PgDatabaseError>()?.code();
    let its_own = ITS_STATE.iter().any(|class| code.starts_with(class));
    (!its_own).then_some(code)
}

pub type Result<T> = std::result::Result<T, Error>;
