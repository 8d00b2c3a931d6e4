//! Socket Mode, against a real server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::routing::{any, post};
use frontdesk::platform::slack::client::Client;
use frontdesk::platform::slack::parse::EnvelopeKind;
use frontdesk::platform::slack::socket::{Acknowledgement, Envelope, run};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::slack_stub::http;

const SOON: Duration = Duration::from_secs(5);

/// Slack's side: every connection that opens is handed to the test.
struct Slack {
    base: Url,
    opened: Arc<AtomicUsize>,
    connections: mpsc::Receiver<Connection>,
}

/// One connection, from Slack's end.
struct Connection {
    say: mpsc::Sender<Value>,
    heard: mpsc::Receiver<Value>,
}

#[derive(Clone)]
struct Side {
    address: String,
    opened: Arc<AtomicUsize>,
    connections: mpsc::Sender<Connection>,
}

impl Slack {
    async fn start() -> Slack {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let (tell, connections) = mpsc::channel(10);
        let opened = Arc::new(AtomicUsize::new(0));
        let side = Side {
            address: address.clone(),
            opened: opened.clone(),
            connections: tell,
        };
        let router = Router::new()
            .route("/api/apps.connections.open", post(open))
            .route("/link", any(link))
            .with_state(side);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let base = Url::parse(&format!("http://{address}/api/")).expect("a url");
        Slack {
            base,
            opened,
            connections,
        }
    }

    fn client(&self) -> Client {
        Client::new(http(), self.base.clone(), "xapp-test".to_owned().into())
    }

    async fn connection(&mut self) -> Connection {
        let next = timeout(SOON, self.connections.recv()).await;
        let connection = next.expect("a connection in time").expect("a connection");
        connection
            .say(json!({ "type": "hello", "num_connections": 1 }))
            .await;
        connection
    }
}

impl Connection {
    async fn say(&self, frame: Value) {
        self.say.send(frame).await.expect("still open");
    }

    async fn deliver(&self, id: &str, answerable: bool) {
        self.say(json!({ "envelope_id": id, "type": "slash_commands", "payload": { "n": 1 }, "accepts_response_payload": answerable })).await;
    }

    async fn hears(&mut self) -> Option<Value> {
        timeout(SOON, self.heard.recv())
            .await
            .expect("a frame in time")
    }
}

async fn open(State(side): State<Side>) -> String {
    side.opened.fetch_add(1, Ordering::SeqCst);
    json!({ "ok": true, "url": format!("ws://{}/link", side.address) }).to_string()
}

async fn link(State(side): State<Side>, upgrade: WebSocketUpgrade) -> axum::response::Response {
    upgrade.on_upgrade(async move |socket| talk(socket, side).await)
}

async fn talk(mut socket: WebSocket, side: Side) {
    let (say, mut to_say) = mpsc::channel(10);
    let (tell, heard) = mpsc::channel(10);
    let _ = side.connections.send(Connection { say, heard }).await;
    loop {
        tokio::select! {
            frame = to_say.recv() => match frame {
                Some(frame) => {
                    let _ = socket.send(Message::text(frame.to_string())).await;
                }
                None => return,
            },
            frame = socket.recv() => match frame {
                Some(Ok(Message::Text(text))) => {
                    let _ = tell.send(serde_json::from_str(&text).expect("JSON")).await;
                }
                Some(Ok(_)) => {}
                _ => return,
            },
        }
    }
}

async fn echo(envelope: Envelope) -> Acknowledgement {
    assert_eq!(envelope.kind, EnvelopeKind::SlashCommands);
    Acknowledgement::Give(serde_json::from_str(envelope.payload.get()).ok())
}

#[tokio::test]
async fn deliveries_are_acknowledged_with_their_answer() {
    let mut slack = Slack::start().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(run(slack.client(), 2, echo, stop.clone()));
    let mut first = slack.connection().await;
    let _second = slack.connection().await;

    first.deliver("e1", true).await;
    assert_eq!(
        first.hears().await,
        Some(json!({ "envelope_id": "e1", "payload": { "n": 1 } }))
    );
    first.deliver("e2", false).await;
    assert_eq!(first.hears().await, Some(json!({ "envelope_id": "e2" })));
    first.say(json!({ "type": "something_new" })).await;
    first.say(json!("nonsense")).await;
    first.deliver("e3", false).await;
    assert_eq!(first.hears().await, Some(json!({ "envelope_id": "e3" })));

    stop.cancel();
    timeout(SOON, running)
        .await
        .expect("in time")
        .expect("no panic");
}

#[tokio::test]
async fn a_connection_is_replaced_before_it_ends() {
    let mut slack = Slack::start().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(run(slack.client(), 1, echo, stop.clone()));
    let mut old = slack.connection().await;
    old.say(json!({ "type": "disconnect", "reason": "warning" }))
        .await;
    let mut new = slack.connection().await;

    // Both are read.
    old.deliver("e1", false).await;
    assert_eq!(old.hears().await, Some(json!({ "envelope_id": "e1" })));
    new.deliver("e2", false).await;
    assert_eq!(new.hears().await, Some(json!({ "envelope_id": "e2" })));

    // The old one ends for good, without another in its place.
    drop(old);
    new.deliver("e3", false).await;
    assert_eq!(new.hears().await, Some(json!({ "envelope_id": "e3" })));
    assert_eq!(slack.opened.load(Ordering::SeqCst), 2);

    // The new one breaks, and is replaced after a moment.
    drop(new);
    slack.connection().await;
    stop.cancel();
    timeout(SOON, running)
        .await
        .expect("in time")
        .expect("no panic");
}

#[tokio::test]
async fn switched_off_means_no_hammering() {
    let mut slack = Slack::start().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(run(slack.client(), 1, echo, stop.clone()));
    let mut only = slack.connection().await;
    only.say(json!({ "type": "disconnect", "reason": "link_disabled" }))
        .await;
    only.deliver("e1", false).await;
    assert_eq!(only.hears().await, Some(json!({ "envelope_id": "e1" })));
    drop(only);
    let another = timeout(Duration::from_millis(800), slack.connections.recv()).await;
    assert!(another.is_err(), "it waits for minutes");
    stop.cancel();
    timeout(SOON, running)
        .await
        .expect("in time")
        .expect("no panic");
}

#[tokio::test]
async fn stopping_finishes_what_is_under_way() {
    let mut slack = Slack::start().await;
    let stop = CancellationToken::new();
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (begun, go_on) = (begun.clone(), go_on.clone());
        move |_: Envelope| {
            let (begun, go_on) = (begun.clone(), go_on.clone());
            async move {
                begun.notify_one();
                go_on.notified().await;
                Acknowledgement::Give(None)
            }
        }
    };
    let running = tokio::spawn(run(slack.client(), 1, slow, stop.clone()));
    let mut only = slack.connection().await;
    only.deliver("e1", false).await;
    timeout(SOON, begun.notified()).await.expect("begun");
    stop.cancel();
    go_on.notify_one();
    assert_eq!(only.hears().await, Some(json!({ "envelope_id": "e1" })));
    timeout(SOON, running)
        .await
        .expect("in time")
        .expect("no panic");
    assert_eq!(only.hears().await, None, "and closed");
}
