//! One conversation over two threads: what is edited, deleted, and what stays inside.

use frontdesk::sandbox::{Fault, Trouble};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::door::rows;
use crate::bench::{Bench, TRIAGE};

#[tokio::test]
async fn edits_and_deletions_reach_the_other_side_both_ways() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let ana = bench.user("ana");
    let bo = bench.user("bo");
    let dm = ana.dm_channel();
    let asked = bench.tells("ana", &number, "It is blak").await;
    ana.edits(&dm, &asked, "It is black").await.unwrap();
    bench.calm().await;
    assert_eq!(bench.inside(&number).await, ["Ana:\nIt is black\n(edited)"]);
    let reply = bench.mutters("bo", &number, ">> Try teh cable").await;
    bo.edits(TRIAGE, &reply, ">> Try the cable").await.unwrap();
    bench.calm().await;
    assert_eq!(
        bench.outside(&number).await[1],
        "Bo (IT support):\nTry the cable\n(edited)"
    );
    ana.deletes(&dm, &asked).await.unwrap();
    bo.deletes(TRIAGE, &reply).await.unwrap();
    bench.calm().await;
    assert_eq!(bench.outside(&number).await, Vec::<String>::new());
    assert_eq!(bench.inside(&number).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_edit_that_takes_the_marks_away_stays_inside() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let reply = bench.mutters("bo", &number, ">> Try the cable").await;
    let bo = bench.user("bo");
    bo.edits(TRIAGE, &reply, "she will not manage that")
        .await
        .unwrap();
    bench.calm().await;
    assert_eq!(
        bench.outside(&number).await,
        ["Bo (IT support):\nTry the cable"]
    );
    assert_eq!(
        bench.whispers("bo"),
        [
            "Your edit took the >> away, so what you wrote now stays within the team. The requester still sees what was sent before."
        ]
    );
}

#[tokio::test]
async fn a_note_that_is_edited_to_begin_with_marks_stays_a_note() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let note = bench.mutters("bo", &number, "she kicked it").await;
    bench
        .user("bo")
        .edits(TRIAGE, &note, ">> she kicked it")
        .await
        .unwrap();
    bench.calm().await;
    assert_eq!(bench.outside(&number).await, Vec::<String>::new());
    bench.user("bo").deletes(TRIAGE, &note).await.unwrap();
    bench.calm().await;
    assert_eq!(bench.outside(&number).await, Vec::<String>::new());
}

/// What somebody does in the triage thread.
#[derive(Clone, Debug)]
enum Talk {
    Note(usize),
    Reply(usize),
    /// Edits the n-th message from the end; with marks or without.
    Edit(usize, bool),
    Delete(usize),
}

fn talk() -> impl Strategy<Value = Talk> {
    prop_oneof![
        (0..3usize).prop_map(Talk::Note),
        (0..3usize).prop_map(Talk::Reply),
        (0..4usize, any::<bool>()).prop_map(|(n, marks)| Talk::Edit(n, marks)),
        (0..4usize).prop_map(Talk::Delete),
    ]
}

/// Two agents and somebody who only sits in the channel.
const PEOPLE: [&str; 3] = ["bo", "cy", "ben"];

async fn carry_out(story: &[Talk]) {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.triage(&number).await;
    let mut said: Vec<(String, String)> = Vec::new();
    for (n, talk) in story.iter().enumerate() {
        match talk {
            Talk::Note(who) | Talk::Reply(who) => {
                let name = PEOPLE[*who];
                // Ben's marks make nothing public.
                let public = matches!(talk, Talk::Reply(_)) && name != "ben";
                let word = if public { "public" } else { "secret" };
                let marks = if matches!(talk, Talk::Reply(_)) {
                    ">> "
                } else {
                    ""
                };
                let text = format!("{marks}{word}{n}");
                let ts = bench.user(name).replies(TRIAGE, &card.ts, &text).await;
                said.push((name.to_owned(), ts));
            }
            Talk::Edit(back, marks) => {
                let Some((name, ts)) = said.iter().rev().nth(*back) else {
                    continue;
                };
                let before = bench.slack.message(TRIAGE, ts).unwrap();
                // Only what was a reply and stays one may be read outside.
                let public = *marks && before.text.contains("&gt;&gt; public");
                let word = if public { "public" } else { "secret" };
                let text = format!("{}{word}{n}", if *marks { ">> " } else { "" });
                bench.user(name).edits(TRIAGE, ts, &text).await.unwrap();
                if !public && before.text.contains("public") {
                    // Whatever it becomes next, it was taken inside; this story ends here for it.
                    let ts = ts.clone();
                    said.retain(|(_, other)| *other != ts);
                }
            }
            Talk::Delete(back) => {
                let Some((name, ts)) = said.iter().rev().nth(*back).cloned() else {
                    continue;
                };
                bench.user(&name).deletes(TRIAGE, &ts).await.unwrap();
                said.retain(|(_, other)| *other != ts);
            }
        }
        if n % 3 == 0 {
            bench.calm().await;
        }
    }
    bench.calm().await;
    for call in bench.slack.calls() {
        let elsewhere = call.args["channel"] != TRIAGE;
        assert!(
            !(elsewhere && call.args.to_string().contains("secret")),
            "{} let it out: {}\n{story:?}",
            call.method,
            call.args
        );
    }
}

#[tokio::test]
async fn whatever_is_said_inside_only_replies_of_agents_leave() {
    let mut runner = TestRunner::deterministic();
    let stories = proptest::collection::vec(talk(), 4..14);
    for _ in 0..24 {
        let story = stories.new_tree(&mut runner).unwrap().current();
        carry_out(&story).await;
    }
}

#[tokio::test]
async fn what_is_edited_or_deleted_before_we_know_our_own_card_is_taken_in_as_it_reads_then() {
    let bench = Bench::start().await;
    // The card arrives, but the answer that says where is lost.
    let lost = Fault::new("chat.postMessage", Trouble::LoseAnswer).in_channel(TRIAGE);
    bench.slack.fault(lost);
    bench.asks("ana", "screen is black").await;
    while bench.slack.messages(TRIAGE).is_empty() {
        assert!(bench.app.delivery.tick().await.unwrap() > 0);
    }
    let card = bench.slack.messages(TRIAGE).remove(0);
    let bo = bench.user("bo");
    let early = bo.replies(TRIAGE, &card.ts, ">> We are comming").await;
    let wrong = bo.replies(TRIAGE, &card.ts, ">> not today").await;
    bench.slack.settled().await;
    assert_eq!(rows(&bench, "strays").await, 2);
    bo.edits(TRIAGE, &early, ">> We are coming").await.unwrap();
    bo.deletes(TRIAGE, &wrong).await.unwrap();
    bench.calm().await;
    assert_eq!(
        bench.outside("IT-1").await,
        ["Bo (IT support):\nWe are coming"]
    );
    assert_eq!(rows(&bench, "strays").await, 0);
}
