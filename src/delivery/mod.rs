//! The outbox's worker and the timers': claim with a lease and commit; send with no transaction
//! open; record. One send at a time per lane, in order; lanes do not wait for each other.
//!
//! Never twice: a send whose outcome is not on record is looked up by its mark first, and not
//! before the call would have been given up. What remains: a platform that carries out a call more
//! than ten seconds after its connection was lost, and after the look-up; and a process that stands
//! still for longer than a lease between the last look at the lease and the socket's write.

mod chat;
mod digest;
mod draw;
mod duty;
mod errand;
mod faces;
mod files;
mod gates;
mod naming;
mod posting;
pub mod retry;
mod scenery;
mod slack;
mod slack_errands;
mod teams;
mod teams_errands;
mod teams_files;
mod teams_notes;

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::clock::Millis;
use crate::desk::{self, Desk, Effect, Result};
use crate::domain::ids::Platform;
use crate::domain::intent::Timer;
use crate::domain::post::Job;
use crate::domain::request::TimerKind;
use crate::fail::{self, Point};
use crate::metrics::Metrics;
use crate::store;
use crate::store::outbox::{Entry, Lease, Outcome};

pub use chat::Chats;
pub use digest::link_answer;
pub use slack::{Identity, SlackSide};
pub use teams::TeamsSide;

use chat::Chat;

/// After this a sender that does not renew is taken for dead, and its conversation goes on. More
/// than a call may take, so that nobody looks for what may still be under way.
const LEASE: Millis = 20_000;
/// How often a sender says that it is alive. A file may take minutes.
const RENEW: Duration = Duration::from_secs(5);
/// Sends under way at once.
const AT_ONCE: usize = 64;
/// How often to look when nobody rings: another replica may have put something in.
const POLL: Duration = Duration::from_secs(1);
/// From one look to the next: under load rings and ends come faster than a look is worth, and one serves
/// them all.
const REST: Duration = Duration::from_millis(5);
/// Timers fired in one go.
const TIMERS: i64 = 100;

/// What sends for the desk.
#[derive(Clone, Debug)]
pub struct Delivery {
    desk: Desk,
    chats: Chats,
    metrics: Metrics,
    /// Nothing more is begun, and nothing is waited for.
    ending: CancellationToken,
}

/// What came of carrying out a job.
#[derive(Clone)]
struct Report {
    outcome: Outcome,
    /// How long the lane stays closed: the platform's limit of about one message a second.
    pace: Millis,
    effects: Vec<Effect>,
}

impl Delivery {
    pub fn new(desk: Desk, chats: Chats, metrics: Metrics) -> Delivery {
        Delivery {
            desk,
            chats,
            metrics,
            ending: CancellationToken::new(),
        }
    }

    /// Sends and fires until `stop`; what is under way then is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        let mut busy: HashSet<String> = HashSet::new();
        let mut sends: JoinSet<String> = JoinSet::new();
        while !stop.is_cancelled() {
            // Listen before looking, so that a ring in between is not lost.
            let rung = self.desk.doorbell.notified();
            let rested = tokio::time::sleep(REST);
            let mut hurry = match self.fire_timers().await {
                Ok(all) => all,
                Err(error) => {
                    tracing::error!(%error, "timers could not be read");
                    false
                }
            };
            // With no hand free there is nothing to look for before one is.
            if sends.len() < AT_ONCE {
                hurry &= self.start_sends(&mut sends, &mut busy).await;
            }
            let wait = if hurry && sends.len() < AT_ONCE {
                self.until_next().await
            } else {
                POLL
            };
            tokio::select! {
                () = rung, if sends.len() < AT_ONCE => {}
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => {}
                Some(done) = sends.join_next(), if !sends.is_empty() => over(&mut busy, done),
            }
            rested.await;
            // One look for all that are over by now.
            while let Some(done) = sends.try_join_next() {
                over(&mut busy, done);
            }
        }
        self.ending.cancel();
        while sends.join_next().await.is_some() {}
    }

    /// Begins to send on the lanes that are due; false when they could not be read.
    async fn start_sends(&self, sends: &mut JoinSet<String>, busy: &mut HashSet<String>) -> bool {
        let lanes = match self.due_lanes().await {
            Ok(lanes) => lanes,
            Err(error) => {
                tracing::error!(%error, "the outbox could not be read");
                return false;
            }
        };
        for lane in lanes {
            if sends.len() < AT_ONCE && busy.insert(lane.clone()) {
                let delivery = self.clone();
                sends.spawn(async move {
                    delivery.send_logged(lane.clone()).await;
                    lane
                });
            }
        }
        true
    }

    /// Fires every due timer and sends every due job once, all lanes side by side; returns how many
    /// jobs were carried out. For tests, which move the clock instead of waiting.
    ///
    /// # Errors
    /// The store's.
    pub async fn tick(&self) -> Result<usize> {
        self.fire_timers().await?;
        let mut sends = JoinSet::new();
        for lane in self.due_lanes().await? {
            let delivery = self.clone();
            sends.spawn(async move { delivery.send(lane).await });
        }
        let mut sent = 0;
        while let Some(done) = sends.join_next().await {
            if matches!(done, Ok(Ok(true))) {
                sent += 1;
            }
        }
        Ok(sent)
    }

    /// When something is due next: a job or a timer.
    ///
    /// # Errors
    /// The store's.
    pub async fn next_due(&self) -> Result<Option<Millis>> {
        let mut tx = self.desk.store.read().await?;
        let job = store::outbox::next_due(&mut tx).await?;
        let timer = store::timers::next_due(&mut tx).await?;
        let look = store::requests::next_look(&mut tx).await?;
        Ok([job, timer, look].into_iter().flatten().min())
    }

    async fn until_next(&self) -> Duration {
        match self.next_due().await {
            Ok(Some(at)) => {
                let millis = (at - self.desk.clock.now()).clamp(1, POLL.as_millis() as Millis);
                Duration::from_millis(millis.unsigned_abs())
            }
            _ => POLL,
        }
    }

    /// Conversations with something due that nobody is sending on, longest due first.
    ///
    /// # Errors
    /// The store's.
    pub async fn due_lanes(&self) -> Result<Vec<String>> {
        let mut tx = self.desk.store.read().await?;
        let now = self.desk.clock.now();
        Ok(store::outbox::due_lanes(&mut tx, now, 2 * AT_ONCE as i64).await?)
    }

    /// False when one could not be carried out; it stays due.
    async fn fire_timers(&self) -> Result<bool> {
        self.desk.believe_clock().await?;
        let (due, looks) = {
            let mut tx = self.desk.store.read().await?;
            let now = self.desk.clock.now();
            let due = store::timers::due(&mut tx, now, TIMERS).await?;
            let looks = store::requests::looks_due(&mut tx, now, TIMERS).await?;
            (due, looks)
        };
        for key in due.unreadable {
            self.desk.put_off(key).await?;
        }
        let looks = looks.into_iter().map(|request| {
            let kind = TimerKind::Look;
            Timer::Request { request, kind }
        });
        // All at once: they share commits, and many may be due at the same minute.
        let fired = due.timers.into_iter().chain(looks).map(async |timer| {
            // One that fails must not keep the others from their time; it is due again next time.
            let done = self.desk.fire(timer).await;
            if let Err(error) = &done {
                tracing::error!(%error, "a timer could not be carried out");
            }
            done.is_ok()
        });
        Ok(join_all(fired).await.into_iter().all(|done| done))
    }

    async fn send_logged(&self, lane: String) {
        if let Err(error) = self.send(lane).await {
            tracing::error!(%error, "a send could not be recorded");
            // The lane is due still; what is wrong with the database is not mended by haste.
            tokio::time::sleep(POLL).await;
        }
    }

    /// Sends the lane's first due job; false when there was none to be had.
    ///
    /// # Errors
    /// The store's.
    pub async fn send(&self, lane: String) -> Result<bool> {
        let Some((lease, entry)) = self.desk.claim(lane, LEASE).await? else {
            return Ok(false);
        };
        fail::reach(Point::Claimed).await;
        let report = match (platform(&entry), &self.chats.slack, &self.chats.teams) {
            (Platform::Slack, Some(slack), _) => {
                self.carry_out(slack.as_ref(), &lease, &entry).await
            }
            (Platform::Teams, _, Some(teams)) => {
                self.carry_out(teams.as_ref(), &lease, &entry).await
            }
            (Platform::Slack, None, _) => Some(Report::dead("slack is off: set SLACK_BOT_TOKEN")),
            (Platform::Teams, _, None) => Some(Report::dead("teams is off: set TEAMS_APP_ID")),
        };
        let Some(report) = report else {
            tracing::warn!(job = %entry.key, lane = %entry.lane, "took longer than its lease; its successor goes on");
            return Ok(true);
        };
        self.note(&entry, &report.outcome);
        let recorded = self.record(&lease, &entry, &report).await;
        fail::reach(Point::Recorded).await;
        recorded
    }

    /// Puts on record what came of a job. A database that fails meanwhile is asked again and again: what a platform
    /// answered is known only here, and one that cannot be asked would never tell it again.
    async fn record(&self, lease: &Lease, entry: &Entry, report: &Report) -> Result<bool> {
        loop {
            let last = self.ending.is_cancelled();
            let (lease, known, report) = (lease.clone(), entry.clone(), report.clone());
            let done = self
                .desk
                .finish(lease, known, report.outcome, report.pace, report.effects)
                .await;
            match done {
                Err(desk::Error::Store(error)) if !error.lasts() && !last => {
                    tracing::warn!(job = %entry.key, lane = %entry.lane, %error, "what came of it is not on record yet; trying again");
                    let pause = tokio::time::sleep(POLL);
                    self.ending.run_until_cancelled(pause).await;
                }
                done => return done,
            }
        }
    }

    /// None: somebody else has the lane by now.
    async fn carry_out<S: Chat>(&self, side: &S, lease: &Lease, entry: &Entry) -> Option<Report> {
        tokio::select! {
            report = errand::carry_out(&self.desk, side, &self.chats, lease, entry) => report,
            // Whatever was under way here is theirs to look for.
            () = self.keep(lease) => None,
        }
    }

    /// Counts what came of a job, and says what an operator has to know; never what people wrote.
    fn note(&self, entry: &Entry, outcome: &Outcome) {
        let (result, failed) = match outcome {
            Outcome::Sent => ("sent", None),
            Outcome::Later { unsure: true, .. } => ("later", Some("unsure")),
            Outcome::Later { .. } => ("later", Some("retry")),
            Outcome::Dead { .. } => ("dead", Some("dead")),
        };
        let platform = platform(entry);
        self.metrics.sent(platform, entry.job.name(), result);
        if let Some(failed) = failed {
            self.metrics.platform_error(platform, failed);
        }
        match outcome {
            Outcome::Sent => tracing::debug!(job = %entry.key, lane = %entry.lane, "sent"),
            Outcome::Later { error, .. } => {
                tracing::warn!(job = %entry.key, lane = %entry.lane, attempts = entry.attempts + 1, why = %error, "not sent yet");
            }
            Outcome::Dead { error, .. } => {
                self.metrics.dead_letter();
                tracing::error!(job = %entry.key, lane = %entry.lane, why = %error, "cannot be sent; kept in the outbox, see GET /api/v1/outbox");
            }
        }
    }

    /// Renews the lease for as long as it is ours.
    async fn keep(&self, lease: &Lease) {
        loop {
            tokio::time::sleep(RENEW).await;
            match self.desk.renew(lease, LEASE).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
            }
        }
    }
}

/// A send is over, and its lane free for the next.
fn over(busy: &mut HashSet<String>, done: std::result::Result<String, JoinError>) {
    match done {
        Ok(lane) => {
            busy.remove(&lane);
        }
        // A panic: the lane's lease runs out by itself.
        Err(_) => busy.clear(),
    }
}

/// The platform that a job is for. What is in a conversation has it in its lane's name.
fn platform(entry: &Entry) -> Platform {
    match &entry.job {
        Job::Post(_) | Job::File { .. } | Job::HandFile { .. } => entry
            .lane
            .split_once(':')
            .and_then(|(platform, _)| platform.parse().ok())
            .unwrap_or(Platform::Slack),
        Job::Home(_) => Platform::Slack,
        Job::Whisper { to, .. } => to.platform,
        Job::Profile(account) => account.platform,
        Job::Email { platform, .. } => *platform,
        Job::Ticketed { at, .. } | Job::Thread { at, .. } => at.channel.platform,
    }
}

impl Report {
    fn dead(why: &str) -> Report {
        let outcome = Outcome::Dead {
            unsure: false,
            error: why.to_owned(),
        };
        Report {
            outcome,
            pace: 0,
            effects: vec![],
        }
    }
}
