//! App manifests.

use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;
use frontdesk::config::Config;
use frontdesk::platform::{slack, teams};

use super::Failure;

#[derive(Debug, Subcommand)]
pub enum Platform {
    /// For api.slack.com/apps: "From a manifest", YAML
    Slack {
        /// For Socket Mode, which needs no public URL; so is one made when SLACK_APP_TOKEN is set
        #[arg(long)]
        socket_mode: bool,
    },
    /// For Teams' admin center or "Upload an app": a package with manifest and icons
    Teams {
        /// Where to write it
        #[arg(long)]
        out: PathBuf,
    },
}

/// Prints a manifest, or writes a package.
///
/// # Errors
/// What is missing for it, or a file that cannot be written.
pub fn run(platform: &Platform, config: &Config) -> Result<(), Failure> {
    match platform {
        Platform::Slack { socket_mode } => {
            slack(*socket_mode, config);
            Ok(())
        }
        Platform::Teams { out } => teams(out, config),
    }
}

fn slack(socket_mode: bool, config: &Config) {
    let socket_mode = socket_mode || config.slack.as_ref().is_some_and(|s| s.app_token.is_some());
    if config.public_url.is_none() && !socket_mode {
        eprintln!(
            "FRONTDESK_PUBLIC_URL is not set: put your own address in place of {}, or use --socket-mode",
            slack::manifest::PLACEHOLDER_URL
        );
    }
    let filled = slack::manifest::manifest(
        config.public_url.as_ref(),
        socket_mode,
        &config.catalogue.desk.name,
    );
    print!("{}", slack::manifest::yaml(&filled));
}

fn teams(out: &PathBuf, config: &Config) -> Result<(), Failure> {
    let Some(registration) = &config.teams else {
        return Err(Failure::Usage(
            "the package names the bot: set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID first"
                .to_owned(),
        ));
    };
    if config.public_url.is_none() {
        eprintln!(
            "FRONTDESK_PUBLIC_URL is not set: the package names {} as the desk's website",
            teams::manifest::PLACEHOLDER_URL
        );
    }
    let filled = teams::manifest::manifest(
        &registration.app_id,
        config.public_url.as_ref(),
        &config.catalogue.desk.name,
        registration.slash_commands,
    );
    let package = teams::manifest::package(&filled).context("the package could not be made")?;
    std::fs::write(out, package)
        .with_context(|| format!("{} could not be written", out.display()))?;
    println!("{}", out.display());
    Ok(())
}
