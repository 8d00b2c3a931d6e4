//! Whether everything that was answered is there.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::candidate::Candidate;

/// Counts the requests in `database`, and makes sure that nothing that belongs to one is missing.
///
/// # Errors
/// What is missing.
pub fn requests(candidate: Candidate, database: &Path) -> anyhow::Result<u64> {
    // Not read-only: the write-ahead log of a server that was stopped has to be read as well.
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let count =
        |sql: &str| -> rusqlite::Result<i64> { connection.query_row(sql, [], |r| r.get(0)) };
    let requests = count("SELECT COUNT(*) FROM requests")?;
    let events = count("SELECT COUNT(*) FROM events WHERE seq = 1")?;
    anyhow::ensure!(
        events == requests,
        "{requests} requests, but {events} with a first event"
    );
    if candidate.is_frontdesk() {
        let cards =
            count("SELECT COUNT(*) FROM posts WHERE kind IN ('requester_card', 'triage_card')")?;
        anyhow::ensure!(
            cards == 2 * requests,
            "{requests} requests, but {cards} cards"
        );
        let jobs = count("SELECT COUNT(*) FROM outbox WHERE request_id IS NOT NULL")?;
        anyhow::ensure!(jobs >= 2 * requests, "{requests} requests, but {jobs} jobs");
        let gaps = count(
            "SELECT COUNT(*) FROM counters c
             WHERE c.value <> (SELECT COUNT(*) FROM requests r WHERE r.team = c.team)",
        )?;
        anyhow::ensure!(gaps == 0, "a team's numbers have gaps");
    } else {
        let outbox = count("SELECT COUNT(*) FROM outbox")?;
        anyhow::ensure!(
            outbox == requests,
            "{requests} requests, but {outbox} in the outbox"
        );
    }
    Ok(requests.unsigned_abs())
}
