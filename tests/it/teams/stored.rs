//! The database fails in the middle of sending, where nobody could look afterwards what arrived.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use frontdesk::fail::{self, Hold, Point};
use futures_util::FutureExt;

use super::bench::{TRIAGE, TeamsBench};
use crate::engine;

/// The database fails when the first job comes to `point`, and is mended a moment later.
async fn fails_at(point: Point) {
    let bench = TeamsBench::start().await;
    bench.wishes("ana", "screen is black").await;
    let (url, done) = (
        bench.database().to_owned(),
        Arc::new(AtomicBool::new(false)),
    );
    let hold: Hold = Arc::new(move |at| {
        let (url, done) = (url.clone(), done.clone());
        async move {
            if at != point || done.swap(true, Ordering::SeqCst) {
                return;
            }
            engine::set_failing(&url, true).await;
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(200)).await;
                engine::set_failing(&url, false).await;
            });
        }
        .boxed()
    });
    let delivery = &bench.app.delivery;
    for lane in delivery.due_lanes().await.unwrap() {
        let sent = fail::held(hold.clone(), delivery.send(lane)).await;
        sent.unwrap();
    }
    bench.settle().await;
    assert_eq!(bench.outbox(true).await, [], "{point:?}");
    assert_eq!(bench.outbox(false).await, [], "{point:?}");
    assert_eq!(bench.teams.messages(TRIAGE).len(), 1, "{point:?}");
    let hers = bench.chat("ana");
    let cards = hers.iter().filter(|m| m.contains("IT-1 screen is black"));
    assert_eq!(cards.count(), 1, "{point:?}: {hers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_begun_when_the_database_failed_is_sent_afterwards() {
    fails_at(Point::Claimed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrived_while_the_database_failed_is_put_on_record_afterwards() {
    fails_at(Point::Answered).await;
}
