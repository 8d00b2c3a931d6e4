//! Sending in Teams: its table of errors, its limits, its token; never twice.

use std::time::Duration;

use frontdesk::sandbox::teams::Done;
use frontdesk::sandbox::{Fault, Trouble};

use super::bench::{TRIAGE, TeamsBench};

fn refused(what: &str) -> Trouble {
    Trouble::Error {
        name: what.to_owned(),
        applied: false,
    }
}

#[tokio::test]
async fn what_may_be_tried_again_is_and_arrives_once() {
    for trouble in [
        Trouble::Throttle(7),
        refused("412 PreconditionFailed"),
        refused("502 BadGateway"),
        refused("503 ServiceUnavailable"),
        refused("504 GatewayTimeout"),
    ] {
        let bench = TeamsBench::start().await;
        let fault = Fault::new("send", trouble.clone())
            .times(2)
            .in_channel(TRIAGE);
        bench.teams.trouble(fault);
        let number = bench.files("ana", "screen is black").await;
        let cards = bench.teams.messages(TRIAGE);
        assert_eq!(cards.len(), 1, "{trouble:?}");
        assert!(cards[0].reads(&number));
        assert!(bench.outbox(true).await.is_empty());
    }
}

#[tokio::test]
async fn a_message_of_unknown_fate_is_not_said_again_until_somebody_looks() {
    for (trouble, there) in [
        (Trouble::LoseAnswer, 1),
        (Trouble::Reset, 0),
        (Trouble::ServerError { applied: true }, 1),
    ] {
        let bench = TeamsBench::start().await;
        bench
            .teams
            .trouble(Fault::new("send", trouble.clone()).in_channel(TRIAGE));
        let number = bench.files("ana", "screen is black").await;
        let dead = bench.outbox(true).await;
        assert_eq!(dead.len(), 1, "{trouble:?}");
        assert!(dead[0].unsure, "{trouble:?}");
        assert_eq!(bench.teams.messages(TRIAGE).len(), there, "{trouble:?}");
        // The requester has her card all the same, and what happens next goes on.
        assert!(bench.chat("ana").iter().any(|m| m.contains(&number)));
        // An operator who looked there has it sent again: once.
        assert!(bench.app.desk.resend(dead[0].id).await.unwrap());
        bench.settle().await;
        assert_eq!(bench.teams.messages(TRIAGE).len(), there + 1, "{trouble:?}");
        assert!(bench.outbox(true).await.is_empty());
        let card = bench.teams.messages(TRIAGE).pop().unwrap();
        let taken = bench.user("bo").press(TRIAGE, &card.id, "Take it").await;
        assert!(matches!(taken, Ok(Done::Card(_))), "{taken:?}");
    }
}

#[tokio::test]
async fn a_press_on_a_card_of_unknown_fate_proves_that_it_is_there() {
    let bench = TeamsBench::start().await;
    let lost = Fault::new("send", Trouble::LoseAnswer).in_channel(TRIAGE);
    bench.teams.trouble(lost);
    let number = bench.files("ana", "screen is black").await;
    bench.user("ana").says("It is the left one").await;
    bench.settle().await;
    // The card may be there or not, and it has changed since; what belongs under it died with it.
    assert_eq!(bench.outbox(true).await.len(), 3);
    assert_eq!(bench.teams.messages(TRIAGE).len(), 1);
    let card = bench.card(&number);
    bench
        .user("bo")
        .press(TRIAGE, &card.id, "Take it")
        .await
        .unwrap();
    bench.settle().await;
    assert!(bench.outbox(true).await.is_empty());
    let cards = bench.teams.messages(TRIAGE);
    assert_eq!(cards.iter().filter(|m| m.root.is_none()).count(), 1);
    assert!(bench.card(&number).reads("Assigned to\nBo"));
    let thread = bench.thread(TRIAGE, &card.id).join("\n");
    assert!(thread.contains("It is the left one"), "{thread}");
}

#[tokio::test]
async fn a_conversation_without_the_app_waits_until_it_is_put_back() {
    let bench = TeamsBench::start().await;
    bench.teams.set_installed(TRIAGE, false);
    let number = bench.files("ana", "screen is black").await;
    let dead = bench.outbox(true).await;
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].error.as_deref(), Some("BotNotInConversationRoster"));
    bench.teams.set_installed(TRIAGE, true);
    bench.user("lea").installs_in(TRIAGE).await;
    bench.settle().await;
    assert!(bench.card(&number).reads("screen is black"));
    assert!(bench.outbox(true).await.is_empty());
}

#[tokio::test]
async fn a_deleted_card_is_put_up_anew() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    bench.teams.trouble(
        Fault::new("update", refused("404 ActivityNotFoundInConversation")).in_channel(TRIAGE),
    );
    bench
        .user("bo")
        .press(TRIAGE, &card.id, "Take it")
        .await
        .unwrap();
    bench.settle().await;
    let cards: Vec<_> = bench
        .teams
        .messages(TRIAGE)
        .into_iter()
        .filter(|m| m.root.is_none())
        .collect();
    assert_eq!(cards.len(), 2);
    assert!(cards[1].reads("Assigned to\nBo"), "{}", cards[1].words);
}

#[tokio::test]
async fn one_token_is_asked_for_and_kept_until_shortly_before_its_end() {
    let bench = TeamsBench::start().await;
    bench.files("ana", "screen is black").await;
    bench.files("ben", "keyboard is sticky").await;
    assert_eq!(bench.teams.calls_of("token"), 1);
    bench.pass(54 * crate::bench::MINUTE).await;
    bench.files("ana", "mouse is slow").await;
    assert_eq!(bench.teams.calls_of("token"), 1);
    bench.pass(2 * crate::bench::MINUTE).await;
    bench.files("ben", "door squeaks").await;
    assert_eq!(bench.teams.calls_of("token"), 2);
    // One that is taken back before its time is replaced unseen.
    bench.teams.revoke_tokens();
    bench.files("ana", "lamp flickers").await;
    assert_eq!(bench.teams.calls_of("token"), 3);
    assert!(bench.outbox(true).await.is_empty());
}

#[tokio::test]
async fn many_at_once_keep_to_the_limits_of_a_conversation() {
    let bench = TeamsBench::start().await;
    for nth in 0..12 {
        let who = if nth % 2 == 0 { "ana" } else { "ben" };
        bench
            .files(who, &format!("thing number {nth} is broken"))
            .await;
    }
    let throttled = bench
        .teams
        .calls()
        .into_iter()
        .filter(|c| c.status == 429)
        .count();
    assert_eq!(throttled, 0);
    assert_eq!(bench.teams.messages(TRIAGE).len(), 12);
}

#[tokio::test]
async fn what_is_said_twice_by_teams_counts_once() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let ana = bench.user("ana");
    bench
        .teams
        .trouble(Fault::new("send", Trouble::Slow(Duration::from_millis(50))));
    let bo = bench.user("bo");
    let card = bench.card(&number);
    for _ in 0..3 {
        bo.press(TRIAGE, &card.id, "Take it").await.unwrap();
    }
    bench.settle().await;
    let told = bench
        .chat("ana")
        .into_iter()
        .filter(|m| m == "Bo is on it.")
        .count();
    assert_eq!(told, 1);
    // Words that come again under the same id.
    let activity = bench.teams.activity("ana", "It is the left one");
    for _ in 0..2 {
        ana.delivers(&activity).await;
    }
    bench.settle().await;
    let thread = bench.thread(TRIAGE, &card.id);
    assert_eq!(thread.iter().filter(|m| m.contains("left one")).count(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_dies_and_the_conversation_goes_on() {
    for code in ["400 BadSyntax", "413 MessageSizeTooBig", "405 NotAllowed"] {
        let bench = TeamsBench::start().await;
        bench
            .teams
            .trouble(Fault::new("send", refused(code)).in_channel(TRIAGE));
        bench.files("ana", "screen is black").await;
        let second = bench.files("ben", "mouse is slow").await;
        let dead = bench.outbox(true).await;
        assert_eq!(dead.len(), 1, "{code}");
        let why = code.split_once(' ').unwrap().1;
        assert_eq!(dead[0].error.as_deref(), Some(why));
        assert!(!dead[0].unsure, "{code}");
        assert!(bench.card(&second).reads("mouse is slow"));
        assert_eq!(bench.told("root"), Vec::<String>::new(), "{code}");
        // Sent again by whoever mended it, it arrives.
        assert!(bench.app.desk.resend(dead[0].id).await.unwrap());
        bench.settle().await;
        assert_eq!(bench.teams.messages(TRIAGE).len(), 2);
    }
}

#[tokio::test]
async fn a_login_server_that_is_away_holds_messages_up_and_loses_none() {
    let bench = TeamsBench::start().await;
    bench.wishes("ana", "screen is black").await;
    bench.teams.revoke_tokens();
    let away = Fault::new("token", Trouble::ServerError { applied: false });
    bench.teams.trouble(away.times(4));
    bench.settle().await;
    let cards = bench.teams.messages(TRIAGE);
    assert_eq!(cards.len(), 1);
    assert!(cards[0].reads("screen is black"));
    assert!(bench.outbox(true).await.is_empty());
}

#[tokio::test]
async fn an_update_of_unknown_fate_is_simply_done_again() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for trouble in [
        Trouble::LoseAnswer,
        Trouble::Reset,
        Trouble::ServerError { applied: true },
    ] {
        let lost = Fault::new("update", trouble).in_channel(TRIAGE);
        bench.teams.trouble(lost);
    }
    bench.press("bo", &number, "Take it").await;
    assert!(bench.card(&number).reads("Assigned to\nBo"));
    assert_eq!(bench.teams.messages(TRIAGE).len(), 1);
    assert!(bench.outbox(true).await.is_empty());
}
