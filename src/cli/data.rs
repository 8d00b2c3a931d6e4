//! The database: out, in, and to this version.

use std::path::Path;

use frontdesk::config::{Config, Database};
use frontdesk::store::{self, Schema, Store};

use super::Failure;

pub async fn backup(config: &Config, file: &Path) -> Result<(), Failure> {
    let Database::Sqlite(path) = &config.database;
    if store::schema(path).await? == Schema::None {
        return Err(nothing(path));
    }
    store::backup(path, file).await?;
    println!("{} holds everything in {}", file.display(), path.display());
    Ok(())
}

pub async fn restore(config: &Config, file: &Path) -> Result<(), Failure> {
    let Database::Sqlite(path) = &config.database;
    store::restore(path, file).await?;
    println!("{} holds what was in {}", path.display(), file.display());
    Ok(())
}

pub async fn migrate(config: &Config) -> Result<(), Failure> {
    let Database::Sqlite(path) = &config.database;
    let before = store::schema(path).await?;
    Store::open(path).await?.close().await;
    let Schema::Current(version) = store::schema(path).await? else {
        return Err(nothing(path));
    };
    let path = path.display();
    match before {
        Schema::Current(_) => println!("{path} has schema version {version} already"),
        Schema::Behind(old) => {
            println!("{path} was brought from schema version {old} to {version}")
        }
        Schema::None => println!("{path} was made, with schema version {version}"),
    }
    Ok(())
}

fn nothing(path: &Path) -> Failure {
    Failure::Other(anyhow::anyhow!(
        "there is no database at {}; FRONTDESK_DATABASE_URL names it",
        path.display()
    ))
}
