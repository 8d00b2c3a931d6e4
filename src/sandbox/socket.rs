//! Socket Mode: open connections, envelopes to any one of them, acknowledgements from any.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot, watch};

use super::names::APP;

/// More connections than this are turned away.
const MOST: usize = 10;

/// What a connection is told to do.
enum Frame {
    Say(String),
    /// Say this, then close.
    Part(String),
    /// Be gone without a word.
    Cut,
}

/// An open connection, and the way to tell it something.
type Connection = (u64, mpsc::UnboundedSender<Frame>);

/// All open connections of the app.
pub struct Sockets {
    open: Mutex<Vec<Connection>>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Value>>>,
    count: watch::Sender<usize>,
}

impl Default for Sockets {
    fn default() -> Sockets {
        Sockets {
            open: Mutex::default(),
            waiting: Mutex::default(),
            count: watch::Sender::new(0),
        }
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sockets {
    /// How many are open.
    pub fn count(&self) -> usize {
        held(&self.open).len()
    }

    /// Returns when at least `wanted` are open.
    pub async fn wait_for(&self, wanted: usize) {
        // The sender lives in self: waiting cannot fail.
        let _ = self.count.subscribe().wait_for(|n| *n >= wanted).await;
    }

    /// Sends an envelope to one connection, waiting for one to open, and returns its acknowledgement.
    /// `None` when the connection died first.
    pub async fn deliver(&self, id: &str, envelope: String) -> Option<Value> {
        self.wait_for(1).await;
        let (ack, acknowledged) = oneshot::channel();
        held(&self.waiting).insert(id.into(), ack);
        {
            let mut open = held(&self.open);
            // The next one in turn: whoever has just been served goes to the end.
            if open.is_empty() {
                return None;
            }
            open.rotate_left(1);
            open.first()?.1.send(Frame::Say(envelope)).ok()?;
        }
        acknowledged.await.ok()
    }

    /// No acknowledgement is expected any more.
    pub fn forget(&self, id: &str) {
        held(&self.waiting).remove(id);
    }

    /// Tells every connection why it will be closed, and closes it; `warning` leaves it open for now.
    pub fn disconnect(&self, reason: &str) {
        let text =
            json!({ "type": "disconnect", "reason": reason, "debug_info": { "host": "sandbox" } })
                .to_string();
        for (_, frames) in held(&self.open).iter() {
            let frame = if reason == "warning" {
                Frame::Say(text.clone())
            } else {
                Frame::Part(text.clone())
            };
            // A connection that has just ended needs no telling.
            let _ = frames.send(frame);
        }
    }

    /// Drops all connections as a broken network does.
    pub fn cut(&self) {
        self.change(|open| {
            for (_, frames) in open.drain(..) {
                let _ = frames.send(Frame::Cut);
            }
        });
    }

    /// Says hello, then carries frames until either side ends.
    pub async fn serve(&self, socket: WebSocket) {
        let (mut out, mut heard) = socket.split();
        let (frames, mut orders) = mpsc::unbounded_channel();
        let key = rand::random();
        let count = self.count() + 1;
        let first = if count > MOST {
            json!({ "type": "disconnect", "reason": "too_many_websockets", "debug_info": { "host": "sandbox" } })
        } else {
            json!({
                "type": "hello", "connection_info": { "app_id": APP }, "num_connections": count,
                "debug_info": { "host": "sandbox", "build_number": 1, "approximate_connection_time": 3600 },
            })
        };
        let greeted = out
            .send(Message::Text(first.to_string().into()))
            .await
            .is_ok();
        if greeted && count <= MOST {
            self.change(|open| open.push((key, frames)));
            loop {
                tokio::select! {
                    order = orders.recv() => match order {
                        Some(Frame::Say(text)) => {
                            if out.send(Message::Text(text.into())).await.is_err() {
                                break;
                            }
                        }
                        Some(Frame::Part(text)) => {
                            // The peer may be gone already; then there is nobody left to tell.
                            let _ = out.send(Message::Text(text.into())).await;
                            let _ = out.close().await;
                            break;
                        }
                        Some(Frame::Cut) | None => break,
                    },
                    frame = heard.next() => match frame {
                        Some(Ok(Message::Text(text))) => self.acknowledge(&text),
                        Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                        Some(Ok(_)) => {}
                    },
                }
            }
        }
        self.change(|open| open.retain(|(k, _)| *k != key));
    }

    /// Changes which connections are open, and says how many there are now. Under one lock: said
    /// afterwards, an older number could overtake a newer one, and who waits for it waits for ever.
    fn change(&self, how: impl FnOnce(&mut Vec<Connection>)) {
        let mut open = held(&self.open);
        how(&mut open);
        self.count.send_replace(open.len());
    }

    fn acknowledge(&self, text: &str) {
        let ack: Value = serde_json::from_str(text).unwrap_or_default();
        let waiting = ack["envelope_id"]
            .as_str()
            .and_then(|id| held(&self.waiting).remove(id));
        if let Some(waiting) = waiting {
            // Too late is too late: nobody listens any more.
            let _ = waiting.send(ack);
        }
    }
}
