//! Trouble on order, rare events, and the sockets' ups and downs.

use serde_json::{Value, json};

use super::ack::Ack;
use super::deliver::{self, Parcel, Retry};
use super::faults::Fault;
use super::names::{APP, BOT_USER, TEAM};
use super::slack::Slack;
use super::state::World;

impl Slack {
    /// Delivers every event twice at the same time from now on, as Slack now and then does.
    pub fn doubles_events(&self, on: bool) {
        self.hub.look(|w| w.doubling = on);
    }

    /// Signs with another secret from now on, as after a rotation.
    pub fn rotate_signing_secret(&self, secret: &str) {
        self.hub.look(|w| w.options.signing_secret = secret.into());
    }

    /// Orders trouble for coming calls.
    pub fn fault(&self, fault: Fault) {
        self.hub.look(|w| w.faults.push(fault));
    }

    /// Takes back all trouble ordered and not used up.
    pub fn clear_faults(&self) {
        self.hub.look(|w| w.faults.clear());
    }

    pub fn grant(&self, scope: &str) {
        self.hub.look(|w| w.options.scopes.push(scope.into()));
    }

    pub fn revoke(&self, scope: &str) {
        self.hub.look(|w| w.options.scopes.retain(|s| s != scope));
    }

    /// Delivers the last thing again: an event as Slack's retry, anything else as it was, signed anew.
    pub async fn redeliver_last(&self) -> Ack {
        let last = self.hub.look(|w| {
            w.deliveries.last().map(|d| Parcel {
                kind: d.kind,
                payload: d.payload.clone(),
            })
        });
        let Some(parcel) = last else {
            return Ack::of(None);
        };
        let retry = (parcel.kind == "event").then_some(Retry(1, "http_timeout"));
        Ack::of(deliver::send(&self.hub, &parcel, retry).await.as_ref())
    }

    /// Delivers any body as an event, signed: `url_verification`, malformed things, kinds unknown here.
    pub async fn delivers(&self, body: Value) -> Ack {
        Ack::of(
            deliver::send(
                &self.hub,
                &Parcel {
                    kind: "event",
                    payload: body,
                },
                None,
            )
            .await
            .as_ref(),
        )
    }

    /// Delivers any payload as an interaction, signed.
    pub async fn interacts(&self, payload: Value) -> Ack {
        Ack::of(
            deliver::send(
                &self.hub,
                &Parcel {
                    kind: "interaction",
                    payload,
                },
                None,
            )
            .await
            .as_ref(),
        )
    }

    /// The app is uninstalled: `tokens_revoked` and `app_uninstalled`; the token is dead.
    pub async fn uninstalls(&self) {
        let tell = |w: &mut World| {
            w.uninstalled = true;
            w.tell(
                json!({ "type": "tokens_revoked", "tokens": { "oauth": [], "bot": [BOT_USER] } }),
            );
            w.tell(json!({ "type": "app_uninstalled" }));
        };
        self.hub.act_and_wait(tell).await;
    }

    /// An admin deletes somebody's message, and its mark: said again, it is not said twice.
    pub fn erase(&self, channel: &str, ts: &str) {
        self.hub.act(|w| {
            if let Some(post) = w.post_mut(channel, ts) {
                post.metadata = None;
            }
            w.erase(channel, ts);
        });
    }

    /// The app is installed again, with the token that it had.
    pub fn reinstalls(&self) {
        self.hub.look(|w| w.uninstalled = false);
    }

    /// Slack says that it holds back events: a body without an inner event.
    pub async fn rate_limits_events(&self) -> Ack {
        let minute = self.hub.look(|w| w.now() / 60_000 * 60);
        self.delivers(json!({
            "token": "deprecated", "type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": minute, "api_app_id": APP,
        }))
        .await
    }

    /// Delivers over sockets from now on (`apps.connections.open` works), or over HTTP again.
    pub fn socket_mode(&self, on: bool) {
        self.hub.look(|w| w.socket_mode = on);
    }

    /// Open connections.
    pub fn sockets(&self) -> usize {
        self.hub.sockets.count()
    }

    /// Returns when at least `count` connections are open.
    pub async fn sockets_open(&self, count: usize) {
        self.hub.sockets.wait_for(count).await;
    }

    /// Sends `disconnect` with this reason on every connection; all but `warning` close it.
    pub fn disconnect_sockets(&self, reason: &str) {
        self.hub.sockets.disconnect(reason);
    }

    /// Breaks every connection without a word.
    pub fn cut_sockets(&self) {
        self.hub.sockets.cut();
    }
}
