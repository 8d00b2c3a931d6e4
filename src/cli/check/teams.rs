//! What Teams says to the configuration.

use std::time::Duration;

use frontdesk::app::teams_client;
use frontdesk::clock::Clock;
use frontdesk::config::Teams;
use frontdesk::domain::catalogue::Catalogue;
use frontdesk::domain::ids::Platform;
use frontdesk::platform::failure::SendError;
use frontdesk::platform::teams::keys::Keys;

const CONNECT: Duration = Duration::from_secs(5);

/// Asks Teams; returns how much is to be put right. Whether the app is in a channel is known only once something came
/// from there.
pub async fn online(config: &Teams, catalogue: &Catalogue) -> anyhow::Result<usize> {
    let mut missing = 0;
    let client = teams_client(config, Clock::System)?;
    match client.who_am_i().await {
        Ok(()) => println!("  the registration {} is taken", config.app_id),
        Err(error) => {
            println!(
                "  ! TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID: {}",
                meaning(&error)
            );
            missing += 1;
        }
    }
    let http = reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let keys = Keys::new(http, config.openid_url.clone());
    // Any name will do: what is asked is whether there are keys at all.
    match keys.get("", Clock::System.now()).await {
        Ok(_) => println!("  the keys of the Bot Framework can be had"),
        Err(_) => {
            println!(
                "  ! {}: the keys of the Bot Framework cannot be had; see TEAMS_OPENID_URL and the network",
                config.openid_url
            );
            missing += 1;
        }
    }
    for team in &catalogue.teams {
        let channels = team.channels.iter().chain(&team.request_channels);
        for channel in channels.filter(|c| c.platform == Platform::Teams) {
            if !channel.id.starts_with("19:") || channel.id.contains(';') {
                println!(
                    "  ! {}: \"{}\" is no channel's id; it begins with 19: and is in the channel's link (Get link to channel)",
                    team.key, channel.id
                );
                missing += 1;
            }
        }
    }
    Ok(missing)
}

fn meaning(error: &SendError) -> String {
    match error {
        SendError::Dead { why } => format!(
            "the login server refuses them ({why}); compare them with the app registration in Entra"
        ),
        other => format!(
            "the login server did not answer ({}); see TEAMS_LOGIN_URL and the network",
            other.why()
        ),
    }
}
