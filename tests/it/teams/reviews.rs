//! Review: the summary, the poll by buttons and reactions, the reasons, silence, and what is written afterwards.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::teams::{Done, Post};

use crate::bench::DAY;

use super::bench::{HELP, TRIAGE, TeamsBench};

/// Asked by ana in her chat, resolved by bo; the poll's id.
async fn resolved() -> (TeamsBench, String) {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.resolves("bo", &number, "A new screen").await;
    let poll = bench.find(&bench.user("ana").chat(), "How was it?");
    assert!(poll.reads("A new screen") && poll.reads("Bo"));
    (bench, poll.id)
}

async fn presses(bench: &TeamsBench, message: &str, button: &str) -> Done {
    let ana = bench.user("ana");
    let done = ana.press(&ana.chat(), message, button).await.unwrap();
    bench.settle().await;
    done
}

fn shown(bench: &TeamsBench, id: &str) -> Post {
    let all = bench.user("ana").reads().into_iter();
    all.into_iter().find(|m| m.id == id).expect("a message")
}

#[tokio::test]
async fn every_button_counts_and_the_last_answer_stands() {
    let (bench, poll) = resolved().await;
    let buttons = shown(&bench, &poll).buttons();
    assert_eq!(buttons[..5], ["1", "2", "3", "4", "5"]);
    assert_eq!(buttons[5..], ["Not solved", "Leave a comment"]);
    for score in ["5", "3", "4"] {
        let Done::Card(card) = presses(&bench, &poll, score).await else {
            panic!("no card in its place")
        };
        let line = format!("You gave {score} of 5");
        assert!(card.to_string().contains(&line), "{card}");
        assert_eq!(bench.request("IT-1").await.rating, score.parse().ok());
        // Everybody's message says it, too.
        assert!(shown(&bench, &poll).reads(&line));
    }
    assert!(
        bench
            .find(TRIAGE, "How did this request come in?")
            .reads("4 of 5")
    );
}

#[tokio::test]
async fn every_reaction_counts_and_taking_back_the_last_one_takes_it_back() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    for (kind, score) in [
        ("like", 5),
        ("heart", 5),
        ("laugh", 4),
        ("surprised", 3),
        ("sad", 2),
        ("angry", 1),
        ("1f929_starstruck", 5),
        ("1f610_neutralface", 3),
    ] {
        ana.reacts(&ana.chat(), &poll, kind, true).await;
        bench.settle().await;
        assert_eq!(bench.request("IT-1").await.rating, Some(score), "{kind}");
    }
    ana.reacts(&ana.chat(), &poll, "like", false).await;
    assert_eq!(bench.request("IT-1").await.rating, Some(3));
    // Another that says the same still stands there.
    ana.reacts(&ana.chat(), &poll, "1f610_neutralface", false)
        .await;
    bench.settle().await;
    assert_eq!(bench.request("IT-1").await.rating, Some(3));
    ana.reacts(&ana.chat(), &poll, "surprised", false).await;
    bench.settle().await;
    assert_eq!(bench.request("IT-1").await.rating, None);
    ana.reacts(&ana.chat(), &poll, "launch", true).await;
    assert_eq!(bench.request("IT-1").await.rating, None);
}

#[tokio::test]
async fn a_bad_score_is_asked_why_and_the_reason_reaches_the_team() {
    let (bench, poll) = resolved().await;
    presses(&bench, &poll, "2").await;
    // A press that acts at once opens nothing here: the button to say why is on the poll.
    assert_eq!(presses(&bench, &poll, "Tell us why").await, Done::Dialog);
    let ana = bench.user("ana");
    let card = ana.dialog().unwrap().card;
    let label = card["body"].as_array().unwrap().iter();
    let label = label.filter_map(|e| e["label"].as_str()).next().unwrap();
    ana.fill(label, "It took a week").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let inside = bench.inside("IT-1").await.join("\n");
    assert!(inside.contains("It took a week"), "{inside}");
    let poll = shown(&bench, &poll);
    assert!(poll.reads("You wrote: It took a week"), "{}", poll.words);
    assert!(poll.buttons().contains(&"Change your comment".to_owned()));
}

#[tokio::test]
async fn not_solved_asks_for_the_reason_and_opens_it_again() {
    let (bench, poll) = resolved().await;
    assert_eq!(presses(&bench, &poll, "Not solved").await, Done::Dialog);
    let ana = bench.user("ana");
    ana.fill("What is still wrong?", "Black again").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status("IT-1").await, "in_progress");
    let inside = bench.inside("IT-1").await;
    let said = "Ana reopened it: Black again\n@Bo, it is with you again.".to_owned();
    assert!(inside.contains(&said), "{inside:#?}");
    assert!(!shown(&bench, &poll).reads("[5]"), "the poll is over");
    ana.reacts(&ana.chat(), &poll, "like", true).await;
    bench.pass(7 * DAY).await;
    let request = bench.request("IT-1").await;
    assert_eq!(request.status.name(), "in_progress");
    assert_eq!(request.rating, None);
}

#[tokio::test]
async fn only_the_requester_rates() {
    let bench = TeamsBench::start().await;
    bench.asks_openly(HELP, "ana", "my screen is black").await;
    bench.resolves("bo", "IT-1", "A new screen").await;
    let poll = bench.find(HELP, "How was it?");
    let ben = bench.user("ben");
    ben.press(HELP, &poll.id, "5").await.unwrap();
    ben.reacts(HELP, &poll.id, "like", true).await;
    bench.user("bo").reacts(HELP, &poll.id, "like", true).await;
    bench.settle().await;
    assert_eq!(bench.request("IT-1").await.rating, None);
    assert_eq!(bench.told("ben").len(), 1, "the press, not the reaction");
    bench.user("ana").press(HELP, &poll.id, "5").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.request("IT-1").await.rating, Some(5));
}

#[tokio::test]
async fn the_agent_rates_the_intake_in_one_press_and_both_see_it() {
    let (bench, poll) = resolved().await;
    let asked = bench.find(TRIAGE, "How did this request come in?");
    for (label, words) in [
        (
            "Complete, right desk, in time",
            "complete, at the right desk",
        ),
        ("Too late", "too late"),
    ] {
        let bo = bench.user("bo");
        bo.press(TRIAGE, &asked.id, label).await.unwrap();
        bench.settle().await;
        assert!(shown(&bench, &poll).reads(words), "{label}");
    }
    let ben = bench.user("ben");
    ben.press(TRIAGE, &asked.id, "Wrong desk").await.unwrap();
    bench.settle().await;
    assert!(shown(&bench, &poll).reads("too late"));
}

#[tokio::test]
async fn silence_is_reminded_once_and_then_closes() {
    let (bench, poll) = resolved().await;
    let before = bench.told("ana").len();
    bench.pass(3 * DAY).await;
    assert_eq!(bench.told("ana").len(), before);
    bench.pass(DAY).await;
    assert_eq!(bench.told("ana").len(), before + 1, "after four days");
    bench.pass(DAY).await;
    assert_eq!(bench.status("IT-1").await, "closed");
    // The reminder can be answered where it stands, and a late answer is one.
    let reminder = bench.user("ana").reads().pop().unwrap();
    presses(&bench, &reminder.id, "3").await;
    assert_eq!(bench.request("IT-1").await.rating, Some(3));
    presses(&bench, &poll, "5").await;
    assert_eq!(bench.request("IT-1").await.rating, Some(5));
    bench.pass(6 * DAY).await;
    assert_eq!(bench.told("ana").len(), before + 1);
}

#[tokio::test]
async fn thanks_do_not_reopen_and_a_real_answer_does() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    ana.quotes(&poll, "Thanks a lot! 🎉").await;
    bench.settle().await;
    assert_eq!(bench.status("IT-1").await, "resolved");
    ana.quotes(&poll, "Thanks, but it is black again").await;
    bench.settle().await;
    assert_eq!(bench.status("IT-1").await, "in_progress");
    let inside = bench.inside("IT-1").await;
    let called = "Ana says that it is not solved.\n@Bo, it is with you again.".to_owned();
    assert!(inside.contains(&called), "{inside:#?}");
    assert!(shown(&bench, &poll).reads("was opened again after this"));
    bench.resolves("bo", "IT-1", "Another screen").await;
    let told = bench.told("ana").pop().unwrap();
    assert!(told.contains("Another screen"), "{told}");
}

#[tokio::test]
async fn words_under_a_closed_request_reach_the_team_and_a_new_one_is_offered_once() {
    let (bench, poll) = resolved().await;
    bench.pass(6 * DAY).await;
    assert_eq!(bench.status("IT-1").await, "closed");
    let ana = bench.user("ana");
    for words in ["thank you", "It is black again", "Is anybody there?"] {
        ana.quotes(&poll, words).await;
        bench.settle().await;
    }
    let inside = bench.inside("IT-1").await;
    assert!(
        inside.contains(&"Ana:\nIt is black again".to_owned()),
        "{inside:#?}"
    );
    let offers = bench.teams.messages(&ana.chat()).into_iter();
    let offers: Vec<Post> = offers
        .filter(|m| m.reads("That request is over."))
        .collect();
    assert_eq!(offers.len(), 1);
    assert_eq!(
        presses(&bench, &offers[0].id, "New request").await,
        Done::Dialog
    );
    let words = ana.dialog().unwrap().words;
    assert!(
        words.contains("screen is black") && words.contains("AB-1234"),
        "{words}"
    );
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status("IT-2").await, "new");
    assert_eq!(bench.facts("IT-2").await, [Fact::Filed]);
}
