//! One binary, every command: results to stdout, errors to stderr, and an exit code that scripts can use.

mod articles;
mod check;
mod data;
mod demo;
mod manifest;
mod plan;
mod token;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use frontdesk::app;
use frontdesk::config::{self, Config, Problems};
use frontdesk::store::{self, Schema};

/// Wrong usage or configuration.
const WRONG: u8 = 2;

/// A service desk that lives in Slack and Microsoft Teams.
#[derive(Debug, Parser)]
#[command(name = "frontdesk", version, arg_required_else_help = true)]
struct Cli {
    /// The configuration; else FRONTDESK_CONFIG, else frontdesk.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the desk until Ctrl-C or SIGTERM
    Serve {
        /// Refuse to start on a database of an older version instead of bringing it to this one
        #[arg(long)]
        no_migrate: bool,
    },
    /// The whole desk with a sample company, in your browser: no account, no network
    Demo(demo::Args),
    /// Reads the configuration and says what it understood
    Check,
    /// Asks the stored requests once more of the configuration (of --config FILE: a changed one) and says what would
    /// have gone elsewhere, and which promises would have been missed or kept; changes nothing
    Plan(plan::Args),
    /// Makes an app manifest, ready to upload
    Manifest {
        #[command(subcommand)]
        platform: manifest::Platform,
    },
    /// Makes, lists and takes back API tokens
    Token {
        #[command(subcommand)]
        command: token::Command,
    },
    /// Takes in articles from a folder of Markdown files, while the desk runs; can be repeated
    ImportArticles(articles::Args),
    /// Copies everything into a new file, while the desk runs
    Backup { file: PathBuf },
    /// Replaces everything by what a backup holds, also while the desk runs
    Restore { file: PathBuf },
    /// Brings the database to this version
    Migrate,
    /// Moves everything from SQLite into PostgreSQL and checks it; can be repeated
    MigrateEngine {
        /// sqlite://PATH: nothing may run on it
        from: String,
        /// postgres://USER@HOST/DATABASE, an empty one; the password may come from PGPASSWORD
        to: String,
    },
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Configuration(#[from] Problems),
    #[error("{0}")]
    Usage(String),
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        Failure::Other(error.into())
    }
}

/// Runs what the command line says.
pub fn run() -> ExitCode {
    // clap itself exits 2 on wrong usage, and 0 after --help.
    let cli = Cli::parse();
    #[cfg(debug_assertions)]
    if let Ok(trap) = std::env::var("FRONTDESK_FAIL_POINT")
        && !frontdesk::fail::arm(&trap)
    {
        eprintln!("FRONTDESK_FAIL_POINT has to be like Sending:0:abort");
        return ExitCode::from(WRONG);
    }
    match command(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            match failure {
                Failure::Configuration(_) | Failure::Usage(_) => ExitCode::from(WRONG),
                Failure::Other(_) => ExitCode::FAILURE,
            }
        }
    }
}

fn command(cli: Cli) -> Result<(), Failure> {
    if let Command::Demo(args) = cli.command {
        // It brings its own configuration, and leaves the terminal to the address of its page.
        logging("warn");
        return runtime()?.block_on(demo::run(args));
    }
    if let Command::MigrateEngine { from, to } = cli.command {
        // Between two databases that are named here: no configuration has a say.
        logging("warn");
        return runtime()?.block_on(data::migrate_engine(&from, &to));
    }
    let config = config::load(cli.config.as_deref(), &|name| std::env::var(name).ok())?;
    logging(&config.log);
    runtime()?.block_on(execute(cli.command, config))
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    // Before anything speaks TLS: two providers in one program would have to be chosen between.
    if rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .is_err()
    {
        tracing::debug!("a TLS provider was installed already");
    }
    Ok(tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?)
}

async fn execute(command: Command, config: Config) -> Result<(), Failure> {
    match command {
        Command::Demo(args) => demo::run(args).await,
        Command::Serve { no_migrate } => serve(config, no_migrate).await,
        Command::Check => check::run(&config).await,
        Command::Plan(args) => plan::run(&args, config).await,
        Command::Manifest { platform } => manifest::run(&platform, &config),
        Command::Token { command } => token::run(command, config).await,
        Command::ImportArticles(args) => articles::run(args, config).await,
        Command::Backup { file } => data::backup(&config, &file).await,
        Command::Restore { file } => data::restore(&config, &file).await,
        Command::Migrate => data::migrate(&config).await,
        Command::MigrateEngine { from, to } => data::migrate_engine(&from, &to).await,
    }
}

async fn serve(config: Config, no_migrate: bool) -> Result<(), Failure> {
    let database = &config.database;
    if no_migrate && !matches!(data::schema(database).await?, Schema::Current(_)) {
        let name = data::name(database);
        return Err(Failure::Other(anyhow::anyhow!(
            "{name} is not of this version; `frontdesk migrate` brings it there"
        )));
    }
    app::serve(config).await?;
    Ok(())
}

/// To stderr: stdout is for results.
fn logging(filter: &str) {
    let filter = tracing_subscriber::EnvFilter::builder().parse_lossy(filter);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
