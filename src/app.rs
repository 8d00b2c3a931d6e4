//! Puts the parts together and runs until told to stop.

use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::config::{Config, Database};
use crate::desk::Desk;
use crate::inbound::{health, metrics, rest};
use crate::metrics::Metrics;
use crate::store::Store;

/// Runs the desk until Ctrl-C or SIGTERM, then finishes what is under way.
///
/// # Errors
/// What kept it from starting, with what to do.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let Database::Sqlite(path) = &config.database;
    let store = Store::open(path).await?;
    let desk = Desk::new(store, Arc::new(config.catalogue), Clock::System);
    desk.schedule_digests().await?;
    let listener = TcpListener::bind(config.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; is another program there? FRONTDESK_LISTEN names another address",
            config.listen
        )
    })?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    axum::serve(listener, router(desk.clone(), Metrics::default()))
        .with_graceful_shutdown(told_to_stop())
        .await?;
    desk.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Everything that is served over HTTP.
pub fn router(desk: Desk, counted: Metrics) -> Router {
    metrics::counted(rest::router(desk.clone()), counted.clone(), "rest")
        .merge(health::router(desk.clone()))
        .merge(metrics::router(desk, counted))
}

async fn told_to_stop() {
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
