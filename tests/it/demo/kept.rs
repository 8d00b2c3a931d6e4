//! What is there again after a restart, and what keeps a demo from starting.

use std::process::Command;

use serde_json::{Value, json};

use super::running::Running;

async fn act(demo: &Running, deed: Value) {
    does(demo, "page", deed).await;
}

/// At one of the pages: `page` is Slack's, `teams` is Teams'.
async fn does(demo: &Running, face: &str, deed: Value) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/{face}/act", demo.url);
    let answer = http.post(url).json(&deed).send().await.unwrap();
    assert!(
        answer.status().is_success(),
        "{}",
        answer.text().await.unwrap()
    );
}

/// The first thing that a window is told: all that it shows.
async fn screen(demo: &Running, path: &str) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/{path}", demo.url);
    let mut answer = http.get(url).send().await.unwrap();
    let mut text = String::new();
    while !text.ends_with("\n\n") {
        let chunk = answer.chunk().await.unwrap().expect("more");
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    serde_json::from_str(text.trim_start_matches("data:").trim()).unwrap()
}

async fn said(demo: &Running) -> String {
    screen(demo, "page/live?as=mia&in=C0GENERAL&count=100")
        .await
        .to_string()
}

#[tokio::test]
async fn what_was_said_is_there_after_a_restart_and_gone_with_fresh() {
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let say = json!({ "as": "mia", "do": "say", "channel": "C0GENERAL", "thread": null, "text": "Remember me", "files": [] });
    act(&demo, say).await;
    act(&demo, json!({ "as": "mia", "do": "clock", "leap": "day" })).await;
    demo.ends();

    let demo = Running::start(dir.path(), &[]);
    assert!(said(&demo).await.contains("Remember me"));
    let ahead = screen(&demo, "page/live?as=mia").await["set"]["tools"]["ahead"].clone();
    assert_eq!(ahead, 24 * 3_600_000, "the desk's records know that time");
    demo.ends();

    let demo = Running::start(dir.path(), &["--fresh"]);
    let seen = said(&demo).await;
    assert!(
        !seen.contains("Remember me") && seen.contains("cake"),
        "{seen}"
    );
}

#[tokio::test]
async fn teams_is_there_after_a_restart_and_gone_with_fresh() {
    let company = "19:company@thread.tacv2";
    let path = format!("teams/live?as=hanna&in={company}&count=50");
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let say = json!({ "as": "mia", "conversation": company, "do": "say", "root": null, "quoted": null, "text": "Remember me", "card": null, "files": [] });
    does(&demo, "teams", say).await;
    demo.ends();

    let demo = Running::start(dir.path(), &[]);
    let seen = screen(&demo, &path).await.to_string();
    assert!(seen.contains("Remember me"), "{seen}");
    demo.ends();

    let demo = Running::start(dir.path(), &["--fresh"]);
    let seen = screen(&demo, &path).await.to_string();
    assert!(
        !seen.contains("Remember me") && seen.contains("cake"),
        "{seen}"
    );
}

#[test]
fn only_this_machine_can_be_let_in() {
    let out = Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .args(["demo", "--listen", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("127.0.0.1:PORT"));
}
