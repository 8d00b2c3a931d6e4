//! PostgreSQL understands every statement too, and reads no whole table for it; both schemas have
//! the same tables and columns.

use std::collections::BTreeSet;

use frontdesk::store::STATEMENTS;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqlSafeStr, SqliteConnection};

use crate::engine::{self, Home};
use crate::store::SMALL;

async fn connected(home: &Home) -> PgConnection {
    PgConnection::connect(&home.url).await.unwrap()
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn every_statement_prepares() {
    let home = Home::postgres().await;
    let mut post = connected(&home).await;
    let mut wrong = Vec::new();
    for statement in STATEMENTS {
        let text = AssertSqlSafe(statement.postgres).into_sql_str();
        if let Err(error) = post.prepare(text).await {
            wrong.push(format!("{}: {error}", statement.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Which tables are read from end to end, whatever the values are.
async fn read_whole(connection: &mut PgConnection, text: &str) -> BTreeSet<String> {
    let values = (1..=40).rev().find(|n| text.contains(&format!("${n}")));
    let nulls = match vec!["NULL"; values.unwrap_or(0)].join(", ") {
        none if none.is_empty() => none,
        some => format!("({some})"),
    };
    engine::run(connection, format!("PREPARE asked AS {text}")).await;
    let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE asked{nulls}"));
    let steps: Vec<String> = sqlx::raw_sql(explain)
        .fetch_all(&mut *connection)
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    engine::run(connection, "DEALLOCATE asked".to_owned()).await;
    steps
        .iter()
        .filter_map(|step| step.split_once("Seq Scan on "))
        .map(|(_, rest)| rest.split(' ').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn no_statement_reads_a_whole_table() {
    let home = Home::postgres().await;
    let mut post = connected(&home).await;
    // Tables are empty here: read whole only where nothing else is possible.
    let plans = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";
    engine::run(&mut post, plans.to_owned()).await;
    let mut whole = Vec::new();
    for statement in STATEMENTS {
        for table in read_whole(&mut post, statement.postgres).await {
            if !SMALL.iter().any(|(small, _)| *small == table) {
                whole.push(format!("{} reads {table}", statement.name));
            }
        }
    }
    assert!(whole.is_empty(), "{whole:#?}");
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn both_engines_have_the_same_tables_and_columns() {
    let home = Home::sqlite();
    home.open().await.close().await;
    let mut lite = SqliteConnection::connect(&home.url).await.unwrap();
    let lite: BTreeSet<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
         WHERE t.schema = 'main' AND t.type IN ('table', 'virtual')
            AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut lite)
    .await
    .unwrap()
    .into_iter()
    .collect();
    let home = Home::postgres().await;
    let post: BTreeSet<(String, String)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connected(&home).await)
    .await
    .unwrap()
    .into_iter()
    .collect();
    // An index of words keeps them its own way on each engine.
    let other = |columns: BTreeSet<(String, String)>| -> BTreeSet<(String, String)> {
        let same = columns.into_iter();
        same.filter(|(table, _)| !table.ends_with("_words"))
            .collect()
    };
    assert_eq!(other(lite), other(post));
}

/// PostgreSQL repeats in these what it was given.
#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn what_people_wrote_is_in_no_error() {
    let home = Home::postgres().await;
    let mut post = connected(&home).await;
    let long = format!("secret{}", "x".repeat(3_000));
    let long = format!("SELECT CAST('''{long}'':*' AS tsquery)");
    for asked in [
        long.as_str(),
        "SELECT to_tsquery('simple', 'secret word')",
        "SELECT CAST('secret' AS BIGINT)",
        "INSERT INTO notes (key, value) VALUES ('secret', ''), ('secret', '')",
    ] {
        let asked = sqlx::raw_sql(AssertSqlSafe(asked.to_owned()));
        let refused = asked.execute(&mut post).await.unwrap_err();
        assert!(format!("{refused:?}").contains("secret"));
        let error = frontdesk::store::Error::from(refused);
        assert!(error.lasts());
        let told = format!("{:#}", anyhow::Error::from(error));
        assert!(
            told.contains("SQLSTATE") && !told.contains("secret"),
            "{told}"
        );
    }
}
