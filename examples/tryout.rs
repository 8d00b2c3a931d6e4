//! A request from asking to rating, in your terminal: the real desk with `frontdesk.example.toml`, against a stand-in
//! for Slack on this machine. No account, no network. `cargo run --example tryout`

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use frontdesk::app::App;
use frontdesk::clock::Clock;
use frontdesk::config;
use frontdesk::sandbox::{Message, Options, Person, Slack, Visibility};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const TRIAGE: &str = "C0ITTRIAGE";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let clock = Clock::System;
    let slack = Slack::start(Options::new(Arc::new(move || clock.now()))).await?;
    people_and_channels(&slack);
    let dir = tempfile::tempdir()?;
    let env = HashMap::from([
        (
            "FRONTDESK_DATABASE_URL",
            format!("sqlite://{}/tryout.db", dir.path().display()),
        ),
        ("SLACK_SIGNING_SECRET", "sandbox-signing-secret".to_owned()),
        ("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned()),
        ("SLACK_API_URL", slack.api_url()),
    ]);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("frontdesk.example.toml");
    let config = config::load(Some(&file), &|name| env.get(name).cloned())?;
    let app = App::build(&config, Clock::System).await?;
    app.meet_slack().await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    slack.deliver_to(&format!("http://{}", listener.local_addr()?));
    let stop = CancellationToken::new();
    let running = tokio::spawn(app.run(listener, stop.clone()));

    story(&slack).await?;

    stop.cancel();
    running.await??;
    println!(
        "\nThat was the real desk over Slack's real protocol. Next: README.md, \"Into your workspace\"."
    );
    Ok(())
}

fn people_and_channels(slack: &Slack) {
    for name in ["mia", "lea", "ana", "hanna", "henry", "fritz", "ops"] {
        slack.add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
    }
    for id in ["U0AGENT1", "U0FACILITY", "U0ADMIN"] {
        slack.add_user_with_id(id, &id.to_lowercase(), "", "Europe/Berlin");
    }
    slack.add_channel(
        "C0ITHELP",
        "it-help",
        Visibility::Public,
        &["mia", "lea", "ana"],
    );
    slack.add_channel(TRIAGE, "it-triage", Visibility::Private, &["lea", "ana"]);
    slack.add_channel(
        "C0HRTRIAGE",
        "hr-triage",
        Visibility::Private,
        &["hanna", "henry"],
    );
    slack.add_channel("C0FACTRIAGE", "facilities", Visibility::Private, &["fritz"]);
    slack.add_channel("C0OFFICE", "office", Visibility::Public, &["mia", "fritz"]);
}

async fn story(slack: &Slack) -> anyhow::Result<()> {
    let (mia, ana) = (slack.user("mia"), slack.user("ana"));

    step("Mia types: /request laptop screen is black");
    mia.command("/request laptop screen is black").await;
    step("The form opens; she fills it in, and gets the asset tag wrong first.");
    fill(&mia, "Asset tag", "1234").await?;
    mia.pick("What is it?", "Screen").await.map_err(missing)?;
    println!("    {:?}", mia.submit().await);
    fill(&mia, "Asset tag", "AB-1234").await?;
    println!("    {:?}", mia.submit().await);

    let card = slack
        .until("the triage card", |s| s.find(TRIAGE, "screen is black"))
        .await;
    show("#it-triage", &card);
    let hers = slack
        .until("her card", |s| s.find(&mia.dm_channel(), "screen is black"))
        .await;
    show("Mia's messages from Frontdesk", &hers);

    step("Ana, of IT support, presses Take it and writes in the card's thread.");
    ana.click(TRIAGE, &card.ts, "Take it")
        .await
        .map_err(missing)?;
    ana.replies(TRIAGE, &card.ts, "Third one this week, it's the cables")
        .await;
    ana.replies(TRIAGE, &card.ts, ">> Please try the other cable first")
        .await;
    wait_for(slack, &mia.dm_channel(), &hers.ts, "other cable").await;
    step("Mia sees the reply, not the remark, and answers in her thread.");
    mia.replies(&mia.dm_channel(), &hers.ts, "That was it!")
        .await;
    wait_for(slack, TRIAGE, &card.ts, "That was it!").await;

    step("Ana resolves with a summary; Mia rates.");
    ana.click(TRIAGE, &card.ts, "Resolve")
        .await
        .map_err(missing)?;
    fill(
        &ana,
        "Summary",
        "A loose cable. New ones are ordered for everybody.",
    )
    .await?;
    ana.submit().await;
    let poll = wait_for(slack, &mia.dm_channel(), &hers.ts, "How was it?").await;
    mia.click(&mia.dm_channel(), &poll.ts, "5")
        .await
        .map_err(missing)?;
    wait_for(slack, &mia.dm_channel(), &hers.ts, "5 of 5").await;

    step("What Mia has seen:");
    for message in slack.thread(&mia.dm_channel(), &hers.ts) {
        show("", &message);
    }
    Ok(())
}

async fn fill(person: &Person, label: &str, text: &str) -> anyhow::Result<()> {
    person
        .fill(label, text)
        .await
        .map_err(missing)
        .context("the form")?;
    Ok(())
}

async fn wait_for(slack: &Slack, channel: &str, thread: &str, words: &str) -> Message {
    slack
        .until(words, |s| {
            let all = s
                .messages(channel)
                .into_iter()
                .chain(s.thread(channel, thread));
            all.into_iter().find(|m| m.reads(words))
        })
        .await
}

fn step(words: &str) {
    println!("\n> {words}");
}

fn show(place: &str, message: &Message) {
    if !place.is_empty() {
        println!("\n  {place}");
    }
    for line in message.plain().lines() {
        println!("  | {line}");
    }
    println!();
}

fn missing(what: impl std::fmt::Debug) -> anyhow::Error {
    anyhow!("{what:?}")
}
