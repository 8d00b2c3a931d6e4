//! A file that was left without a farewell is read through while the desk works.

use std::time::Duration;

use sqlx::{Connection, SqliteConnection};

use crate::crash::Machine;
use crate::engine::Home;

/// What `readyz` says of the database once it is no longer being read through.
async fn verdict(machine: &Machine) -> (u16, String) {
    for _ in 0..1000 {
        let (status, word) = machine.ready().await;
        if word != "checking" {
            return (status, word);
        }
        assert_eq!(status, 200, "ready all the while");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it is never read through:\n{}", machine.log());
}

async fn running(machine: &Machine) -> i64 {
    let count = "SELECT COUNT(*) FROM notes WHERE key = 'desk.running'";
    machine.dir.look().await.number(count).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_was_killed_is_read_through_and_found_whole() {
    let mut machine = Machine::on(Home::sqlite()).await;
    machine.start().await;
    assert_eq!(verdict(&machine).await, (200, "ok".to_owned()));
    machine.kill();
    assert_eq!(running(&machine).await, 1);
    machine.start().await;
    assert_eq!(verdict(&machine).await, (200, "ok".to_owned()));
    machine.told("TERM");
    assert_eq!(running(&machine).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damage_after_a_kill_is_said_until_a_backup_is_restored() {
    let mut machine = Machine::on(Home::sqlite()).await;
    machine.start().await;
    assert_eq!(verdict(&machine).await, (200, "ok".to_owned()));
    machine.kill();
    let mut db = SqliteConnection::connect(&machine.dir.url).await.unwrap();
    sqlx::raw_sql(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 500)
         INSERT INTO counters (team, value) SELECT hex(randomblob(300)), n FROM n;
         PRAGMA wal_checkpoint(TRUNCATE);",
    )
    .execute(&mut db)
    .await
    .unwrap();
    db.close().await.unwrap();
    let path = machine.dir.path().join("desk.db");
    let mut bytes = std::fs::read(&path).unwrap();
    // All that was added last is at the end of the file.
    let end = bytes.len() - 4096;
    bytes[end - 20 * 4096..end].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    machine.start().await;
    assert_eq!(verdict(&machine).await, (503, "damaged".to_owned()));
    machine.told("TERM");
    let log = machine.log();
    assert!(log.contains("damaged") && log.contains("counters"), "{log}");
    assert!(log.contains("frontdesk restore FILE"), "{log}");
    // Ending in order does not make it whole.
    machine.start().await;
    assert_eq!(verdict(&machine).await, (503, "damaged".to_owned()));
}
