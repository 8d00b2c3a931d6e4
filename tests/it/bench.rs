//! A desk and a workspace, for stories: the real router on a real port with a real database file,
//! speaking to the stand-in for Slack over HTTP, both on one clock that is moved by hand.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use frontdesk::app::App;
use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::sandbox::{Options, Person, Slack, Visibility};
use jsonschema::Validator;
use tokio::task::JoinHandle;

use crate::engine::Home;

/// Monday, 2026-11-23, 10:00 in Berlin.
pub const START: Millis = 1_795_424_400_000;
pub const MINUTE: Millis = 60_000;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;

pub const HELP: &str = "C0ITHELP";
pub const TRIAGE: &str = "C0ITTRIAGE";
pub const PAYROLL: &str = "C0PAYROLL";
pub const RANDOM: &str = "C0RANDOM";

pub const CONFIG: &str = r#"
[desk]
name = "Acme service desk"
time_zone = "Europe/Berlin"
admins = ["root@acme.example"]

[[calendar]]
key = "office"
time_zone = "Europe/Berlin"
hours = { mon = "09:00-17:00", tue = "09:00-17:00", wed = "09:00-17:00", thu = "09:00-17:00", fri = "09:00-15:00" }

[[team]]
key = "IT"
name = "IT support"
calendar = "office"
lead = "lea@acme.example"
agents = ["slack:U0BO", "cy@acme.example"]
vision = "You can work, or we are on it."
channel = { slack = "C0ITTRIAGE" }
request_channels = { slack = ["C0ITHELP"] }
digest = [{ kind = "daily", cron = "0 9 * * Mon-Fri" }, { kind = "weekly", cron = "30 9 * * Mon" }]

[[team]]
key = "PAY"
name = "Payroll"
lead = "pat@acme.example"
channel = { slack = "C0PAYROLL" }

[[service]]
key = "laptop"
team = "IT"
name = "Laptop trouble"
description = "Screen, keyboard, battery, slowness"
needs = "Have the asset tag at hand"
promise = { first_response = "1h", resolution = "2d" }

  [[service.field]]
  key = "asset"
  label = "Asset tag"
  type = "text"
  required = true
  pattern = "[A-Z]{2}-[0-9]+"
  hint = "On the sticker, like AB-1234"

  [[service.field]]
  key = "kind"
  label = "What is it?"
  type = "select"
  options = ["Screen", "Keyboard", "Battery", "Other"]
  required = true

[[service]]
key = "access"
team = "IT"
name = "Access to a system"

  [[service.field]]
  key = "systems"
  label = "Which systems?"
  type = "multiselect"
  options = ["Wiki", "CRM", "Payroll"]
  required = true

  [[service.field]]
  key = "manager"
  label = "Your manager"
  type = "person"

  [[service.field]]
  key = "from"
  label = "From when?"
  type = "date"

  [[service.field]]
  key = "seats"
  label = "How many seats?"
  type = "number"
  min = 1
  max = 50

  [[service.field]]
  key = "mail"
  label = "Contact address"
  type = "email"

  [[service.field]]
  key = "link"
  label = "Link"
  type = "url"

  [[service.field]]
  key = "agree"
  label = "Terms"
  type = "checkbox"
  required = true

  [[service.field]]
  key = "why"
  label = "Why?"
  type = "paragraph"

  [[service.field]]
  key = "scan"
  label = "Signed form"
  type = "file"

[[service]]
key = "other"
team = "IT"
name = "Something else"

[[service]]
key = "payslip"
team = "PAY"
name = "Payslip question"
private = true
"#;

/// One desk with its workspace. What is wrong at its end fails the test: payloads that Slack would
/// refuse, people called by what others typed, anything said twice.
pub struct Bench {
    pub slack: Slack,
    pub app: Arc<App>,
    pub clock: Clock,
    pub address: SocketAddr,
    pub dir: Home,
    server: JoinHandle<()>,
    /// Payload errors that the story is about.
    pub forgives_violations: bool,
}

impl Bench {
    pub async fn start() -> Bench {
        Bench::with(CONFIG, |_| {}).await
    }

    /// A desk with another configuration, in a workspace with other settings.
    pub async fn with(text: &str, change: impl FnOnce(&mut Options)) -> Bench {
        Bench::starting(START, text, change).await
    }

    /// The same, on another day.
    pub async fn starting(start: Millis, text: &str, change: impl FnOnce(&mut Options)) -> Bench {
        Bench::at(Home::new().await, start, text, change).await
    }

    /// The same, on a database of the story's choice.
    pub async fn at(
        dir: Home,
        start: Millis,
        text: &str,
        change: impl FnOnce(&mut Options),
    ) -> Bench {
        let clock = Clock::manual(start);
        let now = clock.clone();
        let mut options = Options::new(Arc::new(move || now.now()));
        change(&mut options);
        let slack = Slack::start(options).await.unwrap();
        for name in ["ana", "ben", "bo", "cy", "lea", "pat", "root"] {
            slack.add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
        }
        slack.add_channel(
            HELP,
            "it-help",
            Visibility::Public,
            &["ana", "ben", "bo", "cy", "lea"],
        );
        slack.add_channel(
            TRIAGE,
            "it-triage",
            Visibility::Private,
            &["bo", "cy", "lea", "ben"],
        );
        slack.add_channel(PAYROLL, "payroll", Visibility::Private, &["pat"]);
        slack.add_channel_without_bot(RANDOM, "random", Visibility::Public, &["ana", "ben", "bo"]);
        let (app, address, server) = run(text, &slack, &dir, &clock).await;
        let bench = Bench {
            slack,
            app,
            clock,
            address,
            dir,
            server,
            forgives_violations: false,
        };
        bench.app.desk.schedule_digests().await.unwrap();
        bench.app.desk.compare_targets().await.unwrap();
        bench.app.desk.look_up_people().await.unwrap();
        bench.settle().await;
        bench
    }

    pub fn user(&self, name: &str) -> Person {
        self.slack.user(name)
    }

    /// Sends everything that is due, moving the clock over the pauses between two messages of one
    /// channel, but not to timers that are further away.
    pub async fn settle(&self) {
        for _ in 0..500 {
            self.slack.settled().await;
            if self.app.delivery.tick().await.unwrap() > 0 {
                continue;
            }
            let due = self.app.delivery.next_due().await.unwrap();
            match due.map(|at| at - self.clock.now()) {
                Some(wait) if wait <= MINUTE => self.clock.advance(wait.max(1)),
                _ => return,
            }
        }
        panic!("the outbox does not come to rest");
    }

    /// Lets time pass, and what falls due in it happen.
    pub async fn pass(&self, millis: Millis) {
        let end = self.clock.now() + millis;
        self.settle().await;
        while self.clock.now() < end {
            let due = self.app.delivery.next_due().await.unwrap().unwrap_or(end);
            let step = due.clamp(self.clock.now() + 1, end) - self.clock.now();
            self.clock.advance(step);
            self.settle().await;
        }
    }

    /// Another process on the same database, with another configuration if need be.
    pub async fn restart(&mut self, text: &str) {
        self.server.abort();
        self.app.desk.store.close().await;
        let (app, address, server) = run(text, &self.slack, &self.dir, &self.clock).await;
        (self.app, self.address, self.server) = (app, address, server);
        self.app.desk.schedule_digests().await.unwrap();
        self.app.desk.compare_targets().await.unwrap();
    }

    /// The first message there whose visible text has `words`.
    pub fn find(&self, channel: &str, words: &str) -> frontdesk::sandbox::Message {
        self.slack.find(channel, words).unwrap_or_else(|| {
            let all: Vec<String> = self
                .slack
                .messages(channel)
                .iter()
                .map(|m| m.plain().to_owned())
                .collect();
            panic!(
                "{channel} has nothing with {words:?}; it has:\n{}",
                all.join("\n---\n")
            )
        })
    }

    /// What is seen in a thread, the card first.
    pub fn thread(&self, channel: &str, ts: &str) -> Vec<String> {
        self.slack
            .thread(channel, ts)
            .iter()
            .map(|m| m.plain().to_owned())
            .collect()
    }

    /// Somebody asks for help with a laptop by `/request`; the request's number comes back.
    pub async fn files(&self, who: &str, subject: &str) -> String {
        let person = self.user(who);
        assert!(
            person
                .command(&format!("/request laptop {subject}"))
                .await
                .ok()
        );
        person.fill("Asset tag", "AB-1234").await.unwrap();
        person.pick("What is it?", "Screen").await.unwrap();
        let done = person.submit().await;
        assert!(
            matches!(done, frontdesk::sandbox::Submitted::Closed),
            "{done:?}"
        );
        self.settle().await;
        let card = self.find(TRIAGE, subject);
        let plain = card.plain();
        let start = plain.find("IT-").expect("a number");
        plain[start..]
            .split(|c: char| c != '-' && !c.is_ascii_alphanumeric())
            .next()
            .unwrap()
            .to_owned()
    }

    /// The triage card of a request: the first that the channel says of it.
    pub fn card(&self, number: &str) -> frontdesk::sandbox::Message {
        let mut all = self.slack.messages(TRIAGE).into_iter();
        let card = all.find(|m| m.reads(number));
        card.unwrap_or_else(|| panic!("no card of {number}"))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.server.abort();
        if std::thread::panicking() {
            return;
        }
        assert_eq!(
            self.slack.pings(),
            Vec::<String>::new(),
            "somebody was pinged"
        );
        let twice = self.slack.duplicates();
        assert!(twice.is_empty(), "said twice: {twice:#?}");
        if !self.forgives_violations {
            assert_eq!(self.slack.violations(), Vec::<String>::new());
            fits_the_schemas(&self.slack);
        }
    }
}

async fn run(
    text: &str,
    slack: &Slack,
    dir: &Home,
    clock: &Clock,
) -> (Arc<App>, SocketAddr, JoinHandle<()>) {
    let app = built(text, slack, dir, clock).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    slack.deliver_to(&format!("http://{address}"));
    let router = app.router();
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (app, address, server)
}

/// A desk that nobody can reach: for a second process on the same database.
async fn built(text: &str, slack: &Slack, dir: &Home, clock: &Clock) -> Arc<App> {
    let file = dir.path().join("frontdesk.toml");
    std::fs::write(&file, text).unwrap();
    let env = HashMap::from([
        ("FRONTDESK_DATABASE_URL", dir.url.clone()),
        // While a secret is rotated, both are listed.
        (
            "SLACK_SIGNING_SECRET",
            "next-secret, sandbox-signing-secret".to_owned(),
        ),
        ("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned()),
        ("SLACK_API_URL", slack.api_url()),
    ]);
    let config = config::load(Some(&file), &|name| env.get(name).cloned()).unwrap();
    let app = Arc::new(App::build(&config, clock.clone()).await.unwrap());
    app.meet_slack().await.unwrap();
    app
}

/// Everything that was sent to Slack, against the schemas of what Slack takes.
fn fits_the_schemas(slack: &Slack) {
    for call in slack.calls() {
        let (schema, part) = match call.method.as_str() {
            "chat.postMessage" | "chat.update" | "chat.postEphemeral" => (&*MESSAGE, "blocks"),
            "views.open" | "views.update" | "views.push" => (&*MODAL, "view"),
            "views.publish" => (&*HOME, "view"),
            _ => continue,
        };
        let value = &call.args[part];
        if value.is_null() {
            continue;
        }
        // Form encoding carries them as JSON text.
        let value = match value {
            serde_json::Value::String(text) => serde_json::from_str(text).unwrap(),
            other => other.clone(),
        };
        let errors: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}\n{value:#}", call.method);
    }
}

static MESSAGE: LazyLock<Validator> = LazyLock::new(|| schema("message-blocks"));
static MODAL: LazyLock<Validator> = LazyLock::new(|| schema("modal-view"));
static HOME: LazyLock<Validator> = LazyLock::new(|| schema("home-view"));

fn schema(name: &str) -> Validator {
    let path = format!(
        "{}/tests/data/schemas/slack/{name}.schema.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// For the stories of delivery.
impl Bench {
    /// The same as [`Bench::files`], but nothing is sent yet.
    pub async fn asks(&self, who: &str, subject: &str) {
        let person = self.user(who);
        let line = format!("/request laptop {subject}");
        assert!(person.command(&line).await.ok());
        person.fill("Asset tag", "AB-1234").await.unwrap();
        person.pick("What is it?", "Screen").await.unwrap();
        let done = person.submit().await;
        assert!(
            matches!(done, frontdesk::sandbox::Submitted::Closed),
            "{done:?}"
        );
    }

    /// Somebody resolves a request with a summary.
    pub async fn resolves(&self, who: &str, number: &str, summary: &str) {
        let (person, card) = (self.user(who), self.card(number));
        person.click(TRIAGE, &card.ts, "Resolve").await.unwrap();
        person.fill("Summary", summary).await.unwrap();
        person.submit().await;
        self.settle().await;
    }

    /// Another process on the same database at the same time.
    pub async fn second(&self, text: &str) -> Arc<App> {
        self.beside(text, &self.clock).await
    }

    /// The same, on a machine whose clock is another.
    pub async fn beside(&self, text: &str, clock: &Clock) -> Arc<App> {
        built(text, &self.slack, &self.dir, clock).await
    }

    /// What waits in the outbox, or is dead.
    pub async fn outbox(&self, dead: bool) -> Vec<frontdesk::store::outbox::Entry> {
        crate::record::outbox(&self.app.desk, dead).await
    }

    /// Sends a dead letter again.
    pub async fn resend(&self, id: i64) -> bool {
        use futures_util::FutureExt;
        let now = self.clock.now();
        let done: frontdesk::store::Result<bool> = self
            .app
            .desk
            .store
            .write(move |tx| {
                async move { frontdesk::store::dead_letters::revive(tx, id, now).await }.boxed()
            })
            .await;
        done.unwrap()
    }

    /// A note that the desk keeps for itself.
    pub async fn note(&self, key: &str) -> Option<String> {
        let mut tx = self.app.desk.store.read().await.unwrap();
        frontdesk::store::notes::get(&mut tx, key).await.unwrap()
    }

    /// How many messages of the conversation show `words`.
    pub fn count(&self, channel: &str, words: &str) -> usize {
        let tops = self.slack.messages(channel);
        let threads = tops
            .iter()
            .flat_map(|m| self.slack.thread(channel, &m.ts))
            .filter(|m| m.reads(words));
        let threads = threads.count();
        tops.iter().filter(|m| m.reads(words)).count() + threads
    }
}
