//! The database: out, in, and to this version.

use std::path::Path;

use frontdesk::app;
use frontdesk::config::{self, Config, Database};
use frontdesk::store::{self, Schema};
use secrecy::ExposeSecret;

use super::Failure;

pub async fn backup(config: &Config, file: &Path) -> Result<(), Failure> {
    let path = in_a_file(&config.database, "pg_dump --format=custom --file=FILE")?;
    if store::schema(path).await? == Schema::None {
        return Err(nothing(&path.display().to_string()));
    }
    store::backup(path, file).await?;
    println!("{} holds everything in {}", file.display(), path.display());
    Ok(())
}

pub async fn restore(config: &Config, file: &Path) -> Result<(), Failure> {
    let command = "pg_restore --clean --if-exists --single-transaction --dbname=DATABASE FILE";
    let path = in_a_file(&config.database, command)?;
    store::restore(path, file).await?;
    println!("{} holds what was in {}", path.display(), file.display());
    Ok(())
}

pub async fn migrate(config: &Config) -> Result<(), Failure> {
    let name = name(&config.database);
    let before = schema(&config.database).await?;
    app::open(&config.database).await?.close().await;
    let Schema::Current(version) = schema(&config.database).await? else {
        return Err(nothing(&name));
    };
    match before {
        Schema::Current(_) => println!("{name} has schema version {version} already"),
        Schema::Behind(old) => {
            println!("{name} was brought from schema version {old} to {version}")
        }
        Schema::None => println!("{name} was made, with schema version {version}"),
    }
    Ok(())
}

/// From the database that the URL `from` names into the one that `to` names.
pub async fn migrate_engine(from: &str, to: &str) -> Result<(), Failure> {
    let named = |url, what| {
        config::database(url).map_err(|wrong| Failure::Usage(format!("{what} {wrong}")))
    };
    let (Database::Sqlite(path), Database::Postgres(url)) =
        (named(from, "the source")?, named(to, "the target")?)
    else {
        return Err(Failure::Usage(
            "it goes from sqlite://PATH to postgres://USER:PASSWORD@HOST/DATABASE".to_owned(),
        ));
    };
    let url = url.expose_secret();
    let done = store::transfer(&path, url).await?;
    for (table, rows) in &done.tables {
        println!("{rows:>12} {table}");
    }
    let (path, name) = (path.display(), store::postgres_name(url));
    if done.already {
        println!("{name} holds everything that is in {path} already; nothing was changed");
    } else {
        println!(
            "{name} holds everything that is in {path}, read back and compared. Name it in FRONTDESK_DATABASE_URL, \
             start frontdesk, and keep {path} as a backup: what is written there from now on is not carried over"
        );
    }
    Ok(())
}

/// Which version of the schema the database has.
pub async fn schema(database: &Database) -> store::Result<Schema> {
    match database {
        Database::Sqlite(path) => store::schema(path).await,
        Database::Postgres(url) => store::postgres_schema(url.expose_secret()).await,
    }
}

/// What people know the database by.
pub fn name(database: &Database) -> String {
    match database {
        Database::Sqlite(path) => path.display().to_string(),
        Database::Postgres(url) => store::postgres_name(url.expose_secret()),
    }
}

/// PostgreSQL has its own tools for this, which also know its roles and settings.
fn in_a_file<'a>(database: &'a Database, command: &str) -> Result<&'a Path, Failure> {
    match database {
        Database::Sqlite(path) => Ok(path),
        Database::Postgres(_) => Err(Failure::Other(anyhow::anyhow!(
            "{} is copied and put back with PostgreSQL's own tools; run `{command}`, and after a restore \
             \"UPDATE outbox SET unsure = TRUE WHERE state = 'due'\": what was due may have gone out since",
            name(database)
        ))),
    }
}

fn nothing(name: &str) -> Failure {
    Failure::Other(anyhow::anyhow!(
        "there is no database at {name}; FRONTDESK_DATABASE_URL names it"
    ))
}
