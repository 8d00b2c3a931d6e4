//! Whatever arrives with a right token: nothing of it breaks the door.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::bench::TeamsBench;

/// Every place in a value, as a pointer.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(inner, &format!("{at}/{key}"), out);
            }
        }
        Value::Array(all) => {
            for (nth, inner) in all.iter().enumerate() {
                places(inner, &format!("{at}/{nth}"), out);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn no_change_to_what_teams_sends_breaks_the_door() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let ana = bench.user("ana");
    let data = card.card.as_ref().unwrap()["body"].to_string();
    let mut whole = vec![bench.teams.activity("ana", "@Bo it is <b>black</b>")];
    for (kind, more) in [
        (
            "messageReaction",
            json!({ "replyToId": card.id, "reactionsAdded": [{ "type": "like" }] }),
        ),
        (
            "invoke",
            json!({ "name": "adaptiveCard/action", "replyToId": card.id,
            "value": { "action": { "verb": "take", "data": { "press": "take", "value": "1", "once": "x" } } } }),
        ),
        (
            "invoke",
            json!({ "name": "task/submit", "value": { "data": { "form": "{\"resolve\":1}", "seal": "00" } } }),
        ),
        (
            "invoke",
            json!({ "name": "composeExtension/fetchTask", "value": { "commandId": "turnIntoRequest",
            "messagePayload": { "id": "1", "body": { "contentType": "html", "content": data } } } }),
        ),
        (
            "invoke",
            json!({ "name": "composeExtension/query", "value": { "commandId": "myRequests", "parameters": [{ "name": "words", "value": "x" }] } }),
        ),
        (
            "invoke",
            json!({ "name": "application/search", "value": { "dataset": "service|{}", "queryText": "x" } }),
        ),
        (
            "invoke",
            json!({ "name": "fileConsent/invoke", "value": { "action": "accept", "context": { "file": 1, "post": 1 }, "uploadInfo": {} } }),
        ),
        (
            "conversationUpdate",
            json!({ "membersAdded": [{ "id": "28:x" }], "eventType": "teamRestored" }),
        ),
        (
            "messageUpdate",
            json!({ "text": "new", "eventType": "editMessage" }),
        ),
        (
            "message",
            json!({ "value": { "press": "take", "value": "1" } }),
        ),
    ] {
        let mut activity = bench.teams.activity("ana", "x");
        activity["type"] = json!(kind);
        for (key, value) in more.as_object().unwrap() {
            activity[key] = value.clone();
        }
        whole.push(activity);
    }
    let mut runner = TestRunner::deterministic();
    let odd = prop_oneof![
        Just(Value::Null),
        Just(json!(-1)),
        Just(json!("")),
        Just(json!([])),
        Just(json!({})),
        Just(json!(true)),
        Just(json!("x".repeat(3_000))),
        Just(json!({ "id": 7 })),
        Just(json!("{{")),
    ];
    let mut taken = 0;
    for activity in &whole {
        let mut all = Vec::new();
        places(activity, "", &mut all);
        for place in all.iter().filter(|p| !p.is_empty()) {
            let mut changed = activity.clone();
            *changed.pointer_mut(place).unwrap() = odd.new_tree(&mut runner).unwrap().current();
            let status = ana.delivers(&changed).await;
            assert!(
                [200, 400, 401, 403, 501].contains(&status),
                "{status} for {place}: {changed}"
            );
            taken += usize::from(status == 200);
        }
    }
    assert!(taken > 50);
    bench.settle().await;
    // It still serves, and nobody's change took anything.
    assert_eq!(bench.status(&number).await, "new");
    bench.press("bo", &number, "Take it").await;
    assert_eq!(bench.status(&number).await, "in_progress");
}
