//! Several requests at once, from the queue.

use frontdesk::sandbox::Submitted;

use crate::bench::Bench;
use crate::record::many;

async fn chooses(bench: &Bench, who: &str, requests: &[&str], what: &str) -> Submitted {
    let person = bench.user(who);
    assert!(person.command("/desk queue").await.ok());
    person.click_ephemeral("Several at once").await.unwrap();
    person.choose_many("Which ones?", requests).await.unwrap();
    person
        .pick("What do you want to do with them?", what)
        .await
        .unwrap();
    let done = person.submit().await;
    bench.calm().await;
    done
}

#[tokio::test]
async fn what_cannot_be_done_is_named_with_its_reason_and_the_rest_is_done() {
    let bench = Bench::start().await;
    for subject in ["first is broken", "second is broken", "third is broken"] {
        bench.files("ana", subject).await;
    }
    bench.press("cy", "IT-2", "Take it").await.unwrap();
    bench.calm().await;
    let all = [
        "IT-1 first is broken",
        "IT-2 second is broken",
        "IT-3 third is broken",
    ];
    assert_eq!(
        chooses(&bench, "bo", &all, "Take them").await,
        Submitted::Updated
    );
    let shown = bench.user("bo").modal().unwrap().plain();
    assert!(shown.contains("Done: IT-1, IT-3"), "{shown}");
    assert!(
        shown.contains("Not done: IT-2. Cy took this one first."),
        "{shown}"
    );
    bench.user("bo").closes_modal(false).await;
    for (number, whose) in [("IT-1", "Bo"), ("IT-2", "Cy"), ("IT-3", "Bo")] {
        assert_eq!(bench.assignee(number).await.as_deref(), Some(whose));
    }
}

#[tokio::test]
async fn what_takes_more_is_asked_for_once() {
    let bench = Bench::start().await;
    for subject in ["first is broken", "second is broken", "third is broken"] {
        bench.files("ana", subject).await;
    }
    let two = ["IT-1 first is broken", "IT-2 second is broken"];
    let bo = bench.user("bo");
    assert_eq!(
        chooses(&bench, "bo", &two, "Snooze them").await,
        Submitted::Updated
    );
    assert!(bo.modal().unwrap().reads("IT-1, IT-2"));
    bo.fill("Until which day?", "2026-11-25").await.unwrap();
    bo.fill("What are they waiting for?", "parts")
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    bo.closes_modal(false).await;
    bench.calm().await;
    assert_eq!(bench.status("IT-1").await, "on_hold");
    assert_eq!(bench.status("IT-2").await, "on_hold");
    assert_eq!(bench.status("IT-3").await, "new");
    assert_eq!(
        chooses(&bench, "bo", &two, "Assign them").await,
        Submitted::Updated
    );
    bo.pick("Who takes care of it?", "cy").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    bo.closes_modal(false).await;
    bench.calm().await;
    assert_eq!(bench.assignee("IT-1").await.as_deref(), Some("Cy"));
    assert_eq!(
        chooses(&bench, "bo", &two, "Resolve them").await,
        Submitted::Updated
    );
    bo.fill("Summary", "The parts came").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    let shown = bo.modal().unwrap().plain();
    assert!(shown.contains("Done: IT-1, IT-2"), "{shown}");
    bo.closes_modal(false).await;
    bench.calm().await;
    assert_eq!(bench.status("IT-2").await, "resolved");
    // The queue offers what is open.
    assert!(bo.command("/desk queue").await.ok());
    bo.click_ephemeral("Several at once").await.unwrap();
    assert_eq!(
        bo.modal().unwrap().options("Which ones?"),
        ["IT-3 third is broken"]
    );
}

#[tokio::test]
async fn more_than_a_list_shows_are_found_by_their_words() {
    let bench = Bench::start().await;
    let subjects = (1..=55).map(|n| format!("printer of room {n}"));
    many(&bench.app.desk, "other", subjects).await;
    bench.files("ben", "the needle in the hay").await;
    let bo = bench.user("bo");
    assert!(bo.command("/desk queue").await.ok());
    bo.click_ephemeral("Several at once").await.unwrap();
    let offered = bo.options("Which ones?", "").await.unwrap();
    assert_eq!(offered.len(), 50, "the oldest, before anything is typed");
    assert_eq!(offered[0].1, "IT-1 printer of room 1");
    let found = bo.options("Which ones?", "need hay").await.unwrap();
    let found: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(found, ["IT-56 the needle in the hay"]);
    let by_number = bo.options("Which ones?", "IT-55").await.unwrap();
    assert_eq!(by_number[0].1, "IT-55 printer of room 55");
    let two = ["IT-56 the needle in the hay", "IT-55 printer of room 55"];
    bo.choose_many("Which ones?", &two).await.unwrap();
    bo.pick("What do you want to do with them?", "Take them")
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    let shown = bo.modal().unwrap().plain();
    assert!(shown.contains("Done: IT-56, IT-55"), "{shown}");
    // Only what is theirs to do: Pat serves Payroll.
    let pat = bench.user("pat");
    pat.command("/desk queue").await;
    assert!(pat.click_ephemeral("Several at once").await.is_err());
}
