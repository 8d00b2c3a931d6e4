//! How it stands with Teams: a registration that is refused, channels that we are taken out of, people who come.

use frontdesk::domain::ids::Platform;
use frontdesk::sandbox::{Fault, Trouble};
use serde_json::{Value, json};

use crate::bench::{HOUR, MINUTE};

use super::bench::{HELP, TRIAGE, TeamsBench};

async fn ready(bench: &TeamsBench) -> (u16, Value) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{}/readyz", bench.address);
    let answer = client.get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

fn refused(what: &str) -> Trouble {
    Trouble::Error {
        name: what.to_owned(),
        applied: false,
    }
}

#[tokio::test]
async fn a_registration_that_is_refused_holds_everything_and_loses_nothing() {
    let bench = TeamsBench::start().await;
    let (status, body) = ready(&bench).await;
    assert_eq!(
        (status, &body["teams"], &body["slack"]),
        (200, &json!("ok"), &json!("off"))
    );
    bench.wishes("ana", "screen is black").await;
    bench.teams.revoke_tokens();
    bench.teams.set_password("another one");
    for _ in 0..6 {
        bench.app.delivery.tick().await.unwrap();
        bench.clock.advance(10_000);
    }
    let (status, body) = ready(&bench).await;
    assert_eq!((status, &body["teams"]), (503, &json!("revoked")));
    assert!(bench.teams.messages(TRIAGE).is_empty());
    assert!(bench.outbox(true).await.is_empty(), "it waits");
    // Put right, everything goes out by itself, and once.
    bench
        .teams
        .set_password(frontdesk::sandbox::teams::PASSWORD);
    bench.pass(2 * MINUTE).await;
    assert_eq!(bench.teams.messages(TRIAGE).len(), 1);
    assert_eq!(ready(&bench).await.0, 200);
}

#[tokio::test]
async fn a_channel_that_takes_nothing_is_left_alone_and_an_admin_is_told_once() {
    let bench = TeamsBench::start().await;
    bench.teams.set_installed(TRIAGE, false);
    let before = bench.teams.calls().len();
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "mouse is slow").await;
    let told = bench.told("root");
    assert_eq!(
        told,
        [
            "I can say nothing in the channel of IT support any more: BotNotInConversationRoster. \
          What is to be said there waits, and goes out once this app is added to the channel again."
        ]
    );
    let tried = bench.teams.calls().split_off(before);
    let tried = tried
        .iter()
        .filter(|c| c.conversation == TRIAGE && c.method == "send");
    assert_eq!(tried.count(), 1, "one refusal is enough for a while");
    assert_eq!(bench.outbox(true).await.len(), 2);
    bench.teams.set_installed(TRIAGE, true);
    bench.user("lea").installs_in(TRIAGE).await;
    bench.settle().await;
    assert!(bench.card(&first).reads("screen is black"));
    assert!(bench.card(&second).reads("mouse is slow"));
    assert!(bench.outbox(true).await.is_empty());
    // The next time it is told again.
    bench.teams.set_installed(TRIAGE, false);
    bench.files("ana", "lamp flickers").await;
    assert_eq!(bench.told("root").len(), 2);
}

#[tokio::test]
async fn after_an_hour_of_outage_the_backlog_goes_out_in_order_and_within_the_limits() {
    let bench = TeamsBench::start().await;
    bench.files("ana", "the one before").await;
    let gone = Fault::new("send", refused("503 ServiceUnavailable"));
    bench.teams.trouble(gone.times(usize::MAX));
    let card = bench.card("IT-1");
    for nth in 0..8 {
        let word = format!(">> word {nth:02}.");
        bench.user("bo").replies(TRIAGE, &card.id, &word).await;
        bench.pass(HOUR / 8).await;
    }
    assert!(!bench.chat("ana").join("\n").contains("word"));
    bench.teams.clear_trouble();
    let called = bench.teams.calls().len();
    bench.pass(HOUR / 6).await;
    let refused = bench.teams.calls().split_off(called);
    assert!(refused.iter().all(|c| c.status < 400), "{refused:#?}");
    let said: Vec<String> = bench
        .chat("ana")
        .iter()
        .filter_map(|m| m.find("word ").map(|at| m[at..at + 8].to_owned()))
        .collect();
    let words: Vec<String> = (0..8).map(|n| format!("word {n:02}.")).collect();
    assert_eq!(said, words);
}

#[tokio::test]
async fn who_comes_to_a_channel_is_known_from_then_on() {
    let text = super::bench::teams_config().replace("\"cy@acme.example\"", "\"eve@acme.example\"");
    let bench = TeamsBench::with(&text).await;
    let number = bench.files("ana", "screen is black").await;
    let eve = bench.teams.add_user("eve", "eve@acme.example");
    bench.teams.join(TRIAGE, "eve");
    let came = json!({ "membersAdded": [{ "id": eve.mri(), "aadObjectId": eve.aad }] });
    let status = bench
        .user("lea")
        .happens(TRIAGE, "conversationUpdate", came)
        .await;
    assert_eq!(status, 200);
    bench.settle().await;
    bench.press("eve", &number, "Take it").await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Eve"));
}

#[tokio::test]
async fn whatever_else_teams_tells_is_taken() {
    let bench = TeamsBench::start().await;
    let lea = bench.user("lea");
    for event in [
        "channelCreated",
        "channelRenamed",
        "channelDeleted",
        "channelRestored",
        "teamRenamed",
        "teamArchived",
        "teamUnarchived",
        "teamDeleted",
        "channelShared",
        "somethingNew",
    ] {
        let more = json!({ "eventType": event });
        assert_eq!(
            lea.happens(HELP, "conversationUpdate", more).await,
            200,
            "{event}"
        );
    }
    for (kind, more) in [
        ("installationUpdate", json!({ "action": "remove" })),
        ("installationUpdate", json!({ "action": "Add-Upgrade" })),
        (
            "event",
            json!({ "name": "application/vnd.microsoft.readReceipt" }),
        ),
        ("typing", json!({})),
        ("somethingNew", json!({})),
    ] {
        assert_eq!(lea.happens(HELP, kind, more).await, 200, "{kind}");
    }
    bench.settle().await;
    assert!(bench.teams.messages(HELP).is_empty());
    bench.files("ana", "screen is black").await;
}

#[tokio::test]
async fn a_registration_that_is_refused_from_the_start_is_known_at_once() {
    let bench = TeamsBench::start().await;
    bench.teams.revoke_tokens();
    bench.clock.advance(2 * HOUR);
    bench.teams.set_password("another one");
    bench.app.meet_teams().await;
    assert_eq!(ready(&bench).await.0, 503);
    bench
        .teams
        .set_password(frontdesk::sandbox::teams::PASSWORD);
    bench.app.meet_teams().await;
    assert_eq!(ready(&bench).await.0, 200);
}

#[tokio::test]
async fn a_platform_that_refuses_us_takes_the_other_out_of_no_service() {
    let bench = TeamsBench::mixed().await;
    let taken = async |platform, taken| {
        let noted = bench.app.desk.token_is_taken(platform, taken).await;
        noted.unwrap();
        let (status, body) = ready(&bench).await;
        (status, body["slack"].clone(), body["teams"].clone())
    };
    let (ok, revoked) = (json!("ok"), json!("revoked"));
    let one = taken(Platform::Teams, false).await;
    assert_eq!(one, (200, ok.clone(), revoked.clone()));
    let both = taken(Platform::Slack, false).await;
    assert_eq!(both, (503, revoked.clone(), revoked.clone()));
    assert_eq!(taken(Platform::Teams, true).await, (200, revoked, ok));
}
