//! Opening a PostgreSQL database: settings, migrations, the doorbell between replicas, and clear
//! words when it cannot be used.

use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

use crate::clock::Millis;

use super::migrations::{self, OURS, newest};
use super::postgres_link::{Link, in_time};
use super::{Error, Pool, Result, Schema, Store, Writer};

/// What replicas tell each other: something may be due.
const BELL: &str = "frontdesk";
const READERS: u32 = 4;
/// How long to try for a connection; the platform's own patience is three seconds.
const PATIENCE: Duration = Duration::from_secs(2);
/// A measurement of the time that took longer says too little: the answer may have been on its way all the while.
const MEASURED_WITHIN: Duration = Duration::from_secs(1);
/// How often one that took too long is done again.
const MEASURED: usize = 3;
/// After so long without a word whoever listens asks whether anybody is there.
const QUIET: Duration = Duration::from_secs(30);
/// A writer that stands still in its transaction holds up all replicas: after this many
/// milliseconds PostgreSQL ends it, and nothing of it happened.
const STANDSTILL: &str = "5000";
/// How long a writer waits for its turn, in milliseconds: longer than the one before may stand still.
const TURN: &str = "10000";

impl Store {
    /// Connects to the database that `url` names and brings it to this version. Of replicas that
    /// start together the first does that, and the others wait.
    ///
    /// # Errors
    /// [`Error::Unusable`], with what to do: out of reach, no such database, not ours, newer.
    pub async fn postgres(url: &str) -> Result<Store> {
        let (name, connection) = brought_up(url).await?;
        connection.close().await?;
        let options = options(url)?.options([
            ("idle_in_transaction_session_timeout", STANDSTILL),
            ("lock_timeout", TURN),
        ]);
        let pool = |connections| {
            let pool = PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(PATIENCE);
            Pool::Postgres(pool.connect_lazy_with(options.clone()))
        };
        let (writers, readers) = (pool(1), pool(READERS));
        let writing = writers.acquire().await.map_err(|e| unusable(&name, &e))?;
        Ok(Store {
            writer: Writer::start(writers, writing),
            readers,
        })
    }

    /// The time by which all replicas go: the server's, at the middle of asking for it. None: there is
    /// only this machine's (SQLite).
    ///
    /// # Errors
    /// When it does not answer, or never so soon that it could be told when it did.
    pub async fn shared_time(&self) -> Result<Option<Millis>> {
        let Pool::Postgres(pool) = &self.readers else {
            return Ok(None);
        };
        for _ in 0..MEASURED {
            let mut link = Link::new(pool.acquire().await?);
            let asked = Instant::now();
            let now =
                sqlx::query_scalar("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT");
            let now = in_time(now.fetch_one(link.ask()?)).await;
            let now: Millis = link.heard(now)?;
            let took = asked.elapsed();
            if took <= MEASURED_WITHIN {
                return Ok(Some(now + took.as_millis() as Millis / 2));
            }
        }
        Err(Error::Unusable(
            "the database answers too slowly to set the clock by it".to_owned(),
        ))
    }

    /// Rings whenever another process has put something in that may be due. Never returns; without
    /// other processes (SQLite) it never rings.
    pub async fn listen(&self, ring: impl Fn()) {
        let Pool::Postgres(pool) = &self.readers else {
            return std::future::pending().await;
        };
        loop {
            if let Err(error) = hear(pool, &ring).await {
                // Looking from time to time goes on meanwhile.
                tracing::warn!(%error, "other replicas cannot be heard");
            }
            tokio::time::sleep(PATIENCE).await;
        }
    }
}

/// The database's name for people, and a connection to it, once it is of this version.
pub(super) async fn brought_up(url: &str) -> Result<(String, PgConnection)> {
    let options = options(url)?;
    let name = name(&options);
    let mut connection = PgConnection::connect_with(&options)
        .await
        .map_err(|e| unusable(&name, &e))?;
    version(&name, &mut connection).await?;
    migrations::postgres()
        .run(&mut connection)
        .await
        .map_err(|e| behind(&name, e))?;
    Ok((name, connection))
}

async fn hear(pool: &PgPool, ring: impl Fn()) -> sqlx::Result<()> {
    // Out of a pool of its own: one that has fallen silent keeps its place there until it is given up.
    let alone = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .connect_lazy_with((*pool.connect_options()).clone());
    let mut listener = PgListener::connect_with(&alone).await?;
    in_time(listener.listen(BELL)).await?;
    loop {
        match tokio::time::timeout(QUIET, listener.try_recv()).await {
            // None: the connection was lost and made again; what rang meanwhile is not known.
            Ok(heard) => {
                heard?;
                ring();
            }
            Err(_) => {
                in_time(sqlx::query("SELECT 1").execute(&mut listener)).await?;
            }
        }
    }
}

/// Which database the URL names, without user and password.
pub fn postgres_name(url: &str) -> String {
    PgConnectOptions::from_str(url).map_or_else(|_| "PostgreSQL".to_owned(), |o| name(&o))
}

/// Reads which version of the schema the database has; changes nothing.
///
/// # Errors
/// [`Error::Unusable`]: out of reach, not a database of ours, or newer.
pub async fn postgres_schema(url: &str) -> Result<Schema> {
    let options = options(url)?;
    let name = name(&options);
    let mut connection = PgConnection::connect_with(&options)
        .await
        .map_err(|e| unusable(&name, &e))?;
    let version = version(&name, &mut connection).await?;
    connection.close().await?;
    Ok(match version {
        Some(version) if version == newest() => Schema::Current(version),
        Some(version) => Schema::Behind(version),
        None => Schema::None,
    })
}

fn options(url: &str) -> Result<PgConnectOptions> {
    // What is wrong is not repeated: it may hold the password.
    let options = PgConnectOptions::from_str(url).map_err(|_| {
        Error::Unusable(
            "FRONTDESK_DATABASE_URL cannot be read; it has to be like postgres://USER:PASSWORD@HOST/DATABASE"
                .to_owned(),
        )
    })?;
    Ok(options
        .application_name("frontdesk")
        .statement_cache_capacity(256))
}

fn name(options: &PgConnectOptions) -> String {
    let host = match options.get_socket() {
        Some(folder) => folder.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let database = options.get_database().unwrap_or(options.get_username());
    format!("the PostgreSQL database {database} at {host}")
}

/// The schema's version; none: an empty database.
async fn version(name: &str, connection: &mut PgConnection) -> Result<Option<i64>> {
    let (tables, ours): (i64, i64) = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE tablename IN {OURS})
         FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_sqlx_migrations'"
    )))
    .fetch_one(&mut *connection)
    .await
    .map_err(|e| unusable(name, &e))?;
    if tables == 0 {
        return Ok(None);
    }
    let foreign = || Error::Unusable(format!("{name} is not a frontdesk database"));
    if ours != 4 {
        return Err(foreign());
    }
    let version: Option<i64> = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await
        .map_err(|_| foreign())?;
    match version {
        Some(version) if version > newest() => {
            Err(behind(name, MigrateError::VersionMissing(version)))
        }
        version => Ok(version),
    }
}

pub(super) fn unusable(name: &str, error: &sqlx::Error) -> Error {
    let code = error.as_database_error().and_then(|e| e.code());
    Error::Unusable(match code.as_deref() {
        Some("28P01" | "28000") => {
            format!("{name} refuses the user or the password in FRONTDESK_DATABASE_URL")
        }
        Some("3D000") => format!("{name} is not there; make it with `createdb`"),
        Some("42501") => format!("{name} does not let this user make tables ({error})"),
        Some("53300") => format!("{name} has no connection free; raise max_connections"),
        Some("25006") => format!("{name} cannot be written: it is a standby ({error})"),
        Some(_) => format!("{name} cannot be used: {error}"),
        None => format!(
            "{name} cannot be reached: {error}; start it, or name another in FRONTDESK_DATABASE_URL"
        ),
    })
}

fn behind(name: &str, error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMissing(version) => Error::Unusable(format!(
            "{name} was written by a newer frontdesk (schema {version}); install that version"
        )),
        MigrateError::VersionMismatch(version) => Error::Unusable(format!(
            "{name}: schema version {version} is not the one that this frontdesk knows; install the version that wrote it"
        )),
        MigrateError::Execute(error) => unusable(name, &error),
        other => Error::Unusable(format!("{name} could not be brought up to date: {other}")),
    }
}
