//! Serving by More: waiting, hold, going on, what is no request, watching.

use frontdesk::domain::post::PostKind;
use frontdesk::domain::request::Fact;
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, HOUR};

async fn offered(bench: &Bench, who: &str, number: &str) -> Vec<String> {
    bench.press(who, number, "More").await.unwrap();
    let modal = bench.user(who).modal().unwrap();
    let options = modal.options("What do you want to do?");
    bench.user(who).closes_modal(false).await;
    options
}

#[tokio::test]
async fn more_offers_what_fits_the_state() {
    let bench = Bench::start().await;
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
        Submitted::Closed
    );
    assert_eq!(
        offered(&bench, "bo", &number).await,
        [
            "Hand over",
            "Wrong team",
            "Put on hold",
            "Snooze",
            "Go on",
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
    assert_eq!(bench.more("bo", &number, "Watch").await, Submitted::Closed);
    assert!(
        offered(&bench, "bo", &number)
            .await
            .contains(&"Stop watching".to_owned())
    );
    assert!(
        offered(&bench, "cy", &number)
            .await
            .contains(&"Watch".to_owned())
    );
}

#[tokio::test]
async fn waiting_and_going_on_are_told_and_stop_the_clock() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let due = bench.due(&number).await.unwrap();
    bench.more("bo", &number, "Wait for requester").await;
    assert_eq!(bench.status(&number).await, "waiting");
    bench.pass(HOUR).await;
    assert_eq!(bench.more("bo", &number, "Go on").await, Submitted::Closed);
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(bench.due(&number).await.unwrap() / HOUR, due / HOUR + 1);
    let outside = bench.outside(&number).await;
    assert_eq!(outside.len(), 2, "{outside:#?}");
    assert!(outside[0].starts_with("Bo waits for an answer from you."));
    assert!(outside[1].starts_with("Bo is working on it again. You have the result by"));
    assert_eq!(
        bench.facts(&number).await,
        [Fact::Filed, Fact::Waiting, Fact::Resumed]
    );
}

#[tokio::test]
async fn a_hold_needs_its_reason_and_the_requester_reads_it() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(
        bench.more("bo", &number, "Put on hold").await,
        Submitted::Updated
    );
    let bo = bench.user("bo");
    let form = bo.modal().unwrap();
    assert_eq!(form.title(), "Put on hold");
    assert_eq!(
        bo.submit().await,
        Submitted::Incomplete(vec!["What is it waiting for?".to_owned()])
    );
    bo.fill("What is it waiting for?", "  ").await.unwrap();
    let Submitted::Errors(errors) = bo.submit().await else {
        panic!("blanks are no reason")
    };
    assert_eq!(
        errors[0].1,
        "There is no text yet. Please write a sentence."
    );
    bo.fill(
        "What is it waiting for?",
        "The new screen comes on Thursday",
    )
    .await
    .unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "on_hold");
    // Nobody has taken it, and a hold does not change that.
    assert_eq!(bench.assignee(&number).await, None);
    let outside = bench.outside(&number).await;
    assert!(
        outside[0].starts_with("Bo had to put this on hold: The new screen comes on Thursday"),
        "{outside:#?}"
    );
    assert_eq!(bench.more("cy", &number, "Go on").await, Submitted::Closed);
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Cy"));
}

#[tokio::test]
async fn what_is_no_request_is_closed_and_can_be_reopened_by_its_requester() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "lunch was great").await;
    bench.more("bo", &number, "Not a request").await;
    let bo = bench.user("bo");
    bo.fill("Why?", "Nice, but nothing to do").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "cancelled");
    let outside = bench.outside(&number).await;
    assert!(
        outside[0].starts_with("Bo closed this as not a request: Nice, but nothing to do"),
        "{outside:#?}"
    );
    let card = bench.theirs(&number).await;
    assert_eq!(card.buttons(), ["Reopen", "Details"]);
    let ana = bench.user("ana");
    ana.click(&card.channel, &card.ts, "Reopen").await.unwrap();
    ana.fill("What do you need?", "There was a hair in it")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "new");
    assert!(
        bench
            .inside(&number)
            .await
            .iter()
            .any(|m| m == "Ana reopened it: There was a hair in it")
    );
}

#[tokio::test]
async fn a_watchers_card_lives_in_their_direct_messages_and_ends() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.more("cy", &number, "Watch").await;
    let card = bench.living(&number, PostKind::WatchCard).await;
    assert_eq!(card.channel, bench.user("cy").dm_channel());
    assert!(card.reads("New"), "{}", card.plain());
    // It follows.
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    let card = bench.living(&number, PostKind::WatchCard).await;
    assert!(
        card.reads("In progress") && card.reads("Bo"),
        "{}",
        card.plain()
    );
    assert_eq!(card.buttons(), ["Stop watching"]);
    // It ends, by its own button; twice is once.
    let cy = bench.user("cy");
    for _ in 0..2 {
        cy.click(&card.channel, &card.ts, "Stop watching")
            .await
            .unwrap();
    }
    bench.calm().await;
    let ended = bench.slack.message(&card.channel, &card.ts).unwrap();
    assert_eq!(ended.plain(), format!("You no longer watch {number}."));
    bench
        .write("bo", &number, "Resolve", "Summary", "Done")
        .await;
    let ended = bench.slack.message(&card.channel, &card.ts).unwrap();
    assert_eq!(ended.plain(), format!("You no longer watch {number}."));
    assert_eq!(
        bench.facts(&number).await[..4],
        [Fact::Filed, Fact::Watched, Fact::Taken, Fact::Unwatched]
    );
}

#[tokio::test]
async fn what_is_no_longer_possible_is_said_in_the_form() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "More").await.unwrap();
    let bo = bench.user("bo");
    bo.pick("What do you want to do?", "Hand over")
        .await
        .unwrap();
    bench
        .write("cy", &number, "Resolve", "Summary", "Done")
        .await;
    let Submitted::Errors(errors) = bo.submit().await else {
        panic!("it is resolved")
    };
    assert_eq!(
        errors[0].1,
        "This request is resolved already. Reopen it first if there is still something to do."
    );
}
