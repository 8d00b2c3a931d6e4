//! The real process beside a stand-in for Slack: started, killed, stopped, told.

use std::fs::File;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use frontdesk::clock::Clock;
use frontdesk::sandbox::{Options, Slack, Visibility};

use tempfile::NamedTempFile;

use crate::engine::{Home, Look};

pub const TEAMS: [(&str, &str, &str); 3] = [
    ("IT", "it", "C0IT"),
    ("HR", "hr", "C0HR"),
    ("FAC", "rooms", "C0FAC"),
];
pub const PEOPLE: [&str; 4] = ["ana", "ben", "cleo", "dan"];
pub const AGENT: &str = "bo";

/// The process, and what it runs on.
pub struct Machine {
    pub dir: Arc<Home>,
    pub port: u16,
    pub slack: Slack,
    /// Where it says what it does: on another disk than the database, should that be full.
    said: Arc<NamedTempFile>,
    /// It gets what happens over connections that it opens itself.
    pub sockets: bool,
    child: Option<Child>,
}

impl Machine {
    pub async fn new() -> Machine {
        Machine::on(Home::new().await).await
    }

    pub async fn on(dir: Home) -> Machine {
        let clock = Clock::System;
        let mut options = Options::new(Arc::new(move || clock.now()));
        // Slack's own delays, shortened: at once, a minute, five minutes.
        options.retry_delays = [50, 700, 3_000].map(Duration::from_millis).to_vec();
        options.tiers = false;
        let slack = Slack::start(options).await.unwrap();
        for name in PEOPLE.iter().chain([&AGENT]) {
            slack.add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
        }
        let mut config = String::from("[desk]\nname = \"Acme\"\ntime_zone = \"Europe/Berlin\"\n");
        for (key, service, channel) in TEAMS {
            slack.add_channel(channel, service, Visibility::Private, &[AGENT]);
            config += &format!(
                "[[team]]\nkey = \"{key}\"\nname = \"{key} desk\"\nagents = [\"slack:U0BO\"]\nchannel = {{ slack = \"{channel}\" }}\n"
            );
        }
        for (key, service, _) in TEAMS {
            config += &format!(
                "[[service]]\nkey = \"{service}\"\nteam = \"{key}\"\nname = \"About {service}\"\n"
            );
        }
        std::fs::write(dir.path().join("frontdesk.toml"), config).unwrap();
        let machine = Machine {
            dir: Arc::new(dir),
            port: free_port(),
            slack,
            said: Arc::new(NamedTempFile::new().unwrap()),
            sockets: false,
            child: None,
        };
        machine.takes_over();
        machine
    }

    /// Another process on the same database.
    pub fn beside(&self) -> Machine {
        Machine {
            dir: self.dir.clone(),
            port: free_port(),
            slack: self.slack.clone(),
            said: self.said.clone(),
            sockets: self.sockets,
            child: None,
        }
    }

    /// From now on Slack speaks to this one.
    pub fn takes_over(&self) {
        self.slack
            .deliver_to(&format!("http://127.0.0.1:{}", self.port));
    }

    /// Starts the process; returns once it listens.
    pub async fn start(&mut self) {
        self.start_with("").await;
    }

    /// The same, with a trap (`frontdesk::fail`).
    pub async fn start_with(&mut self, trap: &str) {
        self.spawn(trap);
        for _ in 0..1000 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port))
                .await
                .is_ok()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it does not start:\n{}", self.log());
    }

    /// Returns once the process stands still.
    pub async fn stands_still(&self) {
        let child = self.child.as_ref().expect("it runs");
        let path = format!("/proc/{}/stat", child.id());
        for _ in 0..1000 {
            if std::fs::read_to_string(&path).unwrap().contains(") T ") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it goes on:\n{}", self.log());
    }

    /// Starts it with a trap that it has to die of.
    #[cfg(unix)]
    pub async fn dies_of(&mut self, trap: &str) {
        use std::os::unix::process::ExitStatusExt;
        self.spawn(trap);
        let child = self.child.as_mut().unwrap();
        for _ in 0..6000 {
            if let Some(ended) = child.try_wait().unwrap() {
                assert_eq!(ended.signal(), Some(6), "{trap}: {ended}\n{}", self.log());
                self.child = None;
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it does not come to {trap}:\n{}", self.log());
    }

    fn spawn(&mut self, trap: &str) {
        let log = File::options().append(true).open(self.said.path()).unwrap();
        let (door, secret) = if self.sockets {
            ("SLACK_APP_TOKEN", "xapp-sandbox")
        } else {
            ("SLACK_SIGNING_SECRET", "sandbox-signing-secret")
        };
        // A write beyond the limit of a file's size is refused like one on a full disk, where the signal that
        // comes with it is not heard.
        let child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
            .arg(env!("CARGO_BIN_EXE_frontdesk"))
            .arg("--config")
            .arg(self.dir.path().join("frontdesk.toml"))
            .arg("serve")
            .env("FRONTDESK_DATABASE_URL", &self.dir.url)
            .env("FRONTDESK_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("FRONTDESK_LOG", "warn")
            .env(door, secret)
            .env("SLACK_BOT_TOKEN", "xoxb-sandbox")
            .env("SLACK_API_URL", self.slack.api_url())
            .env("NO_PROXY", "127.0.0.1")
            .envs((!trap.is_empty()).then_some(("FRONTDESK_FAIL_POINT", trap)))
            .stderr(Stdio::from(log))
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// What `/readyz` says: the status, and how the database is.
    pub async fn ready(&self) -> (u16, String) {
        let url = format!("http://127.0.0.1:{}/readyz", self.port);
        let answer = crate::slack_stub::http().get(url).send().await.unwrap();
        let status = answer.status().as_u16();
        let said: serde_json::Value = answer.json().await.unwrap();
        (status, said["database"].as_str().unwrap().to_owned())
    }

    /// Waits until `/readyz` says this of the database.
    pub async fn until_ready_says(&self, status: u16, database: &str) {
        let mut last = None;
        for _ in 0..200 {
            let now = self.ready().await;
            if (now.0, now.1.as_str()) == (status, database) {
                return;
            }
            last = Some(now);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!(
            "readyz says {last:?} instead of {database}:\n{}",
            self.log()
        );
    }

    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Sends a signal by name.
    pub fn signal(&self, signal: &str) {
        let child = self.child.as_ref().expect("it runs");
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// The same, and waits for the end.
    pub fn told(&mut self, signal: &str) -> ExitStatus {
        self.signal(signal);
        let mut child = self.child.take().expect("it runs");
        child.wait().unwrap()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.said.path()).unwrap_or_default()
    }

    pub async fn look(&self) -> Look {
        self.dir.look().await
    }

    /// Waits until nothing is due any more.
    pub async fn drained(&self, most: Duration) {
        let mut db = self.look().await;
        let step = Duration::from_millis(50);
        for _ in 0..most.as_millis() / step.as_millis() {
            self.slack.settled().await;
            if db
                .number("SELECT COUNT(*) FROM outbox WHERE state = 'due'")
                .await
                == 0
            {
                return;
            }
            tokio::time::sleep(step).await;
        }
        let left = "SELECT CAST(COUNT(*) AS TEXT) || ' due, the first: ' || MIN(lane || ' ' || job || COALESCE(error, ''))
            FROM outbox WHERE state = 'due'";
        let left = db.text(left).await;
        panic!("the outbox does not empty: {left:?}\n{}", self.log());
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // The test has failed before it could end it.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn free_port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().port()
}
