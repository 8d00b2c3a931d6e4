//! Which engine the stories run on: `FRONTDESK_TEST_ENGINE` says `sqlite` (else) or `postgres`.

use std::path::Path;
use std::sync::Mutex;

use frontdesk::app;
use frontdesk::config::Database;
use frontdesk::store::Store;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::cluster;

pub fn on_postgres() -> bool {
    std::env::var("FRONTDESK_TEST_ENGINE").is_ok_and(|engine| engine == "postgres")
}

/// A folder and a database of its own, both gone afterwards.
pub struct Home {
    dir: TempDir,
    /// As `FRONTDESK_DATABASE_URL` takes it.
    pub url: String,
}

impl Home {
    pub async fn new() -> Home {
        if on_postgres() {
            Home::postgres().await
        } else {
            Home::sqlite()
        }
    }

    pub fn sqlite() -> Home {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/desk.db", dir.path().display());
        Home { dir, url }
    }

    /// A copy of one that was brought to our version once.
    pub async fn postgres() -> Home {
        TEMPLATE.get_or_init(template).await;
        let name = format!("desk_{:08x}", rand::random::<u32>());
        let mut admin = admin().await;
        let old: Vec<String> = std::mem::take(&mut *OLD.lock().unwrap());
        for old in old {
            run(&mut admin, format!("DROP DATABASE {old} WITH (FORCE)")).await;
        }
        run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE desk")).await;
        Home {
            dir: tempfile::tempdir().unwrap(),
            url: cluster::url(&name),
        }
    }

    /// A PostgreSQL database with nothing in it.
    pub async fn empty() -> Home {
        let name = format!("desk_{:08x}", rand::random::<u32>());
        run(&mut admin().await, format!("CREATE DATABASE {name}")).await;
        Home {
            dir: tempfile::tempdir().unwrap(),
            url: cluster::url(&name),
        }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The database, seen by somebody else.
    pub async fn look(&self) -> Look {
        if self.url.starts_with("sqlite") {
            Look::Sqlite(SqliteConnection::connect(&self.url).await.unwrap())
        } else {
            Look::Postgres(PgConnection::connect(&self.url).await.unwrap())
        }
    }

    /// What the database is called there.
    pub fn name(&self) -> &str {
        let (url, _) = self.url.split_once('?').unwrap();
        url.rsplit('/').next().unwrap()
    }

    pub async fn open(&self) -> Store {
        let database = match self.url.strip_prefix("sqlite://") {
            Some(path) => Database::Sqlite(path.into()),
            None => Database::Postgres(self.url.clone().into()),
        };
        app::open(&database).await.unwrap()
    }
}

/// Somebody who only looks, in words that both engines know.
pub enum Look {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Look {
    pub async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Look::Sqlite(db) => sqlx::query_scalar(sql).fetch_one(db).await.unwrap(),
            Look::Postgres(db) => sqlx::query_scalar(sql).fetch_one(db).await.unwrap(),
        }
    }

    pub async fn text(&mut self, sql: &str) -> Option<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Look::Sqlite(db) => sqlx::query_scalar(sql).fetch_optional(db).await.unwrap(),
            Look::Postgres(db) => sqlx::query_scalar(sql).fetch_optional(db).await.unwrap(),
        }
    }

    /// Whether the file is whole, every page and every reference; PostgreSQL sees to that itself.
    pub async fn is_sound(&mut self) -> bool {
        match self {
            Look::Sqlite(_) => self.text("PRAGMA integrity_check").await.unwrap() == "ok",
            Look::Postgres(_) => true,
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if self.url.starts_with("postgres") {
            OLD.lock().unwrap().push(self.name().to_owned());
        }
    }
}

/// Whether the database at `url` fails whoever wants to send: with PostgreSQL it is gone, of SQLite's file the tables are
/// that this needs.
pub async fn set_failing(url: &str, failing: bool) {
    if !url.starts_with("sqlite") {
        let (url, _) = url.split_once('?').unwrap();
        let name = url.rsplit('/').next().unwrap();
        let mut admin = admin().await;
        let allowed = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {}", !failing);
        run(&mut admin, allowed).await;
        if failing {
            let cut = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            );
            run(&mut admin, cut).await;
        }
        return;
    }
    let mut db = SqliteConnection::connect(url).await.unwrap();
    let (from, to) = if failing {
        ("", "_away")
    } else {
        ("_away", "")
    };
    for table in ["posts", "lanes"] {
        let renamed = format!("ALTER TABLE {table}{from} RENAME TO {table}{to}");
        let renamed = sqlx::raw_sql(AssertSqlSafe(renamed));
        renamed.execute(&mut db).await.unwrap();
    }
}

static TEMPLATE: OnceCell<()> = OnceCell::const_new();
/// Databases that nobody uses any more: a disk does not hold one for each story.
static OLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

async fn template() {
    run(&mut admin().await, "CREATE DATABASE desk".to_owned()).await;
    let store = Store::postgres(&cluster::url("desk")).await.unwrap();
    store.close().await;
    // The writer's connection ends with its task, soon after.
    drop(store);
    let mut admin = admin().await;
    for _ in 0..200 {
        let left: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = 'desk'")
                .fetch_one(&mut admin)
                .await
                .unwrap();
        if left == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the template is still in use");
}

/// Somebody who may do everything there.
pub async fn admin() -> PgConnection {
    PgConnection::connect(&cluster::url("postgres"))
        .await
        .unwrap()
}

pub async fn run(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}
