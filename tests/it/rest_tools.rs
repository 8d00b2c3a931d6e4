//! An agent's day-to-day tools through the REST interface.

use serde_json::{Value, json};

use crate::rest_support::{Rest, agent};

fn ana() -> Value {
    json!({ "email": "Ana@Other.example" })
}

#[tokio::test]
async fn a_program_snoozes_and_notes_time() {
    let rest = Rest::start().await;
    let number = rest.filed("Screen is black", ana()).await;
    let act = async |body: Value| rest.act(&number, body).await;
    let wrong = act(json!({ "action": "snooze", "by": agent(), "until": "soon" })).await;
    assert_eq!(wrong.fields(), ["reason", "until"]);
    let past = json!({
        "action": "snooze", "by": agent(), "until": "2026-11-23T08:00:00Z", "reason": "No parts",
    });
    assert_eq!(act(past).await.fields(), ["until"]);
    // Nobody's alarm sleeps for ever, and no business time is counted to the end of days.
    for far in [
        json!({ "action": "snooze", "by": agent(), "until": "2999-12-31T00:00:00Z", "reason": "No parts" }),
        json!({ "action": "delay", "by": agent(), "due": "2999-12-31T00:00:00Z", "reason": "No parts" }),
    ] {
        let said = act(far).await;
        assert_eq!(said.fields().len(), 1);
        assert!(
            said.json().to_string().contains("three years"),
            "{}",
            said.json()
        );
    }
    let later = json!({
        "action": "snooze", "by": agent(), "until": "2026-11-30T09:00:00+01:00", "reason": "No parts",
    });
    let done = act(later).await.json();
    assert_eq!(done["status"], "on_hold");
    assert_eq!(done["snoozed_until"], "2026-11-30T08:00:00Z");
    let done = act(json!({ "action": "resume", "by": agent() })).await;
    assert_eq!(done.json()["snoozed_until"], Value::Null);
    let note = async |minutes: i64| {
        act(json!({ "action": "note_time", "by": agent(), "minutes": minutes })).await
    };
    assert_eq!(note(40).await.json()["handling_minutes"], 40);
    assert_eq!(note(-15).await.json()["handling_minutes"], 25);
    for wrong in [0, -26, 1441, i64::from(i32::MIN)] {
        assert_eq!(note(wrong).await.fields(), ["minutes"], "{wrong}");
    }
    let path = format!("/api/v1/requests/{number}/events");
    let events = rest.get(&path).await.json();
    assert_eq!(events["events"][1]["kind"], "snoozed");
    assert_eq!(events["events"][1]["data"]["until"], "2026-11-30T08:00:00Z");
}

#[tokio::test]
async fn a_program_links_merges_and_adds_watchers() {
    let rest = Rest::start().await;
    let first = rest.filed("Wifi is down", ana()).await;
    let ben = json!({ "email": "ben@acme.example" });
    let second = rest.filed("No internet", ben.clone()).await;
    let of_two = async |action: &str, other: &str| {
        let body = json!({ "action": action, "by": agent(), "other": other });
        rest.act(&second, body).await
    };
    let linked = of_two("link", &first).await.json();
    assert_eq!(
        linked["links"],
        json!([{ "kind": "related", "number": first }])
    );
    assert_eq!(of_two("unlink", &first).await.json()["links"], json!([]));
    assert_eq!(of_two("merge", "IT-99").await.fields(), ["other"]);
    assert_eq!(of_two("merge", &second).await.problem(), 409);
    let merged = of_two("merge", &first).await.json();
    assert_eq!(merged["status"], "cancelled");
    assert_eq!(
        merged["links"],
        json!([{ "kind": "merged_into", "number": first }])
    );
    let into = rest.get(&format!("/api/v1/requests/{first}")).await.json();
    assert_eq!(
        into["links"],
        json!([{ "kind": "merged", "number": second }])
    );
    // What ended takes nothing in.
    let third = rest.filed("Still no internet", ben.clone()).await;
    let over = json!({ "action": "merge", "by": agent(), "other": second });
    assert_eq!(rest.act(&third, over).await.problem(), 409);
    let watch = json!({ "action": "add_watcher", "by": agent(), "to": ben });
    assert_eq!(rest.act(&first, watch).await.status, 200);
    let path = format!("/api/v1/requests/{first}/events");
    let events = rest.get(&path).await.json();
    let last = events["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["kind"], "watcher_added");
    assert_eq!(last["data"]["who"]["email"], "ben@acme.example");
}

#[tokio::test]
async fn a_program_splits_a_request() {
    let rest = Rest::start().await;
    let whole = rest.filed("Screen is black and no mail", ana()).await;
    let act = async |body: Value| rest.act(&whole, body).await;
    let wrong = act(json!({ "action": "split", "by": agent(), "score": 3 })).await;
    assert_eq!(wrong.fields(), ["service", "subject", "score"]);
    let nowhere =
        json!({ "action": "split", "by": agent(), "service": "nothing", "subject": "Mail" });
    assert_eq!(act(nowhere).await.fields(), ["service"]);
    let long =
        json!({ "action": "split", "by": agent(), "service": "room", "subject": "x".repeat(400) });
    assert_eq!(act(long).await.fields(), ["subject"]);
    // Who does not serve it may not, and nothing is left of the try.
    let strange = json!({
        "action": "split", "by": { "email": "ben@acme.example" }, "service": "laptop", "subject": "Mail",
    });
    assert_eq!(act(strange).await.problem(), 403);
    let before = rest.get("/api/v1/requests").await.json();
    assert_eq!(before["requests"].as_array().unwrap().len(), 1);
    let split = json!({
        "action": "split", "by": agent(), "service": "laptop", "subject": "No mail", "text": "Since noon",
    });
    let done = act(split).await.json();
    let links = done["links"].as_array().unwrap();
    assert_eq!((links.len(), &links[0]["kind"]), (1, &json!("split_into")));
    let part = links[0]["number"].as_str().unwrap();
    assert_eq!(done["number"], whole.as_str());
    let part = rest.get(&format!("/api/v1/requests/{part}")).await.json();
    assert_eq!(part["subject"], "No mail");
    assert_eq!(part["requester"], done["requester"]);
    assert_eq!(
        part["links"],
        json!([{ "kind": "split_from", "number": whole }])
    );
    // The same service: its answers go along.
    assert_eq!(part["answers"]["asset"], "AB-1234");
}
