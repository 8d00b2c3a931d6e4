//! A desk and a tenant, for stories: the real router on a real port with a real database, speaking to the stand-in for
//! Teams over HTTP; and, where a story crosses over, a workspace of Slack beside it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use frontdesk::app::App;
use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::sandbox::teams::{APP, PASSWORD, Post, TENANT, Teams};
use frontdesk::sandbox::{Options, Slack, Visibility};
use tokio::task::JoinHandle;

use crate::bench::{MINUTE, START};
use crate::engine::Home;

pub const TRIAGE: &str = "19:it@thread.tacv2";
pub const HELP: &str = "19:help@thread.tacv2";
pub const PAYROLL: &str = "19:pay@thread.tacv2";

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
            &format!("channel = {{ teams = \"{PAYROLL}\" }}"),
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
    dir: Home,
    server: JoinHandle<()>,
    /// What the story itself does wrong.
    pub forgives_violations: bool,
}

impl TeamsBench {
    pub async fn start() -> TeamsBench {
        TeamsBench::with(&teams_config()).await
    }

    /// A desk with another configuration.
    pub async fn with(text: &str) -> TeamsBench {
        TeamsBench::starting(START, text, false).await
    }

    /// With what Microsoft offers as a preview.
    pub async fn with_slash_commands() -> TeamsBench {
        TeamsBench::set_up(
            START,
            &teams_config(),
            false,
            &[("TEAMS_SLASH_COMMANDS", "on")],
        )
        .await
    }

    /// With a workspace of Slack beside it.
    pub async fn mixed() -> TeamsBench {
        TeamsBench::starting(START, &mixed_config(), true).await
    }

    /// On another day.
    pub async fn starting(start: Millis, text: &str, slack: bool) -> TeamsBench {
        TeamsBench::set_up(start, text, slack, &[]).await
    }

    async fn set_up(
        start: Millis,
        text: &str,
        slack: bool,
        set: &[(&'static str, &str)],
    ) -> TeamsBench {
        let clock = Clock::manual(start);
        let now = clock.clone();
        let teams = Teams::start(Arc::new(move || now.now())).await.unwrap();
        for name in ["ana", "ben", "bo", "cy", "lea", "pat", "root"] {
            teams.add_user(name, &format!("{name}@acme.example"));
        }
        teams.add_channel(TRIAGE, &["bo", "cy", "lea", "ben"]);
        teams.add_channel(HELP, &["ana", "ben", "bo", "cy", "lea"]);
        teams.add_channel(PAYROLL, &["pat"]);
        teams.set_private(PAYROLL, true);
        let slack = if slack {
            Some(workspace(&clock).await)
        } else {
            None
        };
        let dir = Home::new().await;
        let (app, address, server) = run(text, &teams, slack.as_ref(), &dir, &clock, set).await;
        let bench = TeamsBench {
            teams,
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
        for channel in [TRIAGE, HELP, PAYROLL] {
            bench.user("root").installs_in(channel).await;
        }
        bench.settle().await;
        bench
    }

    /// Another process on the same database, with another configuration if need be.
    pub async fn restart(&mut self, text: &str) {
        self.server.abort();
        self.app.desk.store.close().await;
        let slack = self.slack.as_ref();
        let started = run(text, &self.teams, slack, &self.dir, &self.clock, &[]).await;
        (self.app, self.address, self.server) = started;
        self.app.desk.schedule_digests().await.unwrap();
        self.app.desk.compare_targets().await.unwrap();
    }

    /// Another process on the same database and with the same configuration, which nobody can reach.
    pub async fn second(&self) -> Arc<App> {
        built(
            &teams_config(),
            &self.teams,
            None,
            &self.dir,
            &self.clock,
            &[],
        )
        .await
    }

    /// Both processes send what is due, at the same time.
    pub async fn settle_beside(&self, second: &App) {
        for _ in 0..500 {
            let (one, two) = tokio::join!(self.app.delivery.tick(), second.delivery.tick());
            if one.unwrap() + two.unwrap() > 0 {
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

    /// Where the database is.
    pub fn database(&self) -> &str {
        &self.dir.url
    }

    /// How many rows a table has.
    pub async fn rows(&self, table: &str) -> i64 {
        let mut look = self.dir.look().await;
        look.number(&format!("SELECT COUNT(*) FROM {table}")).await
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
}

impl Drop for TeamsBench {
    fn drop(&mut self) {
        self.server.abort();
        if std::thread::panicking() || self.forgives_violations {
            return;
        }
        assert_eq!(self.teams.violations(), Vec::<String>::new());
        super::schemas::all_fit(&self.teams);
        if let Some(slack) = &self.slack {
            assert_eq!(slack.violations(), Vec::<String>::new());
            assert_eq!(slack.pings(), Vec::<String>::new());
        }
    }
}

async fn run(
    text: &str,
    teams: &Teams,
    slack: Option<&Slack>,
    dir: &Home,
    clock: &Clock,
    set: &[(&'static str, &str)],
) -> (Arc<App>, SocketAddr, JoinHandle<()>) {
    let app = built(text, teams, slack, dir, clock, set).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    teams.deliver_to(&format!("http://{address}"));
    if let Some(slack) = slack {
        slack.deliver_to(&format!("http://{address}"));
    }
    let router = app.router();
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (app, address, server)
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
        ("TEAMS_SERVICE_URL", teams.service_url()),
        ("TEAMS_SERVICE_HOSTS", "127.0.0.1".to_owned()),
    ])
}

async fn built(
    text: &str,
    teams: &Teams,
    slack: Option<&Slack>,
    dir: &Home,
    clock: &Clock,
    set: &[(&'static str, &str)],
) -> Arc<App> {
    let file = dir.path().join("frontdesk.toml");
    std::fs::write(&file, text).unwrap();
    let mut env = environment(teams, &dir.url);
    env.extend(set.iter().map(|(name, value)| (*name, (*value).to_owned())));
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
