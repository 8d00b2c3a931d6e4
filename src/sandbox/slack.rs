//! The workspace from outside: starting it and looking at it. `staging` fills it, `mischief` makes trouble.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::hub::Hub;
use super::line::{Cut, Lines};
use super::listing::Message;
use super::options::Options;
use super::person::Person;
use super::record::{Call, Delivery};
use super::server;
use super::state::World;

/// A running workspace; it ends when the last clone is dropped.
#[derive(Clone)]
pub struct Slack {
    pub(super) hub: Arc<Hub>,
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
        Slack::start_on(listener, options)
    }

    /// Opens the workspace where `listener` listens.
    pub fn start_on(listener: TcpListener, options: Options) -> io::Result<Slack> {
        let base = format!("http://{}", listener.local_addr()?);
        // Two redirects are followed, as Slack does; no proxy must come between two local programs.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::limited(2))
            .connect_timeout(Duration::from_secs(3))
            .no_proxy()
            .build()
            .map_err(io::Error::other)?;
        let beside = options.beside.clone().unwrap_or_default();
        let hub = Arc::new(Hub::new(World::new(options, base), http));
        let router = server::router(Arc::clone(&hub)).merge(beside);
        let service = router.into_make_service_with_connect_info::<Cut>();
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

    /// Where the workspace's page is, for a browser.
    pub fn page_url(&self) -> String {
        self.hub.peek(|w| format!("{}/", w.base))
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

    /// The newest message of a channel, threads included, in which `words` are to be seen.
    pub fn find(&self, channel: &str, words: &str) -> Option<Message> {
        let all = self.hub.look(|w| w.listed(channel, |p| !p.deleted));
        all.into_iter().rev().find(|m| m.reads(words))
    }

    /// Waits until `look` sees something, at most five seconds of real time.
    ///
    /// # Panics
    /// When it does not come, naming `what` and the last calls of the bot.
    pub async fn until<T>(&self, what: &str, look: impl Fn(&Slack) -> Option<T>) -> T {
        for _ in 0..1000 {
            if let Some(seen) = look(self) {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let calls = self.calls().into_iter().rev().take(10);
        let calls: Vec<String> = calls
            .map(|c| format!("{} {} -> {}", c.method, c.args, c.outcome))
            .collect();
        panic!("{what} did not come; the last calls, newest first: {calls:#?}")
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
        self.hub
            .look(|w| w.violations.iter().map(|b| b.rule.clone()).collect())
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
}
