//! Raw file and environment to checked configuration; the only reader of the environment.
//!
//! Everything that is wrong is said at once, each with file, line and what would be right.

mod approval;
mod calendar;
mod catalogue;
mod desk;
mod env;
mod explain;
mod explain_routes;
mod field;
mod holidays;
mod keys;
mod limits;
mod plan;
mod plan_fill;
mod plan_said;
mod problem;
mod reply;
mod roster;
mod route;
mod service;
mod table;
mod team;
mod teams;
mod values;
mod warnings;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use url::Url;

use crate::domain::catalogue::Catalogue;
use crate::domain::ids::Platform;

pub use catalogue::catalogue;
pub use env::database;
pub use explain::explain;
pub use problem::{Problem, Problems};
pub use teams::Teams;

/// All that the program needs to know before it starts.
#[derive(Clone, Debug)]
pub struct Config {
    pub catalogue: Catalogue,
    pub listen: SocketAddr,
    /// How the outside reaches us; none: only Socket Mode works.
    pub public_url: Option<Url>,
    pub database: Database,
    /// None: no bot token is set, Slack is off.
    pub slack: Option<Slack>,
    /// None: its variables are not set, Teams is off.
    pub teams: Option<Teams>,
    /// A filter for `tracing`.
    pub log: String,
}

#[derive(Clone, Debug)]
pub enum Database {
    Sqlite(PathBuf),
    /// The whole URL, which may hold a password.
    Postgres(SecretString),
}

/// At least one of `signing_secrets` and `app_token` is there.
#[derive(Clone, Debug)]
pub struct Slack {
    /// Several while one is being replaced; none: Slack's HTTP routes are off.
    pub signing_secrets: Vec<SecretString>,
    pub bot_token: SecretString,
    /// Socket Mode is on.
    pub app_token: Option<SecretString>,
    /// Ends in a slash.
    pub api_url: Url,
}

/// Reads the file at `path` (else the one that `FRONTDESK_CONFIG` names, else `frontdesk.toml`)
/// and the environment.
///
/// # Errors
/// Everything that is wrong in either.
pub fn load(path: Option<&Path>, env: &dyn Fn(&str) -> Option<String>) -> Result<Config, Problems> {
    let env = env::Env {
        get: env,
        problems: Vec::new(),
    };
    let path = path.map(Path::to_path_buf);
    let path = path
        .or_else(|| env.text("FRONTDESK_CONFIG").map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from("frontdesk.toml"));
    checked(read(&path), env)
}

/// The same from a text that is at hand; `name` stands for it in what is wrong.
///
/// # Errors
/// Everything that is wrong in the text or the environment.
pub fn of(
    text: &str,
    name: &str,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Config, Problems> {
    let env = env::Env {
        get: env,
        problems: Vec::new(),
    };
    checked(catalogue(text, name), env)
}

fn checked(file: Result<Catalogue, Problems>, mut env: env::Env<'_>) -> Result<Config, Problems> {
    let around = env::read(&mut env);
    match (file, around.listen, around.database) {
        (Ok(mut catalogue), Some(listen), Some(database)) if env.problems.is_empty() => {
            Ok(Config {
                catalogue: {
                    let slack = around.slack.as_ref().map(|_| Platform::Slack);
                    let teams = around.teams.as_ref().map(|_| Platform::Teams);
                    catalogue.platforms = slack.into_iter().chain(teams).collect();
                    catalogue
                },
                listen,
                public_url: around.public_url,
                database,
                slack: around.slack,
                teams: around.teams,
                log: around.log,
            })
        }
        (file, ..) => {
            let mut problems = file.err().unwrap_or_default();
            problems.0.append(&mut env.problems);
            Err(problems)
        }
    }
}

fn read(path: &Path) -> Result<Catalogue, Problems> {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => catalogue(&text, &name),
        Err(error) => {
            let mut text = format!("cannot be read: {error}");
            if error.kind() == std::io::ErrorKind::NotFound {
                text.push_str(
                    "; name a file with --config or FRONTDESK_CONFIG, or begin with a copy of \
                     frontdesk.example.toml",
                );
            }
            Err(Problems(vec![Problem::of(name, text)]))
        }
    }
}
