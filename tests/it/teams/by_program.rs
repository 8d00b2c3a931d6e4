//! Requests that come in by the REST interface meet their people in Teams.

use frontdesk::desk::Scope;
use serde_json::{Value, json};

use super::bench::{TRIAGE, TeamsBench};

async fn post(bench: &TeamsBench, path: &str, body: Value) -> Value {
    let name = format!("test-{}", bench.teams.calls().len());
    let token = bench.app.desk.create_token(&name, Scope::Admin).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client
        .post(format!("http://{}/api/v1{path}", bench.address))
        .bearer_auth(token.unwrap())
        .json(&body)
        .send()
        .await
        .unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert!(status.is_success(), "{text}");
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn a_request_made_by_a_program_reaches_its_requester_by_their_address() {
    let bench = TeamsBench::start().await;
    let wish = json!({ "service": "other", "subject": "Door is stuck", "requester": { "email": "ben@acme.example" } });
    let made = post(&bench, "/requests", wish).await;
    assert_eq!(made["number"], "IT-1");
    bench.settle().await;
    // He never wrote: he was found in a channel that the desk is in.
    bench.find(&bench.user("ben").chat(), "Door is stuck");
    bench.find(TRIAGE, "Door is stuck");
    let take = json!({ "action": "take", "by": { "email": "bo@acme.example" } });
    post(&bench, "/requests/IT-1/actions", take).await;
    bench.settle().await;
    assert_eq!(bench.told("ben").last().unwrap(), "Bo is on it.");
    assert!(bench.card("IT-1").reads("Assigned to\nBo"));
}

#[tokio::test]
async fn who_gets_the_app_later_reads_what_was_said_before() {
    let bench = TeamsBench::start().await;
    let wish = json!({ "service": "other", "subject": "Badge please", "requester": { "email": "zoe@acme.example" } });
    post(&bench, "/requests", wish).await;
    bench.settle().await;
    bench
        .mutters("bo", "IT-1", ">> It lies at the reception")
        .await;
    bench.mutters("bo", "IT-1", "she starts on Monday").await;
    let zoe = bench.teams.add_user("zoe", "zoe@acme.example");
    zoe.installs().await;
    bench.settle().await;
    let chat = bench.chat("zoe").join("\n");
    assert!(chat.contains("Badge please"), "{chat}");
    assert!(chat.contains("It lies at the reception"), "{chat}");
    assert!(!chat.contains("she starts on Monday"), "{chat}");
}
