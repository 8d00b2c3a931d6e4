//! Rosters, where people live in Teams.

use frontdesk::clock::Millis;
use frontdesk::domain::request::{Alarm, Fact};
use frontdesk::sandbox::teams::{Done, Post};

use crate::bench::{DAY, HOUR, MINUTE, START};
use crate::stories::rosters::rostered;

use super::bench::{TRIAGE, TeamsBench, teams_config};

/// Bo and Cy by turns, each working day the next; Lea from evening to morning.
const ROSTER: &str = r#"
[[roster]]
team = "IT"

  [[roster.shift]]
  people = ["bo@acme.example", "cy@acme.example"]
  turn = "daily"
  from = "2026-11-23"
  days = "mon-fri"
"#;
const ON_CALL: &str = r#"
  [[roster.shift]]
  people = ["lea@acme.example"]
  hours = "17:00-09:00"
"#;

async fn with(rules: &str, rosters: &str) -> TeamsBench {
    TeamsBench::with(&rostered(&teams_config(), rules, rosters)).await
}

async fn until(bench: &TeamsBench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

fn told(bench: &TeamsBench, who: &str, words: &str) -> Option<Post> {
    let all = bench.user(who).reads().into_iter().rev();
    all.filter(|m| m.by_bot).find(|m| m.reads(words))
}

fn announced(bench: &TeamsBench) -> Vec<Post> {
    let all = bench.teams.messages(TRIAGE).into_iter();
    all.filter(|m| m.reads("On duty today for IT support"))
        .collect()
}

/// A form of `duty`.
async fn opens(bench: &TeamsBench, who: &str, button: &str) {
    let duty = bench.asks(who, "duty", "Who is on duty").await;
    let person = bench.user(who);
    let done = person.press(&person.chat(), &duty.id, button).await;
    assert_eq!(done, Ok(Done::Dialog));
}

async fn sends(bench: &TeamsBench, who: &str) {
    assert_eq!(bench.user(who).sends().await, Ok(Done::Closed));
    bench.settle().await;
}

#[tokio::test]
async fn the_team_hears_who_is_on_duty_and_new_requests_go_to_them() {
    let bench = with("assign = \"duty\"", ROSTER).await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    assert!(bench.theirs(&number).await.reads("is working on it"));
    until(&bench, START + 9 * HOUR).await;
    let evening = bench.files("ana", "keyboard is wet").await;
    assert_eq!(bench.assignee(&evening).await, None);
    assert!(bench.theirs(&evening).await.reads("They are back"));
    until(&bench, START + DAY).await;
    let said = announced(&bench);
    assert_eq!(said.len(), 1);
    assert!(said[0].reads("Cy: "), "{}", said[0].words);
    let next = bench.files("ana", "battery is empty").await;
    assert_eq!(bench.assignee(&next).await.as_deref(), Some("Cy"));
    // Nobody at the weekend.
    until(&bench, START + 7 * DAY - 2 * HOUR).await;
    assert_eq!(announced(&bench).len(), 4);
}

#[tokio::test]
async fn what_is_urgent_finds_who_is_on_duty_out_of_hours() {
    let bench = with("page = \"urgent\"", &format!("{ROSTER}{ON_CALL}")).await;
    until(&bench, START + 9 * HOUR).await;
    let ana = bench.user("ana");
    bench.opens("ana", "laptop smoke at night").await;
    ana.fill("Asset tag", "AB-1234").unwrap();
    ana.pick("What is it?", "Screen").unwrap();
    ana.pick("Priority", "Urgent").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let facts = bench.facts("IT-1").await;
    let is = |f: &&Fact| {
        matches!(
            f,
            Fact::Alarmed {
                alarm: Alarm::Urgent,
                ..
            }
        )
    };
    assert_eq!(facts.iter().filter(is).count(), 1);
    let called = told(&bench, "lea", "the team is closed").expect("Lea is called");
    assert!(told(&bench, "bo", "the team is closed").is_none());
    let lea = bench.user("lea");
    let done = lea.press(&lea.chat(), &called.id, "Take it").await.unwrap();
    assert!(matches!(done, Done::Card(_)), "{done:?}");
    bench.settle().await;
    assert_eq!(bench.assignee("IT-1").await.as_deref(), Some("Lea"));
}

#[tokio::test]
async fn a_swap_is_asked_and_agreed_in_chat() {
    let bench = with("", ROSTER).await;
    opens(&bench, "bo", "Swap").await;
    let bo = bench.user("bo");
    bo.pick(
        "Which duty do you want to give away?",
        "Bo: Wed 25 Nov 09:00 to 17:00",
    )
    .unwrap();
    bo.pick(
        "To whom, and which do you take in return?",
        "Cy: Tue 24 Nov 09:00 to 17:00",
    )
    .unwrap();
    sends(&bench, "bo").await;
    let asked = told(&bench, "cy", "asks you to take their duty").expect("Cy is asked");
    assert_eq!(asked.buttons(), ["I take it", "I cannot"]);
    let cy = bench.user("cy");
    let done = cy.press(&cy.chat(), &asked.id, "I take it").await.unwrap();
    assert!(matches!(done, Done::Card(_)), "{done:?}");
    bench.settle().await;
    assert!(
        told(&bench, "cy", "You agreed.")
            .unwrap()
            .buttons()
            .is_empty()
    );
    assert!(told(&bench, "bo", "takes your duty").is_some());
    bench.find(TRIAGE, "Cy takes over from Bo");
    for (day, who) in [(1, "Bo"), (2, "Cy"), (3, "Cy")] {
        until(&bench, START + day * DAY).await;
        let words = format!("IT support: {who} until");
        bench.asks("ana", "duty", &words).await;
    }
}

#[tokio::test]
async fn a_note_goes_to_the_next_and_who_is_away_is_on_no_duty() {
    let bench = with("", ROSTER).await;
    until(&bench, START + 6 * HOUR + 31 * MINUTE).await;
    let asked = told(&bench, "bo", "Your duty for IT support ends").expect("Bo is asked");
    let bo = bench.user("bo");
    let done = bo.press(&bo.chat(), &asked.id, "Leave a note").await;
    assert_eq!(done, Ok(Done::Dialog));
    bo.fill("What should the next one know?", "The printer smokes")
        .unwrap();
    sends(&bench, "bo").await;
    assert!(told(&bench, "cy", "The printer smokes").is_none());
    until(&bench, START + 23 * HOUR + MINUTE).await;
    assert!(told(&bench, "cy", "The printer smokes").is_some());
    opens(&bench, "cy", "Away").await;
    let cy = bench.user("cy");
    cy.fill("First day", "2026-11-24").unwrap();
    cy.fill("Last day", "2026-11-24").unwrap();
    sends(&bench, "cy").await;
    bench.find(TRIAGE, "Cy is away");
    bench.asks("ana", "duty", "IT support: Bo until").await;
}

#[tokio::test]
async fn a_roster_is_set_in_chat_and_exported_and_who_serves_what_is_told() {
    let bench = with("", "").await;
    opens(&bench, "lea", "Add shift").await;
    let lea = bench.user("lea");
    let who = "Who shares it?";
    lea.pick(who, "Bo").unwrap();
    lea.pick(who, "Cy").unwrap();
    // What Teams sends of them is in the list's order.
    lea.pick("Who begins? The others follow in the order above.", "Cy")
        .unwrap();
    lea.pick("How do they share it?", "By turns, each day the next")
        .unwrap();
    lea.fill("Hours", "08:00-18:00").unwrap();
    sends(&bench, "lea").await;
    bench.find(TRIAGE, "A shift of Cy, Bo, by turns each day");
    let export = bench.asks("lea", "duty export", "[[roster]]").await;
    assert!(export.reads("hours = \"08:00-18:00\""), "{}", export.words);
    let who = bench.asks("ana", "who screens", "Laptop trouble").await;
    assert!(who.reads("IT support: Cy until"), "{}", who.words);
    assert!(who.reads("First answer within 1 hour"), "{}", who.words);
}

#[tokio::test]
async fn the_teams_card_names_who_is_on_duty_while_nobody_has_it() {
    let bench = with("", ROSTER).await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.triage(&number).await;
    assert!(card.reads("On duty\nBo until"), "{}", card.words);
    bench.press("cy", &number, "Take it").await;
    let card = bench.triage(&number).await;
    assert!(!card.reads("On duty"), "{}", card.words);
}
