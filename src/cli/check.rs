//! `frontdesk check`: what was understood, and, with tokens set, what the platforms say to it.

mod teams;

use std::collections::BTreeSet;

use frontdesk::config::{self, Config, Slack};
use frontdesk::domain::catalogue::{Catalogue, Team};
use frontdesk::domain::ids::{Account, Channel, Platform};
use frontdesk::domain::people::PersonRef;
use frontdesk::platform::http::Http;
use frontdesk::platform::slack::client::Client;
use frontdesk::platform::slack::errors::SendError;
use frontdesk::platform::slack::manifest::BOT_SCOPES;
use frontdesk::platform::slack::me::Me;

use super::Failure;

/// Prints both halves.
///
/// # Errors
/// When something is missing on a platform: every such thing has been printed by then.
pub async fn run(config: &Config) -> Result<(), Failure> {
    print!("{}", config::explain(config));
    let mut missing = 0;
    if let Some(slack) = &config.slack {
        println!("\nSlack");
        let found = online(slack, &config.catalogue).await?;
        summary(found);
        missing += found;
    }
    let on_slack = missing;
    if let Some(registration) = &config.teams {
        println!("\nTeams");
        let found =
            teams::online(registration, &config.catalogue, config.public_url.as_ref()).await?;
        summary(found);
        missing += found;
    }
    let place = match (on_slack, missing - on_slack) {
        (0, 0) => return Ok(()),
        (_, 0) => "Slack",
        (0, _) => "Teams",
        _ => "Slack and Teams",
    };
    Err(Failure::Other(anyhow::anyhow!(
        "{missing} thing{} in {place} to be put right, see above",
        if missing == 1 { "" } else { "s" }
    )))
}

fn summary(missing: usize) {
    if missing == 0 {
        println!("  everything that the desk needs is there");
    }
}

/// Asks Slack; returns how much is to be put right.
async fn online(slack: &Slack, catalogue: &Catalogue) -> anyhow::Result<usize> {
    let http = Http::following();
    let client = Client::new(http.clone(), slack.api_url.clone(), slack.bot_token.clone());
    let who = match client.who_am_i().await {
        Ok(who) => who,
        Err(error) => {
            println!("  ! SLACK_BOT_TOKEN: {}", meaning(&error));
            return Ok(1);
        }
    };
    println!(
        "  we are {} in {}",
        who.me.bot_user,
        who.url.as_deref().unwrap_or("an organisation")
    );
    let mut missing = scopes(&who.scopes);
    if let Some(token) = &slack.app_token {
        let app = Client::new(http, slack.api_url.clone(), token.clone());
        match app.open_socket().await {
            Ok(_) => println!("  Socket Mode opens"),
            Err(error) => {
                println!(
                    "  ! SLACK_APP_TOKEN: {}; it needs the scope connections:write, and Socket Mode switched on",
                    meaning(&error)
                );
                missing += 1;
            }
        }
    }
    for team in &catalogue.teams {
        missing += channels(&client, team, catalogue).await;
    }
    missing += people(&client, &who.me, catalogue).await;
    Ok(missing)
}

fn scopes(granted: &[String]) -> usize {
    let granted: BTreeSet<&str> = granted.iter().map(String::as_str).collect();
    let missing: Vec<&str> = BOT_SCOPES
        .iter()
        .copied()
        .filter(|scope| !granted.contains(scope))
        .collect();
    if missing.is_empty() {
        println!("  all {} scopes are granted", BOT_SCOPES.len());
        return 0;
    }
    println!(
        "  ! missing scopes: {}; update the app from `frontdesk manifest slack` and install it again",
        missing.join(", ")
    );
    missing.len()
}

async fn channels(client: &Client, team: &Team, catalogue: &Catalogue) -> usize {
    let mut missing = 0;
    let private = catalogue.gets_private(team);
    let own = |c: &&Channel| c.platform == Platform::Slack;
    for (channel, works_here) in team
        .channels
        .iter()
        .filter(own)
        .map(|c| (c, true))
        .chain(team.request_channels.iter().filter(own).map(|c| (c, false)))
    {
        let wrong = match client.channel_info(&channel.id).await {
            Err(error) => Some(format!(
                "{}; is the id right, and was the bot invited?",
                meaning(&error)
            )),
            Ok(info) if info.is_archived => Some("it is archived".to_owned()),
            Ok(info) if !info.is_member => {
                Some("the bot is not in it; type /invite @frontdesk there".to_owned())
            }
            Ok(info) if works_here && private && !info.is_private => Some(
                "the team gets private requests, and anybody can read this channel; make it private"
                    .to_owned(),
            ),
            Ok(_) => None,
        };
        match wrong {
            None => println!("  {}: channel {} is ready", team.key, channel.id),
            Some(wrong) => {
                println!("  ! {}: channel {}: {wrong}", team.key, channel.id);
                missing += 1;
            }
        }
    }
    missing
}

async fn people(client: &Client, me: &Me, catalogue: &Catalogue) -> usize {
    let mut missing = 0;
    let mut found = 0;
    for person in catalogue.people() {
        let wrong = match person {
            PersonRef::Email(email) => match client.user_by_email(email, me).await {
                Ok(Some((_, profile))) if profile.stranger => {
                    Some("belongs to another company".to_owned())
                }
                Ok(Some(_)) => None,
                Ok(None) => Some("belongs to nobody in this workspace".to_owned()),
                Err(error) => Some(meaning(&error)),
            },
            PersonRef::Account(Account {
                platform: Platform::Slack,
                user,
            }) => client
                .user(user, me)
                .await
                .err()
                .map(|error| meaning(&error)),
            PersonRef::Account(_) => None,
        };
        match wrong {
            None => found += 1,
            Some(wrong) => {
                println!("  ! {person} {wrong}");
                missing += 1;
            }
        }
    }
    println!("  {found} of the people named in the configuration were found");
    missing
}

fn meaning(error: &SendError) -> String {
    match error {
        SendError::Retry { why, .. } | SendError::Unsure { why } => {
            format!("Slack did not answer ({why}); try again, or see SLACK_API_URL and the network")
        }
        SendError::Dead { why } => {
            format!("Slack refuses the token ({why}); install the app again and set the new token")
        }
        SendError::Gone { why } | SendError::Refused { why } | SendError::Misconfigured { why } => {
            format!("Slack says {why}")
        }
    }
}
