//! The tenant from outside: starting it, filling it, looking at it.

use std::io;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::super::faults::Fault;
use super::super::line::{Cut, Lines};
use super::super::options::Now;
use super::keys::Key;
use super::member::Member;
use super::seen::{Post, post};
use super::server;
use super::world::{Call, Kind, World, ZONE};

/// Making an RSA key takes its time: all tenants of a process begin with the same one.
static FIRST: LazyLock<Key> = LazyLock::new(|| Key::new("sandbox-key-1"));

/// Shared by the server and every handle.
pub struct Hub {
    world: Mutex<World>,
    pub http: reqwest::Client,
    /// Counts looks that may have changed something.
    changes: watch::Sender<u64>,
}

impl Hub {
    /// Looks at the world, or changes it. Never awaits inside.
    pub fn look<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        let seen = look(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.changes.send_modify(|n| *n += 1);
        seen
    }

    /// Looks at the world and leaves it alone: those who wait for changes are not woken.
    pub fn peek<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Wakes whoever holds it after something may have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

/// A running tenant; it ends when the last clone is dropped.
#[derive(Clone)]
pub struct Teams {
    pub(super) hub: Arc<Hub>,
    _server: Arc<Server>,
}

struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Teams {
    /// Opens the tenant on a free local port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(now: Now) -> io::Result<Teams> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(3))
            .no_proxy()
            .build()
            .map_err(io::Error::other)?;
        let hub = Arc::new(Hub {
            world: Mutex::new(World::new(now, base, FIRST.clone())),
            http,
            changes: watch::Sender::new(0),
        });
        let service = server::router(Arc::clone(&hub)).into_make_service_with_connect_info::<Cut>();
        let serving = axum::serve(Lines(listener), service);
        let server = tokio::spawn(async move {
            // `serve` only ends when the task is aborted.
            let _ = serving.await;
        });
        Ok(Teams {
            hub,
            _server: Arc::new(Server(server)),
        })
    }

    /// For `TEAMS_OPENID_URL`.
    pub fn openid_url(&self) -> String {
        format!("{}/v1/.well-known/openidconfiguration", self.base())
    }

    /// For `TEAMS_ISSUER`.
    pub fn issuer(&self) -> String {
        self.base()
    }

    /// For `TEAMS_LOGIN_URL`.
    pub fn login_url(&self) -> String {
        format!("{}/login/", self.base())
    }

    pub fn service_url(&self) -> String {
        self.hub.look(|w| w.service_url())
    }

    fn base(&self) -> String {
        self.hub.look(|w| w.base.clone())
    }

    /// Where the bot listens: everything goes to `{base}/api/messages`. Before this nothing is delivered.
    pub fn deliver_to(&self, base: &str) {
        self.hub
            .look(|w| w.target = Some(base.trim_end_matches('/').to_owned()));
    }

    /// Somebody new, with the app in a chat of their own.
    pub fn add_user(&self, name: &str, email: &str) -> Member {
        self.hub.look(|w| w.add_user(name, email));
        self.user(name)
    }

    /// A channel with the bot in its team.
    pub fn add_channel(&self, id: &str, members: &[&str]) {
        self.add(id, Kind::Channel, members);
    }

    /// A chat of several people with the bot in it.
    pub fn add_group(&self, id: &str, members: &[&str]) {
        self.add(id, Kind::Group, members);
    }

    fn add(&self, id: &str, kind: Kind, members: &[&str]) {
        let members = members.iter().map(|m| self.user(m).aad).collect();
        self.hub.look(|w| w.add_conversation(id, kind, members));
    }

    /// Somebody of another tenant, with the app in a chat of their own.
    pub fn add_guest(&self, name: &str) -> Member {
        let guest = self.add_user(name, "");
        self.hub.look(|w| {
            let user = w.users.iter_mut().find(|u| u.aad == guest.aad);
            user.expect("the guest").guest = true;
        });
        guest
    }

    /// Somebody comes to a conversation.
    pub fn join(&self, conversation: &str, who: &str) {
        let aad = self.user(who).aad;
        self.change(conversation, |c| c.members.push(aad));
    }

    /// Whether only some of a channel's team can read it.
    pub fn set_private(&self, channel: &str, private: bool) {
        self.change(channel, |c| c.private = private);
    }

    /// Whether the bot hears there what is said without a mention.
    pub fn set_heard(&self, conversation: &str, heard: bool) {
        self.change(conversation, |c| c.heard = heard);
    }

    /// The bot is taken out of a conversation, or put back.
    pub fn set_installed(&self, conversation: &str, installed: bool) {
        self.change(conversation, |c| c.installed = installed);
    }

    fn change(&self, conversation: &str, change: impl FnOnce(&mut super::world::Conversation)) {
        self.hub.look(|w| {
            let found = w.conversations.get_mut(conversation);
            change(found.unwrap_or_else(|| panic!("no conversation {conversation}")));
        });
    }

    /// Somebody by name.
    ///
    /// # Panics
    /// When nobody is called that: a mistake in the story.
    pub fn user(&self, name: &str) -> Member {
        let aad = self.hub.look(|w| {
            let found = w.users.iter().find(|u| u.name.eq_ignore_ascii_case(name));
            found.map(|u| u.aad.clone())
        });
        Member {
            hub: Arc::clone(&self.hub),
            aad: aad.unwrap_or_else(|| panic!("nobody is called {name:?}")),
        }
    }

    /// All messages of a conversation, the oldest first; deleted ones left out.
    pub fn messages(&self, conversation: &str) -> Vec<Post> {
        self.hub.look(|w| {
            let found = w.conversations.get(conversation);
            let posts = found.into_iter().flat_map(|c| c.posts.iter());
            let posts = posts.filter(|p| !p.deleted);
            posts.map(|p| post(p, ZONE)).collect()
        })
    }

    /// What was answered in a thread.
    pub fn thread(&self, conversation: &str, root: &str) -> Vec<Post> {
        let all = self.messages(conversation).into_iter();
        all.filter(|p| p.root.as_deref() == Some(root)).collect()
    }

    /// The newest message in which `words` are to be read.
    pub fn find(&self, conversation: &str, words: &str) -> Option<Post> {
        let all = self.messages(conversation);
        all.into_iter().rev().find(|p| p.reads(words))
    }

    /// Waits until `look` sees something, at most five seconds of real time.
    ///
    /// # Panics
    /// When it does not come, naming `what`.
    pub async fn until<T>(&self, what: &str, look: impl Fn(&Teams) -> Option<T>) -> T {
        for _ in 0..1000 {
            if let Some(seen) = look(self) {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{what} did not come; the calls: {:#?}", self.calls());
    }

    /// Every call of the bot, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.hub.look(|w| w.calls.clone())
    }

    /// Calls of one kind.
    pub fn calls_of(&self, method: &str) -> usize {
        self.hub
            .look(|w| w.calls.iter().filter(|c| c.method == method).count())
    }

    /// Cards that were shown in answers: dialogs, and cards in the place of others.
    pub fn shown(&self) -> Vec<Value> {
        self.hub.look(|w| w.shown.clone())
    }

    /// What Teams lets pass but a good bot does not do.
    pub fn violations(&self) -> Vec<String> {
        self.hub.look(|w| w.violations.clone())
    }

    /// Trouble for the next calls of a method.
    pub fn trouble(&self, fault: Fault) {
        self.hub.look(|w| w.faults.push(fault));
    }

    /// Everything is well again.
    pub fn clear_trouble(&self) {
        self.hub.look(|w| w.faults.clear());
    }

    /// The client secret that is good from now on.
    pub fn set_password(&self, password: &str) {
        self.hub.look(|w| w.password = password.to_owned());
    }

    /// The keys that the channel tells of; it signs with the last one.
    pub fn publish(&self, keys: &[Key]) {
        self.hub.look(|w| {
            w.published = keys.to_vec();
            w.keys = keys.to_vec();
        });
    }

    /// The key that it began with.
    pub fn first_key(&self) -> Key {
        FIRST.clone()
    }

    /// All tokens that were given out end now.
    pub fn revoke_tokens(&self) {
        self.hub.look(|w| w.tokens.clear());
    }

    /// The body of a message as it would be delivered, for those who send it themselves.
    pub fn activity(&self, who: &str, text: &str) -> Value {
        self.user(who).typed(text)
    }
}
