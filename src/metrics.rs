//! What is counted, for Prometheus. Labels are fixed words of ours and keys of teams: never people,
//! channels or texts.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::domain::ids::Platform;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Inbound {
    kind: &'static str,
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Team {
    team: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Send {
    platform: &'static str,
    method: &'static str,
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Failure {
    platform: &'static str,
    error: &'static str,
}

/// Everything that is counted. Cheap to clone; each desk of a test has its own.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<Counted>);

#[derive(Debug)]
struct Counted {
    registry: Registry,
    inbound: Family<Inbound, Counter>,
    handling: Family<Kind, Histogram>,
    sends: Family<Send, Counter>,
    errors: Family<Failure, Counter>,
    dead_letters: Counter,
    due: Gauge,
    dead: Gauge,
    oldest: Gauge<f64, std::sync::atomic::AtomicU64>,
    misrouted: Family<Team, Gauge>,
}

/// A millisecond to four seconds: Slack waits three.
const BUCKETS: [f64; 12] = [
    0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.0, 4.0,
];

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("frontdesk");
        let inbound = Family::default();
        registry.register(
            "inbound",
            "What came in, by kind and by what came of it",
            inbound.clone(),
        );
        let handling: Family<Kind, Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        registry.register_with_unit(
            "handling",
            "How long it took until it was stored and answered",
            Unit::Seconds,
            handling.clone(),
        );
        let sends = Family::default();
        registry.register(
            "sends",
            "Calls of the platforms, by method and result",
            sends.clone(),
        );
        let errors = Family::default();
        registry.register(
            "platform_errors",
            "Calls that failed, by kind of error",
            errors.clone(),
        );
        let dead_letters = Counter::default();
        registry.register(
            "dead_letters",
            "What could not be sent and is kept",
            dead_letters.clone(),
        );
        let due = Gauge::default();
        registry.register("outbox_due", "How much waits to be sent", due.clone());
        let dead = Gauge::default();
        registry.register("outbox_dead", "How much could not be sent", dead.clone());
        let oldest = Gauge::default();
        registry.register_with_unit(
            "outbox_oldest",
            "How long the oldest has been waiting to be sent",
            Unit::Seconds,
            oldest.clone(),
        );
        let misrouted = Family::default();
        registry.register(
            "misrouted_last_day",
            "Requests that a team moved on within 24 hours because they had come to the wrong team",
            misrouted.clone(),
        );
        Metrics(Arc::new(Counted {
            registry,
            inbound,
            handling,
            sends,
            errors,
            dead_letters,
            due,
            dead,
            oldest,
            misrouted,
        }))
    }
}

impl Metrics {
    /// Something came in (`rest`, `slack.event`, …), with what came of it (`ok`, `refused`, …).
    pub fn inbound(&self, kind: &'static str, result: &'static str, took: Duration) {
        let inbound = Inbound { kind, result };
        self.0.inbound.get_or_create(&inbound).inc();
        let handling = self.0.handling.get_or_create(&Kind { kind });
        handling.observe(took.as_secs_f64());
    }

    /// Something valid came in that is nothing for us.
    pub fn ignored(&self, platform: Platform) {
        let inbound = Inbound {
            kind: platform.as_str(),
            result: "ignored",
        };
        self.0.inbound.get_or_create(&inbound).inc();
    }

    /// A method of a platform was called.
    pub fn sent(&self, platform: Platform, method: &'static str, result: &'static str) {
        let send = Send {
            platform: platform.as_str(),
            method,
            result,
        };
        self.0.sends.get_or_create(&send).inc();
    }

    /// A platform refused, by the class of its error.
    pub fn platform_error(&self, platform: Platform, error: &'static str) {
        let failure = Failure {
            platform: platform.as_str(),
            error,
        };
        self.0.errors.get_or_create(&failure).inc();
    }

    /// Something could not be sent.
    pub fn dead_letter(&self) {
        self.0.dead_letters.inc();
    }

    /// How the outbox is at this moment.
    pub fn outbox(&self, due: i64, dead: i64, oldest: Duration) {
        self.0.due.set(due);
        self.0.dead.set(dead);
        self.0.oldest.set(oldest.as_secs_f64());
    }

    /// How many requests `team` (its key in the configuration) moved on within the last day because they had come to
    /// the wrong team.
    pub fn misrouted(&self, team: &str, requests: i64) {
        let team = team.to_owned();
        let gauge = self.0.misrouted.get_or_create(&Team { team });
        gauge.set(requests);
    }

    /// Everything, as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.0.registry).is_err() {
            tracing::error!("the metrics could not be written");
        }
        text
    }
}
