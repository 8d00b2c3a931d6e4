//! Several people at the same card at the same moment, and one person several times.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::teams::Done;
use futures_util::future::join_all;

use super::bench::{TRIAGE, TeamsBench};

#[tokio::test]
async fn of_several_who_take_it_one_wins_and_the_others_hear_who() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let people = ["bo", "cy", "lea"];
    let presses = people.map(|who| {
        let (person, id) = (bench.user(who), card.id.clone());
        async move { person.press(TRIAGE, &id, "Take it").await }
    });
    join_all(presses).await;
    bench.settle().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed, Fact::Taken]);
    let winner = bench.assignee(&number).await.unwrap();
    for who in people
        .iter()
        .filter(|who| !winner.eq_ignore_ascii_case(who))
    {
        let told = bench.told(who).pop().unwrap_or_default();
        assert!(
            told.starts_with(&format!("@{winner} took this one first.")),
            "{who}: {told}"
        );
    }
    assert_eq!(bench.outside(&number).await.len(), 1);
}

#[tokio::test]
async fn a_hail_of_presses_by_one_person_counts_once() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let presses = (0..10).map(|_| {
        let (bo, id) = (bench.user("bo"), card.id.clone());
        async move { bo.press(TRIAGE, &id, "Take it").await.unwrap() }
    });
    let shown = join_all(presses).await;
    assert!(
        shown.iter().all(|d| matches!(d, Done::Card(_))),
        "{shown:?}"
    );
    bench.settle().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed, Fact::Taken]);
    assert_eq!(bench.outside(&number).await, ["Bo is on it."]);
    assert_eq!(bench.told("bo"), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(bench.press("bo", &number, "Reply").await, Done::Dialog);
    let bo = bench.user("bo");
    bo.fill("Your reply", "Have you tried the other cable?")
        .unwrap();
    let (one, two) = tokio::join!(bo.sends(), bo.sends());
    assert!([&one, &two].contains(&&Ok(Done::Closed)), "{one:?} {two:?}");
    bench.settle().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed, Fact::Replied]);
    assert_eq!(
        bench.outside(&number).await,
        ["Bo (IT support):\nHave you tried the other cable?"]
    );
}

#[tokio::test]
async fn two_who_resolve_at_once_leave_one_summary_and_one_poll() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for who in ["bo", "cy"] {
        assert_eq!(bench.press(who, &number, "Resolve").await, Done::Dialog);
        let summary = format!("Mended by {who}");
        bench.user(who).fill("Summary", summary).unwrap();
    }
    let (bo, cy) = (bench.user("bo"), bench.user("cy"));
    let (one, two) = tokio::join!(bo.sends(), cy.sends());
    let (second, lost) = match (one.unwrap(), two.unwrap()) {
        (Done::Closed, lost) => (cy, lost),
        (lost, Done::Closed) => (bo, lost),
        other => panic!("{other:?}"),
    };
    let said = match lost {
        Done::Word(word) => word,
        Done::Dialog => second.dialog().expect("the form is still there").words,
        other => panic!("{other:?}"),
    };
    assert!(said.contains("This request is resolved already."), "{said}");
    bench.settle().await;
    let told = bench.outside(&number).await;
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].matches("Mended by").count(), 1, "{}", told[0]);
    assert_eq!(bench.facts(&number).await.len(), 2);
}

#[tokio::test]
async fn many_requests_that_are_taken_at_once_have_one_true_card_each() {
    let bench = TeamsBench::start().await;
    for n in 0..6 {
        let who = ["ana", "ben"][n % 2];
        bench.files(who, &format!("screen {n} is black")).await;
    }
    let numbers: Vec<String> = (1..=6).map(|n| format!("IT-{n}")).collect();
    let presses = numbers.iter().flat_map(|number| {
        let card = bench.card(number);
        ["bo", "cy"].map(|who| {
            let (person, id) = (bench.user(who), card.id.clone());
            async move { person.press(TRIAGE, &id, "Take it").await.unwrap() }
        })
    });
    join_all(presses).await;
    bench.settle().await;
    let cards = bench.teams.messages(TRIAGE);
    assert_eq!(cards.iter().filter(|m| m.root.is_none()).count(), 6);
    for number in &numbers {
        assert_eq!(bench.facts(number).await, [Fact::Filed, Fact::Taken]);
        let name = bench.assignee(number).await.unwrap();
        let card = bench.card(number);
        let line = format!("Assigned to\n{name}");
        assert!(card.reads(&line), "{line}: {}", card.words);
    }
}
