//! Serving by reactions on the triage card.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, CONFIG, TRIAGE};

async fn reacts(bench: &Bench, who: &str, number: &str, emoji: &str) {
    let card = bench.triage(number).await;
    bench
        .user(who)
        .reacts(TRIAGE, &card.ts, emoji)
        .await
        .unwrap();
    bench.calm().await;
}

async fn unreacts(bench: &Bench, who: &str, number: &str, emoji: &str) {
    let card = bench.triage(number).await;
    bench
        .user(who)
        .unreacts(TRIAGE, &card.ts, emoji)
        .await
        .unwrap();
    bench.calm().await;
}

#[tokio::test]
async fn eyes_take_it_and_the_hourglass_waits_and_goes_on() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    reacts(&bench, "bo", &number, "eyes").await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    reacts(&bench, "bo", &number, "hourglass_flowing_sand").await;
    assert_eq!(bench.status(&number).await, "waiting");
    unreacts(&bench, "bo", &number, "hourglass_flowing_sand").await;
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(
        bench.facts(&number).await,
        [Fact::Filed, Fact::Taken, Fact::Waiting, Fact::Resumed]
    );
}

#[tokio::test]
async fn a_tick_resolves_and_the_summary_is_added_afterwards() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    reacts(&bench, "bo", &number, "white_check_mark").await;
    assert_eq!(bench.status(&number).await, "resolved");
    let card = bench.triage(&number).await;
    assert!(card.reads("The summary is still missing."));
    assert_eq!(card.buttons(), ["Add summary", "Reopen"]);
    assert!(bench.outside(&number).await[0].contains("What was done is still to be written down"));
    bench.press("bo", &number, "Add summary").await.unwrap();
    let bo = bench.user("bo");
    assert_eq!(bo.modal().unwrap().title(), "Add summary");
    bo.fill("Summary", "A new cable").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    // The poll that was sent says it now; it is not said a second time.
    let outside = bench.outside(&number).await;
    assert_eq!(outside.len(), 1, "{outside:#?}");
    assert!(outside[0].contains("A new cable"));
    assert_eq!(
        bench.triage(&number).await.buttons(),
        ["Make an article", "Reopen"]
    );
}

#[tokio::test]
async fn taking_the_tick_back_reopens_but_only_for_whoever_resolved() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    reacts(&bench, "bo", &number, "white_check_mark").await;
    reacts(&bench, "cy", &number, "white_check_mark").await;
    unreacts(&bench, "cy", &number, "white_check_mark").await;
    assert_eq!(bench.status(&number).await, "resolved");
    unreacts(&bench, "bo", &number, "white_check_mark").await;
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
}

#[tokio::test]
async fn reactions_of_people_who_may_not_act_do_nothing() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for emoji in ["eyes", "hourglass_flowing_sand", "white_check_mark"] {
        reacts(&bench, "ben", &number, emoji).await;
        unreacts(&bench, "ben", &number, emoji).await;
    }
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
    assert_eq!(bench.whispers("ben"), Vec::<String>::new());
    // Nor do reactions on a card that is somebody's own.
    let theirs = bench.theirs(&number).await;
    bench
        .user("ana")
        .reacts(&theirs.channel, &theirs.ts, "white_check_mark")
        .await
        .unwrap();
    bench.calm().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
}

#[tokio::test]
async fn whoever_comes_second_by_emoji_is_told_who_was_first() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    reacts(&bench, "bo", &number, "eyes").await;
    reacts(&bench, "cy", &number, "eyes").await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    assert_eq!(
        bench.whispers("cy"),
        ["@bo took this one first. You can write in its thread, or move it to you with Assign."]
    );
}

#[tokio::test]
async fn the_names_of_the_emoji_are_configurable() {
    let text = CONFIG.replace(
        "[[calendar]]",
        "[emoji]\ntake = \"raised_hand\"\nwait = \"zzz\"\nresolve = \"tada\"\n\n[[calendar]]",
    );
    let bench = Bench::with(&text, |_| {}).await;
    let number = bench.files("ana", "screen is black").await;
    reacts(&bench, "bo", &number, "eyes").await;
    assert_eq!(bench.status(&number).await, "new");
    reacts(&bench, "bo", &number, "raised_hand").await;
    reacts(&bench, "bo", &number, "zzz").await;
    assert_eq!(bench.status(&number).await, "waiting");
    reacts(&bench, "bo", &number, "tada").await;
    assert_eq!(bench.status(&number).await, "resolved");
}
