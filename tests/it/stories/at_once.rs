//! Several people at the same card at the same moment.

use std::collections::BTreeSet;

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::Submitted;
use futures_util::future::join_all;

use crate::bench::{Bench, TRIAGE};

#[tokio::test]
async fn of_several_who_take_it_one_wins_and_the_others_hear_who() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.triage(&number).await;
    let people = ["bo", "cy", "lea"];
    let presses = people.map(|who| {
        let person = bench.user(who);
        let ts = card.ts.clone();
        async move { person.click(TRIAGE, &ts, "Take it").await.unwrap() }
    });
    assert!(join_all(presses).await.iter().all(|ack| ack.ok()));
    bench.calm().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed, Fact::Taken]);
    let winner = bench.assignee(&number).await.unwrap().to_lowercase();
    for who in people {
        let expected: Vec<String> = if who == winner {
            vec![]
        } else {
            vec![format!(
                "@{winner} took this one first. You can write in its thread, or move it to you with Assign."
            )]
        };
        assert_eq!(bench.whispers(who), expected, "{who}, first was {winner}");
    }
    assert_eq!(bench.outside(&number).await.len(), 1);
}

#[tokio::test]
async fn a_hail_of_clicks_by_one_person_counts_once() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.triage(&number).await;
    let presses = (0..10).map(|_| {
        let (bo, ts) = (bench.user("bo"), card.ts.clone());
        async move { bo.click(TRIAGE, &ts, "Take it").await.unwrap() }
    });
    join_all(presses).await;
    bench.calm().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed, Fact::Taken]);
    assert_eq!(bench.outside(&number).await, ["Bo is on it."]);
    assert_eq!(bench.whispers("bo"), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Reply").await.unwrap();
    let bo = bench.user("bo");
    bo.fill("Your reply", "Have you tried the other cable?")
        .await
        .unwrap();
    let (one, two) = tokio::join!(bo.submit(), bo.submit());
    assert!(
        [&one, &two].contains(&&Submitted::Closed),
        "{one:?} {two:?}"
    );
    bench.calm().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed, Fact::Replied]);
    assert_eq!(bench.outside(&number).await.len(), 1);
}

#[tokio::test]
async fn two_who_resolve_at_once_leave_one_summary_and_one_poll() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for who in ["bo", "cy"] {
        bench.press(who, &number, "Resolve").await.unwrap();
        let summary = format!("Mended by {who}");
        bench.user(who).fill("Summary", &summary).await.unwrap();
    }
    let (bo, cy) = (bench.user("bo"), bench.user("cy"));
    let (one, two) = tokio::join!(bo.submit(), cy.submit());
    let lost = match (&one, &two) {
        (Submitted::Closed, Submitted::Errors(errors))
        | (Submitted::Errors(errors), Submitted::Closed) => errors,
        other => panic!("{other:?}"),
    };
    assert!(lost[0].1.starts_with("This request is resolved already."));
    bench.calm().await;
    assert_eq!(bench.outside(&number).await.len(), 1);
    assert_eq!(bench.facts(&number).await.len(), 2);
}

#[tokio::test]
async fn many_requests_at_once_have_numbers_without_gaps_and_true_cards() {
    let bench = Bench::start().await;
    for n in 0..6 {
        bench
            .files(["ana", "ben"][n % 2], &format!("screen {n} is black"))
            .await;
    }
    let acts = (1..=6).flat_map(|n| {
        let bench = &bench;
        ["bo", "cy"].map(move |who| async move {
            bench
                .press(who, &format!("IT-{n}"), "Take it")
                .await
                .unwrap();
        })
    });
    join_all(acts).await;
    bench.calm().await;
    let cards: BTreeSet<String> = bench
        .slack
        .messages(TRIAGE)
        .iter()
        .map(|m| m.plain()[..4].to_owned())
        .collect();
    let wanted: BTreeSet<String> = (1..=6).map(|n| format!("IT-{n}")).collect();
    assert_eq!(cards, wanted);
}
