//! Out and in again, while the desk runs.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use frontdesk::domain::article::ArticleState;
use frontdesk::domain::ids::PersonId;
use frontdesk::store::articles::NewArticle;
use frontdesk::store::{self, Error, Store};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::rest_support::{Rest, agent};

fn ana() -> serde_json::Value {
    json!({ "email": "ana@other.example" })
}

/// Every number there is, newest first.
async fn numbers(rest: &Rest) -> Vec<String> {
    let page = rest.get("/api/v1/requests?limit=200").await.json();
    let requests = page["requests"].as_array().unwrap();
    requests
        .iter()
        .map(|r| r["number"].as_str().unwrap().to_owned())
        .collect()
}

fn said(error: Error) -> String {
    assert!(matches!(error, Error::Unusable(_)), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn a_backup_brings_everything_back_while_the_desk_runs() {
    let rest = Rest::in_a_file().await;
    rest.filed("Black screen", ana()).await;
    rest.act("IT-1", json!({ "action": "take", "by": agent() }))
        .await;
    let before = rest.get("/api/v1/requests/IT-1").await.json();
    let file = rest.path.with_file_name("backup.db");
    store::backup(&rest.path, &file).await.unwrap();

    rest.filed("Another", ana()).await;
    rest.act("IT-1", json!({ "action": "cancel", "by": agent() }))
        .await;
    let lease = claimed(&rest).await;
    store::restore(&rest.path, &file).await.unwrap();

    assert_eq!(numbers(&rest).await, ["IT-1"]);
    assert_eq!(rest.get("/api/v1/requests/IT-1").await.json(), before);
    let found = rest.get("/api/v1/requests?q=black").await.json();
    assert_eq!(found["requests"].as_array().unwrap().len(), 1);
    let lost = rest.get("/api/v1/requests?q=another").await.json();
    assert_eq!(lost["requests"], json!([]));
    // What was due may have gone out since: it is looked for before it is said again.
    let outbox = rest.get("/api/v1/outbox").await.json();
    let entries = outbox["entries"].as_array().unwrap();
    assert!(!entries.is_empty() && entries.iter().all(|e| e["unsure"] == true));
    // Whoever was sending lost their lane, and what they record is not believed.
    assert!(!holds(&rest, lease).await);
    // Numbers go on where the backup ended.
    assert_eq!(rest.filed("New", ana()).await, "IT-2");
}

#[tokio::test]
async fn what_was_written_is_found_again_after_a_restore() {
    let rest = Rest::in_a_file().await;
    rest.filed("Black screen", ana()).await;
    let write = async |title: &'static str| {
        let new = NewArticle {
            team: "IT".to_owned(),
            service: None,
            title: title.to_owned(),
            body: "Text".to_owned(),
            state: ArticleState::Published,
            private: false,
            author: PersonId(1),
            made_from: None,
        };
        let written: Result<_, Error> = rest
            .desk
            .store
            .write(move |tx| {
                let new = new.clone();
                async move { store::articles::insert(tx, &new, 1).await }.boxed()
            })
            .await;
        written.unwrap();
    };
    write("Screen").await;
    let file = rest.path.with_file_name("backup.db");
    store::backup(&rest.path, &file).await.unwrap();
    write("Keyboard").await;
    store::restore(&rest.path, &file).await.unwrap();
    for (words, found) in [("screen", 1), ("keyboard", 0), ("text", 1)] {
        let page = rest
            .get(&format!("/api/v1/articles?q={words}"))
            .await
            .json();
        assert_eq!(page["articles"].as_array().unwrap().len(), found, "{words}");
    }
}

async fn claimed(rest: &Rest) -> store::outbox::Lease {
    let now = rest.desk.clock.now();
    let claimed: Result<_, Error> = rest
        .desk
        .store
        .write(move |tx| {
            async move { store::outbox::claim(tx, "slack:C0ITTRIAGE", now, now + 60_000).await }
                .boxed()
        })
        .await;
    claimed.unwrap().unwrap().0
}

async fn holds(rest: &Rest, lease: store::outbox::Lease) -> bool {
    let mut tx = rest.desk.store.read().await.unwrap();
    store::outbox::holds(&mut tx, &lease).await.unwrap()
}

#[tokio::test]
async fn a_backup_goes_into_a_fresh_file() {
    let rest = Rest::in_a_file().await;
    rest.filed("Black", ana()).await;
    let file = rest.path.with_file_name("backup.db");
    let fresh = rest.path.with_file_name("fresh.db");
    store::backup(&rest.path, &file).await.unwrap();
    store::restore(&fresh, &file).await.unwrap();
    assert_eq!(sound(&fresh).await, 1);
    let left: Vec<String> = std::fs::read_dir(rest.path.parent().unwrap())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("restoring"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// How many requests a sound file has.
async fn sound(path: &Path) -> i64 {
    Store::open(path).await.unwrap().close().await;
    let mut file = connected(path).await;
    let word: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut file)
        .await
        .unwrap();
    assert_eq!(word, "ok");
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut file)
        .await
        .unwrap();
    assert!(dangling.is_empty());
    sqlx::query_scalar("SELECT COUNT(*) FROM requests")
        .fetch_one(&mut file)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_backup_under_load_is_of_one_instant() {
    let rest = Rest::in_a_file().await;
    let file = rest.path.with_file_name("backup.db");
    rest.filed("First", ana()).await;
    let writing = async {
        for i in 0..60 {
            rest.filed(&format!("Number {i}"), ana()).await;
        }
    };
    let (done, ()) = tokio::join!(store::backup(&rest.path, &file), writing);
    done.unwrap();
    let held = sound(&file).await;
    assert!((1..=61).contains(&held), "{held}");

    // And back, while more comes in: what is acknowledged after the restore stays.
    let writing = async {
        for i in 0..60 {
            rest.filed(&format!("Later {i}"), ana()).await;
        }
    };
    let (done, ()) = tokio::join!(store::restore(&rest.path, &file), writing);
    done.unwrap();
    let number = rest.filed("Last", ana()).await;
    let all = numbers(&rest).await;
    assert_eq!(all.first(), Some(&number));
    assert_eq!(all.last().map(String::as_str), Some("IT-1"));
    // No gaps, none twice.
    assert_eq!(number, format!("IT-{}", all.len()));
    assert_eq!(sound(&rest.path).await, all.len() as i64);
}

/// How a copy is made while everybody files: from the database's path into the file.
type Copying = fn(PathBuf, PathBuf) -> BoxFuture<'static, ()>;

/// Eight people file as fast as they can; in the middle of it a copy is made. It has to be sound, and to hold
/// every request that was acknowledged before it began.
async fn copied_under_load(copying: Copying) {
    let rest = Rest::in_a_file().await;
    rest.filed("First", ana()).await;
    let (told, done) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let file = rest.path.with_file_name("copy.db");
    let filing = join_all((0..8).map(|who| {
        let (rest, told, done) = (&rest, &told, &done);
        async move {
            for n in 0.. {
                if done.load(Ordering::SeqCst) && n > 20 {
                    break;
                }
                let number = rest.filed(&format!("Number {n} of {who}"), ana()).await;
                told.lock().unwrap().push(number);
            }
        }
    }));
    let copying = async {
        while told.lock().unwrap().len() < 40 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let before = told.lock().unwrap().clone();
        copying(rest.path.clone(), file.clone()).await;
        done.store(true, Ordering::SeqCst);
        before
    };
    let (_, before) = tokio::join!(filing, copying);
    let held = sound(&file).await;
    assert!(held >= before.len() as i64, "{held} of {}", before.len());
    let mut copy = connected(&file).await;
    for number in before {
        let found = sqlx::query("SELECT 1 FROM requests WHERE number = $1").bind(&number);
        let found = found.fetch_optional(&mut copy).await.unwrap();
        assert!(found.is_some(), "{number} was acknowledged before");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_full_load_has_all_that_was_acknowledged_before() {
    copied_under_load(|path, to| async move { store::backup(&path, &to).await.unwrap() }.boxed())
        .await;
}

/// As Litestream does it: a reader of its own keeps the log from being begun anew, and then the file and its
/// log are copied as they are, while the desk writes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_and_its_log_copied_beside_a_reader_have_all_that_was_acknowledged_before() {
    copied_under_load(|path, to| {
        async move {
            let mut reader = connected(&path).await;
            sqlx::raw_sql("BEGIN; SELECT COUNT(*) FROM requests")
                .execute(&mut reader)
                .await
                .unwrap();
            for end in ["", "-wal"] {
                let named = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
                std::fs::copy(named(&path), named(&to)).unwrap();
                // Time for the desk to write on between the two.
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            sqlx::query("ROLLBACK").execute(&mut reader).await.unwrap();
        }
        .boxed()
    })
    .await;
}

#[tokio::test]
async fn nothing_is_overwritten_and_nothing_foreign_restored() {
    let rest = Rest::in_a_file().await;
    rest.filed("Black", ana()).await;
    let at = |name: &str| rest.path.with_file_name(name);
    std::fs::write(at("there"), "mine").unwrap();
    let error = said(store::backup(&rest.path, &at("there")).await.unwrap_err());
    assert!(error.contains("is there already"), "{error}");
    assert_eq!(std::fs::read(at("there")).unwrap(), b"mine");
    let error = said(
        store::backup(&rest.path, &at("no/folder"))
            .await
            .unwrap_err(),
    );
    assert!(error.contains("cannot be written"), "{error}");

    for (name, bytes, word) in [
        (
            "text",
            &b"not a database at all, but long enough"[..],
            "not a frontdesk database",
        ),
        ("nothing", b"", "is empty"),
    ] {
        std::fs::write(at(name), bytes).unwrap();
        let error = said(store::restore(&rest.path, &at(name)).await.unwrap_err());
        assert!(error.contains(word), "{error}");
    }
    let error = said(
        store::restore(&rest.path, &at("missing"))
            .await
            .unwrap_err(),
    );
    assert!(error.contains("is not there"), "{error}");

    store::backup(&rest.path, &at("newer")).await.unwrap();
    change(
        &at("newer"),
        "UPDATE _sqlx_migrations SET version = 900000 WHERE version = 1",
    )
    .await;
    let error = said(store::restore(&rest.path, &at("newer")).await.unwrap_err());
    assert!(error.contains("newer frontdesk"), "{error}");

    store::backup(&rest.path, &at("other")).await.unwrap();
    change(&at("other"), "DROP TABLE lanes").await;
    let error = said(store::restore(&rest.path, &at("other")).await.unwrap_err());
    assert!(error.contains("not a frontdesk database"), "{error}");

    store::backup(&rest.path, &at("torn")).await.unwrap();
    let mut bytes = std::fs::read(at("torn")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    std::fs::write(at("torn"), bytes).unwrap();
    said(store::restore(&rest.path, &at("torn")).await.unwrap_err());
    assert_eq!(numbers(&rest).await, ["IT-1"]);
}

async fn connected(path: &Path) -> SqliteConnection {
    let url = format!("sqlite://{}", path.display());
    SqliteConnection::connect(&url).await.unwrap()
}

async fn change(path: &Path, sql: &'static str) {
    let mut connection = connected(path).await;
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
