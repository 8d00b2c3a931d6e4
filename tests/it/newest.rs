//! The schema that a new file gets at once is what all versions come to.

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};

/// The versions' own files, in their order.
fn versions(dir: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(dir).unwrap().map(|f| f.unwrap().path());
    let numbered = |file: &PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut files: Vec<PathBuf> = files.filter(numbered).collect();
    files.sort();
    files
}

/// With FRONTDESK_WRITE_SCHEMA set the file is written, for whoever adds a version.
#[tokio::test]
async fn a_new_file_gets_what_all_versions_come_to() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let temporary = tempfile::tempdir().unwrap();
    let mut db = SqliteConnectOptions::new()
        .filename(temporary.path().join("desk.db"))
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    for version in versions(&dir) {
        let text = std::fs::read_to_string(version).unwrap();
        let text = AssertSqlSafe(text);
        sqlx::raw_sql(text).execute(&mut db).await.unwrap();
    }
    // Tables that the engine makes beside a virtual one come with it.
    let all: Vec<String> = sqlx::query_scalar(
        "SELECT sql FROM sqlite_schema s WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND NOT EXISTS (SELECT 1 FROM sqlite_schema v WHERE v.sql LIKE 'CREATE VIRTUAL%' AND s.name LIKE v.name || '\\_%' ESCAPE '\\'
                AND s.type = 'table')
            ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let tables = all
        .iter()
        .filter_map(|sql| sql.strip_prefix("CREATE TABLE "));
    for table in tables.filter_map(|rest| rest.split([' ', '(']).next()) {
        let rows = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let rows: i64 = sqlx::query_scalar(rows).fetch_one(&mut db).await.unwrap();
        assert_eq!(
            rows, 0,
            "{table}: rows that a version makes would be missing in a new file"
        );
    }
    let is = format!(
        "-- Written by `FRONTDESK_WRITE_SCHEMA=1 cargo test --test it newest`: what the versions beside it come to.\n{};\n",
        all.join(";\n")
    );
    let file = dir.join("newest.sql");
    if std::env::var_os("FRONTDESK_WRITE_SCHEMA").is_some() {
        std::fs::write(&file, &is).unwrap();
    }
    let was = std::fs::read_to_string(&file).unwrap();
    assert!(
        was == is,
        "migrations/sqlite/newest.sql is not what the versions come to: its first line says how to write it"
    );
}
