//! Delivery under a scheduler that draws lots: several replicas whose every step waits to be let on, lost
//! answers, throttling, crashes, clocks that differ and jump. Whatever happens, each thing is said once, and
//! in order within its conversation.
//!
//! `FRONTDESK_SIMULATION_SEED` plays one course again, `FRONTDESK_SIMULATION_ROUNDS` plays more of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use frontdesk::app::App;
use frontdesk::clock::{Clock, Millis};
use frontdesk::fail::{self, Hold, Point};
use frontdesk::sandbox::{Fault, Trouble};
use futures_util::FutureExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::bench::{Bench, CONFIG, TRIAGE};

const REPLICAS: usize = 3;
const STEPS: usize = 160;
/// Clocks differ from the platform's by at most this much, either way.
const SKEW: Millis = 2_000;
const ASKING: [&str; 2] = ["ana", "ben"];

struct Replica {
    app: Arc<App>,
    clock: Clock,
    /// How far its clock was changed since it was right.
    wrong: Millis,
}

/// A send on one replica, waiting at a point.
struct Waiting {
    replica: usize,
    lane: String,
    point: Point,
    go: oneshot::Sender<()>,
    handle: JoinHandle<()>,
    events: mpsc::UnboundedReceiver<(Point, oneshot::Sender<()>)>,
}

struct Simulation {
    bench: Bench,
    replicas: Vec<Replica>,
    waiting: Vec<Waiting>,
    rng: StdRng,
    /// What was wished, by whom, in order.
    wishes: Vec<(&'static str, String)>,
    /// What was said, in order, by the thread under a triage card.
    words: BTreeMap<String, Vec<String>>,
    /// What the lots decided, for whoever reads a failure.
    course: Vec<String>,
}

impl Simulation {
    async fn new(seed: u64) -> Simulation {
        let bench = Bench::start().await;
        let mut rng = StdRng::seed_from_u64(seed);
        let mut replicas = Vec::new();
        for _ in 0..REPLICAS {
            let skew = rng.random_range(-SKEW..=SKEW);
            let clock = Clock::manual(bench.clock.now() + skew);
            let app = bench.beside(CONFIG, &clock).await;
            let wrong = 0;
            replicas.push(Replica { app, clock, wrong });
        }
        Simulation {
            bench,
            replicas,
            waiting: Vec::new(),
            rng,
            wishes: Vec::new(),
            words: BTreeMap::new(),
            course: Vec::new(),
        }
    }

    fn note(&mut self, what: String) {
        self.course.push(what);
    }

    async fn step(&mut self) {
        match self.rng.random_range(0..100) {
            0..35 => self.lets_on().await,
            35..68 => self.begins().await,
            68..78 => self.somebody_acts().await,
            78..84 => self.trouble(),
            84..94 => self.time_passes(),
            94..97 => self.one_clock_jumps(),
            _ => self.crash().await,
        }
    }

    /// One replica takes a conversation that is due, as far as the first point.
    async fn begins(&mut self) {
        let replica = self.rng.random_range(0..REPLICAS);
        self.is_put_right(replica);
        let delivery = self.replicas[replica].app.delivery.clone();
        let mut lanes = delivery.due_lanes().await.unwrap();
        // As in `Delivery::run`: one send a conversation and process.
        lanes.retain(|lane| {
            !self
                .waiting
                .iter()
                .any(|w| w.replica == replica && w.lane == *lane)
        });
        let Some(lane) = lanes.choose(&mut self.rng).cloned() else {
            return;
        };
        self.note(format!("{replica} begins on {lane}"));
        let (tell, events) = mpsc::unbounded_channel();
        let hold: Hold = Arc::new(move |point| {
            let (go, gate) = oneshot::channel();
            let _ = tell.send((point, go));
            gate.map(drop).boxed()
        });
        let taken = lane.clone();
        let handle = tokio::spawn(async move {
            fail::held(hold, delivery.send(taken)).await.unwrap();
        });
        self.runs(replica, lane, handle, events).await;
    }

    async fn lets_on(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let at = self.rng.random_range(0..self.waiting.len());
        let one = self.waiting.swap_remove(at);
        self.note(format!(
            "{} goes on from {:?} on {}",
            one.replica, one.point, one.lane
        ));
        // It may have given up meanwhile: a lease can run out while it stands still.
        let _ = one.go.send(());
        self.runs(one.replica, one.lane, one.handle, one.events)
            .await;
    }

    /// Waits until it is at the next point, or done: nothing else runs meanwhile.
    async fn runs(
        &mut self,
        replica: usize,
        lane: String,
        handle: JoinHandle<()>,
        mut events: mpsc::UnboundedReceiver<(Point, oneshot::Sender<()>)>,
    ) {
        let event = tokio::time::timeout(Duration::from_secs(30), events.recv()).await;
        match event.expect("it hangs") {
            Some((point, go)) => self.waiting.push(Waiting {
                replica,
                lane,
                point,
                go,
                handle,
                events,
            }),
            None => handle.await.unwrap(),
        }
    }

    async fn somebody_acts(&mut self) {
        let cards = self.bench.slack.messages(TRIAGE);
        if self.wishes.len() < 8 && (cards.is_empty() || self.rng.random_bool(0.4)) {
            let who = ASKING[self.rng.random_range(0..ASKING.len())];
            let wish = format!("wish {:02}.", self.wishes.len());
            self.note(format!("{who} asks for {wish}"));
            self.bench.asks(who, &wish).await;
            self.wishes.push((who, wish));
        } else if let Some(card) = cards.choose(&mut self.rng) {
            let said = self.words.entry(card.ts.clone()).or_default();
            let word = format!("word {:02}.", said.len());
            said.push(word.clone());
            let bo = self.bench.user("bo");
            bo.replies(TRIAGE, &card.ts, &format!(">> {word}")).await;
            self.note(format!("bo says {word}"));
        }
    }

    fn trouble(&mut self) {
        let error = |applied| Trouble::Error {
            name: "internal_error".to_owned(),
            applied,
        };
        let trouble = match self.rng.random_range(0..7) {
            0 => Trouble::Throttle(self.rng.random_range(1..30)),
            1 => Trouble::ServerError { applied: false },
            2 => Trouble::ServerError { applied: true },
            3 => error(true),
            4 => Trouble::Reset,
            _ => Trouble::LoseAnswer,
        };
        self.note(format!("{trouble:?}"));
        self.bench
            .slack
            .fault(Fault::new("chat.postMessage", trouble));
    }

    fn time_passes(&mut self) {
        let jumps = [100, 1_000, 1_000, 3_000, 3_000, 11_000, 25_000, 90_000];
        let millis = jumps[self.rng.random_range(0..jumps.len())];
        self.note(format!("{millis} ms pass"));
        self.bench.clock.advance(millis);
        for replica in &self.replicas {
            replica.clock.advance(millis);
        }
    }

    /// Somebody or something changes the clock of one machine, in the middle of whatever it does.
    fn one_clock_jumps(&mut self) {
        let replica = self.rng.random_range(0..REPLICAS);
        let jumps = [-600_000, -60_000, -15_000, 15_000, 60_000, 600_000];
        let millis = jumps[self.rng.random_range(0..jumps.len())];
        self.note(format!("the clock of {replica} jumps by {millis} ms"));
        let one = &mut self.replicas[replica];
        one.clock.advance(millis);
        one.wrong += millis;
    }

    /// As `Desk::claim` does before it takes a lease: by the clock that replicas share.
    fn is_put_right(&mut self, replica: usize) {
        let one = &mut self.replicas[replica];
        one.clock.advance(-std::mem::take(&mut one.wrong));
    }

    /// A process dies with all that it had under way.
    async fn crash(&mut self) {
        let dying = self.rng.random_range(0..REPLICAS);
        self.note(format!("{dying} dies"));
        let (dead, alive): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|w| w.replica == dying);
        self.waiting = alive;
        for one in dead {
            one.handle.abort();
            // Ended by us, so that there is nothing to learn from how.
            let _ = one.handle.await;
        }
    }

    /// Everybody goes on until nothing is due.
    async fn ends(&mut self) {
        self.bench.slack.clear_faults();
        while !self.waiting.is_empty() {
            self.lets_on().await;
        }
        self.bench.settle().await;
        // What failed often waits for minutes.
        for _ in 0..30 {
            if self.bench.outbox(false).await.is_empty() {
                return;
            }
            self.bench.pass(60_000).await;
        }
    }

    /// What is wrong with what everybody sees now.
    fn wrong(&self) -> Vec<String> {
        let slack = &self.bench.slack;
        let mut wrong: Vec<String> = slack
            .duplicates()
            .iter()
            .map(|twice| format!("said twice: {:?}", twice[0].plain()))
            .collect();
        let all: Vec<&String> = self.wishes.iter().map(|(_, wish)| wish).collect();
        let cards = slack.messages(TRIAGE);
        in_order(TRIAGE, &cards, &all, &mut wrong);
        for who in ASKING {
            let theirs: Vec<&String> = (self.wishes.iter())
                .filter(|(by, _)| *by == who)
                .map(|(_, wish)| wish)
                .collect();
            in_order(who, &self.bench.user(who).dms(), &theirs, &mut wrong);
        }
        for (ts, words) in &self.words {
            let card = cards.iter().find(|card| card.ts == *ts);
            let wish = self
                .wishes
                .iter()
                .find(|(_, wish)| card.is_some_and(|c| c.reads(wish)));
            let Some((who, wish)) = wish else {
                wrong.push(format!("no card at {ts}"));
                continue;
            };
            let dm = self.bench.user(who).dm_channel();
            let Some(root) = slack.find(&dm, wish) else {
                // Said above already.
                continue;
            };
            let thread = slack.thread(&dm, &root.ts);
            in_order(wish, &thread, &words.iter().collect::<Vec<_>>(), &mut wrong);
        }
        wrong
    }
}

/// Each of `words` is in one of these messages, one after the other.
fn in_order(
    place: &str,
    messages: &[frontdesk::sandbox::Message],
    words: &[&String],
    wrong: &mut Vec<String>,
) {
    let mut last = 0;
    for word in words {
        let found: Vec<usize> = (0..messages.len())
            .filter(|n| messages[*n].reads(word))
            .collect();
        match found[..] {
            [at] if at >= last => last = at,
            [_] => wrong.push(format!("{word} came too early in {place}")),
            _ => wrong.push(format!("{word} is in {place} {} times", found.len())),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_sends_and_whatever_breaks_each_thing_is_said_once_and_in_order() {
    let number_of = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let one = number_of("FRONTDESK_SIMULATION_SEED");
    let rounds = one.map_or(
        number_of("FRONTDESK_SIMULATION_ROUNDS").unwrap_or(12),
        |_| 1,
    );
    for _ in 0..rounds {
        let seed = one.unwrap_or_else(rand::random);
        println!("FRONTDESK_SIMULATION_SEED={seed}");
        let mut simulation = Simulation::new(seed).await;
        for _ in 0..STEPS {
            simulation.step().await;
        }
        simulation.ends().await;
        let wrong = simulation.wrong();
        assert!(
            wrong.is_empty(),
            "FRONTDESK_SIMULATION_SEED={seed}: {wrong:#?}\n{}",
            simulation.course.join("\n")
        );
        println!(
            "{} wishes, {} threads",
            simulation.wishes.len(),
            simulation.words.len()
        );
    }
}
