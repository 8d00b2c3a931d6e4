//! Socket Mode: the same desk over connections that it opened itself.

use std::collections::HashMap;
use std::sync::Arc;

use frontdesk::app::App;
use frontdesk::clock::Clock;
use frontdesk::config;
use frontdesk::desk::Desk;
use frontdesk::sandbox::{Door, Message, Options, Slack, Submitted, Visibility};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::bench::{CONFIG, HELP, START, TRIAGE};
use crate::engine::Home;

/// A whole application that nothing can be posted to: no signing secret, no public address.
struct Behind {
    slack: Slack,
    desk: Desk,
    clock: Clock,
    stop: CancellationToken,
    running: JoinHandle<anyhow::Result<()>>,
    dir: Home,
}

impl Behind {
    async fn start() -> Behind {
        let clock = Clock::manual(START);
        let now = clock.clone();
        let slack = Slack::start(Options::new(Arc::new(move || now.now())))
            .await
            .unwrap();
        slack.socket_mode(true);
        for name in ["ana", "bo", "cy", "lea", "pat", "root"] {
            slack.add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
        }
        slack.add_channel(HELP, "it-help", Visibility::Public, &["ana", "bo"]);
        slack.add_channel(TRIAGE, "it-triage", Visibility::Private, &["bo", "lea"]);
        let dir = Home::new().await;
        let file = dir.path().join("frontdesk.toml");
        std::fs::write(&file, CONFIG).unwrap();
        let env = HashMap::from([
            ("FRONTDESK_DATABASE_URL", dir.url.clone()),
            ("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned()),
            ("SLACK_APP_TOKEN", "xapp-sandbox".to_owned()),
            ("SLACK_API_URL", slack.api_url()),
        ]);
        let config = config::load(Some(&file), &|name| env.get(name).cloned()).unwrap();
        let app = App::build(&config, clock.clone()).await.unwrap();
        let desk = app.desk.clone();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stop = CancellationToken::new();
        let running = tokio::spawn(app.run(listener, stop.clone()));
        slack.sockets_open(2).await;
        Behind {
            slack,
            desk,
            clock,
            stop,
            running,
            dir,
        }
    }

    /// Waits for a message, letting the desk's time go by meanwhile.
    async fn sees(&self, channel: &str, words: &str) -> Message {
        let look = |slack: &Slack| {
            self.clock.advance(1_000);
            self.desk.doorbell.notify_one();
            slack.find(channel, words)
        };
        self.slack.until(words, look).await
    }

    async fn ends(self) {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
        assert_eq!(self.slack.violations(), Vec::<String>::new());
        assert!(
            self.slack.duplicates().is_empty(),
            "{:#?}",
            self.slack.duplicates()
        );
        assert!(
            self.slack
                .deliveries()
                .iter()
                .all(|d| d.door == Door::Socket)
        );
        drop(self.dir);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_path_goes_over_sockets() {
    let desk = Behind::start().await;
    let (ana, bo) = (desk.slack.user("ana"), desk.slack.user("bo"));
    // Forms, their following, errors and words are answered in the acknowledgement or at once.
    assert!(ana.command("/desk help").await.text().contains("/desk"));
    assert!(ana.command("/request").await.ok());
    ana.pick("What do you need help with?", "Laptop trouble")
        .await
        .unwrap();
    ana.fill("Subject", "screen is black").await.unwrap();
    ana.fill("Asset tag", "none").await.unwrap();
    ana.pick("What is it?", "Screen").await.unwrap();
    assert!(matches!(ana.submit().await, Submitted::Errors(_)));
    ana.fill("Asset tag", "AB-1").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    let card = desk.sees(TRIAGE, "IT-1 screen is black").await;
    let hers = desk.sees(&ana.dm_channel(), "IT-1 screen is black").await;
    bo.click(TRIAGE, &card.ts, "Take it").await.unwrap();
    bo.replies(TRIAGE, &card.ts, ">> on my way").await;
    desk.sees(&ana.dm_channel(), "on my way").await;
    ana.replies(&ana.dm_channel(), &hers.ts, "thank you for coming")
        .await;
    desk.sees(TRIAGE, "thank you for coming").await;
    desk.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_come_and_go_and_nothing_is_lost() {
    let desk = Behind::start().await;
    let ana = desk.slack.user("ana");
    assert!(ana.command("/request other a chair").await.ok());
    assert_eq!(ana.submit().await, Submitted::Closed);
    desk.sees(TRIAGE, "IT-1 a chair").await;
    let hers = desk.sees(&ana.dm_channel(), "IT-1 a chair").await;
    // Warned, told to refresh, broken: each time what is said meanwhile arrives, once.
    for (n, trouble) in ["warning", "refresh_requested", "cut"]
        .into_iter()
        .enumerate()
    {
        match trouble {
            "cut" => desk.slack.cut_sockets(),
            reason => desk.slack.disconnect_sockets(reason),
        }
        let words = format!("message {n} during {trouble}");
        ana.replies(&ana.dm_channel(), &hers.ts, &words).await;
        desk.sees(TRIAGE, &words).await;
        desk.slack.sockets_open(2).await;
    }
    let card = desk.slack.find(TRIAGE, "IT-1 a chair").unwrap();
    let said = desk.slack.thread(TRIAGE, &card.ts);
    assert_eq!(said.len(), 3, "{said:#?}");
    desk.ends().await;
}
