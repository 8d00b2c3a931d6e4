//! `frontdesk migrate-engine`: a desk with every kind of row goes on on PostgreSQL.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use frontdesk::sandbox::{Fault, Trouble};
use frontdesk::store;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::bench::{Bench, CONFIG, DAY, MINUTE, START, TRIAGE};
use crate::engine::{self, Home};

fn moved(from: &Path, to: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .arg("migrate-engine")
        .arg(format!("sqlite://{}", from.display()))
        .arg(to)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}

/// A desk on SQLite with something in every table: one request resolved, one in work, a file, a dead letter,
/// jobs that wait, a lane that backs off, a home page in use, a token.
async fn lived_in() -> Bench {
    let bench = Bench::at(Home::sqlite(), START, CONFIG, |_| {}).await;
    let (ana, bo) = (bench.user("ana"), bench.user("bo"));
    bo.opens_home().await;
    bench
        .files("ana", "Größe des Bildschirms ist „schwarz“")
        .await;
    bench.press("bo", "IT-1", "Take it").await.unwrap();
    bench.settle().await;
    let hers = bench.theirs("IT-1").await;
    let files: [(&str, &[u8]); 1] = [("black.png", b"black")];
    ana.says_with_files(&hers.channel, Some(&hers.ts), "so", &files)
        .await;
    bench.settle().await;
    bench.resolves("bo", "IT-1", "A new screen").await;
    bench.files("ana", "chair is broken").await;
    let dm = ana.dm_channel();
    let fatal = Trouble::Error {
        name: "is_archived".to_owned(),
        applied: false,
    };
    bench
        .slack
        .fault(Fault::new("chat.postMessage", fatal).in_channel(&dm));
    bench.mutters("bo", "IT-2", ">> which one?").await;
    bench
        .slack
        .fault(Fault::new("chat.postMessage", Trouble::Throttle(50)).in_channel(&dm));
    bench.asks("ana", "lamp is out").await;
    bench.app.delivery.tick().await.unwrap();
    // Never on its way to anybody, but on its way to PostgreSQL.
    change(
        &bench.dir.path().join("desk.db"),
        "INSERT INTO strays VALUES ('stray', 'C1', '1.2', '{}', 5);
         INSERT INTO watchers VALUES (1, 2);
         INSERT INTO duty_shifts VALUES (1, 'GONE', '{}', 1, 5);
         INSERT INTO duty_changes VALUES (1, 'IT', 'away', 'slack:U0BO', NULL, 5, 6, 1, 5);
         INSERT INTO duty_swaps VALUES (1, 'IT', 1, 2, 5, 6, NULL, NULL, 'declined', 5);
         INSERT INTO duty_notes VALUES (1, 'IT', 1, 'so', 5, 1);
         INSERT INTO duty_turns VALUES ('IT', 'slack:U0BO');
         INSERT INTO approvers VALUES (1, 2, 1);
         INSERT INTO intakes VALUES (1, 'laptop', 'IT', NULL, 'slack', 'C0ITHELP');
         INSERT INTO misroutes VALUES ('IT', 5, 1, 'laptop', 'HR', 'leave');
         INSERT INTO steps (id, parent, key, name, team, service, waits_for, lead, shift, notice, answers, state,
                start_on, due_on, plan_of)
            VALUES (1, 1, 'desk', 'A desk', 'FAC', 'desk', '[]', 1, 0, 1, '{}', 'planned', '2026-11-25', '2026-11-26', 'laptop');
         INSERT INTO handling VALUES ('IT', 5, 1, 1, 2, 15);
         INSERT INTO reviews VALUES ('IT', 5, 1, 'laptop', 5);
         INSERT INTO reopenings VALUES ('IT', 5, 1, 'laptop');
         INSERT INTO digest_wishes VALUES (2, 'slack', 'daily');
         INSERT INTO replies VALUES (3, 2, 'vpn', 'Hello {requester}');
         INSERT INTO tokens VALUES (7, 'robot', x'00ff10', 'read', 1, 2)",
    )
    .await;
    bench
}

async fn change(path: &Path, sql: &'static str) {
    let url = format!("sqlite://{}", path.display());
    let mut file = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut file).await.unwrap();
    file.close().await.unwrap();
}

/// The file as a desk that was stopped leaves it.
async fn stopped(bench: &Bench) -> PathBuf {
    let copy = bench.dir.path().join("stopped.db");
    store::backup(&bench.dir.path().join("desk.db"), &copy)
        .await
        .unwrap();
    copy
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn the_desk_goes_on_where_it_was() {
    let mut bench = lived_in().await;
    let live = bench.dir.path().join("desk.db");
    let home = Home::empty().await;
    let refused = moved(&live, &home.url);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(
        said(&refused).contains("stop frontdesk first"),
        "{}",
        said(&refused)
    );

    let file = stopped(&bench).await;
    // As after a year.
    change(
        &file,
        "INSERT INTO archive (request_id, events) SELECT MAX(id), '[]' FROM requests;
         INSERT INTO articles (id, team, title, body, words, state, private, author, version, created_at, changed_at)
            SELECT 1, 'IT', 'Groß', 'b', 'b gross', 'draft', 0, MIN(id), 1, 1, 1 FROM people;
         INSERT INTO article_votes (article_id, person_id, helped, at) SELECT 1, MIN(id), 1, 1 FROM people;
         INSERT INTO spared (post_id, article_id, at) SELECT MIN(id), 1, 1 FROM posts;
         INSERT INTO announcements (id, team, text, by, channels, askers, created_at)
            SELECT 1, 'IT', 't', MIN(id), 1, 0, 1 FROM people;
         INSERT INTO announcement_posts (announcement_id, post_id) SELECT 1, MIN(id) FROM posts",
    )
    .await;
    let done = moved(&file, &home.url);
    assert!(done.status.success(), "{}", said(&done));
    let empty: Vec<&str> = std::str::from_utf8(&done.stdout)
        .unwrap()
        .lines()
        .filter(|line| line.trim_start().starts_with("0 "))
        .collect();
    assert_eq!(empty, [] as [&str; 0], "{}", said(&done));
    let again = moved(&file, &home.url);
    assert!(
        again.status.success() && said(&again).contains("already"),
        "{}",
        said(&again)
    );

    // What waits is what waited, in the same order; the rest was said before and is not said again.
    let waits = bench.outbox(false).await;
    assert!(!waits.is_empty());
    let dead = bench.outbox(true).await;
    let said_before = bench.slack.calls_of("chat.postMessage").len();
    bench.dir = home;
    bench.restart(CONFIG).await;
    assert_eq!(bench.outbox(false).await, waits);
    assert_eq!(bench.outbox(true).await, dead);
    bench.settle().await;
    let hers = bench.user("ana").dm_channel();
    assert_eq!(bench.count(&hers, "lamp is out"), 1);
    assert_eq!(bench.count(TRIAGE, "lamp is out"), 1);
    let new = bench.slack.calls_of("chat.postMessage").len() - said_before;
    assert!(new <= waits.len(), "{new} posts for {} jobs", waits.len());

    // Numbers, searches, cards and timers go on.
    assert_eq!(bench.files("ana", "after the move").await, "IT-4");
    assert!(
        bench
            .user("bo")
            .command("/desk queue")
            .await
            .text()
            .contains("IT-4")
    );
    let mut look = bench.dir.look().await;
    let words = "SELECT COUNT(*) FROM request_words WHERE request_words @@ 'grosse:*'::tsquery
        OR request_words @@ 'große:*'::tsquery";
    assert_eq!(look.number(words).await, 1);
    bench.press("bo", "IT-2", "Take it").await.unwrap();
    bench.calm().await;
    bench.pass(8 * DAY).await;
    assert_eq!(bench.status("IT-1").await, "closed");
    let digests = bench.slack.messages(TRIAGE);
    assert!(digests.iter().any(|m| m.reads("daily digest")));
    bench.clock.advance(MINUTE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn a_target_that_is_not_its_own_is_refused_and_left_alone() {
    let bench = lived_in().await;
    let file = stopped(&bench).await;
    // Somebody else's tables.
    let foreign = Home::empty().await;
    let mut other = PgConnection::connect(&foreign.url).await.unwrap();
    engine::run(&mut other, "CREATE TABLE mine (id BIGINT)".to_owned()).await;
    let refused = moved(&file, &foreign.url);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("is not a frontdesk database"),
        "{}",
        said(&refused)
    );

    // A desk that runs there, then its data.
    let used = Home::postgres().await;
    let store = used.open().await;
    let refused = moved(&file, &used.url);
    assert!(
        said(&refused).contains("a frontdesk runs on"),
        "{}",
        said(&refused)
    );
    store.close().await;
    drop(store);
    let mut target = PgConnection::connect(&used.url).await.unwrap();
    engine::run(
        &mut target,
        "INSERT INTO notes VALUES ('theirs', 'x')".to_owned(),
    )
    .await;
    for _ in 0..100 {
        let others = "SELECT COUNT(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'frontdesk'";
        let left: i64 = sqlx::query_scalar(others)
            .fetch_one(&mut target)
            .await
            .unwrap();
        if left == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let refused = moved(&file, &used.url);
    assert!(
        said(&refused).contains("holds something else already"),
        "{}",
        said(&refused)
    );
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM requests")
        .fetch_one(&mut target)
        .await
        .unwrap();
    assert_eq!(rows, 0);
}

/// One row that PostgreSQL will not have: nothing of the rest stays, and the next run does it all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs with PostgreSQL"]
async fn what_breaks_off_leaves_nothing_and_is_done_again() {
    let bench = lived_in().await;
    let file = stopped(&bench).await;
    change(&file, "INSERT INTO notes VALUES ('zzz', char(97, 0))").await;
    let home = Home::empty().await;
    let broken = moved(&file, &home.url);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    let mut target = PgConnection::connect(&home.url).await.unwrap();
    for table in ["requests", "accounts", "notes"] {
        let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let rows: i64 = sqlx::query_scalar(count)
            .fetch_one(&mut target)
            .await
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    change(&file, "DELETE FROM notes WHERE key = 'zzz'").await;
    let done = moved(&file, &home.url);
    assert!(done.status.success(), "{}", said(&done));
    // References are checked row by row again.
    let strange = "INSERT INTO homes VALUES ('IT', 4711)";
    let refused = sqlx::query(strange).execute(&mut target).await;
    assert!(refused.is_err());
    let checks: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pg_constraint WHERE condeferrable")
        .fetch_one(&mut target)
        .await
        .unwrap();
    assert_eq!(checks, 0);
}

#[test]
fn only_from_sqlite_to_postgresql() {
    let there = Path::new("/nowhere/desk.db");
    let wrong = moved(there, "sqlite://other.db");
    assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
    let wrong = moved(there, "postgres://HOST");
    assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
    assert!(
        said(&wrong).starts_with("the target has to be like postgres://"),
        "{}",
        said(&wrong)
    );
    let missing = moved(there, "postgres://a@localhost:1/b");
    assert_eq!(missing.status.code(), Some(1), "{}", said(&missing));
    assert!(
        said(&missing).contains("there is no database at"),
        "{}",
        said(&missing)
    );
}
