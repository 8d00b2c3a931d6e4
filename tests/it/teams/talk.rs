//! One conversation over a chat and a thread: words, edits, deletions, markup.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::teams::Done;
use frontdesk::sandbox::{Fault, Trouble};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::bench::HOUR;

use super::bench::{HELP, TRIAGE, TeamsBench};

#[tokio::test]
async fn a_reply_goes_out_by_its_marks_and_by_its_form() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.mutters("bo", &number, "she always kicks it").await;
    bench.mutters("bo", &number, ">> Try the other cable").await;
    bench
        .mutters("bo", &number, "@Frontdesk >>and the other socket")
        .await;
    bench.mutters("bo", &number, ">>").await;
    bench
        .write("cy", &number, "Reply", "Your reply", "Or my screen")
        .await;
    assert_eq!(
        bench.outside(&number).await,
        [
            "Bo (IT support):\nTry the other cable",
            "Bo (IT support):\nand the other socket",
            "Cy (IT support):\nOr my screen",
        ]
    );
    assert_eq!(
        bench.inside(&number).await.last().unwrap(),
        "Cy replied to the requester:\nOr my screen"
    );
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    assert_eq!(
        bench.facts(&number).await,
        [Fact::Filed, Fact::Replied, Fact::Replied, Fact::Replied]
    );
}

#[tokio::test]
async fn where_nothing_is_heard_without_a_mention_a_mention_does() {
    let bench = TeamsBench::start().await;
    for channel in [TRIAGE, HELP] {
        bench.teams.set_heard(channel, false);
    }
    let root = bench.asks_openly(HELP, "ana", "the printer jams").await;
    bench.mutters("bo", "IT-1", ">> nobody hears this").await;
    bench
        .mutters("bo", "IT-1", "@Frontdesk >> Which printer?")
        .await;
    let ana = bench.user("ana");
    ana.replies(HELP, &root, "nor this").await;
    ana.replies(HELP, &root, "@Frontdesk the grey one").await;
    bench.settle().await;
    let outside = bench.thread(HELP, &root).join("\n");
    assert!(outside.contains("Which printer?"), "{outside}");
    assert!(!outside.contains("nobody hears"), "{outside}");
    let inside = bench.inside("IT-1").await.join("\n");
    assert!(inside.contains("the grey one"), "{inside}");
    assert!(!inside.contains("nor this"), "{inside}");
}

#[tokio::test]
async fn the_requesters_words_reach_the_team_once_and_are_not_echoed() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let words = bench.teams.activity("ana", "It is still black");
    for _ in 0..3 {
        assert_eq!(bench.user("ana").delivers(&words).await, 200);
    }
    bench.settle().await;
    assert_eq!(bench.inside(&number).await, ["Ana:\nIt is still black"]);
    let told = bench.outside(&number).await.join("\n");
    assert!(!told.contains("It is still black"), "{told}");
}

#[tokio::test]
async fn in_the_open_thread_an_agents_words_are_a_reply_and_a_bystander_is_heard() {
    let bench = TeamsBench::start().await;
    let root = bench.asks_openly(HELP, "ana", "printer is on fire").await;
    let number = "IT-1";
    bench.user("ben").replies(HELP, &root, "mine too").await;
    bench.settle().await;
    assert_eq!(bench.request(number).await.first_response_at, None);
    let bo = bench.user("bo");
    bo.replies(HELP, &root, "Leave the room, please").await;
    bench.settle().await;
    let first = bench.request(number).await.first_response_at;
    assert!(first.is_some());
    assert_eq!(bench.assignee(number).await.as_deref(), Some("Bo"));
    let inside = bench.inside(number).await;
    assert!(inside.contains(&"Ben:\nmine too".to_owned()), "{inside:#?}");
    let reply = "Bo replied to the requester:\nLeave the room, please".to_owned();
    assert!(inside.contains(&reply), "{inside:#?}");
    // Nothing comes back to where it was said.
    let open = bench.thread(HELP, &root).join("\n");
    assert_eq!(open.matches("Leave the room").count(), 1, "{open}");
    bench.pass(HOUR).await;
    bench.user("cy").replies(HELP, &root, "All out?").await;
    bench.settle().await;
    assert_eq!(bench.request(number).await.first_response_at, first);
}

#[tokio::test]
async fn words_that_quote_what_was_told_belong_to_its_request() {
    let bench = TeamsBench::start().await;
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ana", "mouse is slow").await;
    bench.press("bo", &first, "Take it").await;
    let ana = bench.user("ana");
    let told = bench.find(&ana.chat(), "Bo is on it.");
    ana.quotes(&told.id, "Thank you, Bo").await;
    bench.settle().await;
    assert_eq!(bench.inside(&first).await, ["Ana:\nThank you, Bo"]);
    assert_eq!(bench.inside(&second).await, Vec::<String>::new());
}

#[tokio::test]
async fn words_that_come_before_we_know_our_own_card_are_kept() {
    let bench = TeamsBench::start().await;
    let (bo, cy) = (bench.user("bo"), bench.user("cy"));
    let lunch = cy.says_in(TRIAGE, "lunch?").await;
    bo.replies(TRIAGE, &lunch, "who else?").await;
    assert_eq!(bench.rows("strays").await, 0, "none of our business");
    // The card arrives, but the answer that says where is lost.
    let lost = Fault::new("send", Trouble::LoseAnswer).in_channel(TRIAGE);
    bench.teams.trouble(lost);
    bench.wishes("ana", "printer is on fire").await;
    bench.settle().await;
    let card = bench.find(TRIAGE, "printer is on fire");
    let early = bo.replies(TRIAGE, &card.id, ">> We are comming").await;
    let wrong = bo.replies(TRIAGE, &card.id, ">> not before noon").await;
    bo.edits(TRIAGE, &early, ">> We are coming").await;
    bo.deletes(TRIAGE, &wrong).await;
    cy.replies(TRIAGE, &lunch, ">> at noon").await;
    bench.settle().await;
    let hers = bench.chat("ana").join("\n");
    assert!(!hers.contains("We are coming"), "{hers}");
    // A press on it shows where it is.
    bo.press(TRIAGE, &card.id, "Take it").await.unwrap();
    bench.settle().await;
    let hers = bench.outside("IT-1").await.join("\n");
    assert_eq!(
        hers.matches("Bo (IT support):\nWe are coming").count(),
        1,
        "{hers}"
    );
    assert!(
        !hers.contains("noon") && !hers.contains("comming"),
        "{hers}"
    );
    let cards = bench.teams.messages(TRIAGE).into_iter();
    assert_eq!(cards.filter(|m| m.by_bot && m.root.is_none()).count(), 1);
    bo.replies(TRIAGE, &lunch, "at one").await;
    assert_eq!(bench.rows("strays").await, 1, "only what may be ours");
}

#[tokio::test]
async fn markup_people_and_links_pass_and_nothing_of_it_is_live() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let html = "<p>see <a href=\"https://acme.example/x?a=1&amp;b=2\">the page</a> and \
        <a href=\"javascript:alert(1)\">this</a>, <strong>now</strong><br>&lt;at&gt;Bo&lt;/at&gt; \
        {{DATE(2026-01-01T00:00:00Z)}} **not bold** <img alt=\"🔥\" src=\"x\"></p>\
        <ul><li>one</li><li>two</li></ul><blockquote>quoted words</blockquote><pre>a  b</pre>";
    bench.user("ana").says_html(html).await;
    bench.settle().await;
    let copy = &bench.teams.thread(TRIAGE, &bench.card(&number).id)[0];
    for kept in [
        "the page",
        "this",
        "now",
        "<at>Bo</at>",
        "**not bold**",
        "🔥",
        "one\ntwo",
        "quoted words",
    ] {
        assert!(copy.words.contains(kept), "{kept}: {}", copy.words);
    }
    let sent = copy.activity["text"].to_string();
    assert!(
        sent.contains("https://acme.example/x?a=1&amp;b=2"),
        "{sent}"
    );
    assert!(!sent.contains("javascript:"), "{sent}");
    assert!(
        copy.activity["entities"].is_null(),
        "nobody is called: {sent}"
    );
    bench
        .mutters(
            "bo",
            &number,
            ">> <at>Ana</at> look at @Cy & [x](https://evil.example)",
        )
        .await;
    let told = bench.find(&bench.user("ana").chat(), "look at @Cy");
    assert!(told.reads("<at>Ana</at> look at @Cy & [x](https://evil.example)"));
    let called = told.activity["entities"].as_array().unwrap();
    assert_eq!(called.len(), 1, "only whom Bo mentioned: {called:?}");
}

#[tokio::test]
async fn edits_and_deletions_reach_the_other_side_both_ways() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let (ana, bo) = (bench.user("ana"), bench.user("bo"));
    let asked = bench.tells("ana", "It is blak").await;
    ana.edits(&ana.chat(), &asked, "It is black").await;
    bench.settle().await;
    assert_eq!(bench.inside(&number).await, ["Ana:\nIt is black\n(edited)"]);
    let reply = bench.mutters("bo", &number, ">> Try teh cable").await;
    bo.edits(TRIAGE, &reply, ">> Try the cable").await;
    bench.settle().await;
    let edited = "Bo (IT support):\nTry the cable\n(edited)".to_owned();
    assert!(bench.outside(&number).await.contains(&edited));
    ana.deletes(&ana.chat(), &asked).await;
    bo.deletes(TRIAGE, &reply).await;
    bench.settle().await;
    let told = bench.outside(&number).await.join("\n");
    assert!(!told.contains("cable"), "{told}");
    let inside = bench.inside(&number).await.join("\n");
    assert!(!inside.contains("Ana"), "{inside}");
}

#[tokio::test]
async fn an_edit_makes_nothing_public_and_takes_nothing_back_inside() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let bo = bench.user("bo");
    let reply = bench.mutters("bo", &number, ">> Try the cable").await;
    let note = bench.mutters("bo", &number, "she kicked it").await;
    bo.edits(TRIAGE, &reply, "she will not manage that").await;
    bo.edits(TRIAGE, &note, ">> she kicked it").await;
    bench.settle().await;
    assert_eq!(
        bench.outside(&number).await,
        ["Bo (IT support):\nTry the cable"]
    );
    let told = bench.told("bo").pop().unwrap_or_default();
    assert!(told.starts_with("Your edit took the >> away"), "{told}");
}

#[tokio::test]
async fn a_very_long_message_is_cut_with_a_way_to_the_whole() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let long: String = (0..2_000).map(|n| format!("w{n:04} ")).collect();
    bench.tells("ana", long.trim()).await;
    let copy = bench
        .teams
        .thread(TRIAGE, &bench.card(&number).id)
        .remove(0);
    assert!(copy.reads("w0000") && !copy.reads("w1999"));
    assert_eq!(copy.buttons(), ["Show all"]);
    let bo = bench.user("bo");
    let shown = bo.press(TRIAGE, &copy.id, "Show all").await;
    assert_eq!(shown, Ok(Done::Dialog));
    let whole = bo.dialog().unwrap().words;
    assert!(whole.contains("w0000") && whole.contains("w1999"));
    // Not for everybody who happens to see the channel.
    let refused = bench.user("ben").press(TRIAGE, &copy.id, "Show all").await;
    assert!(matches!(refused, Ok(Done::Word(_))), "{refused:?}");
}

/// What somebody does in the triage thread.
#[derive(Clone, Debug)]
enum Talk {
    /// With a mention of the bot, or without.
    Note(usize, bool),
    Reply(usize, bool),
    /// Edits the n-th message from the end; with marks or without.
    Edit(usize, bool),
    Delete(usize),
}

fn talk() -> impl Strategy<Value = Talk> {
    prop_oneof![
        (0..3usize, any::<bool>()).prop_map(|(who, called)| Talk::Note(who, called)),
        (0..3usize, any::<bool>()).prop_map(|(who, called)| Talk::Reply(who, called)),
        (0..4usize, any::<bool>()).prop_map(|(n, marks)| Talk::Edit(n, marks)),
        (0..4usize).prop_map(Talk::Delete),
    ]
}

async fn carry_out(story: &[Talk]) {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number).id;
    // By whom, which message, and whether it may be read outside.
    let mut said: Vec<(&str, String, bool)> = Vec::new();
    for (n, talk) in story.iter().enumerate() {
        match talk {
            Talk::Note(who, called) | Talk::Reply(who, called) => {
                // Two agents, and somebody whose marks make nothing public.
                let name = ["bo", "cy", "ben"][*who];
                let reply = matches!(talk, Talk::Reply(..));
                let public = reply && name != "ben";
                let called = if *called { "@Frontdesk " } else { "" };
                let marks = if reply { ">> " } else { "" };
                let word = if public { "public" } else { "secret" };
                let text = format!("{called}{marks}{word}{n}");
                let id = bench.user(name).replies(TRIAGE, &card, &text).await;
                said.push((name, id, public));
            }
            Talk::Edit(back, marks) => {
                let Some((name, id, was)) = said.iter().rev().nth(*back).cloned() else {
                    continue;
                };
                let public = *marks && was;
                let word = if public { "public" } else { "secret" };
                let text = format!("{}{word}{n}", if *marks { ">> " } else { "" });
                bench.user(name).edits(TRIAGE, &id, &text).await;
                if !public && was {
                    // It was taken inside: this story ends here for it.
                    said.retain(|(_, other, _)| *other != id);
                }
            }
            Talk::Delete(back) => {
                let Some((name, id, _)) = said.iter().rev().nth(*back).cloned() else {
                    continue;
                };
                bench.user(name).deletes(TRIAGE, &id).await;
                said.retain(|(_, other, _)| *other != id);
            }
        }
        if n % 3 == 0 {
            bench.settle().await;
        }
    }
    bench.settle().await;
    for call in bench.teams.calls() {
        let out = call.conversation != TRIAGE && call.body.to_string().contains("secret");
        assert!(!out, "{} let it out: {}\n{story:?}", call.method, call.body);
    }
}

#[tokio::test]
async fn whatever_is_said_inside_only_replies_of_agents_leave() {
    let mut runner = TestRunner::deterministic();
    let stories = proptest::collection::vec(talk(), 4..14);
    for _ in 0..12 {
        let story = stories.new_tree(&mut runner).unwrap().current();
        carry_out(&story).await;
    }
}
