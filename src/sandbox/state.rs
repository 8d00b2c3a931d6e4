//! All that the workspace remembers. Rules are methods on [`World`], one file a subject.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::channels::Channel;
use super::faults::Fault;
use super::files::File;
use super::options::Options;
use super::people::User;
use super::rates::Rates;
use super::record::{Breach, Call, Delivery};
use super::response_url::ResponseUrl;
use super::views::{Home, Trigger, View};
use super::whispers::Ephemeral;

/// The workspace.
pub struct World {
    pub options: Options,
    /// Where this server listens, without a slash at the end.
    pub base: String,
    /// Where the bot listens, without a slash at the end.
    pub target: Option<String>,
    /// Deliver over the open sockets instead of HTTP.
    pub socket_mode: bool,
    pub users: Vec<User>,
    pub channels: BTreeMap<String, Channel>,
    pub files: BTreeMap<String, File>,
    /// Open modals by view id.
    pub views: HashMap<String, View>,
    /// The modals that each user sees, the top one last.
    pub stacks: HashMap<String, Vec<String>>,
    pub homes: HashMap<String, Home>,
    pub triggers: HashMap<String, Trigger>,
    pub response_urls: HashMap<String, ResponseUrl>,
    pub ephemerals: Vec<Ephemeral>,
    pub tickets: Vec<String>,
    pub faults: Vec<Fault>,
    pub rates: Rates,
    pub calls: Vec<Call>,
    pub deliveries: Vec<Delivery>,
    pub violations: Vec<Breach>,
    pub pings: Vec<String>,
    /// Event envelopes that wait to be delivered.
    pub outbox: Vec<Value>,
    /// Uninstalled: the token is worth nothing any more.
    pub uninstalled: bool,
    /// Every event is delivered twice.
    pub doubling: bool,
    /// Calls and deliveries that are no longer remembered.
    pub forgotten: Forgotten,
    /// When it came to be, by its own clock; kept over restarts.
    pub began: i64,
    /// What of the page's guided tour is done.
    pub tour: Vec<String>,
    pub(super) serial: u64,
    pub(super) last_stamp: i64,
}

/// How many records were dropped from the front, so that the others keep their numbers.
#[derive(Default)]
pub struct Forgotten {
    pub calls: usize,
    pub deliveries: usize,
}

impl World {
    pub fn new(options: Options, base: String) -> World {
        World {
            began: (options.now)(),
            tour: Vec::new(),
            options,
            base,
            target: None,
            socket_mode: false,
            users: vec![User::bot()],
            channels: BTreeMap::new(),
            files: BTreeMap::new(),
            views: HashMap::new(),
            stacks: HashMap::new(),
            homes: HashMap::new(),
            triggers: HashMap::new(),
            response_urls: HashMap::new(),
            ephemerals: Vec::new(),
            tickets: Vec::new(),
            faults: Vec::new(),
            rates: Rates::default(),
            calls: Vec::new(),
            deliveries: Vec::new(),
            violations: Vec::new(),
            pings: Vec::new(),
            outbox: Vec::new(),
            uninstalled: false,
            doubling: false,
            forgotten: Forgotten::default(),
            serial: 0,
            last_stamp: 0,
        }
    }

    /// Milliseconds by the workspace's clock.
    pub fn now(&self) -> i64 {
        (self.options.now)()
    }

    /// A new id: the prefix and a number that no other id has.
    pub fn id(&mut self, prefix: &str) -> String {
        self.serial += 1;
        format!("{prefix}{:08}", self.serial)
    }

    /// A new `ts`: the clock's time, pushed on by a microsecond where two would be equal.
    pub fn stamp(&mut self) -> String {
        self.last_stamp = (self.now() * 1000).max(self.last_stamp + 1);
        format!(
            "{}.{:06}",
            self.last_stamp / 1_000_000,
            self.last_stamp % 1_000_000
        )
    }

    /// Keeps the record of a call.
    pub fn called(&mut self, call: Call) {
        self.calls.push(call);
        self.forgotten.calls += trim(&mut self.calls, self.options.records);
    }

    /// Keeps the record of a delivery.
    pub fn delivered(&mut self, delivery: Delivery) {
        self.deliveries.push(delivery);
        self.forgotten.deliveries += trim(&mut self.deliveries, self.options.records);
    }

    /// Notes something that a well-behaved bot does not do, with what it sent, though real Slack lets it pass or says
    /// nothing of it.
    pub fn violation(&mut self, rule: impl Into<String>, sent: Value) {
        let (rule, at) = (rule.into(), self.now());
        self.violations.push(Breach { rule, sent, at });
    }

    pub fn granted(&self, scope: &str) -> bool {
        self.options.scopes.iter().any(|s| s == scope)
    }
}

/// Drops the oldest; returns how many.
fn trim<T>(records: &mut Vec<T>, most: usize) -> usize {
    let surplus = records.len().saturating_sub(most);
    records.drain(..surplus);
    surplus
}
