//! The ceiling: axum that checks the signature and stores nothing.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

type Key = Arc<Hmac<Sha256>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let secret = std::env::var("SLACK_SIGNING_SECRET")?;
    let key: Key = Arc::new(Hmac::new_from_slice(secret.as_bytes())?);
    let router = Router::new()
        .route("/slack/events", post(receive))
        .with_state(key);
    let port = std::env::var("PORT")?;
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    let stop = async {
        let signal = tokio::signal::unix::SignalKind::terminate();
        if let Ok(mut signal) = tokio::signal::unix::signal(signal) {
            signal.recv().await;
        }
    };
    axum::serve(listener, router)
        .with_graceful_shutdown(stop)
        .await?;
    Ok(())
}

async fn receive(State(key): State<Key>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name| headers.get(name).map_or(&b""[..], |v| v.as_bytes());
    let mut mac = Hmac::clone(&key);
    mac.update(b"v0:");
    mac.update(header("x-slack-request-timestamp"));
    mac.update(b":");
    mac.update(&body);
    let signature = header("x-slack-signature").get(3..).map(hex::decode);
    match signature {
        Some(Ok(signature)) if mac.verify_slice(&signature).is_ok() => StatusCode::OK,
        _ => StatusCode::UNAUTHORIZED,
    }
}
