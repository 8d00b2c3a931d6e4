//! The composition root: puts the parts together, runs until told to stop.

mod slack;
mod teams;

use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::config::{Config, Database};
use crate::delivery::{Chats, Delivery, SlackSide};
use crate::desk::Desk;
use crate::inbound;
use crate::inbound::slack::SlackDoor;
use crate::inbound::teams::TeamsDoor;
use crate::metrics::Metrics;
use crate::platform::http::Http;
use crate::platform::slack::client::Client;
use crate::platform::slack::errors::SendError;
use crate::platform::slack::verify::Secrets;
use crate::store::{self, Store};

pub use teams::client as teams_client;

/// How long open connections may finish once we are told to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// How often our clock is set by the database's: far within a lease, should this machine's jump.
const SET_CLOCK: Duration = Duration::from_secs(5);

/// Runs the desk until Ctrl-C or SIGTERM, then finishes what is under way.
///
/// # Errors
/// What kept it from starting, with what to do.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let app = App::build(&config, Clock::System).await?;
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; is another program there? FRONTDESK_LISTEN names another address",
            config.listen
        )
    })?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        told_to_stop().await;
        told.cancel();
    });
    app.run(listener, stop).await?;
    tracing::info!("stopped");
    Ok(())
}

/// The desk, ready to run.
pub struct App {
    pub desk: Desk,
    pub delivery: Delivery,
    pub metrics: Metrics,
    slack: Option<Slack>,
    teams: Option<TeamsDoor>,
}

struct Slack {
    side: Arc<SlackSide>,
    door: SlackDoor,
    /// A signing secret is set; without one the HTTP routes are off.
    http: bool,
    /// Has the app-level token; None: no Socket Mode.
    socket: Option<Client>,
}

impl App {
    /// Opens the database and puts the parts together.
    ///
    /// # Errors
    /// A database that cannot be used: what is wrong, and what to do.
    pub async fn build(config: &Config, clock: Clock) -> anyhow::Result<App> {
        let store = open(&config.database).await?;
        let clock = match clock {
            // So that it can be set by the database's, where others use that, too.
            Clock::System => Clock::shifted(0),
            other => other,
        };
        let desk = Desk::new(store, Arc::new(config.catalogue.clone()), clock);
        desk.set_clock().await?;
        let metrics = Metrics::default();
        let slack = match &config.slack {
            Some(slack) => {
                let http = Http::following();
                let client =
                    Client::new(http.clone(), slack.api_url.clone(), slack.bot_token.clone());
                let socket = slack
                    .app_token
                    .clone()
                    .map(|token| Client::new(http, slack.api_url.clone(), token));
                let side = Arc::new(SlackSide::new(client));
                slack::recall(&desk, &side).await?;
                let secrets = Secrets::new(slack.signing_secrets.iter().map(|s| s.expose_secret()));
                let door = SlackDoor {
                    desk: desk.clone(),
                    slack: side.clone(),
                    metrics: metrics.clone(),
                    secrets,
                };
                Some(Slack {
                    side,
                    door,
                    http: !slack.signing_secrets.is_empty(),
                    socket,
                })
            }
            None => None,
        };
        let teams = match &config.teams {
            Some(teams) => Some(Arc::new(teams::side(teams, &desk)?)),
            None => None,
        };
        let chats = Chats {
            slack: slack.as_ref().map(|s| s.side.clone()),
            teams: teams.clone(),
        };
        let delivery = Delivery::new(desk.clone(), chats, metrics.clone());
        let teams = match (&config.teams, teams) {
            (Some(config), Some(side)) => {
                Some(teams::door(config, side, &delivery, &desk, &metrics)?)
            }
            _ => None,
        };
        Ok(App {
            desk,
            delivery,
            metrics,
            slack,
            teams,
        })
    }

    /// Every route.
    pub fn router(&self) -> Router {
        let shared = router(self.desk.clone(), self.metrics.clone());
        let shared = match &self.teams {
            Some(door) => {
                let door = inbound::teams::router(door.clone());
                shared.merge(inbound::metrics::counted(
                    door,
                    self.metrics.clone(),
                    "teams",
                ))
            }
            None => shared,
        };
        match &self.slack {
            Some(slack) if slack.http => {
                let door = inbound::slack::router(slack.door.clone());
                shared.merge(inbound::metrics::counted(
                    door,
                    self.metrics.clone(),
                    "slack",
                ))
            }
            _ => shared,
        }
    }

    /// Asks Slack once who we are.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn meet_slack(&self) -> Result<(), SendError> {
        let Some(slack) = &self.slack else {
            return Ok(());
        };
        slack::meet(&self.desk, &slack.side).await
    }

    /// Asks Teams once whether our registration is taken, and notes it.
    pub async fn meet_teams(&self) {
        if let Some(door) = &self.teams {
            teams::meet(&self.desk, &door.teams).await;
        }
    }

    /// Serves until `stop`; then finishes what is under way and closes the database.
    ///
    /// # Errors
    /// When the server or the store fails.
    pub async fn run(self, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
        self.desk.begin().await?;
        self.desk.schedule_digests().await?;
        self.desk.compare_targets().await?;
        self.desk.look_up_people().await?;
        let router = self.router();
        let tasks = TaskTracker::new();
        let (desk, told) = (self.desk.clone(), stop.clone());
        tasks.spawn(async move { told.run_until_cancelled(desk.prove()).await });
        let (desk, told) = (self.desk.clone(), stop.clone());
        tasks.spawn(async move { told.run_until_cancelled(desk.upkeep()).await });
        if let Some(slack) = &self.slack {
            let asking = slack::keep_asking(self.desk.clone(), slack.side.clone(), stop.clone());
            let (door, socket, stop) = (slack.door.clone(), slack.socket.clone(), stop.clone());
            tasks.spawn(async move {
                // Before we know who we are nothing can be taken in, and a command is not sent again:
                // so no socket is opened before that.
                asking.await;
                if let Some(client) = socket {
                    inbound::slack::listen(door, client, stop).await;
                }
            });
        }
        if let Some(door) = &self.teams {
            let (desk, side, told) = (self.desk.clone(), door.teams.clone(), stop.clone());
            tasks.spawn(async move { told.run_until_cancelled(teams::meet(&desk, &side)).await });
        }
        let (desk, told) = (self.desk.clone(), stop.clone());
        tasks.spawn(async move { told.run_until_cancelled(desk.hear()).await });
        let (desk, told) = (self.desk.clone(), stop.clone());
        tasks.spawn(async move { told.run_until_cancelled(keep_time(desk)).await });
        let (delivery, told) = (self.delivery.clone(), stop.clone());
        tasks.spawn(async move { delivery.run(told).await });
        tasks.close();
        let server = axum::serve(listener, router)
            .with_graceful_shutdown(stop.clone().cancelled_owned())
            .into_future();
        let late = async {
            stop.cancelled().await;
            tokio::time::sleep(FAREWELL).await;
        };
        let served = tokio::select! {
            served = server => served,
            // A client that holds its connection open does not hold us.
            () = late => Ok(()),
        };
        stop.cancel();
        tasks.wait().await;
        if let Err(error) = self.desk.end().await {
            tracing::warn!(%error, "that the desk ended by itself could not be noted");
        }
        self.desk.store.close().await;
        served.context("the server failed")
    }
}

/// Opens the database that the configuration names, and brings it to this version.
///
/// # Errors
/// When it cannot be used: what is wrong, and what to do.
pub async fn open(database: &Database) -> store::Result<Store> {
    match database {
        Database::Sqlite(path) => Store::open(path).await,
        Database::Postgres(url) => Store::postgres(url.expose_secret()).await,
    }
}

/// What is served whatever platforms are on.
pub fn router(desk: Desk, metrics: Metrics) -> Router {
    inbound::metrics::counted(inbound::rest::router(desk.clone()), metrics.clone(), "rest")
        .merge(inbound::health::router(desk.clone()))
        .merge(inbound::metrics::router(desk, metrics))
}

/// Never returns.
async fn keep_time(desk: Desk) {
    loop {
        tokio::time::sleep(SET_CLOCK).await;
        if let Err(error) = desk.set_clock().await {
            // It goes on by what was last known.
            tracing::warn!(%error, "the database does not tell its time");
        }
    }
}

/// Returns at Ctrl-C or SIGTERM.
pub async fn told_to_stop() {
    let ctrl_c = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminated => {}
    }
    tracing::info!("stopping: finishing what is under way");
}
