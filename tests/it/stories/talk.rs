//! One conversation over two threads: words.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::{Fault, Submitted, Trouble};

use crate::bench::{Bench, HELP, TRIAGE};

/// Asked in the open, where others read along; the thread's `ts`.
async fn asked_openly(bench: &Bench, subject: &str) -> String {
    let ana = bench.user("ana");
    let ts = ana.says(HELP, subject).await;
    ana.message_shortcut("turn_into_request", HELP, &ts)
        .await
        .unwrap();
    ana.pick("What do you need help with?", "Something else")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    ts
}

#[tokio::test]
async fn a_reply_goes_out_by_its_marks_and_by_its_form() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.mutters("bo", &number, "she always kicks it").await;
    bench.mutters("bo", &number, ">> Try the other cable").await;
    bench
        .mutters("bo", &number, "  >>and the other socket")
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
    // What was typed there stands there already; what was typed in a form does not.
    assert_eq!(
        bench.inside(&number).await,
        [
            "she always kicks it",
            ">> Try the other cable",
            "  >>and the other socket",
            ">>",
            "Cy replied to the requester:\nOr my screen",
        ]
    );
    // Whoever answers first has it.
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    let facts = bench.facts(&number).await;
    assert_eq!(
        facts,
        [Fact::Filed, Fact::Replied, Fact::Replied, Fact::Replied]
    );
}

#[tokio::test]
async fn the_requesters_words_reach_the_team_once_and_are_not_echoed() {
    let bench = Bench::start().await;
    bench.slack.doubles_events(true);
    let number = bench.files("ana", "screen is black").await;
    bench.tells("ana", &number, "It is still black").await;
    assert_eq!(bench.inside(&number).await, ["Ana:\nIt is still black"]);
    assert_eq!(bench.outside(&number).await, ["It is still black"]);
}

#[tokio::test]
async fn in_the_open_thread_an_agents_words_are_a_reply_and_a_bystander_is_heard() {
    let bench = Bench::start().await;
    let root = asked_openly(&bench, "printer is on fire").await;
    let number = "IT-1";
    bench.user("ben").replies(HELP, &root, "mine too").await;
    bench.calm().await;
    assert_eq!(bench.request(number).await.first_response_at, None);
    bench
        .user("bo")
        .replies(HELP, &root, "Leave the room, please")
        .await;
    bench.calm().await;
    let request = bench.request(number).await;
    assert!(request.first_response_at.is_some());
    assert_eq!(bench.assignee(number).await.as_deref(), Some("Bo"));
    let inside = bench.inside(number).await;
    assert!(inside.contains(&"Ben:\nmine too".to_owned()), "{inside:#?}");
    assert!(inside.contains(&"Bo replied to the requester:\nLeave the room, please".to_owned()));
    // Nothing comes back to where it was said.
    let open = bench.thread(HELP, &root);
    assert_eq!(
        open.iter().filter(|m| m.contains("Leave the room")).count(),
        1
    );
    assert_eq!(open.iter().filter(|m| m.contains("mine too")).count(), 1);
    // A later reply does not move the first response.
    let first = request.first_response_at;
    bench.pass(crate::bench::HOUR).await;
    bench.user("cy").replies(HELP, &root, "All out?").await;
    bench.calm().await;
    assert_eq!(bench.request(number).await.first_response_at, first);
}

#[tokio::test]
async fn words_under_a_poll_or_a_told_fact_belong_to_the_request_too() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    let ana = bench.user("ana");
    let told = bench.slack.find(&ana.dm_channel(), "Bo is on it.").unwrap();
    ana.replies(&ana.dm_channel(), &told.ts, "Thank you, Bo")
        .await;
    bench.calm().await;
    assert_eq!(bench.inside(&number).await, ["Ana:\nThank you, Bo"]);
}

#[tokio::test]
async fn words_that_come_before_we_know_our_own_card_are_kept() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    assert!(ana.command("/request other printer is on fire").await.ok());
    assert_eq!(ana.submit().await, Submitted::Closed);
    // The card arrives, but the answer that says where is lost.
    let lost = Fault::new("chat.postMessage", Trouble::LoseAnswer);
    bench.slack.fault(lost.in_channel(TRIAGE));
    while bench.slack.messages(TRIAGE).is_empty() {
        bench.app.delivery.tick().await.unwrap();
        bench.clock.advance(1_000);
    }
    let card = bench.slack.messages(TRIAGE).remove(0);
    bench
        .user("bo")
        .replies(TRIAGE, &card.ts, ">> We are coming")
        .await;
    assert!(
        bench
            .slack
            .find(&ana.dm_channel(), "We are coming")
            .is_none()
    );
    bench.calm().await;
    assert_eq!(
        bench.outside("IT-1").await,
        ["Bo (IT support):\nWe are coming"]
    );
    assert_eq!(bench.slack.messages(TRIAGE).len(), 1);
}

#[tokio::test]
async fn links_people_and_emoji_pass_and_nobody_is_pinged() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench
        .tells(
            "ana",
            &number,
            "<!channel> @here <!subteam^S1> see https://acme.example/x?a=1&b=2 said @ben :fire: *bold* <https://evil.example|https://acme.example>",
        )
        .await;
    let seen = &bench.inside(&number).await[0];
    for kept in [
        "<!channel>",
        "@here",
        "https://acme.example/x?a=1&b=2",
        "@ben",
        ":fire:",
        "*bold*",
        "<https://evil.example|https://acme.example>",
    ] {
        assert!(seen.contains(kept), "{kept} is missing:\n{seen}");
    }
    bench
        .mutters("bo", &number, ">> <!everyone> look at <@U0CY> and @cy")
        .await;
    let seen = &bench.outside(&number).await;
    assert!(
        seen.last()
            .unwrap()
            .contains("<!everyone> look at <@U0CY> and @cy")
    );
    // `Bench` fails at its end if anybody was pinged.
}

#[tokio::test]
async fn a_very_long_message_is_cut_with_a_way_to_the_whole() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let long: String = (0..2_000).map(|n| format!("w{n:04} ")).collect();
    assert_eq!(long.len(), 12_000);
    bench.tells("ana", &number, long.trim()).await;
    let card = bench.triage(&number).await;
    let copy = bench.slack.thread(TRIAGE, &card.ts).remove(0);
    assert!(copy.reads("w0000") && !copy.reads("w1999"));
    assert_eq!(copy.buttons(), ["Show all"]);
    let bo = bench.user("bo");
    bo.click(TRIAGE, &copy.ts, "Show all").await.unwrap();
    let whole = bo.modal().unwrap();
    assert!(whole.reads("w0000") && whole.reads("w1999"));
    // Not for everybody who happens to see the channel.
    let ben = bench.user("ben");
    ben.click(TRIAGE, &copy.ts, "Show all").await.unwrap();
    bench.calm().await;
    assert!(ben.modal().is_none());
    assert_eq!(bench.whispers("ben").len(), 1);
}
