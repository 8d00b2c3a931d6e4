//! Serving by the buttons of the triage card, and by More.

use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::Fact;
use frontdesk::sandbox::teams::Done;

use crate::bench::{DAY, HOUR, MINUTE};

use super::bench::{TRIAGE, TeamsBench};

#[tokio::test]
async fn an_agent_takes_it_and_both_sides_see_who_has_it() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let Done::Card(shown) = bench.press("bo", &number, "Take it").await else {
        panic!("no card in its place")
    };
    assert!(shown.to_string().contains("Bo"), "{shown}");
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(bench.outside(&number).await, ["Bo is on it."]);
    assert_eq!(bench.inside(&number).await, Vec::<String>::new());
    let card = bench.triage(&number).await;
    assert!(card.reads("Assigned to\nBo"), "{}", card.words);
    assert_eq!(
        card.buttons(),
        [
            "Take it",
            "Assign",
            "Ask",
            "Resolve",
            "More",
            "Reply",
            "Wrong team?",
            "Payroll: Payslip question",
            "Another service"
        ]
    );
}

#[tokio::test]
async fn the_lead_assigns_it_to_an_agent_who_is_called() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(bench.press("lea", &number, "Assign").await, Done::Dialog);
    let (lea, cy) = (bench.user("lea"), bench.user("cy"));
    // Payroll's Pat cannot have it, and the form stays.
    lea.fill("Who takes care of it?", bench.user("pat").aad)
        .unwrap();
    assert_eq!(lea.sends().await, Ok(Done::Dialog));
    let words = lea.dialog().unwrap().words;
    assert!(
        words.contains("That person does not serve in this team."),
        "{words}"
    );
    lea.fill("Who takes care of it?", cy.aad.clone()).unwrap();
    assert_eq!(lea.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Cy"));
    let called = &bench.teams.thread(TRIAGE, &bench.card(&number).id)[0];
    assert_eq!(
        called.words,
        "@Cy, this one is for you: Lea assigned it to you."
    );
    let entity = &called.activity["entities"][0];
    assert_eq!(entity["mentioned"]["id"], cy.aad.as_str(), "{entity}");
    assert_eq!(bench.outside(&number).await, ["@Cy is on it."]);
}

#[tokio::test]
async fn a_question_stops_the_clock_until_the_requester_answers() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let due = bench.request(&number).await.promise.resolution_due;
    bench
        .write(
            "bo",
            &number,
            "Ask",
            "Your question",
            "Which cable do you use?",
        )
        .await;
    let asked = bench.request(&number).await;
    assert_eq!(asked.status.name(), "waiting");
    assert!(asked.promise.remaining.is_some() && asked.first_response_at.is_some());
    assert_eq!(
        bench.outside(&number).await,
        ["Bo (IT support) asks you. Please answer here:\nWhich cable do you use?"]
    );
    assert_eq!(
        bench.inside(&number).await,
        ["Bo asked the requester:\nWhich cable do you use?"]
    );
    bench.pass(DAY + 2 * HOUR).await;
    bench.tells("ana", "The grey one").await;
    let answered = bench.request(&number).await;
    assert_eq!(answered.status.name(), "in_progress");
    let moved = answered.promise.resolution_due.unwrap() - due.unwrap();
    assert!((moved - (DAY + 2 * HOUR)).abs() < MINUTE, "{moved}");
    assert!(bench.inside(&number).await[1].contains("The grey one"));
}

#[tokio::test]
async fn a_second_press_says_nothing_and_changes_nothing() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for _ in 0..2 {
        bench.press("bo", &number, "Take it").await;
    }
    assert_eq!(bench.facts(&number).await, [Fact::Filed, Fact::Taken]);
    assert_eq!(bench.outside(&number).await.len(), 1);
    assert_eq!(bench.told("bo"), Vec::<String>::new());
}

/// What More offers; the dialog is left open.
async fn offered(bench: &TeamsBench, who: &str, number: &str) -> Vec<String> {
    bench.press(who, number, "More").await;
    let card = bench.user(who).dialog().unwrap().card;
    let body = card["body"].as_array().unwrap().iter();
    let choices = body.flat_map(|e| e["choices"].as_array().cloned().unwrap_or_default());
    choices
        .map(|c| c["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn more_offers_what_fits_the_state() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(
        offered(&bench, "bo", &number).await,
        [
            "Hand over",
            "Wrong team",
            "Wait for requester",
            "Put on hold",
            "Snooze",
            "Give a new time",
            "Change the priority",
            "Note handling time",
            "Merge into another one",
            "Link to another one",
            "Split",
            "Not a request",
            "Add a watcher",
            "Watch",
            "Why here?"
        ]
    );
    assert_eq!(
        bench.more("bo", &number, "Wait for requester").await,
        Done::Closed
    );
    assert_eq!(bench.status(&number).await, "waiting");
    assert_eq!(bench.more("bo", &number, "Go on").await, Done::Closed);
    assert_eq!(bench.status(&number).await, "in_progress");
    let told = bench.outside(&number).await;
    assert!(
        told[0].starts_with("Bo waits for an answer from you."),
        "{told:#?}"
    );
    assert!(
        told[1].starts_with("Bo is working on it again. You have the result by"),
        "{told:#?}"
    );
}

#[tokio::test]
async fn a_hold_needs_its_reason_and_the_requester_reads_it() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(bench.more("bo", &number, "Put on hold").await, Done::Dialog);
    let bo = bench.user("bo");
    assert_eq!(bo.dialog().unwrap().title, "Put on hold");
    assert!(bo.sends().await.is_err(), "the client asks for it");
    bo.fill("What is it waiting for?", "  ").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    let words = bo.dialog().unwrap().words;
    assert!(words.contains("There is no text yet."), "{words}");
    bo.fill(
        "What is it waiting for?",
        "The new screen comes on Thursday",
    )
    .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "on_hold");
    let told = bench.outside(&number).await;
    assert!(
        told[0].starts_with("Bo had to put this on hold: The new screen comes on Thursday"),
        "{told:#?}"
    );
    assert_eq!(bench.more("cy", &number, "Go on").await, Done::Closed);
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Cy"));
}

#[tokio::test]
async fn what_is_no_request_is_closed_and_its_requester_reopens_it() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "lunch was great").await;
    assert_eq!(
        bench.more("bo", &number, "Not a request").await,
        Done::Dialog
    );
    let bo = bench.user("bo");
    bo.fill("Why?", "Nice, but nothing to do").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "cancelled");
    let ana = bench.user("ana");
    let card = bench.theirs(&number).await;
    assert_eq!(card.buttons(), ["Reopen", "Details"]);
    ana.press(&ana.chat(), &card.id, "Reopen").await.unwrap();
    ana.fill("What do you need?", "There was a hair in it")
        .unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "new");
    let inside = bench.inside(&number).await;
    assert!(
        inside.contains(&"Ana reopened it: There was a hair in it".to_owned()),
        "{inside:#?}"
    );
}

#[tokio::test]
async fn a_watchers_card_lives_in_their_chat_and_ends() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(bench.more("cy", &number, "Watch").await, Done::Closed);
    let cy = bench.user("cy");
    bench.press("bo", &number, "Take it").await;
    let card = bench.shown(&number, PostKind::WatchCard).await;
    assert!(
        card.reads("In progress") && card.reads("Bo"),
        "{}",
        card.words
    );
    assert_eq!(card.buttons(), ["Stop watching"]);
    let id = card.id;
    cy.press(&cy.chat(), &id, "Stop watching").await.unwrap();
    bench.settle().await;
    bench.resolves("bo", &number, "Done").await;
    let ended = cy.reads().into_iter().find(|m| m.id == id).unwrap();
    assert_eq!(ended.words, format!("You no longer watch {number}."));
}

#[tokio::test]
async fn what_is_no_longer_possible_is_said_in_the_form() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "More").await;
    let bo = bench.user("bo");
    bo.pick("What do you want to do?", "Hand over").unwrap();
    bench.resolves("cy", &number, "Done").await;
    let done = bo.sends().await.unwrap();
    let said = match done {
        Done::Word(word) => word,
        _ => bo.dialog().expect("the form, or a word").words,
    };
    assert!(said.contains("This request is resolved already."), "{said}");
}
