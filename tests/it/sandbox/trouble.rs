//! Rate limits, faults, retries, sockets.

use std::time::Duration;

use frontdesk::sandbox::{Fault, Trouble};
use futures_util::{SinkExt, StreamExt};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio_tungstenite::tungstenite::Message;

use super::harness::*;

#[tokio::test]
async fn one_post_a_second_in_a_channel_after_a_burst() {
    let s = stage().await;
    let say = || json!({ "channel": HELP, "text": "hi" });
    for _ in 0..3 {
        assert_eq!(s.refusal("chat.postMessage", say()).await, "none");
    }
    let answer = s
        .request("chat.postMessage")
        .json(&say())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()["retry-after"].to_str().unwrap()
        ),
        (429, "1")
    );
    s.advance(1000);
    assert_eq!(s.refusal("chat.postMessage", say()).await, "none");
    assert_eq!(s.refusal("chat.postMessage", say()).await, "ratelimited");
    assert_eq!(
        s.refusal(
            "chat.postMessage",
            json!({ "channel": TRIAGE, "text": "hi" })
        )
        .await,
        "none"
    );
}

#[tokio::test]
async fn tiers_count_by_the_minute() {
    let s = stage().await;
    for _ in 0..20 {
        assert_eq!(s.refusal("users.list", json!({})).await, "none");
    }
    assert_eq!(s.refusal("users.list", json!({})).await, "ratelimited");
    s.advance(60_000);
    assert_eq!(s.refusal("users.list", json!({})).await, "none");
}

#[tokio::test]
async fn faults_come_as_ordered() {
    let s = stage_with(|o| o.channel_burst = 100).await;
    let send = || {
        s.request("chat.postMessage")
            .json(&json!({ "channel": HELP, "text": "hi" }))
    };
    let hangs = async || {
        send()
            .timeout(Duration::from_millis(500))
            .send()
            .await
            .unwrap_err()
            .is_timeout()
    };
    let said = || s.slack.messages(HELP).len();

    s.slack
        .fault(Fault::new("chat.postMessage", Trouble::Throttle(7)).in_channel(HELP));
    assert_eq!(send().send().await.unwrap().headers()["retry-after"], "7");
    s.slack
        .fault(Fault::new("*", Trouble::ServerError { applied: false }));
    assert_eq!(send().send().await.unwrap().status(), 500);
    let named = Trouble::Error {
        name: "internal_error".into(),
        applied: false,
    };
    s.slack.fault(Fault::new("chat.postMessage", named));
    assert!(
        send()
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .contains("internal_error")
    );
    s.slack
        .fault(Fault::new("chat.postMessage", Trouble::HangBefore));
    assert!(hangs().await);
    s.slack
        .fault(Fault::new("chat.postMessage", Trouble::Reset));
    assert!(send().send().await.unwrap_err().status().is_none());
    assert_eq!(said(), 0, "none of these took effect");

    s.slack
        .fault(Fault::new("chat.postMessage", Trouble::LoseAnswer).times(2));
    let lost = send().send().await.unwrap_err();
    assert!(!lost.is_timeout() && lost.status().is_none(), "{lost:?}");
    assert!(send().send().await.is_err());
    assert_eq!(said(), 2);
    s.slack
        .fault(Fault::new("chat.postMessage", Trouble::HangAfter));
    assert!(hangs().await);
    s.slack.fault(Fault::new(
        "chat.postMessage",
        Trouble::ServerError { applied: true },
    ));
    send().send().await.unwrap();
    s.slack.fault(Fault::new(
        "chat.postMessage",
        Trouble::Slow(Duration::from_millis(20)),
    ));
    assert!(send().send().await.unwrap().status().is_success());
    assert_eq!(said(), 5);
    assert_eq!(s.slack.calls().iter().filter(|c| c.applied).count(), 5);
    let outcomes: Vec<String> = s
        .slack
        .calls_of("chat.postMessage")
        .into_iter()
        .map(|c| c.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [
            "http 429",
            "http 500",
            "internal_error",
            "hung",
            "lost",
            "lost",
            "lost",
            "hung",
            "http 500",
            "ok"
        ]
    );
}

#[tokio::test]
async fn events_are_signed_and_tried_again() {
    let s = stage().await;
    s.bot.answers(|_| (500, String::new()));
    s.slack.user("ana").dm("hello").await;
    let numbers: Vec<String> = s
        .bot
        .headers
        .lock()
        .unwrap()
        .iter()
        .map(|h| {
            h.get("x-slack-retry-num")
                .map_or("-", |v| v.to_str().unwrap())
                .into()
        })
        .collect();
    assert_eq!(numbers, ["-", "1", "2", "3"]);
    let deliveries = s.slack.deliveries();
    let ids: Vec<&Value> = deliveries.iter().map(|d| &d.payload["event_id"]).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    let header = |name: &str| {
        deliveries[0]
            .headers
            .iter()
            .find(|(n, _)| n == name)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(header("x-slack-request-timestamp"), "1795300000");

    let mut mac = Hmac::<Sha256>::new_from_slice(b"sandbox-signing-secret").unwrap();
    mac.update(format!("v0:1795300000:{}", deliveries[0].body).as_bytes());
    assert_eq!(
        header("x-slack-signature"),
        format!("v0={}", hex::encode(mac.finalize().into_bytes()))
    );

    s.bot.answers(|_| (200, String::new()));
    s.bot.heard();
    assert!(s.slack.redeliver_last().await.ok());
    assert_eq!(s.bot.heard().len(), 1);
    s.slack.doubles_events(true);
    s.slack.user("ana").dm("again").await;
    let twice = s.bot.heard();
    assert_eq!(
        (twice.len(), &twice[0]["event_id"]),
        (2, &twice[1]["event_id"])
    );
    s.slack.doubles_events(false);
    s.slack.uninstalls().await;
    assert_eq!(s.bot.events().len(), 2);
    assert_eq!(s.refusal("auth.test", json!({})).await, "account_inactive");
    assert!(s.slack.rate_limits_events().await.ok());
    let challenge = s
        .slack
        .delivers(json!({ "type": "url_verification", "challenge": "c", "token": "t" }))
        .await;
    assert!(challenge.ok());
}

#[tokio::test]
async fn a_socket_carries_everything_and_wants_acknowledgements() {
    let s = stage_with(|o| o.patience = Duration::from_millis(1000)).await;
    let open = async || {
        let answer: Value = s
            .raw()
            .post(format!("{}apps.connections.open", s.slack.api_url()))
            .bearer_auth("xapp-sandbox")
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        answer["url"].as_str().map(String::from)
    };
    assert!(open().await.is_none(), "Socket Mode is off");
    s.slack.socket_mode(true);
    let url = open().await.unwrap();
    let (mut socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
    assert!(
        tokio_tungstenite::connect_async(&url).await.is_err(),
        "a ticket is good once"
    );
    let hello: Value =
        serde_json::from_str(socket.next().await.unwrap().unwrap().to_text().unwrap()).unwrap();
    assert_eq!(hello["type"], "hello");
    assert_eq!(s.slack.sockets(), 1);

    let worker = tokio::spawn(async move {
        let mut seen = Vec::new();
        while let Some(Ok(frame)) = socket.next().await {
            let Ok(envelope) = serde_json::from_str::<Value>(frame.to_text().unwrap_or_default())
            else {
                break;
            };
            let mut ack = json!({ "envelope_id": envelope["envelope_id"] });
            if envelope["type"] == "slash_commands" {
                ack["payload"] = json!({ "text": "from the socket" });
            }
            // The first attempt of an event is left unanswered.
            if envelope["retry_attempt"] != 0 && !envelope["envelope_id"].is_null() {
                socket.send(Message::text(ack.to_string())).await.unwrap();
            }
            seen.push(envelope);
        }
        seen
    });
    let ana = s.slack.user("ana");
    assert!(ana.command("/desk help").await.ok());
    assert!(ana.ephemerals()[0].reads("from the socket"));
    ana.dm("hello").await;
    s.slack.disconnect_sockets("refresh_requested");
    let seen = worker.await.unwrap();
    let kinds: Vec<&str> = seen.iter().map(|e| e["type"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["slash_commands", "events_api", "events_api", "disconnect"]
    );
    assert_eq!(seen[2]["retry_reason"], "http_timeout");
    assert_eq!(seen[3]["reason"], "refresh_requested");
}

#[tokio::test]
async fn envelopes_go_to_one_connection_in_turn_and_a_broken_line_is_noticed() {
    let s = stage_with(|o| o.patience = Duration::from_millis(1000)).await;
    s.slack.socket_mode(true);
    let mut counts = Vec::new();
    for number in 1..=2 {
        let open = s
            .raw()
            .post(format!("{}apps.connections.open", s.slack.api_url()))
            .bearer_auth("xapp-sandbox");
        let answer: Value = open.send().await.unwrap().json().await.unwrap();
        let (mut socket, _) = tokio_tungstenite::connect_async(answer["url"].as_str().unwrap())
            .await
            .unwrap();
        counts.push(tokio::spawn(async move {
            let mut commands = 0;
            while let Some(Ok(frame)) = socket.next().await {
                let envelope: Value =
                    serde_json::from_str(frame.to_text().unwrap_or_default()).unwrap_or_default();
                if envelope["type"] == "slash_commands" {
                    commands += 1;
                    let ack = json!({ "envelope_id": envelope["envelope_id"] });
                    socket.send(Message::text(ack.to_string())).await.unwrap();
                }
            }
            commands
        }));
        s.slack.sockets_open(number).await;
    }
    let ana = s.slack.user("ana");
    s.slack.disconnect_sockets("warning");
    assert!(
        ana.command("/desk mine").await.ok(),
        "a warned connection still serves"
    );
    assert!(ana.command("/desk mine").await.ok());
    s.slack.cut_sockets();
    for count in counts {
        assert_eq!(count.await.unwrap(), 1);
    }
    assert_eq!(s.slack.sockets(), 0);
    assert!(!ana.command("/desk mine").await.ok(), "nobody is connected");
}
