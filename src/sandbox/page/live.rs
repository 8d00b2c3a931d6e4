//! One window, kept up to date: first the whole screen, then the parts of it that changed. The windows of both faces.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::super::hub::Hub;
use super::screen::{Window, screen};

/// What happens within this time is told at once: one click makes many small changes.
const GATHER: Duration = Duration::from_millis(25);

/// What a window shows, by the names of its parts.
pub type Parts = BTreeMap<String, Value>;

struct Watching<F> {
    look: F,
    changes: watch::Receiver<u64>,
    /// What the window shows by now; `None` before the first time.
    shown: Option<Parts>,
}

pub async fn stream(
    State(hub): State<Arc<Hub>>,
    Query(window): Query<Window>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = hub.changes();
    told(changes, move || hub.peek(|w| screen(w, &window)))
}

/// What `look` sees, and what of it is another after each of the `changes`. The sender of the changes has to live in
/// what `look` holds: then waiting for them cannot fail.
pub fn told(
    changes: watch::Receiver<u64>,
    look: impl Fn() -> Parts + Send + 'static,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watching = Watching {
        look,
        changes,
        shown: None,
    };
    let events = unfold(watching, |mut watching| async {
        let news = watching.next().await;
        Some((Ok(Event::default().data(news.to_string())), watching))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

impl<F: Fn() -> Parts> Watching<F> {
    async fn next(&mut self) -> Value {
        loop {
            self.changes.mark_unchanged();
            let now = (self.look)();
            let Some(before) = self.shown.replace(now.clone()) else {
                return json!({ "fresh": true, "set": now, "gone": [] });
            };
            let gone: Vec<&String> = before.keys().filter(|k| !now.contains_key(*k)).collect();
            let set: BTreeMap<&String, &Value> = now
                .iter()
                .filter(|(k, v)| before.get(*k) != Some(v))
                .collect();
            if !gone.is_empty() || !set.is_empty() {
                return json!({ "fresh": false, "set": set, "gone": gone });
            }
            let _ = self.changes.changed().await;
            tokio::time::sleep(GATHER).await;
        }
    }
}
