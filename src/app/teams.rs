//! The parts of Teams.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::clock::Clock;
use crate::config::Teams;
use crate::delivery::{Delivery, TeamsSide};
use crate::desk::Desk;
use crate::domain::ids::Platform;
use crate::inbound::teams::TeamsDoor;
use crate::metrics::Metrics;
use crate::platform::failure::SendError;
use crate::platform::http::Http;
use crate::platform::teams::client::Client;
use crate::platform::teams::client_files;
use crate::platform::teams::hosts::Hosts;
use crate::platform::teams::keys::Keys;
use crate::platform::teams::me::Me;
use crate::platform::teams::parse::Reader;
use crate::platform::teams::seal::Seal;
use crate::platform::teams::token::Tokens;
use crate::platform::teams::verify::Door;

/// What sends there.
///
/// # Errors
/// Settings that were checked before.
pub fn side(config: &Teams, desk: &Desk) -> anyhow::Result<TeamsSide> {
    let client = client(config, desk.clock.clone())?;
    Ok(TeamsSide::new(client, &config.service_url, desk.clone()))
}

/// What calls the connector.
///
/// # Errors
/// Settings that were checked before.
pub fn client(config: &Teams, clock: Clock) -> anyhow::Result<Client> {
    let http = Http::direct();
    let path = format!("{}/oauth2/v2.0/token", config.tenant);
    let tokens = Tokens {
        http: http.clone(),
        url: config.login_url.join(&path)?,
        app_id: config.app_id.clone(),
        password: config.password.clone(),
        // Each cloud's issuer is also the name of its connector.
        scope: format!("{}/.default", config.issuer),
        clock,
        state: Mutex::default(),
    };
    Ok(Client {
        http,
        tokens,
        files: client_files::hosts(&hosts(config)?),
        hosts: hosts(config)?,
        me: me(config),
    })
}

/// What comes in from there.
///
/// # Errors
/// Settings that were checked before.
pub fn door(
    config: &Teams,
    teams: Arc<TeamsSide>,
    delivery: &Delivery,
    desk: &Desk,
    metrics: &Metrics,
) -> anyhow::Result<TeamsDoor> {
    let door = Door {
        keys: Keys::new(teams.client.http.clone(), config.openid_url.clone()),
        issuer: config.issuer.clone(),
        app_id: config.app_id.clone(),
        tenant: config.tenant.clone(),
        hosts: hosts(config)?,
    };
    Ok(TeamsDoor {
        desk: desk.clone(),
        delivery: delivery.clone(),
        teams,
        metrics: metrics.clone(),
        door: Arc::new(door),
        reader: Reader {
            me: me(config),
            seal: Seal::new(&config.password),
            slash: config.slash_commands,
        },
    })
}

/// Asks whether our registration is taken. Delivery goes on asking while it is not; so what is not known now will be.
pub async fn meet(desk: &Desk, side: &TeamsSide) {
    let taken = match side.client.who_am_i().await {
        Ok(()) => true,
        Err(SendError::Dead { .. }) => false,
        Err(error) => {
            tracing::warn!(why = error.why(), "teams: the login server did not answer");
            return;
        }
    };
    if let Err(error) = desk.token_is_taken(Platform::Teams, taken).await {
        tracing::warn!(%error, "whether our registration is taken could not be noted");
    }
}

fn me(config: &Teams) -> Me {
    Me {
        app_id: config.app_id.clone(),
        tenant: config.tenant.clone(),
    }
}

fn hosts(config: &Teams) -> anyhow::Result<Hosts> {
    match &config.service_hosts {
        Some(list) => Hosts::parse(&list.join(","))
            .map_err(|entry| anyhow::anyhow!("TEAMS_SERVICE_HOSTS: {entry} is no host")),
        None => Ok(Hosts::default()),
    }
}
