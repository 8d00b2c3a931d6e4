//! Never twice: whatever becomes of an answer, each message is there exactly once, in order.

use std::time::Duration;

use frontdesk::sandbox::{Fault, Trouble};

use crate::bench::{Bench, CONFIG, MINUTE, TRIAGE};

fn named(error: &str, applied: bool) -> Trouble {
    let name = error.to_owned();
    Trouble::Error { name, applied }
}

#[tokio::test]
async fn with_a_clock_that_is_minutes_ahead_of_slacks_what_was_said_is_found() {
    let bench = Bench::with(CONFIG, |options| {
        let right = options.now.clone();
        options.now = std::sync::Arc::new(move || right() - 4 * MINUTE);
    })
    .await;
    for channel in [TRIAGE, &bench.user("ana").dm_channel()] {
        let fault = Fault::new("chat.postMessage", Trouble::LoseAnswer);
        bench.slack.fault(fault.in_channel(channel));
    }
    // Bench itself looks for what was said twice, when it ends.
    bench.files("ana", "screen is black").await;
    assert_eq!(bench.outbox(false).await, []);
}

/// A request, a word from each side, a summary: every kind of place, each with the same trouble.
async fn told_once(trouble: Trouble) {
    let bench = Bench::with(CONFIG, |o| o.channel_burst = 1).await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    let order = || {
        for channel in [TRIAGE, dm.as_str()] {
            let fault = Fault::new("chat.postMessage", trouble.clone());
            bench.slack.fault(fault.in_channel(channel));
        }
    };
    order();
    bench.asks("ana", "screen is black").await;
    bench.settle().await;
    let (card, root) = (bench.card("IT-1"), bench.find(&dm, "screen is black"));
    order();
    for word in ["first word", "second word"] {
        ana.replies(&dm, &root.ts, word).await;
        let reply = format!(">> answer to the {word}");
        bench.user("bo").replies(TRIAGE, &card.ts, &reply).await;
    }
    bench.settle().await;
    // A hung call takes ten seconds of real time; two of each kind of place are enough.
    if !matches!(trouble, Trouble::HangAfter | Trouble::HangBefore) {
        order();
    }
    bench.resolves("bo", "IT-1", "A new screen").await;
    for (channel, words) in [
        (TRIAGE, ["screen is black", "first word", "second word"]),
        (
            dm.as_str(),
            ["How was it?", "answer to the first", "answer to the second"],
        ),
    ] {
        for word in words {
            let seen = bench.slack.calls_of("chat.postMessage").len();
            let here = bench.count(channel, word);
            assert!(
                here >= 1,
                "{trouble:?}: {word:?} in {channel} after {seen} posts"
            );
        }
    }
    let thread = bench.thread(TRIAGE, &card.ts);
    let place = |word: &str| {
        let found: Vec<usize> = (0..thread.len())
            .filter(|i| thread[*i].contains(word) && !thread[*i].contains("answer"))
            .collect();
        assert_eq!(found.len(), 1, "{trouble:?}: {word:?} in {thread:#?}");
        found[0]
    };
    assert!(place("first word") < place("second word"));
    let marks = bench.slack.duplicates();
    assert!(marks.is_empty(), "{trouble:?}: {marks:#?}");
    assert_eq!(bench.slack.messages(&dm).len(), 1);
    assert_eq!(bench.slack.messages(TRIAGE).len(), 1);
    assert_eq!(bench.outbox(false).await, []);
    assert_eq!(bench.outbox(true).await, []);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up() {
    told_once(Trouble::LoseAnswer).await;
}

#[tokio::test]
async fn a_connection_that_broke_before_anything_happened_is_tried_again() {
    told_once(Trouble::Reset).await;
}

#[tokio::test]
async fn a_server_error_may_have_happened_after_all() {
    told_once(Trouble::ServerError { applied: true }).await;
    told_once(Trouble::ServerError { applied: false }).await;
}

#[tokio::test]
async fn an_internal_error_may_have_happened_after_all() {
    for code in ["internal_error", "fatal_error"] {
        told_once(named(code, true)).await;
        told_once(named(code, false)).await;
    }
}

/// In real time: the client gives up after ten seconds, twice.
#[tokio::test]
async fn a_time_out_after_it_happened_is_looked_up() {
    told_once(Trouble::HangAfter).await;
}

#[tokio::test]
async fn a_time_out_before_it_happened_is_tried_again() {
    told_once(Trouble::HangBefore).await;
}

#[tokio::test]
async fn a_look_up_waits_until_the_call_can_no_longer_be_under_way() {
    let bench = Bench::start().await;
    bench
        .slack
        .fault(Fault::new("chat.postMessage", Trouble::LoseAnswer).in_channel(TRIAGE));
    bench.asks("ana", "screen is black").await;
    let sent = bench.clock.now();
    bench.settle().await;
    let looks = bench.slack.calls_of("conversations.history");
    assert_eq!(looks.len(), 1);
    assert!(looks[0].at - sent >= 10_000, "{}", looks[0].at - sent);
}

#[tokio::test]
async fn files_are_carried_over_once() {
    for (method, trouble) in [
        ("files.completeUploadExternal", Trouble::LoseAnswer),
        ("files.completeUploadExternal", Trouble::Reset),
        (
            "files.completeUploadExternal",
            Trouble::ServerError { applied: true },
        ),
        (
            "files.completeUploadExternal",
            Trouble::ServerError { applied: false },
        ),
        (
            "files.completeUploadExternal",
            named("internal_error", true),
        ),
        (
            "files.completeUploadExternal",
            named("internal_error", false),
        ),
        ("files.getUploadURLExternal", Trouble::LoseAnswer),
        ("upload", Trouble::LoseAnswer),
        ("upload", Trouble::Reset),
        ("upload", Trouble::ServerError { applied: true }),
    ] {
        let bench = Bench::start().await;
        bench.files("ana", "screen is black").await;
        let ana = bench.user("ana");
        let root = ana.dms()[0].ts.clone();
        bench.slack.fault(Fault::new(method, trouble.clone()));
        ana.says_with_files(
            &ana.dm_channel(),
            Some(&root),
            "see here",
            &[("screen.png", b"pixels")],
        )
        .await;
        bench.settle().await;
        ana.replies(&ana.dm_channel(), &root, "and this").await;
        bench.settle().await;
        let card = bench.card("IT-1");
        let thread = bench.slack.thread(TRIAGE, &card.ts);
        let files: Vec<usize> = (0..thread.len())
            .filter(|i| !thread[*i].files.is_empty())
            .collect();
        assert_eq!(files.len(), 1, "{method} {trouble:?}: {thread:#?}");
        let after = thread.iter().position(|m| m.reads("and this"));
        assert!(
            after.is_some_and(|at| at > files[0]),
            "{method} {trouble:?}"
        );
        assert_eq!(bench.outbox(false).await, []);
    }
}

/// One that stands still right before it posts: its successor has posted meanwhile.
#[tokio::test]
async fn a_worker_that_wakes_up_after_its_lease_says_nothing() {
    let bench = Bench::start().await;
    let second = bench.second(CONFIG).await;
    let slow = Trouble::Slow(Duration::from_secs(2));
    bench.slack.fault(Fault::new("conversations.open", slow));
    bench.asks("ana", "screen is black").await;
    let first = bench.app.delivery.clone();
    let stalled = tokio::spawn(async move { first.tick().await });
    until_all_claimed(&bench).await;
    bench.clock.advance(MINUTE);
    while second.delivery.tick().await.unwrap() > 0 {
        bench.clock.advance(2_000);
    }
    let dm = bench.user("ana").dm_channel();
    assert_eq!(bench.count(&dm, "screen is black"), 1);
    stalled.await.unwrap().unwrap();
    bench.settle().await;
    assert_eq!(bench.count(&dm, "screen is black"), 1);
    assert_eq!(bench.count(TRIAGE, "screen is black"), 1);
    assert_eq!(bench.outbox(false).await, []);
}

/// One whose message is there and whose answer never comes: in real time, ten seconds.
#[tokio::test]
async fn a_worker_that_finishes_late_records_nothing_over_its_successor() {
    let bench = Bench::start().await;
    let second = bench.second(CONFIG).await;
    bench
        .slack
        .fault(Fault::new("chat.postMessage", Trouble::HangAfter).in_channel(TRIAGE));
    bench.asks("ana", "screen is black").await;
    let first = bench.app.delivery.clone();
    let stalled = tokio::spawn(async move { first.tick().await });
    bench
        .slack
        .until("the message whose answer hangs", |s| {
            s.find(TRIAGE, "screen is black")
        })
        .await;
    bench.clock.advance(MINUTE);
    while second.delivery.tick().await.unwrap() > 0 {
        bench.clock.advance(2_000);
    }
    let before = bench.outbox(false).await;
    assert_eq!(before, [], "the successor found it");
    stalled.await.unwrap().unwrap();
    assert_eq!(bench.outbox(false).await, before);
    bench.settle().await;
    assert_eq!(bench.count(TRIAGE, "screen is black"), 1);
}

async fn until_all_claimed(bench: &Bench) {
    for _ in 0..1000 {
        let waiting = bench.outbox(false).await;
        if !waiting.is_empty() && waiting.iter().all(|e| e.attempts > 0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("nobody took the jobs");
}
