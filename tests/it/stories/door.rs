//! The door: who is let in, what is said to the rest.

use frontdesk::sandbox::{BOT_USER, signature};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::json;

use crate::bench::{Bench, HELP, TRIAGE};
use crate::slack_stub::http;

const SECRET: &str = "sandbox-signing-secret";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Posts a body as anybody on the network can.
pub async fn knock(bench: &Bench, kind: &str, body: &str, headers: HeaderMap) -> (u16, String) {
    knock_as(&http(), bench, kind, body, headers).await
}

/// The same, many times by the same client.
pub async fn knock_as(
    client: &reqwest::Client,
    bench: &Bench,
    kind: &str,
    body: &str,
    headers: HeaderMap,
) -> (u16, String) {
    let answer = client
        .post(format!("http://{}/slack/events", bench.address))
        .header(CONTENT_TYPE, kind)
        .headers(headers)
        .body(body.to_owned())
        .send()
        .await
        .expect("an answer, whatever came in");
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The headers of a request that Slack signed with `secret`, `later` seconds from now.
pub fn signed(bench: &Bench, secret: &str, body: &str, later: i64) -> HeaderMap {
    let at = bench.clock.now() / 1000 + later;
    let pairs = [
        ("x-slack-request-timestamp", at.to_string()),
        ("x-slack-signature", signature(secret, at, body)),
    ];
    let pairs = pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    HeaderMap::from_iter(pairs)
}

/// How many rows the database has, seen by somebody else.
pub async fn rows(bench: &Bench, table: &str) -> i64 {
    let mut other = bench.dir.look().await;
    other.number(&format!("SELECT COUNT(*) FROM {table}")).await
}

fn help() -> String {
    let pairs = [
        ("command", "/desk"),
        ("text", "help"),
        ("user_id", "U0ANA"),
        ("channel_id", HELP),
        ("team_id", "T0ACME"),
        ("trigger_id", "1.2.3"),
    ];
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

#[tokio::test]
async fn only_what_slack_signed_is_let_in() {
    let bench = Bench::start().await;
    let body = help();
    let (status, said) = knock(&bench, FORM, &body, signed(&bench, SECRET, &body, 0)).await;
    assert_eq!(status, 200, "{said}");
    assert!(said.contains("/desk"), "{said}");

    let refused = [
        ("nothing", HeaderMap::new()),
        ("another secret", signed(&bench, "guessed", &body, 0)),
        ("another body", signed(&bench, SECRET, "text=else", 0)),
        ("too old", signed(&bench, SECRET, &body, -301)),
        ("from the future", signed(&bench, SECRET, &body, 301)),
    ];
    for (why, headers) in refused {
        let (status, said) = knock(&bench, FORM, &body, headers).await;
        assert_eq!(status, 401, "{why}: {said}");
        assert!(!said.is_empty(), "{why}");
    }
    for later in [-299, 299] {
        let (status, _) = knock(&bench, FORM, &body, signed(&bench, SECRET, &body, later)).await;
        assert_eq!(status, 200, "{later}");
    }
}

#[tokio::test]
async fn headers_that_are_no_signature_are_refused_and_break_nothing() {
    let bench = Bench::start().await;
    let body = help();
    let times = ["", "soon", "-1", "1e9", "99999999999999999999999", "1 2"];
    for time in times {
        let mut headers = signed(&bench, SECRET, &body, 0);
        headers.insert("x-slack-request-timestamp", time.parse().unwrap());
        let (status, _) = knock(&bench, FORM, &body, headers).await;
        assert_eq!(status, 401, "{time:?}");
    }
    for signature in ["", "v0=", "v0=xyz", "v1=00", "v0=00", "0"] {
        let mut headers = signed(&bench, SECRET, &body, 0);
        headers.insert("x-slack-signature", signature.parse().unwrap());
        let (status, _) = knock(&bench, FORM, &body, headers).await;
        assert_eq!(status, 401, "{signature:?}");
    }
    for name in ["x-slack-signature", "x-slack-request-timestamp"] {
        let mut headers = signed(&bench, SECRET, &body, 0);
        let odd = HeaderValue::from_bytes(b"v0=\xff\xfe").unwrap();
        headers.insert(name, odd);
        let (status, _) = knock(&bench, FORM, &body, headers).await;
        assert_eq!(status, 401, "{name} is no text");
    }
}

#[tokio::test]
async fn a_secret_is_rotated_without_losing_anything() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    assert!(ana.command("/desk help").await.ok());
    bench.slack.rotate_signing_secret("next-secret");
    assert!(ana.command("/desk help").await.ok());
    bench.slack.rotate_signing_secret("unknown-here");
    assert_eq!(ana.command("/desk help").await.status, Some(401));
}

#[tokio::test]
async fn slacks_look_at_the_certificate_is_greeted_and_nothing_else_in_it_is_read() {
    let bench = Bench::start().await;
    let before = rows(&bench, "inbox").await;
    let plain = "ssl_check=1&token=x";
    let (status, said) = knock(&bench, FORM, plain, HeaderMap::new()).await;
    assert_eq!((status, said.as_str()), (200, ""));

    let event = json!({ "type": "event_callback", "event_id": "Ev0EVIL", "event": {
        "type": "message", "channel": HELP, "channel_type": "channel", "user": "U0ANA", "ts": "1.2",
        "text": format!("<@{BOT_USER}> hello"),
    } });
    let smuggled = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("ssl_check", "1")
        .append_pair("payload", &event.to_string())
        .finish();
    let (status, said) = knock(&bench, FORM, &smuggled, HeaderMap::new()).await;
    assert_eq!((status, said.as_str()), (200, ""));
    let command = format!("ssl_check=1&{}", help());
    let (status, said) = knock(&bench, FORM, &command, HeaderMap::new()).await;
    assert_eq!(
        (status, said.as_str()),
        (200, ""),
        "no help without a signature"
    );
    bench.settle().await;
    assert_eq!(rows(&bench, "inbox").await, before);
}

#[tokio::test]
async fn slack_learns_that_the_address_is_ours() {
    let bench = Bench::start().await;
    let ack = bench
        .slack
        .delivers(json!({ "type": "url_verification", "challenge": "3eZbrw1aB", "token": "x" }))
        .await;
    assert!(ack.ok());
    assert_eq!(ack.body, "3eZbrw1aB");
    let body = r#"{"type":"url_verification","challenge":"guess"}"#;
    let (status, _) = knock(&bench, JSON, body, HeaderMap::new()).await;
    assert_eq!(status, 401, "it is signed like the rest");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let bench = Bench::start().await;
    let body = "x".repeat(1024 * 1024 + 1);
    let (status, _) = knock(&bench, JSON, &body, signed(&bench, SECRET, &body, 0)).await;
    assert_eq!(status, 413);
    let body = "x".repeat(1024 * 1024);
    let (status, _) = knock(&bench, JSON, &body, signed(&bench, SECRET, &body, 0)).await;
    assert_eq!(status, 400, "as large as it may be, and no JSON");
}

#[tokio::test]
async fn what_nobody_knows_is_taken_and_nothing_stored() {
    let bench = Bench::start().await;
    let (inbox, outbox) = (rows(&bench, "inbox").await, rows(&bench, "outbox").await);
    let unknown = [
        json!({ "type": "event_callback", "event_id": "Ev1", "event": { "type": "emoji_changed" } }),
        json!({ "type": "event_callback", "event_id": "Ev2", "event": { "type": "brand_new", "x": [1] } }),
        json!({ "type": "something_new" }),
    ];
    for body in unknown {
        let ack = bench.slack.delivers(body.clone()).await;
        assert_eq!((ack.status, ack.body.as_str()), (Some(200), ""), "{body}");
    }
    for payload in [
        json!({ "type": "brand_new", "user": { "id": "U0ANA" } }),
        json!({ "type": "view_closed", "user": { "id": "U0ANA" }, "view": {} }),
        json!({ "type": "shortcut", "callback_id": "of_another_version", "trigger_id": "1",
            "user": { "id": "U0ANA", "team_id": "T0ACME" } }),
    ] {
        let ack = bench.slack.interacts(payload.clone()).await;
        assert!(matches!(ack.status, Some(200 | 400)), "{payload}: {ack:?}");
    }
    assert_eq!(rows(&bench, "inbox").await, inbox);
    assert_eq!(rows(&bench, "outbox").await, outbox);
}

#[tokio::test]
async fn what_is_signed_and_malformed_gets_a_reason() {
    let bench = Bench::start().await;
    let bodies = [
        (JSON, ""),
        (JSON, "{"),
        (JSON, "[]"),
        (JSON, "null"),
        (JSON, "{}"),
        (JSON, r#"{"type":"event_callback"}"#),
        (
            JSON,
            r#"{"type":"event_callback","event_id":"Ev1","event":{}}"#,
        ),
        (
            JSON,
            r#"{"type":"event_callback","event_id":"Ev1","event":{"type":"message"}}"#,
        ),
        (FORM, ""),
        (FORM, "payload="),
        (FORM, "payload=%7B"),
        (FORM, "payload=%FF%FE"),
        (FORM, "payload=%7B%22type%22%3A%22block_actions%22%7D"),
        (FORM, "command=%2Frequest"),
        ("text/plain", "hello"),
        ("multipart/form-data", "hello"),
    ];
    for (kind, body) in bodies {
        let (status, said) = knock(&bench, kind, body, signed(&bench, SECRET, body, 0)).await;
        assert_eq!(status, 400, "{kind} {body}: {said}");
        assert!(said.starts_with("malformed: "), "{kind} {body}: {said:?}");
    }
}

#[tokio::test]
async fn all_three_addresses_are_the_same_door() {
    let bench = Bench::start().await;
    let body = help();
    for path in ["events", "commands", "interactions"] {
        let answer = http()
            .post(format!("http://{}/slack/{path}", bench.address))
            .header(CONTENT_TYPE, FORM)
            .headers(signed(&bench, SECRET, &body, 0))
            .body(body.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_yes_means_that_it_is_in_the_file() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.command("/request other coffee machine").await;
    assert_eq!(rows(&bench, "requests").await, 0);
    assert_eq!(ana.submit().await, frontdesk::sandbox::Submitted::Closed);
    // Nothing was sent to anybody yet, and the clock stands still.
    assert_eq!(rows(&bench, "requests").await, 1);
    assert_eq!(rows(&bench, "events").await, 1);
    bench.settle().await;
    assert!(bench.card("IT-1").reads("coffee machine"));
}

#[tokio::test]
async fn what_slack_tells_of_itself_is_understood() {
    let mut bench = Bench::start().await;
    assert!(bench.slack.rate_limits_events().await.ok());
    assert_eq!(note(&bench, "slack.revoked").await, None);
    // Somebody else's tokens are not ours.
    let others = json!({ "type": "event_callback", "event_id": "Ev9", "team_id": "T0ACME",
        "event": { "type": "tokens_revoked", "tokens": { "oauth": ["U0ANA"], "bot": [] } } });
    assert!(bench.slack.delivers(others).await.ok());
    assert_eq!(note(&bench, "slack.revoked").await, None);

    let revoked = json!({ "type": "event_callback", "event_id": "Ev10", "team_id": "T0ACME",
        "event": { "type": "tokens_revoked", "tokens": { "oauth": [], "bot": [BOT_USER] } } });
    assert!(bench.slack.delivers(revoked).await.ok());
    assert!(note(&bench, "slack.revoked").await.is_some());
    // Installed again: the next start finds that the token is good.
    bench.restart(crate::bench::CONFIG).await;
    assert_eq!(note(&bench, "slack.revoked").await, None);

    bench.slack.uninstalls().await;
    assert!(note(&bench, "slack.revoked").await.is_some());
}

async fn note(bench: &Bench, key: &str) -> Option<String> {
    let mut other = bench.dir.look().await;
    other
        .text(&format!("SELECT value FROM notes WHERE key = '{key}'"))
        .await
}

#[tokio::test]
async fn a_form_opens_with_its_trigger_or_says_to_try_again() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.command("/request").await;
    let opened = bench.slack.calls_of("views.open");
    assert_eq!(opened.len(), 1);
    assert_eq!(opened[0].outcome, "ok");
    // The same trigger again: Slack takes it once only, and the desk opens nothing twice.
    let again = bench.slack.redeliver_last().await;
    assert!(again.ok());
    assert!(again.text().contains("again"), "{}", again.text());
    bench.slack.fault(frontdesk::sandbox::Fault::new(
        "views.open",
        frontdesk::sandbox::Trouble::Error {
            name: "expired_trigger_id".into(),
            applied: false,
        },
    ));
    let late = bench.user("ben").command("/request").await;
    assert!(late.ok());
    assert!(late.text().contains("again"), "{}", late.text());
    assert!(bench.user("ben").modal().is_none());
}

#[tokio::test]
async fn nothing_counts_twice() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    bench.slack.doubles_events(true);
    // A mention comes as two events, and each of them twice.
    ana.says(HELP, "@frontdesk my screen is black").await;
    bench.settle().await;
    bench.slack.redeliver_last().await;
    bench.settle().await;
    let asked = bench.find(HELP, "my screen is black");
    assert_eq!(bench.thread(HELP, &asked.ts).len(), 1);

    ana.click(
        HELP,
        &bench.slack.thread(HELP, &asked.ts)[0].ts,
        "New request",
    )
    .await
    .unwrap();
    ana.pick("What do you need help with?", "Something else")
        .await
        .unwrap();
    ana.submit().await;
    bench.slack.redeliver_last().await;
    bench.settle().await;
    assert_eq!(rows(&bench, "requests").await, 1);

    let card = bench.card("IT-1");
    let said = bench.slack.thread(TRIAGE, &card.ts).len();
    ana.replies(HELP, &asked.ts, "since this morning").await;
    bench.slack.redeliver_last().await;
    bench.settle().await;
    assert_eq!(bench.slack.thread(TRIAGE, &card.ts).len(), said + 1);
}

#[tokio::test]
async fn what_is_nothing_for_us_is_counted() {
    let bench = Bench::start().await;
    let body = json!({
        "type": "event_callback", "event_id": "Ev0NEW", "team_id": "T0SANDBOX", "api_app_id": "A0DESK",
        "event": { "type": "something_new", "event_ts": "1.1" },
    });
    bench.slack.delivers(body).await;
    let metrics = bench.app.metrics.text();
    assert!(
        metrics.contains("frontdesk_inbound_total{kind=\"slack\",result=\"ignored\"}"),
        "{metrics}"
    );
}
