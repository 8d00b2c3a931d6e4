//! A connection to PostgreSQL that may fall silent: its host died, or something between us drops what is sent, and
//! nobody says so. A connection of that kind would be waited for until the kernel gives it up, which is never or after
//! a quarter of an hour.

use std::fmt;
use std::future::Future;
use std::io;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres};

/// So long a statement may take. More than a writer waits for its turn (`lock_timeout`), the longest wait of all.
const ANSWER: Duration = Duration::from_secs(12);
/// So long one that goes back to the others may take to say that it is well.
const WELL: Duration = Duration::from_secs(2);

/// A connection out of a pool; goes back there when it is dropped.
pub struct Link {
    held: PoolConnection<Postgres>,
    end: End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Back to the others.
    Returned,
    /// With a farewell.
    Closed,
    /// Without a word: nobody would answer, or nobody knows in which state it is.
    Cut,
}

impl Link {
    pub fn new(held: PoolConnection<Postgres>) -> Link {
        let end = End::Returned;
        Link { held, end }
    }

    /// To ask something of PostgreSQL, within [`in_time`]; what came of it is for [`Link::heard`].
    ///
    /// # Errors
    /// When it has fallen silent: nothing more is waited for.
    pub fn ask(&mut self) -> sqlx::Result<&mut PgConnection> {
        match self.end {
            End::Cut => Err(silent()),
            End::Returned | End::Closed => Ok(&mut self.held),
        }
    }

    /// Keeps in mind what an answer, or its absence, says of the connection.
    pub fn heard<T>(&mut self, answer: sqlx::Result<T>) -> sqlx::Result<T> {
        if let Err(sqlx::Error::Io(error)) = &answer
            && error.kind() == io::ErrorKind::TimedOut
        {
            self.end = End::Cut;
        }
        answer
    }

    /// Ends it, whatever state it is in.
    pub fn cut(mut self) {
        self.end = End::Cut;
    }

    /// Ends it properly, where it is idle.
    pub fn close(mut self) {
        self.end = End::Closed;
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").finish_non_exhaustive()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        match self.end {
            // sqlx asks it first whether it is well, and would wait for the answer for ever, with its place in the
            // pool taken.
            End::Returned => {
                tokio::spawn(tokio::time::timeout(WELL, self.held.return_to_pool()));
            }
            End::Closed => self.held.close_on_drop(),
            // Never begun: what it holds, the connection and its place, is let go.
            End::Cut => drop(self.held.return_to_pool()),
        }
    }
}

/// What comes of `asked`, if it comes in time.
pub async fn in_time<T>(asked: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    match tokio::time::timeout(ANSWER, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(silent()),
    }
}

fn silent() -> sqlx::Error {
    let word = format!("PostgreSQL did not answer for {} seconds", ANSWER.as_secs());
    io::Error::new(io::ErrorKind::TimedOut, word).into()
}
