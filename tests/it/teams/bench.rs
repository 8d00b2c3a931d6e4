//! A desk and a tenant, for stories: the real router on a real port with a real database, speaking to the stand-in for
//! Teams over HTTP; and, where a story crosses over, a workspace of Slack beside it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use frontdesk::app::App;
use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::sandbox::teams::{APP, Done, Member, PASSWORD, Post, TENANT, Teams};
use frontdesk::sandbox::{Options, Slack, Visibility};
use jsonschema::Validator;
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::bench::{MINUTE, START};
use crate::engine::Home;

pub const TRIAGE: &str = "19:it@thread.tacv2";
pub const HELP: &str = "19:help@thread.tacv2";

/// The desk of the stories, in Teams: the same teams and services, other channels.
pub fn teams_config() -> String {
    crate::bench::CONFIG
        .replace(
            "channel = { slack = \"C0ITTRIAGE\" }",
            &format!("channel = {{ teams = \"{TRIAGE}\" }}"),
        )
        .replace(
            "request_channels = { slack = [\"C0ITHELP\"] }",
            &format!("request_channels = {{ teams = [\"{HELP}\"] }}"),
        )
        .replace(
            "channel = { slack = \"C0PAYROLL\" }",
            "channel = { teams = \"19:pay@thread.tacv2\" }",
        )
        .replace("\"slack:U0BO\"", "\"bo@acme.example\"")
}

/// People ask in Teams, and the team works in Slack.
pub fn mixed_config() -> String {
    crate::bench::CONFIG.replace("\"slack:U0BO\"", "\"bo@acme.example\"")
}

pub struct TeamsBench {
    pub teams: Teams,
    pub slack: Option<Slack>,
    pub app: Arc<App>,
    pub clock: Clock,
    pub address: SocketAddr,
    /// Kept until the desk has ended.
    _dir: Home,
    server: JoinHandle<()>,
    /// What the story itself does wrong.
    pub forgives_violations: bool,
}

impl TeamsBench {
    pub async fn start() -> TeamsBench {
        TeamsBench::with(&teams_config(), false).await
    }

    /// With a workspace of Slack beside it.
    pub async fn mixed() -> TeamsBench {
        TeamsBench::with(&mixed_config(), true).await
    }

    async fn with(text: &str, slack: bool) -> TeamsBench {
        let clock = Clock::manual(START);
        let now = clock.clone();
        let teams = Teams::start(Arc::new(move || now.now())).await.unwrap();
        for name in ["ana", "ben", "bo", "cy", "lea", "pat", "root"] {
            teams.add_user(name, &format!("{name}@acme.example"));
        }
        teams.add_channel(TRIAGE, &["bo", "cy", "lea", "ben"]);
        teams.add_channel(HELP, &["ana", "ben", "bo", "cy", "lea"]);
        teams.add_channel("19:pay@thread.tacv2", &["pat"]);
        let slack = if slack {
            Some(workspace(&clock).await)
        } else {
            None
        };
        let dir = Home::new().await;
        let app = built(text, &teams, slack.as_ref(), &dir, &clock).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        teams.deliver_to(&format!("http://{address}"));
        if let Some(slack) = &slack {
            slack.deliver_to(&format!("http://{address}"));
        }
        let router = app.router();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let bench = TeamsBench {
            teams,
            slack,
            app,
            clock,
            address,
            _dir: dir,
            server,
            forgives_violations: false,
        };
        bench.app.desk.schedule_digests().await.unwrap();
        bench.app.desk.compare_targets().await.unwrap();
        bench.app.desk.look_up_people().await.unwrap();
        for channel in [TRIAGE, HELP, "19:pay@thread.tacv2"] {
            bench.user("root").installs_in(channel).await;
        }
        bench.settle().await;
        bench
    }

    pub fn user(&self, name: &str) -> Member {
        self.teams.user(name)
    }

    /// Sends everything that is due, moving the clock over the pauses between two messages of one conversation.
    pub async fn settle(&self) {
        for _ in 0..500 {
            if let Some(slack) = &self.slack {
                slack.settled().await;
            }
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

    /// The newest message there that has `words`.
    pub fn find(&self, conversation: &str, words: &str) -> Post {
        self.teams.find(conversation, words).unwrap_or_else(|| {
            let all = self.teams.messages(conversation);
            let all: Vec<String> = all.into_iter().map(|m| m.words).collect();
            panic!(
                "{conversation} has nothing with {words:?}; it has:\n{}",
                all.join("\n---\n")
            )
        })
    }

    /// What is read in a thread.
    pub fn thread(&self, conversation: &str, root: &str) -> Vec<String> {
        let all = self.teams.thread(conversation, root).into_iter();
        all.map(|m| m.words).collect()
    }

    /// What somebody reads in their chat.
    pub fn chat(&self, who: &str) -> Vec<String> {
        self.user(who)
            .reads()
            .into_iter()
            .map(|m| m.words)
            .collect()
    }

    /// Somebody types a word, and the answer comes.
    pub async fn asks(&self, who: &str, word: &str, answer: &str) -> Post {
        let person = self.user(who);
        person.says(word).await;
        let chat = person.chat();
        self.teams
            .until(answer, |t| t.find(&chat, answer).filter(|m| m.by_bot))
            .await
    }

    /// Somebody asks for help with a laptop; the request's number comes back.
    pub async fn files(&self, who: &str, subject: &str) -> String {
        let person = self.user(who);
        let typed = format!("request laptop {subject}");
        let launch = self.asks(who, &typed, subject).await;
        let done = person
            .press(&person.chat(), &launch.id, "Open the form")
            .await
            .unwrap();
        assert_eq!(done, Done::Dialog);
        person.fill("Asset tag", "AB-1234").unwrap();
        person.pick("What is it?", "Screen").unwrap();
        assert_eq!(person.submit("Send request").await.unwrap(), Done::Closed);
        self.settle().await;
        let mut tx = self.app.desk.store.read().await.unwrap();
        let row = frontdesk::store::outbox::page(&mut tx, false, 0, 1)
            .await
            .unwrap();
        assert!(row.is_empty(), "something waits: {row:?}");
        let card = person
            .reads()
            .into_iter()
            .rev()
            .find(|m| m.reads(subject) && m.reads("IT-"))
            .expect("the requester's card");
        let at = card.words.find("IT-").unwrap();
        card.words[at..]
            .split(|c: char| c != '-' && !c.is_ascii_alphanumeric())
            .next()
            .unwrap()
            .to_owned()
    }

    /// The triage card of a request.
    pub fn card(&self, number: &str) -> Post {
        let all = self.teams.messages(TRIAGE);
        let card = all
            .into_iter()
            .find(|m| m.root.is_none() && m.reads(number));
        card.unwrap_or_else(|| panic!("no card of {number}"))
    }

    /// How the record has it.
    pub async fn request(&self, number: &str) -> frontdesk::domain::request::Request {
        let sight = self.app.desk.by_number(number).await.unwrap();
        sight.expect("the request").request
    }

    /// What waits in the outbox, or is dead.
    pub async fn outbox(&self, dead: bool) -> Vec<frontdesk::store::outbox::Entry> {
        let mut tx = self.app.desk.store.read().await.unwrap();
        frontdesk::store::outbox::page(&mut tx, dead, 0, 1000)
            .await
            .unwrap()
    }
}

impl Drop for TeamsBench {
    fn drop(&mut self) {
        self.server.abort();
        if std::thread::panicking() || self.forgives_violations {
            return;
        }
        assert_eq!(self.teams.violations(), Vec::<String>::new());
        for call in self.teams.calls() {
            for attachment in call.body["attachments"].as_array().into_iter().flatten() {
                fits(&attachment["content"]);
            }
            if ["send", "update"].contains(&call.method) {
                let errors: Vec<String> = ACTIVITY
                    .iter_errors(&call.body)
                    .map(|e| e.to_string())
                    .collect();
                assert!(errors.is_empty(), "{errors:#?}\n{:#}", call.body);
            }
        }
        if let Some(slack) = &self.slack {
            assert_eq!(slack.violations(), Vec::<String>::new());
            assert_eq!(slack.pings(), Vec::<String>::new());
        }
    }
}

/// A card against Microsoft's schema of Adaptive Cards 1.5, without what Teams adds to it.
pub fn fits(card: &Value) {
    let mut plain = card.clone();
    without_extensions(&mut plain);
    let errors: Vec<String> = CARD.iter_errors(&plain).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{card:#}");
}

/// Lists that come as people type are Teams' own.
fn without_extensions(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("choices.data");
            map.values_mut().for_each(without_extensions);
        }
        Value::Array(all) => all.iter_mut().for_each(without_extensions),
        _ => {}
    }
}

static CARD: LazyLock<Validator> = LazyLock::new(|| {
    let schema = schema("adaptive-card-1.5.0.json");
    jsonschema::validator_for(&schema).unwrap()
});

static ACTIVITY: LazyLock<Validator> = LazyLock::new(|| {
    let mut schema = schema("botframework-protocol.json");
    schema["$ref"] = "#/definitions/Activity".into();
    jsonschema::validator_for(&schema).unwrap()
});

pub fn schema(name: &str) -> Value {
    let path = format!(
        "{}/tests/data/schemas/teams/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

async fn workspace(clock: &Clock) -> Slack {
    let now = clock.clone();
    let slack = Slack::start(Options::new(Arc::new(move || now.now())))
        .await
        .unwrap();
    for name in ["bo", "cy", "lea", "pat", "root"] {
        slack.add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
    }
    let members = ["bo", "cy", "lea"];
    slack.add_channel(
        crate::bench::TRIAGE,
        "it-triage",
        Visibility::Private,
        &members,
    );
    slack.add_channel(crate::bench::HELP, "it-help", Visibility::Public, &members);
    slack.add_channel(
        crate::bench::PAYROLL,
        "payroll",
        Visibility::Private,
        &["pat"],
    );
    slack
}

pub fn environment(teams: &Teams, url: &str) -> HashMap<&'static str, String> {
    HashMap::from([
        ("FRONTDESK_DATABASE_URL", url.to_owned()),
        ("TEAMS_APP_ID", APP.to_uppercase()),
        ("TEAMS_APP_PASSWORD", PASSWORD.to_owned()),
        ("TEAMS_TENANT_ID", TENANT.to_owned()),
        ("TEAMS_OPENID_URL", teams.openid_url()),
        ("TEAMS_ISSUER", teams.issuer()),
        ("TEAMS_LOGIN_URL", teams.login_url()),
        ("TEAMS_SERVICE_HOSTS", "127.0.0.1".to_owned()),
    ])
}

async fn built(
    text: &str,
    teams: &Teams,
    slack: Option<&Slack>,
    dir: &Home,
    clock: &Clock,
) -> Arc<App> {
    let file = dir.path().join("frontdesk.toml");
    std::fs::write(&file, text).unwrap();
    let mut env = environment(teams, &dir.url);
    if let Some(slack) = slack {
        env.insert("SLACK_SIGNING_SECRET", "sandbox-signing-secret".to_owned());
        env.insert("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned());
        env.insert("SLACK_API_URL", slack.api_url());
    }
    let config = config::load(Some(&file), &|name| env.get(name).cloned()).unwrap();
    let app = Arc::new(App::build(&config, clock.clone()).await.unwrap());
    app.meet_slack().await.unwrap();
    app
}
