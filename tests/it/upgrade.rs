//! A database of the version before: every request goes on where it was, and nobody is flooded with what is old.

use std::borrow::Cow;

use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::delivery::{Chats, Delivery};
use frontdesk::desk::Desk;
use frontdesk::domain::promise::Tell;
use frontdesk::domain::request::{Alarm, Fact};
use frontdesk::metrics::Metrics;
use frontdesk::store;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqliteConnection};

use crate::bench::{CONFIG, DAY, HOUR, START};
use crate::engine::{Home, Look, run};

/// A request in every state, some late, one waiting with a stopped clock; in words that both engines know.
const ROWS: &str = "
INSERT INTO counters (team, value) VALUES ('IT', 9);
INSERT INTO people (id, name, email, stranger, created_at) VALUES
    (1, 'Ana', 'ana@acme.example', FALSE, 1), (2, 'Bo', 'bo@acme.example', FALSE, 1);
INSERT INTO requests (id, number, team, service, subject, priority, status, private, channel, requester, assignee,
        answers, first_response_due, resolution_due, remaining, created_at, first_response_at, state_at, reason, ended_by,
        resolved_at, resolution, version) VALUES
    (1, 'IT-1', 'IT', 'laptop', 'late', 1, 'new', FALSE, 'slack', 1, NULL, '{}', $ago, $ahead, NULL, $ago, NULL, NULL, NULL, NULL, NULL, NULL, 1),
    (2, 'IT-2', 'IT', 'laptop', 'b', 2, 'in_progress', FALSE, 'slack', 1, 2, '{}', $ago, $ahead, NULL, $ago, $ago, NULL, NULL, NULL, NULL, NULL, 2),
    (3, 'IT-3', 'IT', 'laptop', 'c', 1, 'waiting', TRUE, 'api', 1, 2, '{}', $ago, $ahead, 3600000, $ago, $ago, $ago, NULL, NULL, NULL, NULL, 3),
    (4, 'IT-4', 'IT', 'gone', 'd', 0, 'on_hold', FALSE, 'teams', 1, NULL, '{}', NULL, NULL, NULL, $ago, NULL, $ago, 'parts', NULL, NULL, NULL, 2),
    (5, 'IT-5', 'IT', 'laptop', 'e', 3, 'resolved', FALSE, 'slack', 1, NULL, '{}', NULL, $ahead, NULL, $ago, $ago, NULL, NULL, 2, $ago, NULL, 3),
    (6, 'IT-6', 'IT', 'laptop', 'f', 1, 'resolved', FALSE, 'slack', 1, NULL, '{}', NULL, NULL, NULL, $ago, $ago, NULL, NULL, 2, $ago, 'done', 6),
    (7, 'IT-7', 'IT', 'laptop', 'g', 1, 'closed', FALSE, 'slack', 1, NULL, '{}', NULL, NULL, NULL, $ago, $ago, $ago, NULL, 2, $ago, 'done', 5),
    (8, 'IT-8', 'IT', 'laptop', 'h', 1, 'cancelled', FALSE, 'slack', 1, NULL, '{}', NULL, NULL, NULL, $ago, NULL, $ago, 'not one', 1, NULL, NULL, 2),
    (9, 'GONE-9', 'GONE', 'gone', 'i', 1, 'new', FALSE, 'slack', 1, NULL, '{}', NULL, $ago, NULL, $ago, NULL, NULL, NULL, NULL, NULL, NULL, 1);
";

/// The database as version 1 left it.
async fn version_one(home: &Home) {
    if home.url.starts_with("sqlite") {
        // To SQLite an empty file is an empty database.
        std::fs::write(home.path().join("desk.db"), "").unwrap();
    }
    let text = match home.look().await {
        Look::Sqlite(_) => include_str!("../../migrations/sqlite/0001_desk.sql"),
        Look::Postgres(_) => include_str!("../../migrations/postgres/0001_desk.sql"),
    };
    let version = Migration::new(
        1,
        Cow::Borrowed("desk"),
        MigrationType::Simple,
        AssertSqlSafe(text).into_sql_str(),
        false,
    );
    let one = Migrator::with_migrations(vec![version]);
    let rows = ROWS
        .replace("$ago", &(START - 3 * DAY).to_string())
        .replace("$ahead", &(START + HOUR).to_string());
    match home.look().await {
        Look::Sqlite(mut db) => {
            one.run(&mut db).await.unwrap();
            filled(&mut db, &rows).await;
        }
        Look::Postgres(mut db) => {
            one.run(&mut db).await.unwrap();
            run(&mut db, rows).await;
        }
    }
}

async fn filled(db: &mut SqliteConnection, rows: &str) {
    let rows = AssertSqlSafe(rows.to_owned());
    sqlx::raw_sql(rows).execute(db).await.unwrap();
}

async fn facts(desk: &Desk, id: i64) -> Vec<Fact> {
    let mut tx = desk.store.read().await.unwrap();
    let id = frontdesk::domain::ids::RequestId(id);
    let events = store::events::after(&mut tx, id, 0, 100).await.unwrap();
    events.into_iter().map(|event| event.fact).collect()
}

/// What the desk does by itself until `end`.
async fn pass(delivery: &Delivery, clock: &Clock, end: Millis) {
    while clock.now() < end {
        delivery.tick().await.unwrap();
        let due = delivery.next_due().await.unwrap().unwrap_or(end);
        clock.advance(due.clamp(clock.now() + 1, end) - clock.now());
    }
    delivery.tick().await.unwrap();
}

async fn goes_on(home: Home) {
    version_one(&home).await;
    let clock = Clock::manual(START);
    let catalogue = config::catalogue(CONFIG, "frontdesk.toml").unwrap();
    let desk = Desk::new(home.open().await, catalogue.into(), clock.clone());
    desk.compare_targets().await.unwrap();
    let delivery = Delivery::new(desk.clone(), Chats::default(), Metrics::default());
    pass(&delivery, &clock, START + 1).await;
    for (id, open) in [
        (1, true),
        (2, true),
        (3, true),
        (4, true),
        (5, false),
        (6, false),
        (7, false),
        (8, false),
        (9, true),
    ] {
        let mut tx = desk.store.read().await.unwrap();
        let found = store::requests::get(&mut tx, frontdesk::domain::ids::RequestId(id)).await;
        let request = found.unwrap().unwrap();
        drop(tx);
        assert_eq!(request.status.is_open(), open, "{}", request.number);
        assert_eq!(request.watch.next.is_some(), open, "{}", request.number);
        assert_eq!(request.watch.since.is_some(), open, "{}", request.number);
        assert_eq!(
            facts(&desk, id).await,
            [],
            "what was late before is no news"
        );
    }
    // From here on they are looked after like any other.
    pass(&delivery, &clock, START + 3 * DAY).await;
    let told = |alarm, tell| move |fact: &Fact| matches!(fact, Fact::Alarmed { alarm: a, tell: t, .. } if *a == alarm && *t == tell);
    for (id, alarm, tell) in [
        (1, Alarm::Unassigned, Tell::Lead),
        (1, Alarm::Result, Tell::Requester),
        (2, Alarm::Result, Tell::Requester),
        (2, Alarm::Silent, Tell::Assignee),
        (3, Alarm::Silent, Tell::Requester),
        (4, Alarm::Silent, Tell::Assignee),
        (9, Alarm::Unassigned, Tell::Team),
    ] {
        let facts = facts(&desk, id).await;
        assert!(facts.iter().any(told(alarm, tell)), "{id}: {facts:#?}");
    }
    assert!(
        !facts(&desk, 1)
            .await
            .iter()
            .any(told(Alarm::Answer, Tell::Requester))
    );
    desk.store.close().await;
    // A state that the first version did not know; and still no other.
    let changed = |status: &str| {
        format!(
            "UPDATE requests SET status = '{status}', approval = '{{}}', state_at = 1 WHERE id = 1"
        )
    };
    for (status, taken) in [("awaiting_approval", true), ("whatever", false)] {
        let sql = AssertSqlSafe(changed(status));
        let done = match home.look().await {
            Look::Sqlite(mut db) => sqlx::raw_sql(sql).execute(&mut db).await.is_ok(),
            Look::Postgres(mut db) => sqlx::raw_sql(sql).execute(&mut db).await.is_ok(),
        };
        assert_eq!(done, taken, "{status}");
    }
}

#[tokio::test]
async fn requests_in_every_state_go_on() {
    goes_on(Home::sqlite()).await;
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn requests_in_every_state_go_on_on_postgres() {
    goes_on(Home::empty().await).await;
}
