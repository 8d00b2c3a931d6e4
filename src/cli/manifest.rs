//! App manifests.

use clap::Subcommand;
use frontdesk::config::Config;
use frontdesk::platform::slack::manifest;

#[derive(Debug, Subcommand)]
pub enum Platform {
    /// For api.slack.com/apps: "From a manifest", YAML
    Slack {
        /// For Socket Mode, which needs no public URL; so is one made when SLACK_APP_TOKEN is set
        #[arg(long)]
        socket_mode: bool,
    },
}

pub fn print(platform: &Platform, config: &Config) {
    let Platform::Slack { socket_mode } = platform;
    let socket_mode = *socket_mode || config.slack.as_ref().is_some_and(|s| s.app_token.is_some());
    if config.public_url.is_none() && !socket_mode {
        eprintln!(
            "FRONTDESK_PUBLIC_URL is not set: put your own address in place of {}, or use --socket-mode",
            manifest::PLACEHOLDER_URL
        );
    }
    let filled = manifest::manifest(
        config.public_url.as_ref(),
        socket_mode,
        &config.catalogue.desk.name,
    );
    print!("{}", manifest::yaml(&filled));
}
