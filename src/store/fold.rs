//! Folds SQLite's log of writes into the database beside the writer: no answer waits for it, and the log is
//! written over from its beginning instead of growing, which makes each flush cheaper (docs/performance.md).

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::sqlite;

/// Commits between two folds. Each takes the disk from a commit or two; seldom enough to be nobody's rule.
const EVERY: u32 = 256;
/// What is written during a fold is folded once more. Under load somebody always writes: then the writer
/// does it itself when the log has become long.
const ROUNDS: usize = 3;

/// The thread that folds, and how many commits there were.
#[derive(Debug)]
pub(super) struct Folder {
    commits: u32,
    turns: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Folder {
    /// Starts the thread, with a connection of its own.
    ///
    /// # Errors
    /// When the file cannot be opened, or the system has no thread left.
    pub fn start(path: &Path) -> sqlx::Result<Folder> {
        let connection = sqlite::folder(path)?;
        let (turns, due) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("folder".to_owned())
            .spawn(move || run(&connection, &due))?;
        Ok(Folder {
            commits: 0,
            turns: Some(turns),
            thread: Some(thread),
        })
    }

    /// Something was committed.
    pub fn committed(&mut self) {
        self.commits = self.commits.wrapping_add(1);
        if self.commits.is_multiple_of(EVERY)
            && let Some(turns) = &self.turns
        {
            // It has its turn already, or is at it.
            let _ = turns.try_send(());
        }
    }
}

impl Drop for Folder {
    /// Waits for the thread: whoever closes a database last tidies it up.
    fn drop(&mut self) {
        self.turns = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, due: &Receiver<()>) {
    while due.recv().is_ok() {
        for _ in 0..ROUNDS {
            match fold(connection) {
                Ok(true) => break,
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(%error, "the log of writes could not be folded in");
                    break;
                }
            }
        }
    }
}

/// False: some of it was written too late.
fn fold(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
        let (pages, folded): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(folded >= pages)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_written_over_instead_of_growing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        Connection::open(&path).unwrap();
        let writer = sqlite::writer(&path).unwrap();
        writer.execute_batch("CREATE TABLE t (x)").unwrap();
        let length = || std::fs::metadata(dir.path().join("desk.db-wal")).map_or(0, |m| m.len());
        let write = |rows: usize| {
            for _ in 0..rows {
                writer.execute("INSERT INTO t VALUES (1)", []).unwrap();
            }
        };
        write(300);
        let before = length();
        let folder = Connection::open(&path).unwrap();
        assert!(fold(&folder).unwrap());
        write(250);
        assert_eq!(length(), before);
    }
}
