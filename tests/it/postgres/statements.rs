//! Both engines understand every statement, and neither reads a whole table for it.

use std::collections::BTreeSet;

use frontdesk::store::STATEMENTS;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

use crate::engine::{self, Home};

async fn sqlite(home: &Home) -> SqliteConnection {
    home.open().await.close().await;
    SqliteConnection::connect(&home.url).await.unwrap()
}

/// Which tables a plan of SQLite's reads from end to end.
async fn read_whole_on_sqlite(connection: &mut SqliteConnection, text: &str) -> BTreeSet<String> {
    let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
    let steps: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(text).fetch_all(connection).await.unwrap();
    steps
        .iter()
        .filter_map(|(.., step)| step.strip_prefix("SCAN "))
        .filter(|scanned| !scanned.contains("INDEX") && *scanned != "CONSTANT ROW")
        .map(|scanned| scanned.split(' ').next().unwrap().to_owned())
        .collect()
}

/// The same of PostgreSQL's, which reads so only if nothing else is possible.
async fn read_whole_on_postgres(connection: &mut PgConnection, text: &str) -> BTreeSet<String> {
    let values = (1..=30).rev().find(|n| text.contains(&format!("${n}")));
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
        .map(|row| sqlx::Row::get::<String, _>(row, 0))
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
async fn both_engines_understand_every_statement() {
    let home = Home::sqlite();
    let mut lite = sqlite(&home).await;
    let home = Home::postgres().await;
    let mut post = PgConnection::connect(&home.url).await.unwrap();
    let mut wrong = Vec::new();
    for statement in STATEMENTS {
        let text = AssertSqlSafe(statement.sqlite).into_sql_str();
        if let Err(error) = lite.prepare(text).await {
            wrong.push(format!("{} on SQLite: {error}", statement.name));
        }
        let text = AssertSqlSafe(statement.postgres).into_sql_str();
        if let Err(error) = post.prepare(text).await {
            wrong.push(format!("{} on PostgreSQL: {error}", statement.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
#[ignore = "runs with PostgreSQL"]
async fn neither_engine_reads_a_whole_table() {
    let home = Home::sqlite();
    let mut lite = sqlite(&home).await;
    let home = Home::postgres().await;
    let mut post = PgConnection::connect(&home.url).await.unwrap();
    let plans = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";
    engine::run(&mut post, plans.to_owned()).await;
    let mut whole = Vec::new();
    for statement in STATEMENTS {
        for table in read_whole_on_sqlite(&mut lite, statement.sqlite).await {
            whole.push(format!("{} reads {table} on SQLite", statement.name));
        }
        for table in read_whole_on_postgres(&mut post, statement.postgres).await {
            whole.push(format!("{} reads {table} on PostgreSQL", statement.name));
        }
    }
    assert!(whole.is_empty(), "{whole:#?}");
}
