//! An agent's day-to-day tools, in Teams.

use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::{Fact, Status};
use frontdesk::sandbox::teams::Done;
use serde_json::json;

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

#[tokio::test]
async fn a_call_is_logged_for_whoever_called() {
    let bench = TeamsBench::start().await;
    let bo = bench.user("bo");
    let launch = bench
        .asks("bo", "log @Ana her screen is black", "her screen is black")
        .await;
    let opened = bo.press(&bo.chat(), &launch.id, "Open the form").await;
    assert_eq!(opened, Ok(Done::Dialog));
    bo.pick("What do you need help with?", "Something else")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    bo.pick("How did it come in? (required)", "Phone").unwrap();
    bo.pick("Handling time", "5 min").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    let told = bo.dialog().unwrap().words;
    assert!(
        told.contains("IT-1 her screen is black") && told.contains("It is logged."),
        "{told}"
    );
    bench.settle().await;
    let card = bench.theirs("IT-1").await;
    assert!(card.reads("Asked for you by"), "{}", card.words);
    assert!(bench.chat("ana").contains(&card.words));
    let triage = bench.card("IT-1");
    assert!(triage.reads("Asked on their behalf by") && triage.reads("Phone"));
    assert_eq!(bench.request("IT-1").await.handled, 5);
}

#[tokio::test]
async fn whoever_it_is_for_can_be_chosen_in_the_form() {
    let bench = TeamsBench::start().await;
    let bo = bench.user("bo");
    let launch = bench.asks("bo", "log", "What do you need help with?").await;
    bo.press(&bo.chat(), &launch.id, "Open the form")
        .await
        .unwrap();
    bo.pick("What do you need help with?", "Something else")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    bo.fill("Subject (required)", "Door is stuck").unwrap();
    bo.pick("How did it come in? (required)", "In person")
        .unwrap();
    // In such a form nothing is held back but by the desk.
    assert_eq!(bo.submit("Send request").await, Ok(Done::Dialog));
    let words = bo.dialog().unwrap().words;
    assert!(words.contains("Please fill this in."), "{words}");
    bo.fill("For whom? (required)", bench.user("ben").aad)
        .unwrap();
    assert_eq!(bo.submit("Send request").await, Ok(Done::Dialog));
    bench.settle().await;
    let card = bench.theirs("IT-1").await;
    assert!(bench.chat("ben").contains(&card.words));
    bench
        .asks("ana", "log @Ben his screen", "That is for people who serve")
        .await;
}

const REPLY: &str = "
[[team.reply]]
name = \"vpn\"
text = \"Hello {requester}, restart the VPN client. {agent}, for {number}\"

[[team]]
key = \"PAY\"";

#[tokio::test]
async fn kept_replies_are_sent_by_name_and_from_the_form() {
    let config = super::bench::teams_config().replace("\n[[team]]\nkey = \"PAY\"", REPLY);
    let bench = TeamsBench::with(&config).await;
    let number = bench.files("ana", "screen is black").await;
    bench.mutters("bo", &number, "?vpn").await;
    let said = format!("Hello Ana, restart the VPN client. Bo, for {number}");
    let outside = bench.outside(&number).await;
    assert!(outside.last().unwrap().contains(&said), "{outside:#?}");
    bench.mutters("bo", &number, "?vnp").await;
    let told = bench.told("bo").join("\n");
    assert!(told.contains("There is no reply ?vnp"), "{told}");
    // One of his own, in his chat.
    let list = bench.asks("bo", "replies", "New reply").await;
    let bo = bench.user("bo");
    let opened = bo.press(&bo.chat(), &list.id, "New reply").await;
    assert_eq!(opened, Ok(Done::Dialog));
    bo.fill("Name", "mine").unwrap();
    bo.fill("Text", "Hello {you}").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    let words = bo.dialog().unwrap().words;
    assert!(words.contains("There is no {you}."), "{words}");
    bo.fill("Text", "It is {subject} again").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    assert_eq!(bench.press("bo", &number, "Reply").await, Done::Dialog);
    bo.pick("Or a reply that is kept", "mine").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let outside = bench.outside(&number).await;
    assert!(
        outside
            .last()
            .unwrap()
            .contains("It is screen is black again"),
        "{outside:#?}"
    );
}

#[tokio::test]
async fn two_who_ask_for_the_same_hear_the_result_together() {
    let bench = TeamsBench::start().await;
    let first = bench.files("ana", "wifi is down").await;
    let second = bench.files("ben", "no internet here").await;
    let bo = bench.user("bo");
    assert_eq!(
        bench.more("bo", &second, "Merge into another one").await,
        Done::Dialog
    );
    bo.fill("Which request does it go on in?", "IT-9").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    let words = bo.dialog().unwrap().words;
    assert!(words.contains("We cannot find that request."), "{words}");
    bo.fill("Which request does it go on in?", first.as_str())
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status(&second).await, "cancelled");
    let told = bench.told("ben").join("\n");
    assert!(
        told.contains(&format!("Bo put this together with {first}")),
        "{told}"
    );
    let told = bench.told("ana").join("\n");
    assert!(told.contains(&format!("Bo put {second}")), "{told}");
    bench
        .mutters("bo", &first, ">> A new router is coming")
        .await;
    bench.resolves("bo", &first, "New router").await;
    let told = bench.told("ben").join("\n");
    assert!(told.contains("A new router is coming"), "{told}");
    assert!(
        told.contains(&format!("Bo says that {first} is solved: New router")),
        "{told}"
    );
}

#[tokio::test]
async fn a_request_becomes_two_and_both_are_linked() {
    let bench = TeamsBench::start().await;
    let first = bench.files("ana", "screen is black, and the mouse").await;
    let bo = bench.user("bo");
    assert_eq!(bench.more("bo", &first, "Split").await, Done::Dialog);
    bo.pick("What is it about?", "Something else (IT support)")
        .unwrap();
    bo.fill("Subject of the second request", "The mouse")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.theirs("IT-2").await;
    assert!(bench.chat("ana").contains(&card.words));
    assert!(bench.triage(&first).await.reads("Split off"));
    assert!(bench.triage("IT-2").await.reads("Part of"));
    let third = bench.files("ben", "mouse is slow").await;
    bench.more("bo", &third, "Link to another one").await;
    bo.fill("Which request is it related to?", "IT-2").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert!(bench.triage("IT-2").await.reads("Related"));
}

#[tokio::test]
async fn a_requester_adds_a_watcher_who_can_stop() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.theirs(&number).await;
    let ana = bench.user("ana");
    let done = ana.press(&ana.chat(), &card.id, "Add a watcher").await;
    assert_eq!(done, Ok(Done::Dialog));
    ana.fill("Who should follow it?", bench.user("ben").aad)
        .unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let watch = bench.shown(&number, PostKind::WatchCard).await;
    assert!(bench.chat("ben").contains(&watch.words));
    let ben = bench.user("ben");
    ben.press(&ben.chat(), &watch.id, "Stop watching")
        .await
        .unwrap();
    bench.settle().await;
    assert!(
        bench
            .chat("ben")
            .contains(&format!("You no longer watch {number}."))
    );
}

#[tokio::test]
async fn several_are_taken_at_once_and_what_cannot_be_is_named() {
    let bench = TeamsBench::start().await;
    for subject in ["first is broken", "second is broken"] {
        bench.files("ana", subject).await;
    }
    bench.press("cy", "IT-2", "Take it").await;
    let queue = bench.asks("bo", "queue", "Several at once").await;
    let bo = bench.user("bo");
    let opened = bo.press(&bo.chat(), &queue.id, "Several at once").await;
    assert_eq!(opened, Ok(Done::Dialog));
    bo.fill("Which ones?", "IT-1,IT-2").unwrap();
    bo.pick("What do you want to do with them?", "Take them")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    let words = bo.dialog().unwrap().words;
    assert!(words.contains("Done: IT-1"), "{words}");
    assert!(
        words.contains("Not done: IT-2. Cy took this one first."),
        "{words}"
    );
    bench.settle().await;
    assert_eq!(bench.assignee("IT-1").await.as_deref(), Some("Bo"));
    // What takes more than a choice.
    let queue = bench.asks("bo", "queue", "Several at once").await;
    bo.press(&bo.chat(), &queue.id, "Several at once")
        .await
        .unwrap();
    bo.fill("Which ones?", "IT-1,IT-2").unwrap();
    bo.pick("What do you want to do with them?", "Resolve them")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    bo.fill("Summary", "Mended").unwrap();
    assert_eq!(bo.submit("Resolve them").await, Ok(Done::Dialog));
    let words = bo.dialog().unwrap().words;
    assert!(words.contains("Done: IT-1, IT-2"), "{words}");
    bench.settle().await;
    assert_eq!(bench.status("IT-2").await, "resolved");
}

#[tokio::test]
async fn more_than_a_list_shows_are_found_by_their_words() {
    let bench = TeamsBench::start().await;
    let subjects = (1..=55).map(|n| format!("printer of room {n}"));
    crate::record::many(&bench.app.desk, "other", subjects).await;
    let queue = bench.asks("bo", "queue", "Several at once").await;
    let bo = bench.user("bo");
    let opened = bo.press(&bo.chat(), &queue.id, "Several at once").await;
    assert_eq!(opened, Ok(Done::Dialog));
    let card = bo.dialog().unwrap().card;
    let list = card["body"].as_array().unwrap().iter();
    let list = list.clone().find(|e| e["label"] == "Which ones?").unwrap();
    let value = json!({
        "queryText": "room 55", "dataset": list["choices.data"]["dataset"],
        "queryOptions": { "skip": 0, "top": 15 },
    });
    let (status, body) = bo.invokes("application/search", value).await;
    assert_eq!(status, 200);
    let found = json!([{ "title": "IT-55 printer of room 55", "value": "IT-55" }]);
    assert_eq!(body["value"]["results"], found);
    bo.fill("Which ones?", "IT-55").unwrap();
    bo.pick("What do you want to do with them?", "Take them")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    bench.settle().await;
    assert_eq!(bench.assignee("IT-55").await.as_deref(), Some("Bo"));
}

#[tokio::test]
async fn a_time_is_by_the_clock_of_whoever_snoozes() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let bo = bench.user("bo");
    bo.moves_to("America/New_York");
    bench.press("bo", &number, "Take it").await;
    assert_eq!(bench.more("bo", &number, "Snooze").await, Done::Dialog);
    let words = bo.dialog().unwrap().card.to_string();
    assert!(words.contains("New York time"), "{words}");
    bo.fill("Until which day?", "2026-11-25").unwrap();
    bo.pick("At what time?", "14:30").unwrap();
    bo.fill("What is it waiting for?", "parts").unwrap();
    assert_eq!(bo.submit("Snooze").await.unwrap(), Done::Closed);
    bench.settle().await;
    // Half past two there is half past eight in the evening in Berlin.
    let until = START + 2 * DAY + 10 * HOUR + 30 * MINUTE;
    let request = bench.request(&number).await;
    assert!(
        matches!(request.status, Status::OnHold { until: Some(at), .. } if at == until),
        "{:?}",
        request.status
    );
}
