//! Socket Mode: Slack's deliveries over connections that we opened. Nothing is signed there; the
//! connection itself is Slack's word.

use tokio_util::sync::CancellationToken;

use crate::domain::ids::Platform;
use crate::platform::slack::client::Client;
use crate::platform::slack::parse::{self, Delivery};
use crate::platform::slack::socket::{self, Envelope};

use super::SlackDoor;

/// Slack closes connections now and then; with two there is always one to deliver to.
const CONNECTIONS: usize = 2;

/// Takes in what comes over sockets until `stop`. `client` has the app-level token.
pub async fn listen(door: SlackDoor, client: Client, stop: CancellationToken) {
    let handle = move |envelope: Envelope| {
        let door = door.clone();
        async move { door.envelope(envelope).await }
    };
    socket::run(client, CONNECTIONS, handle, stop).await;
}

impl SlackDoor {
    /// The acknowledgement's payload. What could not be stored is not acknowledged, and so comes
    /// again.
    async fn envelope(&self, envelope: Envelope) -> socket::Acknowledgement {
        let Some(identity) = self.slack.identity.get() else {
            return socket::Acknowledgement::Withhold;
        };
        match parse::parse_envelope(&identity.me, envelope.kind, envelope.payload.get()) {
            Ok(Delivery::Inbound(received)) => match self.answer(*received).await {
                Ok(body) => socket::Acknowledgement::Give(body),
                Err(error) => {
                    tracing::error!(%error, "something from Slack could not be stored");
                    socket::Acknowledgement::Withhold
                }
            },
            Ok(Delivery::Challenge(_) | Delivery::Ignored(_)) => {
                self.metrics.ignored(Platform::Slack);
                socket::Acknowledgement::Give(None)
            }
            Err(malformed) => {
                tracing::warn!(what = malformed.what, "from Slack's socket, but malformed");
                socket::Acknowledgement::Give(None)
            }
        }
    }
}
