//! Serving by reactions on the triage card.

use frontdesk::domain::request::Fact;

use super::bench::{TeamsBench, teams_config};

const EYES: &str = "1f440_eyes";
const TICK: &str = "2705_whiteheavycheckmark";
const GLASS: &str = "23f3_hourglassflowing";

#[tokio::test]
async fn eyes_take_it_and_the_hourglass_waits_and_goes_on() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.reacts("bo", &number, "1f440_eyes-tone3", true).await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    bench.reacts("bo", &number, GLASS, true).await;
    assert_eq!(bench.status(&number).await, "waiting");
    bench.reacts("bo", &number, GLASS, false).await;
    assert_eq!(
        bench.facts(&number).await,
        [Fact::Filed, Fact::Taken, Fact::Waiting, Fact::Resumed]
    );
}

#[tokio::test]
async fn a_tick_resolves_and_the_summary_is_added_afterwards() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.reacts("bo", &number, TICK, true).await;
    assert_eq!(bench.status(&number).await, "resolved");
    let card = bench.triage(&number).await;
    assert!(card.reads("The summary is still missing."));
    assert_eq!(card.buttons(), ["Add summary", "Reopen"]);
    bench
        .write("bo", &number, "Add summary", "Summary", "A new cable")
        .await;
    let told = bench.outside(&number).await;
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("A new cable"), "{told:#?}");
}

#[tokio::test]
async fn taking_the_tick_back_reopens_but_only_for_whoever_resolved() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.reacts("bo", &number, TICK, true).await;
    bench.reacts("cy", &number, TICK, true).await;
    bench.reacts("cy", &number, TICK, false).await;
    assert_eq!(bench.status(&number).await, "resolved");
    bench.reacts("bo", &number, TICK, false).await;
    assert_eq!(bench.status(&number).await, "in_progress");
}

#[tokio::test]
async fn reactions_of_people_who_may_not_act_do_nothing() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for kind in [EYES, GLASS, TICK] {
        bench.reacts("ben", &number, kind, true).await;
        bench.reacts("ben", &number, kind, false).await;
    }
    // Nor do reactions on a card that is somebody's own.
    let (ana, theirs) = (bench.user("ana"), bench.theirs(&number).await);
    ana.reacts(&ana.chat(), &theirs.id, TICK, true).await;
    bench.settle().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
    assert_eq!(bench.told("ben"), Vec::<String>::new());
}

#[tokio::test]
async fn whoever_comes_second_by_reaction_is_told_who_was_first() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.reacts("bo", &number, EYES, true).await;
    bench.reacts("cy", &number, EYES, true).await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    let told = bench.told("cy").pop().unwrap_or_default();
    assert!(told.starts_with("@Bo took this one first."), "{told}");
}

#[tokio::test]
async fn the_names_of_the_reactions_are_configurable() {
    let text = teams_config().replace(
        "[[calendar]]",
        "[emoji]\ntake = \"raised_hand\"\nwait = \"zzz\"\nresolve = \"launch\"\n\n[[calendar]]",
    );
    let bench = TeamsBench::with(&text).await;
    let number = bench.files("ana", "screen is black").await;
    bench.reacts("bo", &number, EYES, true).await;
    assert_eq!(bench.status(&number).await, "new");
    bench
        .reacts("bo", &number, "270b_raisedhand-tone2", true)
        .await;
    bench.reacts("bo", &number, "1f4a4_zzz", true).await;
    assert_eq!(bench.status(&number).await, "waiting");
    // One that Teams alone has.
    bench.reacts("bo", &number, "launch", true).await;
    assert_eq!(bench.status(&number).await, "resolved");
}
