//! The Web API client, against a real server.

use std::time::Duration;

use frontdesk::domain::ids::{Account, PostId};
use frontdesk::domain::talk::flat;
use frontdesk::platform::slack::client::Client;
use frontdesk::platform::slack::errors::SendError;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use url::Url;

use crate::slack_samples::{me, wrong};
use crate::slack_stub::{Stub, http};

#[tokio::test]
async fn a_post_carries_its_mark() {
    let slack = Stub::start().await;
    slack.will_say(json!({ "ok": true, "ts": "1.2", "channel": "C1" }));
    let message = json!({ "text": "hi", "blocks": [{ "type": "divider" }] });
    let ts = slack
        .client()
        .post("C1", Some("1.0"), &message, PostId(17))
        .await;
    assert_eq!(ts, Ok("1.2".to_owned()));

    let asked = slack.asked().remove(0);
    assert_eq!(asked.path, "api/chat.postMessage");
    assert_eq!(asked.token.as_deref(), Some("Bearer xoxb-test"));
    assert_eq!(asked.fields["thread_ts"], "1.0");
    assert_eq!(asked.fields["blocks"], r#"[{"type":"divider"}]"#);
    assert_eq!(asked.fields["unfurl_links"], "false");
    let mark: Value = serde_json::from_str(&asked.fields["metadata"]).expect("JSON");
    assert_eq!(wrong("message-metadata", &mark), Vec::<String>::new());
    assert_eq!(mark["event_payload"]["post"], "17");
}

#[tokio::test]
async fn a_mark_is_found_on_a_later_page_among_other_apps() {
    let slack = Stub::start().await;
    slack.will_say(json!({ "ok": true, "response_metadata": { "next_cursor": "more" }, "messages": [
        { "ts": "1.9", "metadata": { "event_type": "frontdesk_post", "event_payload": { "post": 17 } } },
        { "ts": "1.8", "metadata": { "event_type": "other", "event_payload": { "post": "17" } } },
        { "ts": "1.7" }
    ] }));
    slack.will_say(json!({ "ok": true, "messages": [
        { "ts": "1.5", "metadata": { "event_type": "frontdesk_post", "event_payload": { "post": "17" } } }
    ] }));
    let found = slack
        .client()
        .find_mark("C1", None, PostId(17), 9_999_000)
        .await;
    assert_eq!(found, Ok(Some("1.5".to_owned())));
    let asked = slack.asked();
    assert_eq!(asked[0].path, "api/conversations.history");
    assert_eq!(asked[0].fields["include_all_metadata"], "true");
    // Our clock may be wrong: the latest are looked through whatever it says.
    assert!(!asked[0].fields.contains_key("oldest"));
    assert_eq!(asked[1].fields["cursor"], "more");

    slack.will_say(json!({ "ok": true, "messages": [] }));
    let found = slack
        .client()
        .find_mark("C1", Some("1.0"), PostId(17), 0)
        .await;
    assert_eq!(found, Ok(None));
    let asked = slack.asked().remove(0);
    assert_eq!(
        (asked.path.as_str(), asked.fields["ts"].as_str()),
        ("api/conversations.replies", "1.0")
    );
}

#[tokio::test]
async fn failures_say_what_to_do() {
    let slack = Stub::start().await;
    let update = async |status, headers: &[(&'static str, &str)], body: &str| {
        slack.will_answer(status, headers, body);
        let message = json!({ "text": "x" });
        slack
            .client()
            .update("C1", "1.2", &message)
            .await
            .expect_err("a failure")
    };
    let why = |why: &str| why.to_owned();
    assert_eq!(
        update(
            429,
            &[("retry-after", "7")],
            r#"{"ok":false,"error":"ratelimited"}"#
        )
        .await,
        SendError::Retry {
            after: Some(Duration::from_secs(7)),
            why: why("ratelimited")
        }
    );
    for (status, body, expected) in [
        (
            200,
            r#"{"ok":false,"error":"message_not_found"}"#,
            SendError::Gone {
                why: why("message_not_found"),
            },
        ),
        (
            200,
            r#"{"ok":false,"error":"token_revoked"}"#,
            SendError::Dead {
                why: why("token_revoked"),
            },
        ),
        (
            200,
            r#"{"ok":false,"error":"invalid_blocks"}"#,
            SendError::Refused {
                why: why("invalid_blocks"),
            },
        ),
        (
            200,
            r#"{"ok":false,"error":"missing_scope"}"#,
            SendError::Misconfigured {
                why: why("missing_scope"),
            },
        ),
        (
            500,
            r#"{"ok":false,"error":"internal_error"}"#,
            SendError::Unsure {
                why: why("internal_error"),
            },
        ),
        (
            503,
            "<html>",
            SendError::Unsure {
                why: why("http_503"),
            },
        ),
        (
            404,
            "<html>",
            SendError::Misconfigured {
                why: why("http_404"),
            },
        ),
        (
            200,
            "<html>",
            SendError::Unsure {
                why: why("not_slack"),
            },
        ),
        (
            200,
            "{}",
            SendError::Unsure {
                why: why("not_slack"),
            },
        ),
    ] {
        assert_eq!(update(status, &[], body).await, expected);
    }
}

#[tokio::test]
async fn nothing_sent_is_told_from_nothing_heard() {
    // A port that nobody listens at.
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let base = Url::parse(&format!("http://{address}/api")).expect("a url");
    let client = Client::new(http(), base, "xoxb-test".to_owned().into());
    let post = client
        .post("C1", None, &json!({ "text": "x" }), PostId(1))
        .await;
    assert_eq!(
        post,
        Err(SendError::Retry {
            after: None,
            why: "unreachable".into()
        })
    );

    // One that hangs up once it has read something.
    let rude = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = rude.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = rude.accept().await {
            let _ = stream.read(&mut [0; 64]).await;
        }
    });
    let base = Url::parse(&format!("http://{address}/api/")).expect("a url");
    let client = Client::new(http(), base, "xoxb-test".to_owned().into());
    let post = client
        .post("C1", None, &json!({ "text": "x" }), PostId(1))
        .await;
    assert_eq!(post, Err(SendError::Unsure { why: "lost".into() }));
}

#[tokio::test]
async fn a_message_is_found_in_the_channel_or_in_a_thread() {
    let slack = Stub::start().await;
    slack.will_say(json!({ "ok": true, "messages": [] }));
    slack.will_say(json!({ "ok": true, "messages": [
        { "ts": "1.0", "user": "U0BO", "text": "first" },
        { "ts": "1.5", "thread_ts": "1.0", "user": "U0ANA", "text": "a &amp; b" }
    ] }));
    let found = slack.client().message_at("C1", "1.5", None).await;
    let old = found.expect("an answer").expect("a message");
    assert_eq!(old.author, Some(Account::slack("U0ANA")));
    assert_eq!(flat(&old.text), "a & b");
    assert_eq!(old.at.thread.as_deref(), Some("1.0"));

    slack.will_say(json!({ "ok": true, "messages": [{ "ts": "1.0", "bot_id": "B1", "user": "U0BOT", "text": "card" }] }));
    let thread = slack.client().thread("C1", "1.0").await.expect("a thread");
    assert_eq!(thread.len(), 1);
    assert_eq!(thread[0].author, None);
}

#[tokio::test]
async fn who_we_are_and_who_others_are() {
    let slack = Stub::start().await;
    let body = json!({ "ok": true, "url": "https://acme.slack.com/", "user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T0ACME", "is_enterprise_install": false });
    slack.will_answer(
        200,
        &[("x-oauth-scopes", "chat:write, commands")],
        &body.to_string(),
    );
    let we = slack.client().who_am_i().await.expect("an answer");
    assert_eq!(we.scopes, ["chat:write", "commands"]);
    assert_eq!(we.me.team.as_deref(), Some("T0ACME"));

    for (team, stranger) in [("T0ACME", false), ("T0OTHER", true)] {
        slack.will_say(json!({ "ok": true, "user": { "id": "U0ANA", "team_id": team, "name": "ana", "tz": "Europe/Berlin",
            "profile": { "real_name": "Ana Ananas", "email": "ana@acme.example" } } }));
        let ana = slack.client().user("U0ANA", &me()).await.expect("a person");
        assert_eq!(
            (ana.name.as_str(), ana.stranger, ana.bot),
            ("Ana Ananas", stranger, false)
        );
        assert_eq!(ana.email.as_deref(), Some("ana@acme.example"));
    }
    slack.will_say(json!({ "ok": false, "error": "users_not_found" }));
    assert_eq!(
        slack.client().user_by_email("x@acme.example", &me()).await,
        Ok(None)
    );
}

#[tokio::test]
async fn views_and_the_small_calls() {
    let slack = Stub::start().await;
    let client = slack.client();
    let view = json!({ "type": "modal" });
    slack.will_say(json!({ "ok": true, "view": { "id": "V1", "hash": "h" } }));
    let shown = client.open_view("1.2.3", &view).await.expect("a view");
    assert_eq!(
        (shown.id.as_str(), shown.hash.as_deref()),
        ("V1", Some("h"))
    );
    slack.will_say(json!({ "ok": false, "error": "expired_trigger_id" }));
    let late = client.push_view("1.2.3", &view).await;
    assert_eq!(
        late,
        Err(SendError::Gone {
            why: "expired_trigger_id".into()
        })
    );
    slack.will_say(json!({ "ok": true, "view": { "id": "V1" } }));
    assert!(client.update_view("V1", None, &view).await.is_ok());
    assert_eq!(client.publish_home("U1", &view).await, Ok(()));
    assert_eq!(
        client
            .ephemeral("C1", "U1", None, &json!({ "text": "psst" }))
            .await,
        Ok(())
    );
    slack.will_say(json!({ "ok": false, "error": "message_not_found" }));
    assert_eq!(client.delete("C1", "1.2").await, Ok(()));
    slack.will_say(json!({ "ok": true, "channel": { "id": "D1" } }));
    assert_eq!(client.open_dm("U1").await, Ok("D1".to_owned()));
    slack.will_say(
        json!({ "ok": true, "channel": { "id": "C1", "name": "it", "is_member": true } }),
    );
    assert!(
        client
            .channel_info("C1")
            .await
            .expect("a channel")
            .is_member
    );
    let paths: Vec<String> = slack.asked().into_iter().map(|a| a.path).collect();
    assert_eq!(paths.len(), 8);
}
