//! What has done its service is forgotten and old histories are folded away, while the desk works.

use frontdesk::clock::Millis;
use frontdesk::desk::Scope;
use frontdesk::sandbox::{Fault, Trouble};
use serde_json::{Value, json};

use super::door::rows;
use crate::bench::{Bench, CONFIG, DAY};

/// The configuration with other settings of the desk.
fn config(settings: &str) -> String {
    CONFIG.replacen("[desk]\n", &format!("[desk]\n{settings}\n"), 1)
}

async fn program(bench: &Bench) -> String {
    let desk = &bench.app.desk;
    desk.create_token("program", Scope::Admin).await.unwrap()
}

/// Calls the REST interface as a program would.
async fn call(bench: &Bench, token: &str, path: &str, sent: Option<(&str, &Value)>) -> Value {
    let client = reqwest::Client::builder().build().unwrap();
    let url = format!("http://{}/api/v1{path}", bench.address);
    let call = match sent {
        Some((key, body)) => client.post(url).header("Idempotency-Key", key).json(body),
        None => client.get(url),
    };
    let answer = call.bearer_auth(token).send().await.unwrap();
    let text = answer.text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {text}"))
}

async fn tidied(bench: &Bench) {
    while bench.app.desk.tidy().await.unwrap() {}
}

async fn older(bench: &Bench, table: &str, column: &str, age: Millis) -> i64 {
    let before = bench.clock.now() - age;
    rows(bench, &format!("{table} WHERE {column} < {before}")).await
}

#[tokio::test]
async fn what_has_done_its_service_is_forgotten() {
    let bench = Bench::with(&config("forget_after = \"10d\""), |_| {}).await;
    let first = bench.files("ana", "screen is black").await;
    bench.resolves("bo", &first, "A new screen").await;
    let second = bench.files("ben", "keyboard is wet").await;
    // What tells ben cannot be sent: it dies, and stays.
    let refused = Trouble::Error {
        name: "restricted_action".to_owned(),
        applied: false,
    };
    bench.slack.fault(Fault::new("chat.postMessage", refused));
    bench.press("bo", &second, "Take it").await.unwrap();
    bench.settle().await;
    let dead = bench.outbox(true).await.len();
    assert!(dead > 0);
    // A lane outlives its jobs only where it is a conversation.
    let alone = "lanes WHERE lane NOT LIKE 'slack:%' AND lane NOT LIKE 'home:%'";
    assert_eq!(rows(&bench, alone).await, 0);
    let sent = "outbox WHERE state = 'sent' AND lane = key";
    assert!(rows(&bench, sent).await > 0);
    bench.pass(9 * DAY).await;
    let (sent, keys) = (rows(&bench, "outbox").await, rows(&bench, "inbox").await);
    tidied(&bench).await;
    let now = (rows(&bench, "outbox").await, rows(&bench, "inbox").await);
    assert_eq!(now, (sent, keys), "all of it is young");

    bench.pass(2 * DAY).await;
    bench.files("ana", "mouse is gone").await;
    assert!(older(&bench, "inbox", "at", 10 * DAY).await > 0);
    let sent = "(SELECT done_at FROM outbox WHERE state = 'sent') sent";
    assert!(older(&bench, sent, "done_at", 10 * DAY).await > 0);
    tidied(&bench).await;
    assert_eq!(older(&bench, "inbox", "at", 10 * DAY).await, 0);
    assert_eq!(older(&bench, sent, "done_at", 10 * DAY).await, 0);
    assert!(rows(&bench, sent).await > 0, "what is young stays");
    assert_eq!(bench.outbox(true).await.len(), dead);
    // The desk knows where its messages are all the same: the card still shows the state.
    bench.press("bo", &second, "Resolve").await.unwrap();
    let bo = bench.user("bo");
    bo.fill("Summary", "A new keyboard").await.unwrap();
    bo.submit().await;
    bench.settle().await;
    assert_eq!(bench.status(&second).await, "resolved");
    assert!(!bench.triage(&second).await.reads("[Resolve]"));
}

#[tokio::test]
async fn a_key_counts_once_for_as_long_as_it_is_remembered() {
    let bench = Bench::with(&config("forget_after = \"10d\""), |_| {}).await;
    let token = program(&bench).await;
    let ask = json!({ "service": "other", "subject": "Badge", "requester": { "email": "ben@acme.example" } });
    let made = call(&bench, &token, "/requests", Some(("once", &ask))).await;
    bench.pass(9 * DAY).await;
    tidied(&bench).await;
    let again = call(&bench, &token, "/requests", Some(("once", &ask))).await;
    assert_eq!(made["number"], again["number"]);
    bench.pass(2 * DAY).await;
    tidied(&bench).await;
    let another = call(&bench, &token, "/requests", Some(("once", &ask))).await;
    assert_ne!(made["number"], another["number"]);
}

#[tokio::test]
async fn an_archived_history_reads_as_before_and_goes_on() {
    let bench = Bench::with(&config("archive_after = \"20d\""), |_| {}).await;
    let old = bench.files("ana", "screen is black").await;
    bench.press("bo", &old, "Take it").await.unwrap();
    bench.resolves("bo", &old, "A new screen").await;
    let open = bench.files("ben", "keyboard is wet").await;
    bench.pass(15 * DAY).await;
    assert_eq!(bench.status(&old).await, "closed");
    tidied(&bench).await;
    assert_eq!(rows(&bench, "archive").await, 0, "not yet");
    let token = program(&bench).await;
    let path = format!("/requests/{old}/events");
    let before = call(&bench, &token, &path, None).await;
    let facts = bench.facts(&old).await;
    bench.pass(15 * DAY).await;
    let lines = rows(&bench, "events").await;
    tidied(&bench).await;
    assert_eq!(rows(&bench, "archive").await, 1, "{open} is open still");
    assert_eq!(
        rows(&bench, "events").await,
        lines - (facts.len() as i64 - 1)
    );
    assert_eq!(call(&bench, &token, &path, None).await, before);
    assert_eq!(bench.facts(&old).await, facts);
    // A page at a time too.
    let mut paged = Vec::new();
    let mut next = format!("{path}?limit=2");
    loop {
        let page = call(&bench, &token, &next, None).await;
        paged.extend(page["events"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("{path}?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(Value::from(paged), before["events"]);
    // The numbers go on where they were.
    let rate = json!({ "action": "rate", "by": { "email": "ana@acme.example" }, "score": 4 });
    call(
        &bench,
        &token,
        &format!("/requests/{old}/actions"),
        Some(("rate", &rate)),
    )
    .await;
    let after = call(&bench, &token, &path, None).await;
    let after = after["events"].as_array().unwrap();
    assert_eq!(after.len(), facts.len() + 1);
    assert_eq!(after.last().unwrap()["seq"], after.len());
    bench.settle().await;
    tidied(&bench).await;
    assert_eq!(rows(&bench, "archive").await, 1);
}

#[tokio::test]
async fn more_than_a_portion_is_tidied_a_portion_at_a_time() {
    let bench = Bench::start().await;
    let mut look = bench.dir.look().await;
    let fill = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1200)
        INSERT INTO inbox (key, at) SELECT 'old-' || n, n FROM n RETURNING key";
    look.text(fill).await;
    let left = async || rows(&bench, "inbox WHERE key LIKE 'old-%'").await;
    assert_eq!(left().await, 1200);
    assert!(bench.app.desk.tidy().await.unwrap());
    assert_eq!(left().await, 700);
    assert!(bench.app.desk.tidy().await.unwrap());
    assert!(!bench.app.desk.tidy().await.unwrap());
    assert_eq!(left().await, 0);
}
