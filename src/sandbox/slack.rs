//! The workspace from outside: setting it up, looking at it, making trouble.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::ack::Ack;
use super::channels::{Channel, Visibility};
use super::deliver::{self, Parcel, Retry};
use super::faults::Fault;
use super::hub::Hub;
use super::line::{Cut, Lines};
use super::listing::Message;
use super::names::{APP, BOT_USER, FOREIGN_TEAM, TEAM};
use super::options::Options;
use super::people::User;
use super::person::Person;
use super::record::{Call, Delivery};
use super::server;
use super::state::World;

/// A running workspace; it ends when the last clone is dropped.
#[derive(Clone)]
pub struct Slack {
    hub: Arc<Hub>,
    _server: Arc<Server>,
}

struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Slack {
    /// Opens the workspace on a free local port.
    pub async fn start(options: Options) -> io::Result<Slack> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        // Two redirects are followed, as Slack does; no proxy must come between two local programs.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::limited(2))
            .connect_timeout(Duration::from_secs(3))
            .no_proxy()
            .build()
            .map_err(io::Error::other)?;
        let hub = Arc::new(Hub::new(World::new(options, base), http));
        let service = server::router(Arc::clone(&hub)).into_make_service_with_connect_info::<Cut>();
        let serving = axum::serve(Lines(listener), service);
        let server = tokio::spawn(async move {
            // `serve` only ends when the task is aborted.
            let _ = serving.await;
        });
        Ok(Slack {
            hub,
            _server: Arc::new(Server(server)),
        })
    }

    /// The base of the Web API, with a slash at the end: what a bot takes for `https://slack.com/api/`.
    pub fn api_url(&self) -> String {
        self.hub.look(|w| format!("{}/api/", w.base))
    }

    /// Where the bot listens: everything goes to `{base}/slack/events`. Before this nothing is delivered.
    pub fn deliver_to(&self, base: &str) {
        self.hub
            .look(|w| w.target = Some(base.trim_end_matches('/').into()));
    }

    // ---- people and channels

    /// A user of this workspace with an id made from the name (`ana` is `U0ANA`).
    pub fn add_user(&self, name: &str, email: &str, zone: &str) -> Person {
        self.add_user_with_id(&format!("U0{}", name.to_uppercase()), name, email, zone)
    }

    pub fn add_user_with_id(&self, id: &str, name: &str, email: &str, zone: &str) -> Person {
        self.add(User::new(
            id,
            name,
            Some(email).filter(|e| !e.is_empty()),
            zone,
            TEAM,
        ))
    }

    /// Somebody of another company, seen over Slack Connect.
    pub fn add_stranger(&self, name: &str, email: &str, zone: &str) -> Person {
        self.add(User::new(
            &format!("U0{}", name.to_uppercase()),
            name,
            Some(email),
            zone,
            FOREIGN_TEAM,
        ))
    }

    fn add(&self, user: User) -> Person {
        let id = user.id.clone();
        self.hub.look(|w| w.users.push(user));
        Person {
            hub: Arc::clone(&self.hub),
            id,
        }
    }

    /// A new colleague: `team_join`.
    pub async fn hires(&self, name: &str, email: &str, zone: &str) -> Person {
        let person = self.add_user(name, email, zone);
        let tell = |w: &mut World| {
            let user = w.user(&person.id).map(|u| w.user_wire(u));
            let (now, ts) = (w.now() / 1000, w.stamp());
            w.tell(json!({ "type": "team_join", "user": user, "cache_ts": now, "event_ts": ts }));
        };
        self.hub.act_and_wait(tell).await;
        person
    }

    /// Somebody leaves the company: `deleted` from now on.
    pub fn deactivate(&self, name: &str) {
        self.hub.look(|w| {
            let id = w.find_user(name).map(|u| u.id.clone()).unwrap_or_default();
            if let Some(user) = w.user_mut(&id) {
                user.deleted = true;
            }
        });
    }

    /// A channel with these people (by name) and the bot in it.
    pub fn add_channel(&self, id: &str, name: &str, visibility: Visibility, members: &[&str]) {
        self.add_channel_without_bot(id, name, visibility, members);
        self.hub.look(|w| {
            w.channels
                .get_mut(id)
                .map(|c| c.members.insert(BOT_USER.into()))
        });
    }

    pub fn add_channel_without_bot(
        &self,
        id: &str,
        name: &str,
        visibility: Visibility,
        members: &[&str],
    ) {
        self.hub.look(|w| {
            let ids: BTreeSet<String> = members
                .iter()
                .filter_map(|m| w.find_user(m))
                .map(|u| u.id.clone())
                .collect();
            w.channels
                .insert(id.into(), Channel::new(id, name, visibility, ids));
        });
    }

    /// Somebody invites the bot.
    pub async fn invite_bot(&self, channel: &str) {
        let join = |w: &mut World| {
            if let Some(channel) = w.channels.get_mut(channel) {
                channel.members.insert(BOT_USER.into());
            }
            w.tell_joined(channel, BOT_USER);
        };
        self.hub.act_and_wait(join).await;
    }

    /// Somebody removes the bot.
    pub fn remove_bot(&self, channel: &str) {
        self.hub.look(|w| {
            w.channels
                .get_mut(channel)
                .map(|c| c.members.remove(BOT_USER))
        });
    }

    pub fn archive(&self, channel: &str) {
        self.hub
            .look(|w| w.channels.get_mut(channel).map(|c| c.archived = true));
    }

    /// Shares the channel with another company (Slack Connect).
    pub fn share(&self, channel: &str) {
        self.hub
            .look(|w| w.channels.get_mut(channel).map(|c| c.shared = true));
    }

    /// Somebody by name or id.
    ///
    /// # Panics
    /// When nobody is called that: a mistake in the story.
    pub fn user(&self, name: &str) -> Person {
        let id = self.hub.look(|w| w.find_user(name).map(|u| u.id.clone()));
        let id = id.unwrap_or_else(|| panic!("nobody is called {name:?}"));
        Person {
            hub: Arc::clone(&self.hub),
            id,
        }
    }

    // ---- what is to be seen

    /// Top-level messages of a channel (and replies also sent to it), the oldest first; deleted ones left out.
    pub fn messages(&self, channel: &str) -> Vec<Message> {
        self.hub.look(|w| {
            w.listed(channel, |p| {
                (p.thread_ts.is_none() || p.broadcast) && !p.deleted
            })
        })
    }

    /// Replies in a thread, the oldest first; deleted ones left out.
    pub fn thread(&self, channel: &str, ts: &str) -> Vec<Message> {
        self.hub.look(|w| {
            w.listed(channel, |p| {
                p.thread_ts.as_deref() == Some(ts) && !p.deleted
            })
        })
    }

    /// One message, deleted or not.
    pub fn message(&self, channel: &str, ts: &str) -> Option<Message> {
        self.hub.look(|w| w.listed(channel, |p| p.ts == ts)).pop()
    }

    /// The DM between somebody and the bot.
    pub fn dm_channel(&self, name: &str) -> String {
        self.user(name).dm_channel()
    }

    /// Every call of the bot, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.hub.look(|w| w.calls.clone())
    }

    /// Calls of one method.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        self.calls()
            .into_iter()
            .filter(|c| c.method == method)
            .collect()
    }

    /// Every attempt to deliver something, in the order of their ends.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.hub.look(|w| w.deliveries.clone())
    }

    /// What Slack lets pass but a good bot does not do.
    pub fn violations(&self) -> Vec<String> {
        self.hub.look(|w| w.violations.clone())
    }

    /// Everything said by the bot that would have pinged a channel or a group.
    pub fn pings(&self) -> Vec<String> {
        self.hub.look(|w| w.pings.clone())
    }

    /// Things said twice: for each mark (`metadata.event_payload.id`, or the whole payload) that more than one message
    /// of the bot carries, those messages, deleted ones too.
    pub fn duplicates(&self) -> Vec<Vec<Message>> {
        let channels: Vec<String> = self.hub.look(|w| w.channels.keys().cloned().collect());
        let mut by_mark: BTreeMap<String, Vec<Message>> = BTreeMap::new();
        for channel in channels {
            for message in self
                .hub
                .look(|w| w.listed(&channel, |p| p.by_bot() && p.metadata.is_some()))
            {
                let metadata = message.metadata.clone().unwrap_or_default();
                let payload = &metadata["event_payload"];
                let id = if payload["id"].is_null() {
                    payload
                } else {
                    &payload["id"]
                };
                by_mark
                    .entry(format!("{} {id}", metadata["event_type"]))
                    .or_default()
                    .push(message);
            }
        }
        by_mark
            .into_values()
            .filter(|said| said.len() > 1)
            .collect()
    }

    /// Returns when nothing is being delivered in the background (events of what the bot itself did).
    pub async fn settled(&self) {
        self.hub.settled().await;
    }

    // ---- trouble and rare events

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

    /// Slack says that it holds back events: a body without an inner event.
    pub async fn rate_limits_events(&self) -> Ack {
        let minute = self.hub.look(|w| w.now() / 60_000 * 60);
        self.delivers(json!({
            "token": "deprecated", "type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": minute, "api_app_id": APP,
        }))
        .await
    }

    // ---- Socket Mode

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
