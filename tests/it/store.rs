//! The store: every statement and its plan, migrations, settings, shared commits, and a file that
//! cannot be used.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::domain::ids::{PersonId, RequestId};
use frontdesk::store::{self, Error, Store};
use futures_util::FutureExt;
use futures_util::future::join_all;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Row, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::Semaphore;

const SCHEMA: &str = include_str!("../../migrations/sqlite/newest.sql");
const SAMPLE: &str = include_str!("../data/migrations/0001.sql");

/// Tables and indexes that a statement may read whole, and why that stays cheap.
pub const SMALL: &[(&str, &str)] = &[
    ("tokens", "a handful, made by hand"),
    ("digest_wishes", "agents, read at a start"),
    (
        "duty_shifts USING COVERING INDEX duty_shifts_team",
        "a handful, set by hand",
    ),
    (
        "outbox USING INDEX outbox_due",
        "what waits, and nothing that went out",
    ),
    ("outbox USING COVERING INDEX outbox_dead", "what died"),
    (
        "steps USING COVERING INDEX steps_stopped",
        "what waits for a decision",
    ),
];

/// Statements, and the only index that keeps them cheap.
const WALKED: &[(&str, &str)] = &[
    ("REQUESTS_MINE", "requests_asked"),
    ("REQUESTS_QUEUE", "requests_queue"),
    ("REQUESTS_ASSIGNED", "requests_assigned"),
    ("FOUND_BY_ASSIGNEE_OPEN", "requests_assigned"),
    ("FLOOR_BY_ASSIGNEE_OPEN", "requests_assigned"),
    ("REQUESTS_UNTAKEN", "requests_queue"),
    ("REQUESTS_AFTER", "requests_queue"),
    ("OPEN_SUBJECTS", "requests_queue"),
    ("LOOKS_DUE", "requests_look"),
    ("LOOK_NEXT", "requests_look"),
    ("FOUND_BY_STATUS", "requests_status"),
    ("FLOOR_BY_STATUS", "requests_status"),
    ("FOUND_ASKED", "requests_asked"),
    ("FOUND_ASKED_BEFORE", "requests_asked_before"),
    ("FOUND_BY_ASSIGNEE", "requests_served"),
    ("FOUND_BY_SERVICE", "requests_service"),
    ("FOUND_BY_TEAM", "requests_team"),
    ("FOUND", "requests_created"),
    ("FLOOR", "requests_created"),
    ("ARCHIVE_DUE", "requests_over"),
    ("BEHIND_OPENED", "requests_team"),
    ("BEHIND_RESOLVED", "requests_resolved"),
    ("BEHIND_UNHAPPY", "requests_rated"),
    ("BEHIND_UNASSIGNED", "requests_queue"),
    ("BEHIND_STATE_OF_PERSON", "requests_assigned"),
    ("BEHIND_STATE", "requests_queue"),
    ("BEHIND_RESOLVED_BY", "results_person"),
    ("DUE_OF_TEAM", "requests_queue"),
    ("DUE_OF_PERSON", "requests_assigned"),
    ("STATES_OF_PERSON", "requests_assigned"),
    ("OUTBOX_HEAD", "outbox_lane"),
    ("OUTBOX_FORGET", "outbox_sent"),
    ("INBOX_FORGET", "inbox_at"),
    ("LANES_DUE", "lanes_ready"),
    ("LANE_NEXT", "lanes_ready"),
];

async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true);
    options.connect().await.unwrap()
}

async fn run(connection: &mut SqliteConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(connection)
        .await
        .unwrap();
}

async fn opened() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("desk.db")).await.unwrap();
    (dir, store)
}

fn refusal(outcome: Result<Store, Error>) -> String {
    match outcome {
        Err(Error::Unusable(words)) => words,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_statement_prepares_and_none_reads_a_whole_table() {
    let dir = tempfile::tempdir().unwrap();
    let mut db = raw(&dir.path().join("desk.db")).await;
    // With foreign keys on, plans also name what is only looked at when a constraint is broken.
    run(&mut db, "PRAGMA foreign_keys = OFF").await;
    run(&mut db, SCHEMA).await;
    let mut seen = std::collections::HashSet::new();
    for statement in store::STATEMENTS {
        let (name, text) = (statement.name, statement.sqlite);
        assert!(seen.insert(name), "{name} is there twice");
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")))
            .fetch_all(&mut db)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        let steps: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
        // What a part of the statement gives is no table.
        let part = |name: &str| {
            let made = |step: &String| *step == format!("CO-ROUTINE {name}");
            steps.iter().any(made)
        };
        for step in &steps {
            // Everybody on Slack is nearly everybody.
            assert!(!step.ends_with("(platform=?)"), "{name}: {step}");
            let Some(rest) = step.strip_prefix("SCAN ").filter(|rest| !part(rest)) else {
                continue;
            };
            // A word's own list of FTS5 is an index, whatever SQLite calls reading it.
            let cheap = rest.contains("VIRTUAL TABLE INDEX") || rest.starts_with("CONSTANT");
            let small = SMALL.iter().any(|(table, _)| rest.starts_with(table));
            assert!(cheap || small, "{name}: {step}");
        }
        // Of two that would do, the planner may choose the one in which nearly everything is.
        for (_, index) in WALKED.iter().filter(|(walks, _)| *walks == name) {
            let walked = steps.iter().any(|s| s.contains(&format!("INDEX {index} ")));
            assert!(walked, "{name} does not walk {index}: {steps:#?}");
        }
        // Asked whenever a queue moves.
        let alone = |s: &String| s.contains("COVERING INDEX requests_queue");
        let queue = name == "REQUESTS_UNTAKEN";
        assert!(!queue || steps.iter().any(alone), "{name}: {steps:#?}");
        let program = sqlx::query(AssertSqlSafe(format!("EXPLAIN {text}")))
            .fetch_all(&mut db)
            .await
            .unwrap();
        let builds = program
            .iter()
            .any(|op| op.get::<String, _>("opcode") == "OpenEphemeral");
        assert!(
            !(builds && text.starts_with("INSERT")),
            "{name} builds a table of its own for each row"
        );
        // A page that is sorted is a page for which everything that fits was read.
        let sorted = steps.iter().any(|s| s == "USE TEMP B-TREE FOR ORDER BY");
        assert!(!(sorted && text.contains("LIMIT")), "{name}: {steps:#?}");
    }
    assert!(WALKED.iter().all(|(name, _)| seen.contains(name)));
    assert!(seen.len() > 50);
}

/// So that whoever copies the file of a desk that has ended has all of it.
#[tokio::test]
async fn a_closed_database_is_one_file() {
    let (dir, store) = opened().await;
    drop(store.read().await.unwrap());
    let again = store.clone();
    store.close().await;
    let files = std::fs::read_dir(dir.path()).unwrap();
    let names: Vec<_> = files.map(|f| f.unwrap().file_name()).collect();
    assert_eq!(names, ["desk.db"]);
    // Who is late is told so, and nobody waits for ever.
    again.close().await;
    let late: store::Result<()> = again.write(|_| Box::pin(async { Ok(()) })).await;
    assert!(matches!(late, Err(store::Error::Closed)), "{late:?}");
}

#[tokio::test]
async fn migrations_apply_over_what_was_there_and_again() {
    let (dir, store) = opened().await;
    store.close().await;
    let path = dir.path().join("desk.db");
    let mut db = raw(&path).await;
    run(&mut db, "PRAGMA foreign_keys = ON").await;
    run(&mut db, SAMPLE).await;
    drop(db);
    for _ in 0..2 {
        let store = Store::open(&path).await.unwrap();
        let mut tx = store.read().await.unwrap();
        for (number, status) in [
            ("IT-1", "new"),
            ("IT-2", "in_progress"),
            ("IT-3", "waiting"),
            ("IT-4", "on_hold"),
            ("IT-5", "resolved"),
            ("IT-6", "resolved"),
            ("IT-7", "closed"),
            ("IT-8", "cancelled"),
        ] {
            let request = store::requests::by_number(&mut tx, number).await.unwrap();
            assert_eq!(request.unwrap().status.name(), status);
        }
        let depth = store::outbox::depth(&mut tx).await.unwrap();
        assert_eq!(depth, (1, Some(1), 1));
        drop(tx);
        store.close().await;
    }
    let mut db = raw(&path).await;
    let broken = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut db)
        .await
        .unwrap();
    assert!(broken.is_empty());
}

#[tokio::test]
async fn what_is_stored_refers_to_what_is_there() {
    let (_dir, store) = opened().await;
    let orphan: Result<(), Error> = store
        .write(|tx| {
            async move {
                store::watchers::add(tx, RequestId(7), PersonId(7)).await?;
                Ok(())
            }
            .boxed()
        })
        .await;
    assert!(matches!(orphan, Err(Error::Sql(_))), "{orphan:?}");
}

async fn note(store: &Store, key: &str) -> Option<String> {
    let mut tx = store.read().await.unwrap();
    store::notes::get(&mut tx, key).await.unwrap()
}

/// Stores a note, and then does as `end` says.
async fn writes(store: &Store, key: String, end: &'static str) -> Result<(), Error> {
    store
        .write(move |tx| {
            let key = key.clone();
            async move {
                store::notes::set(tx, &key, "x").await?;
                match end {
                    "fails" => Err(Error::Stale),
                    "panics" => panic!("on purpose"),
                    _ => Ok(()),
                }
            }
            .boxed()
        })
        .await
}

#[tokio::test]
async fn one_that_fails_or_panics_undoes_its_own_work_only() {
    let (_dir, store) = opened().await;
    let ends = ["works", "fails", "works", "panics", "works"];
    let jobs = ends.iter().enumerate();
    let outcomes = join_all(jobs.map(|(n, end)| writes(&store, n.to_string(), end))).await;
    assert!(matches!(outcomes[1], Err(Error::Stale)), "{outcomes:?}");
    assert!(matches!(outcomes[3], Err(Error::Panicked)), "{outcomes:?}");
    for (n, end) in ends.into_iter().enumerate() {
        let there = note(&store, &n.to_string()).await.is_some();
        assert_eq!(there, end == "works", "{n} {end}");
    }
    assert!(writes(&store, "after".to_owned(), "works").await.is_ok());
}

/// How often the work of two others runs that share a transaction with one that fails.
async fn runs_beside(fails_after_writing: bool) -> usize {
    let (_dir, store) = opened().await;
    let runs = Arc::new(AtomicUsize::new(0));
    // Closed, it lets everybody through: until then all wait for the same transaction.
    let gate = Arc::new(Semaphore::new(0));
    let held = store.write({
        let gate = gate.clone();
        move |_| {
            let gate = gate.clone();
            async move {
                let _ = gate.acquire().await;
                Ok::<(), Error>(())
            }
            .boxed()
        }
    });
    let works = |key: &'static str| {
        let runs = runs.clone();
        store.write(move |tx| {
            runs.fetch_add(1, Ordering::Relaxed);
            async move { store::notes::set(tx, key, "x").await }.boxed()
        })
    };
    let fails = store.write(move |tx| {
        async move {
            if fails_after_writing {
                store::notes::set(tx, "fails", "x").await?;
            }
            Err::<(), Error>(Error::Stale)
        }
        .boxed()
    });
    let opens = async {
        tokio::task::yield_now().await;
        gate.close();
    };
    let (_, first, failed, second, ()) =
        tokio::join!(held, works("first"), fails, works("second"), opens);
    assert!(first.is_ok() && second.is_ok());
    assert!(matches!(failed, Err(Error::Stale)), "{failed:?}");
    for (key, there) in [("first", true), ("fails", false), ("second", true)] {
        assert_eq!(note(&store, key).await.is_some(), there, "{key}");
    }
    runs.load(Ordering::Relaxed)
}

#[tokio::test]
async fn only_a_failure_after_it_wrote_has_the_others_run_again() {
    assert_eq!(runs_beside(false).await, 2);
    assert_eq!(runs_beside(true).await, 3, "the second had not run yet");
}

#[tokio::test]
async fn many_at_once_are_all_answered_and_all_there() {
    let (dir, store) = opened().await;
    let all = join_all((0..1000).map(|n| writes(&store, n.to_string(), "works"))).await;
    assert!(all.iter().all(Result::is_ok));
    let count: i64 = sqlx::query("SELECT COUNT(*) FROM notes")
        .fetch_one(&mut raw(&dir.path().join("desk.db")).await)
        .await
        .unwrap()
        .get(0);
    assert_eq!(count, 1000);
}

#[tokio::test]
async fn more_than_the_queue_holds_is_refused_at_once() {
    let (_dir, store) = opened().await;
    // Closed, it lets everybody through.
    let gate = Arc::new(Semaphore::new(0));
    let first = {
        let (store, gate) = (store.clone(), gate.clone());
        tokio::spawn(async move {
            let work: Result<(), Error> = store
                .write(move |_| {
                    let gate = gate.clone();
                    async move {
                        let _ = gate.acquire().await;
                        Ok(())
                    }
                    .boxed()
                })
                .await;
            work
        })
    };
    tokio::task::yield_now().await;
    // More than the queue and one batch, while the disk stands still.
    let many = (0..6000).map(|n| writes(&store, n.to_string(), "works"));
    let all = tokio::spawn({
        let many: Vec<_> = many.map(FutureExt::now_or_never).collect();
        async move { many }
    });
    let all = all.await.unwrap();
    let refused = all
        .iter()
        .flatten()
        .filter(|o| matches!(o, Err(Error::Full)));
    assert!(refused.count() > 1000);
    gate.close();
    first.await.unwrap().unwrap();
    // Again as soon as there is room.
    while let Err(Error::Full) = writes(&store, "after".to_owned(), "works").await {
        tokio::task::yield_now().await;
    }
    assert!(note(&store, "after").await.is_some());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    std::fs::write(
        &path,
        "these are the minutes of the meeting, not a database".repeat(100),
    )
    .unwrap();
    let words = refusal(Store::open(&path).await);
    assert!(words.contains("is not a frontdesk database"), "{words}");
    assert!(words.contains("FRONTDESK_DATABASE_URL"), "{words}");
}

/// A database with much in `notes`, all of it in the file itself, and its bytes.
async fn filled() -> (TempDir, std::path::PathBuf, Vec<u8>) {
    let (dir, store) = opened().await;
    let all =
        // More than all empty tables together: the middle of the file is theirs.
        join_all((0..1_000).map(|n| writes(&store, format!("{n}{}", "x".repeat(500)), "works")));
    assert!(all.await.iter().all(Result::is_ok));
    store.close().await;
    let path = dir.path().join("desk.db");
    let mut db = raw(&path).await;
    run(&mut db, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    drop(db);
    let bytes = std::fs::read(&path).unwrap();
    (dir, path, bytes)
}

#[tokio::test]
async fn a_database_whose_schema_is_damaged_asks_for_a_backup() {
    let (_dir, path, mut bytes) = filled().await;
    // The first page, behind the header.
    bytes[100..4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    let words = refusal(Store::open(&path).await);
    assert!(
        words.contains("damaged") && words.contains("restore"),
        "{words}"
    );
}

#[tokio::test]
async fn damage_anywhere_is_found_when_the_file_is_read_through() {
    let (_dir, path, mut bytes) = filled().await;
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.damage().await.unwrap(), None);
    store.close().await;
    // The last quarter: before it are the first pages of tables that hold nothing.
    let (begin, end) = (bytes.len() / 4 * 3, bytes.len() - 4096);
    bytes[begin..end].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.damage().await.unwrap(), Some("notes".to_owned()));
}

#[tokio::test]
async fn a_first_start_that_was_cut_short_is_made_good() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let mut db = raw(&path).await;
    // What sqlx makes before the first version is applied.
    run(
        &mut db,
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,
            installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL,
            checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)",
    )
    .await;
    drop(db);
    let store = Store::open(&path).await.unwrap();
    assert!(writes(&store, "one".to_owned(), "works").await.is_ok());
}

#[tokio::test]
async fn somebody_elses_database_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let mut db = raw(&path).await;
    run(&mut db, "CREATE TABLE recipes (name TEXT)").await;
    let words = refusal(Store::open(&path).await);
    assert!(words.contains("is not a frontdesk database"), "{words}");
    let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema")
        .fetch_one(&mut db)
        .await
        .unwrap();
    assert_eq!(tables, 1);
}

/// In real time: the busy time-out of five seconds.
#[tokio::test]
async fn a_locked_database_says_to_wait() {
    let (dir, store) = opened().await;
    store.close().await;
    let path = dir.path().join("desk.db");
    let mut other = raw(&path).await;
    run(&mut other, "BEGIN IMMEDIATE").await;
    let words = refusal(Store::open(&path).await);
    assert!(words.contains("is locked by another program"), "{words}");
    run(&mut other, "ROLLBACK").await;
    Store::open(&path).await.unwrap();
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let (dir, store) = opened().await;
    store.close().await;
    let path = dir.path().join("desk.db");
    let mut db = raw(&path).await;
    run(
        &mut db,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 1)",
    )
    .await;
    drop(db);
    let words = refusal(Store::open(&path).await);
    assert!(words.contains("newer frontdesk"), "{words}");
    assert!(words.contains("9999"), "{words}");
}

#[tokio::test]
async fn a_directory_and_a_missing_folder_are_told_apart_from_a_database() {
    let dir = tempfile::tempdir().unwrap();
    let words = refusal(Store::open(dir.path()).await);
    assert!(words.contains("cannot be opened"), "{words}");
    let words = refusal(Store::open(&dir.path().join("no/such/folder/desk.db")).await);
    assert!(words.contains("make its folder"), "{words}");
}

/// Permissions do not bind a superuser: then there is nothing to see here.
#[cfg(unix)]
#[tokio::test]
async fn a_database_that_cannot_be_written_says_so() {
    use std::os::unix::fs::PermissionsExt;

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let mut db = raw(&path).await;
    run(&mut db, SCHEMA).await;
    drop(db);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o444)).unwrap();
    std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o555)).unwrap();
    let bound = std::fs::write(dir.path().join("probe"), "x").is_err();
    let outcome = Store::open(&path).await;
    std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
    if bound {
        let words = refusal(outcome);
        assert!(words.contains("cannot be written"), "{words}");
    }
}
