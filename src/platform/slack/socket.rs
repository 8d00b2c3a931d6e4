//! Socket Mode: Slack's deliveries over connections that we open, for desks without a public URL.
//!
//! Slack hands each delivery to any one of an app's connections (ten at most). One that is about to be
//! closed is replaced before it ends, so that there is always somebody to deliver to.

use std::future::Future;
use std::time::Duration;

use rand::RngExt;
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::{Host, Url};

use super::client::Client;
use super::errors::SendError;
use super::parse::EnvelopeKind;
use super::socket_link::{Ended, Stream, serve};

/// How long a connection may take to open.
const OPENING: Duration = Duration::from_secs(10);
/// The first wait after a failure; it doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Where only a person can help (Socket Mode switched off, token revoked): look again now and then.
const SWITCHED_OFF: Duration = Duration::from_secs(300);
/// Too many connections: ours or a forgotten process's; Slack closes idle ones in time.
const CROWDED: Duration = Duration::from_secs(60);

/// One delivery.
#[derive(Debug)]
pub struct Envelope {
    pub kind: EnvelopeKind,
    /// For [`parse_envelope`](super::parse::parse_envelope).
    pub payload: Box<RawValue>,
    /// Whether the acknowledgement may carry an answer.
    pub answerable: bool,
}

/// What a handler makes of a delivery.
#[derive(Clone, Debug, PartialEq)]
pub enum Acknowledgement {
    /// Taken in, with a payload where there is something to say.
    Give(Option<Value>),
    /// Not taken in: Slack delivers events again.
    Withhold,
}

/// Keeps `connections` (at least one) open until `stop`, and then ends once all that is under way has
/// been acknowledged. `client` has the app-level token. `handle` is awaited before the acknowledgement,
/// of which its result is the payload. Slack waits three seconds.
pub async fn run<H, F>(client: Client, connections: usize, handle: H, stop: CancellationToken)
where
    H: Fn(Envelope) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Acknowledgement> + Send + 'static,
{
    let tasks = TaskTracker::new();
    for _ in 0..connections.max(1) {
        tasks.spawn(keep(
            client.clone(),
            handle.clone(),
            stop.clone(),
            tasks.clone(),
        ));
    }
    tasks.close();
    tasks.wait().await;
}

/// Keeps one connection open: whenever it ends or is about to, opens the next.
async fn keep<H, F>(client: Client, handle: H, stop: CancellationToken, tasks: TaskTracker)
where
    H: Fn(Envelope) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Acknowledgement> + Send + 'static,
{
    let mut failures = 0;
    while !stop.is_cancelled() {
        let opened = tokio::select! {
            () = stop.cancelled() => return,
            opened = open(&client) => opened,
        };
        let wait = match opened {
            Ok(stream) => {
                let (tell, ending) = oneshot::channel();
                tasks.spawn(serve(stream, handle.clone(), stop.clone(), tell));
                // The old connection goes on reading by itself while the next one is opened.
                let ended = ending.await.unwrap_or(Ended::Broken);
                tracing::info!(reason = ended.as_str(), "socket is to be replaced");
                match ended {
                    Ended::Replace => {
                        failures = 0;
                        Duration::ZERO
                    }
                    Ended::SwitchedOff => SWITCHED_OFF,
                    Ended::Crowded => CROWDED,
                    Ended::Broken => backoff(&mut failures),
                    Ended::BrokenAfterHello => {
                        failures = 0;
                        backoff(&mut failures)
                    }
                }
            }
            Err(error) => {
                tracing::warn!(why = error.why(), "socket did not open");
                after(&error).unwrap_or_else(|| backoff(&mut failures))
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(wait) => {}
        }
    }
}

async fn open(client: &Client) -> Result<Stream, SendError> {
    let retry = |why: &str| SendError::Retry {
        after: None,
        why: why.to_owned(),
    };
    let address = client.open_socket().await?;
    if !is_safe(&address) {
        return Err(SendError::Refused {
            why: "insecure_address".to_owned(),
        });
    }
    // The address holds a ticket, so neither it nor the errors that quote it are logged.
    match timeout(OPENING, connect_async(address)).await {
        Ok(Ok((stream, _))) => Ok(stream),
        Ok(Err(_)) => Err(retry("websocket_refused")),
        Err(_) => Err(retry("websocket_timed_out")),
    }
}

/// Encrypted, or on this machine.
fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    match (url.scheme(), url.host()) {
        ("wss", Some(_)) => true,
        ("ws", Some(Host::Ipv4(ip))) => ip.is_loopback(),
        ("ws", Some(Host::Ipv6(ip))) => ip.is_loopback(),
        ("ws", Some(Host::Domain(name))) => name == "localhost",
        _ => false,
    }
}

/// What the error itself says about when.
fn after(error: &SendError) -> Option<Duration> {
    match error {
        SendError::Retry { after, .. } => *after,
        SendError::Unsure { .. } => None,
        SendError::Gone { .. }
        | SendError::Refused { .. }
        | SendError::Misconfigured { .. }
        | SendError::Dead { .. } => Some(SWITCHED_OFF),
    }
}

/// Doubles with each failure; between half and the whole of it, so that connections and replicas that
/// failed together do not come back together.
fn backoff(failures: &mut u32) -> Duration {
    let wait = FIRST_WAIT.saturating_mul(1 << (*failures).min(10));
    *failures = failures.saturating_add(1);
    wait.min(LONGEST_WAIT)
        .mul_f64(rand::rng().random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ticket_travels_encrypted() {
        for good in [
            "wss://wss-primary.slack.com/link/?ticket=x",
            "ws://127.0.0.1:1/link",
            "ws://[::1]:1/link",
            "ws://localhost:1/link",
        ] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "ws://slack.com/link",
            "ws://10.0.0.1/",
            "http://127.0.0.1/",
            "",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }

    #[test]
    fn waits_grow_and_stay_bounded() {
        let mut failures = 0;
        for most in [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            let wait = backoff(&mut failures).as_millis();
            assert!((most / 2..=most).contains(&wait), "{wait} of {most}");
        }
    }
}
