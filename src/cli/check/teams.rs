//! What Teams says to the configuration.

use frontdesk::app::teams_client;
use frontdesk::clock::Clock;
use frontdesk::config::Teams;
use frontdesk::domain::catalogue::Catalogue;
use frontdesk::domain::ids::Platform;
use frontdesk::platform::failure::SendError;
use frontdesk::platform::teams::client::Client;
use frontdesk::platform::teams::hosts;
use frontdesk::platform::teams::keys::Keys;
use url::Url;

/// Nobody's object id.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Asks Teams; returns how much is to be put right.
pub async fn online(
    config: &Teams,
    catalogue: &Catalogue,
    public_url: Option<&Url>,
) -> anyhow::Result<usize> {
    let mut missing = endpoint(public_url);
    let client = teams_client(config, Clock::System)?;
    let taken = client.who_am_i().await;
    match &taken {
        Ok(()) => println!("  the registration {} is taken", config.app_id),
        Err(error) => {
            println!(
                "  ! TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID: {}",
                meaning(error)
            );
            missing += 1;
        }
    }
    let keys = Keys::new(client.http.clone(), config.openid_url.clone());
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
            } else if taken.is_ok()
                && let Some(wrong) = there(&client, &config.service_url, &channel.id).await
            {
                println!("  ! {}: {}: {wrong}", team.key, channel.id);
                missing += 1;
            }
        }
    }
    Ok(missing)
}

/// Where the registration has to send to; whether it does only Azure knows.
fn endpoint(public_url: Option<&Url>) -> usize {
    // That it is missing is among the warnings.
    let Some(url) = public_url else { return 0 };
    let address = format!("{}/api/messages", url.as_str().trim_end_matches('/'));
    if url.scheme() == "https" || hosts::is_loopback(url) {
        println!("  - the bot's messaging endpoint has to be {address}");
        return 0;
    }
    println!("  ! FRONTDESK_PUBLIC_URL: Teams delivers over https only, not to {address}");
    1
}

/// What is wrong with a channel. Asked for somebody who is nobody: whoever is not there cannot even be told that.
async fn there(client: &Client, service: &Url, channel: &str) -> Option<String> {
    match client.member(service.as_str(), channel, NOBODY).await {
        Err(SendError::Misconfigured { why }) if why.contains("NotFound") => {
            Some(format!("there is no such channel ({why})"))
        }
        Err(SendError::Misconfigured { why }) => {
            Some(format!("the app is not in its team: add it there ({why})"))
        }
        Err(SendError::Retry { why, .. } | SendError::Unsure { why }) => {
            Some(format!("Teams did not answer ({why})"))
        }
        _ => None,
    }
}

fn meaning(error: &SendError) -> String {
    match error {
        SendError::Dead { why } => {
            let look = match why.as_str() {
                "invalid_client" => {
                    "the password is wrong or has run out: make a new client secret"
                }
                "unauthorized_client" => {
                    "no such app in this tenant: compare both ids with the app registration in Entra"
                }
                "invalid_request" | "invalid_tenant" => {
                    "no such tenant: compare TEAMS_TENANT_ID with the Directory (tenant) id in Entra"
                }
                "invalid_scope" => "this login server is of another cloud than TEAMS_ISSUER",
                _ => "compare them with the app registration in Entra",
            };
            format!("the login server refuses them ({why}): {look}")
        }
        other => format!(
            "the login server did not answer ({}); see TEAMS_LOGIN_URL and the network",
            other.why()
        ),
    }
}
