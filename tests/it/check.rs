//! `frontdesk check` against a workspace: what is missing is named, with what to do.

use std::process::Command;

use crate::bench::{Bench, CONFIG, RANDOM};

/// Runs the real binary as an admin would.
async fn check(bench: &Bench, text: &str) -> (Option<i32>, String, String) {
    let file = bench.dir.path().join("checked.toml");
    std::fs::write(&file, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
    command
        .args(["check", "--config"])
        .arg(&file)
        .env("SLACK_SIGNING_SECRET", "sandbox-signing-secret")
        .env("SLACK_BOT_TOKEN", "xoxb-sandbox")
        .env("SLACK_API_URL", bench.slack.api_url());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[tokio::test]
async fn a_workspace_that_is_ready_passes() {
    let bench = Bench::start().await;
    let (code, out, err) = check(&bench, CONFIG).await;
    assert_eq!(code, Some(0), "{out}\n{err}");
    assert!(
        out.contains("everything that the desk needs is there"),
        "{out}"
    );
}

#[tokio::test]
async fn missing_scopes_channels_and_people_are_all_named() {
    let bench = Bench::start().await;
    bench.slack.revoke("reactions:read");
    bench.slack.archive("C0PAYROLL");
    let text = CONFIG
        .replace("C0ITHELP", RANDOM)
        .replace("cy@acme.example", "nobody@acme.example");
    let (code, out, err) = check(&bench, &text).await;
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("missing scopes: reactions:read"), "{out}");
    assert!(
        out.contains("channel C0RANDOM: the bot is not in it; type /invite"),
        "{out}"
    );
    assert!(out.contains("channel C0PAYROLL: it is archived"), "{out}");
    assert!(
        out.contains("nobody@acme.example belongs to nobody"),
        "{out}"
    );
    assert!(err.contains("4 things in Slack to be put right"), "{err}");
}

#[tokio::test]
async fn a_token_that_slack_refuses_is_said() {
    let bench = Bench::with(CONFIG, |_| {}).await;
    bench.slack.uninstalls().await;
    let (code, out, _) = check(&bench, CONFIG).await;
    assert_eq!(code, Some(1));
    assert!(out.contains("Slack refuses the token"), "{out}");
}
