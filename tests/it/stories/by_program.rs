//! Requests that come in by the REST interface meet their people on Slack.

use frontdesk::desk::Scope;
use frontdesk::sandbox::{Fault, Trouble};
use serde_json::json;

use crate::bench::{Bench, CONFIG, MINUTE, TRIAGE};

async fn post(bench: &Bench, path: &str, body: serde_json::Value) -> serde_json::Value {
    let token = bench
        .app
        .desk
        .create_token(&format!("test-{}", bench.slack.calls().len()), Scope::Admin)
        .await
        .unwrap();
    let answer = reqwest::Client::builder()
        .build()
        .unwrap()
        .post(format!("http://{}/api/v1{path}", bench.address))
        .bearer_auth(token)
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(
        answer.status().is_success(),
        "{}",
        answer.text().await.unwrap()
    );
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_request_made_by_a_program_reaches_its_requester_by_their_address() {
    let bench = Bench::start().await;
    let made = post(
        &bench,
        "/requests",
        json!({ "service": "other", "subject": "Door is stuck", "requester": { "email": "ben@acme.example" } }),
    )
    .await;
    assert_eq!(made["number"], "IT-1");
    bench.settle().await;
    let ben = bench.user("ben");
    bench.find(&ben.dm_channel(), "Door is stuck");
    bench.find(TRIAGE, "Door is stuck");
}

#[tokio::test]
async fn with_a_clock_that_is_far_ahead_of_slacks_what_was_said_is_found() {
    // So far that nothing would be taken from Slack itself.
    let bench = Bench::with(CONFIG, |options| {
        let right = options.now.clone();
        options.now = std::sync::Arc::new(move || right() - 20 * MINUTE);
    })
    .await;
    let fault = Fault::new("chat.postMessage", Trouble::LoseAnswer);
    bench.slack.fault(fault.in_channel(TRIAGE));
    let requester = json!({ "email": "ben@acme.example" });
    let asked = json!({ "service": "other", "subject": "Door is stuck", "requester": requester });
    post(&bench, "/requests", asked).await;
    bench.settle().await;
    assert_eq!(bench.count(TRIAGE, "Door is stuck"), 1);
    assert_eq!(bench.outbox(false).await, []);
    assert_eq!(bench.outbox(true).await, []);
}

#[tokio::test]
async fn who_joins_slack_later_reads_what_was_said_before() {
    let bench = Bench::start().await;
    post(
        &bench,
        "/requests",
        json!({ "service": "other", "subject": "Badge please", "requester": { "email": "zoe@acme.example" } }),
    )
    .await;
    bench.settle().await;
    post(
        &bench,
        "/requests",
        json!({ "service": "other", "subject": "Desk for her", "requester": { "email": "ana@acme.example" } }),
    )
    .await;
    bench.settle().await;
    post(
        &bench,
        "/requests/IT-2/actions",
        json!({ "action": "add_watcher", "by": { "slack": "U0BO" }, "to": { "email": "zoe@acme.example" } }),
    )
    .await;
    bench.settle().await;
    let card = bench.card("IT-1");
    let bo = bench.user("bo");
    bo.replies(TRIAGE, &card.ts, ">> It lies at the reception")
        .await;
    bo.replies(TRIAGE, &card.ts, "she starts on Monday").await;
    bench.settle().await;

    let zoe = bench
        .slack
        .hires("zoe", "zoe@acme.example", "Europe/Berlin")
        .await;
    // The address is looked up when something next concerns her.
    post(
        &bench,
        "/requests/IT-1/actions",
        json!({ "action": "take", "by": { "slack": "U0BO" } }),
    )
    .await;
    bench.app.desk.look_up_people().await.unwrap();
    zoe.dm("hello").await;
    bench.settle().await;
    let her = bench.find(&zoe.dm_channel(), "Badge please");
    let thread = bench.thread(&zoe.dm_channel(), &her.ts).join("\n");
    assert!(thread.contains("It lies at the reception"), "{thread}");
    assert!(!thread.contains("she starts on Monday"), "{thread}");
    // What she was to follow, she follows.
    bench.find(&zoe.dm_channel(), "You watch this request");
}
