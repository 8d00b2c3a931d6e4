//! Files, against a real server.

use frontdesk::platform::slack::errors::SendError;
use serde_json::json;

use crate::slack_stub::Stub;

#[tokio::test]
async fn a_file_goes_up_and_is_shared() {
    let slack = Stub::start().await;
    let upload = slack.base.join("/upload/1").expect("a url");
    slack.will_say(json!({ "ok": true, "upload_url": upload.as_str(), "file_id": "F1" }));
    slack.will_answer(200, &[], "OK - 5");
    let file = slack.client().upload("a.txt", 5, "hello").await;
    assert_eq!(file, Ok("F1".to_owned()));
    let shared = slack.client().share("F1", "C1", Some("1.0"), "a.txt").await;
    assert_eq!(shared, Ok(()));

    let asked = slack.asked();
    assert_eq!(asked[0].fields["length"], "5");
    assert_eq!(asked[1].body, b"hello");
    assert_eq!(asked[1].token, None, "the address is the right to it");
    assert_eq!(asked[2].fields["files"], r#"[{"id":"F1","title":"a.txt"}]"#);

    slack.will_say(json!({ "ok": true, "file": { "shares": { "private": { "C1": [{ "ts": "1.1", "thread_ts": "1.0" }] } } } }));
    let there = slack.client().file_shared_in("F1", "C1", Some("1.0")).await;
    assert_eq!(there, Ok(true));
}

#[tokio::test]
async fn a_file_comes_down_from_slack_alone() {
    let slack = Stub::start().await;
    slack.will_answer(200, &[], "content");
    let url = slack.base.join("/files/x.txt").expect("a url");
    let file = slack.client().download(url.as_str()).await.expect("a file");
    assert_eq!(file.text().await.expect("text"), "content");
    assert_eq!(slack.asked()[0].token.as_deref(), Some("Bearer xoxb-test"));

    let elsewhere = slack.client().download("https://evil.example/x").await;
    let why = "foreign_address".to_owned();
    assert_eq!(elsewhere.err(), Some(SendError::Refused { why }));
    assert!(slack.asked().is_empty());

    slack.will_answer(404, &[], "");
    let gone = slack.client().download(url.as_str()).await.err();
    assert!(matches!(gone, Some(SendError::Gone { .. })));

    // Without the scope Slack leads to its sign-in page.
    slack.will_answer(302, &[("location", "/signin")], "");
    slack.will_answer(
        200,
        &[("content-type", "text/html; charset=utf-8")],
        "<html>",
    );
    let no_scope = slack.client().download(url.as_str()).await.err();
    assert!(matches!(no_scope, Some(SendError::Misconfigured { .. })));
}
