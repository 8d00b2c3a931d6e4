//! API tokens.

use std::sync::Arc;

use anyhow::anyhow;
use clap::{Subcommand, ValueEnum};
use frontdesk::app;
use frontdesk::clock::Clock;
use frontdesk::config::Config;
use frontdesk::desk::{Desk, Refused, Scope, Token};

use super::Failure;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a token and prints it: it is not shown again
    Create {
        /// What it is for: letters, digits, dots, dashes, underscores
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value_t = ScopeName::Read)]
        scope: ScopeName,
    },
    /// Every token that was made, without its secret
    List,
    /// Takes a token back, at once
    Revoke { name: String },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ScopeName {
    /// Reads everything
    Read,
    /// Also makes requests, and speaks for those who asked
    Write,
    /// Also acts as anybody, and sees the outbox
    Admin,
}

impl From<ScopeName> for Scope {
    fn from(name: ScopeName) -> Scope {
        match name {
            ScopeName::Read => Scope::Read,
            ScopeName::Write => Scope::Write,
            ScopeName::Admin => Scope::Admin,
        }
    }
}

pub async fn run(command: Command, config: Config) -> Result<(), Failure> {
    let store = app::open(&config.database).await?;
    let desk = Desk::new(store, Arc::new(config.catalogue), Clock::System);
    let done = execute(&desk, command).await;
    desk.store.close().await;
    done
}

async fn execute(desk: &Desk, command: Command) -> Result<(), Failure> {
    match command {
        Command::Create { name, scope } => {
            let token = desk.create_token(&name, scope.into()).await;
            let token = token.map_err(|refused| match refused {
                Refused::BadName => Failure::Usage(refused.to_string()),
                other => Failure::Other(other.into()),
            })?;
            eprintln!("keep it in a safe place: it is not shown again");
            println!("{token}");
        }
        Command::List => {
            for token in desk.tokens().await.map_err(anyhow::Error::from)? {
                println!("{}", line(&token));
            }
        }
        Command::Revoke { name } => {
            if !desk
                .revoke_token(&name)
                .await
                .map_err(anyhow::Error::from)?
            {
                return Err(Failure::Other(anyhow!(
                    "there is no token named {name} in use; `frontdesk token list` shows all"
                )));
            }
            println!("{name} was revoked");
        }
    }
    Ok(())
}

fn line(token: &Token) -> String {
    let day = |at| {
        let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
        at.strftime("%Y-%m-%d").to_string()
    };
    let revoked = token
        .revoked_at
        .map(|at| format!("\trevoked {}", day(at)))
        .unwrap_or_default();
    format!(
        "{}\t{}\tmade {}{revoked}",
        token.name,
        token.scope.as_str(),
        day(token.created_at)
    )
}
