//! An agent's day-to-day tools, in Teams.

use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::Fact;
use frontdesk::sandbox::teams::Done;

use crate::bench::{DAY, HOUR, MINUTE, START};

use super::bench::TeamsBench;

#[tokio::test]
async fn a_snoozed_request_comes_back_by_itself() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await;
    assert_eq!(bench.more("bo", &number, "Snooze").await, Done::Dialog);
    let bo = bench.user("bo");
    bo.fill("Until which day?", "2026-11-20").unwrap();
    bo.fill("What is it waiting for?", "parts").unwrap();
    assert_eq!(bo.submit("Snooze").await.unwrap(), Done::Dialog);
    let words = bo.dialog().unwrap().words;
    assert!(words.contains("That time is over already."), "{words}");
    bo.fill("Until which day?", "2026-11-25").unwrap();
    bo.pick("At what time?", "14:30").unwrap();
    assert_eq!(bo.submit("Snooze").await.unwrap(), Done::Closed);
    bench.settle().await;
    let until = START + 2 * DAY + 4 * HOUR + 30 * MINUTE;
    let snoozed = |fact: &Fact| matches!(fact, Fact::Snoozed { until: u, .. } if *u == until);
    assert!(bench.facts(&number).await.iter().any(snoozed));
    let card = bench.theirs(&number).await;
    assert!(card.reads("This has to pause until"), "{}", card.words);
    bench.pass(until + MINUTE - bench.clock.now()).await;
    assert_eq!(bench.status(&number).await, "in_progress");
    let inside = bench.inside(&number).await.join("\n");
    assert!(inside.contains("Bo, it is with you."), "{inside}");
    let told = bench.told("ana").join("\n");
    assert!(told.contains("The pause is over"), "{told}");
}

#[tokio::test]
async fn handling_time_is_noted_in_one_tap() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(bench.press("bo", &number, "Resolve").await, Done::Dialog);
    let bo = bench.user("bo");
    bo.fill("Summary", "The cable was loose").unwrap();
    bo.pick("Handling time", "15 min").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let asked = bench.shown(&number, PostKind::AskIntake).await;
    let (channel, _) = crate::record::living(&bench.app.desk, &number, PostKind::AskIntake).await;
    bo.press(&channel, &asked.id, "30 min").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.request(&number).await.handled, 45);
    assert!(bench.triage(&number).await.reads("45 min"));
    let done = bo.press(&channel, &asked.id, "Other").await;
    assert_eq!(done, Ok(Done::Dialog));
    bo.fill("Minutes", -15).unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    assert_eq!(bench.request(&number).await.handled, 30);
    assert_eq!(bench.request(&number).await.first_touch(), Some(true));
}
