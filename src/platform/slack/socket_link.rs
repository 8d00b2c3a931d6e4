//! One Socket Mode connection, from hello to its end.

use std::future::Future;
use std::time::Duration;

use futures_util::{Sink, SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use tokio_util::sync::CancellationToken;

use super::parse::EnvelopeKind;
use super::socket::{Acknowledgement, Envelope};

pub type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How often we ping, and after how long without any frame a connection is dead.
const PING: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(30);
/// Slack closes a connection about ten seconds after its warning. One that it forgot would count
/// against the app's ten, and deliveries to it would be lost.
const FAREWELL: Duration = Duration::from_secs(30);
/// For what is under way when the connection ends.
const LAST_WORK: Duration = Duration::from_secs(10);

/// Why another connection is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Slack asks for a fresh one.
    Replace,
    /// Socket Mode was switched off for the app.
    SwitchedOff,
    Crowded,
    /// It never came to work.
    Broken,
    BrokenAfterHello,
}

impl Ended {
    pub fn as_str(self) -> &'static str {
        match self {
            Ended::Replace => "refresh",
            Ended::SwitchedOff => "link_disabled",
            Ended::Crowded => "too_many_websockets",
            Ended::Broken => "no_hello",
            Ended::BrokenAfterHello => "broken",
        }
    }
}

/// Anything that Slack sends; which fields are there depends on `type`.
#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(rename = "type")]
    kind: String,
    envelope_id: Option<String>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
    accepts_response_payload: Option<bool>,
    reason: Option<String>,
    num_connections: Option<u32>,
}

/// What a frame asks of us.
enum Told {
    Nothing,
    Hello,
    Leave(Ended),
    Deliver(String, Envelope),
}

/// Serves a connection until it closes or, after `stop`, until what is under way is done. Tells once,
/// through `tell`, that another one is needed.
pub async fn serve<H, F>(
    stream: Stream,
    handle: H,
    stop: CancellationToken,
    tell: oneshot::Sender<Ended>,
) where
    H: Fn(Envelope) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Acknowledgement> + Send + 'static,
{
    let (mut sink, mut frames) = stream.split();
    let mut tell = Some(tell);
    let mut ended = Ended::Broken;
    let mut work: JoinSet<Option<Message>> = JoinSet::new();
    let mut heard = Instant::now();
    let mut leave_at = None;
    let mut ping = interval(PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = sleep_until(leave_at.unwrap_or(heard + SILENCE)) => break,
            _ = ping.tick() => {
                if sink.send(Message::Ping(Vec::new().into())).await.is_err() {
                    break;
                }
            }
            Some(done) = work.join_next() => {
                if !acknowledge(&mut sink, done).await {
                    break;
                }
            }
            frame = frames.next() => {
                let Some(Ok(frame)) = frame else { break };
                heard = Instant::now();
                match read(&frame) {
                    Told::Nothing => {}
                    Told::Hello => ended = Ended::BrokenAfterHello,
                    // A connection that is turned away at the door must not be replaced at once.
                    Told::Leave(Ended::Replace) if ended == Ended::Broken => break,
                    Told::Leave(why) => {
                        leave_at.get_or_insert(heard + FAREWELL);
                        ended = why;
                        if let Some(tell) = tell.take() {
                            // Nobody listens any more when everything is being stopped.
                            let _ = tell.send(why);
                        }
                    }
                    Told::Deliver(id, envelope) => {
                        let answerable = envelope.answerable;
                        let handled = handle(envelope);
                        work.spawn(async move {
                            match handled.await {
                                Acknowledgement::Give(payload) => {
                                    Some(ack(&id, payload.filter(|_| answerable)))
                                }
                                Acknowledgement::Withhold => None,
                            }
                        });
                    }
                }
            }
        }
    }
    if let Some(tell) = tell.take() {
        let _ = tell.send(ended);
    }
    let rest = async {
        while let Some(done) = work.join_next().await {
            if !acknowledge(&mut sink, done).await {
                // Slack delivers again what was not acknowledged; the work itself still finishes.
                while work.join_next().await.is_some() {}
            }
        }
        let _ = sink.close().await;
    };
    if timeout(LAST_WORK, rest).await.is_err() {
        tracing::warn!("socket closed with work under way");
    }
}

/// False when the connection is broken. What was not taken in, or made its handler panic, is not
/// acknowledged.
async fn acknowledge(
    sink: &mut (impl Sink<Message, Error = Error> + Unpin),
    done: Result<Option<Message>, tokio::task::JoinError>,
) -> bool {
    match done {
        Ok(Some(message)) => sink.send(message).await.is_ok(),
        Ok(None) => true,
        Err(_) => {
            tracing::error!("a socket delivery's handler panicked");
            true
        }
    }
}

fn ack(id: &str, payload: Option<Value>) -> Message {
    let mut ack = json!({ "envelope_id": id });
    if let Some(payload) = payload {
        ack["payload"] = payload;
    }
    Message::text(ack.to_string())
}

fn read(frame: &Message) -> Told {
    let Message::Text(text) = frame else {
        return Told::Nothing;
    };
    let Ok(frame) = serde_json::from_str::<Frame<'_>>(text) else {
        tracing::warn!("a socket frame is no JSON object");
        return Told::Nothing;
    };
    let kind = match frame.kind.as_str() {
        "hello" => {
            tracing::info!(connections = frame.num_connections, "socket says hello");
            return Told::Hello;
        }
        "disconnect" => {
            return Told::Leave(match frame.reason.as_deref() {
                Some("link_disabled") => Ended::SwitchedOff,
                Some("too_many_websockets") => Ended::Crowded,
                _ => Ended::Replace,
            });
        }
        "events_api" => EnvelopeKind::EventsApi,
        "interactive" => EnvelopeKind::Interactive,
        "slash_commands" => EnvelopeKind::SlashCommands,
        _ => return Told::Nothing,
    };
    let (Some(id), Some(payload)) = (frame.envelope_id, frame.payload) else {
        return Told::Nothing;
    };
    Told::Deliver(
        id,
        Envelope {
            kind,
            payload: payload.to_owned(),
            answerable: frame.accepts_response_payload.unwrap_or(false),
        },
    )
}
