//! Who may do what: agents, the lead and admins serve; the requester cancels and reopens what is
//! theirs; nobody else does anything.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, TRIAGE};

const BUTTONS: [&str; 6] = ["Take it", "Assign", "Ask", "Resolve", "More", "Reply"];
const NOT_YOURS: &str = "Only the team that serves this request can do that. If you have something to add, write it in the thread.";

#[tokio::test]
async fn agents_the_lead_and_admins_serve() {
    for (who, name) in [("bo", "Bo"), ("cy", "Cy"), ("lea", "Lea"), ("root", "Root")] {
        let bench = Bench::start().await;
        let number = bench.files("ana", "screen is black").await;
        bench.user(who).joins(TRIAGE).await;
        bench.press(who, &number, "Take it").await.unwrap();
        bench.calm().await;
        assert_eq!(bench.assignee(&number).await.as_deref(), Some(name));
    }
}

#[tokio::test]
async fn others_in_the_teams_channel_are_refused_with_a_whisper() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for (count, button) in BUTTONS.into_iter().enumerate() {
        bench.press("ben", &number, button).await.unwrap();
        bench.calm().await;
        assert!(bench.user("ben").modal().is_none(), "{button}");
        let whispers = bench.whispers("ben");
        assert_eq!(whispers.len(), count + 1, "{button}: {whispers:#?}");
        assert_eq!(whispers[count], NOT_YOURS, "{button}");
    }
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
}

#[tokio::test]
async fn another_teams_agent_is_one_of_the_others() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.user("pat").joins(TRIAGE).await;
    bench.press("pat", &number, "Take it").await.unwrap();
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "new");
    assert_eq!(bench.whispers("pat"), [NOT_YOURS]);
}

#[tokio::test]
async fn a_form_opened_in_time_does_not_outlive_the_right_to_it() {
    let mut bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Resolve").await.unwrap();
    let bo = bench.user("bo");
    bo.fill("Summary", "Done").await.unwrap();
    let without = crate::bench::CONFIG.replace("\"slack:U0BO\", ", "");
    bench.restart(&without).await;
    let Submitted::Errors(errors) = bo.submit().await else {
        panic!("bo left the team")
    };
    assert_eq!(errors[0].1, NOT_YOURS);
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn the_requester_cancels_and_reopens_what_is_theirs() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let ana = bench.user("ana");
    let card = bench.theirs(&number).await;
    assert_eq!(
        card.buttons(),
        ["Details", "Add a watcher", "Cancel request"]
    );
    ana.click(&card.channel, &card.ts, "Cancel request")
        .await
        .unwrap();
    ana.fill("Why?", "It was the plug").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "cancelled");
    assert_eq!(
        bench.inside(&number).await,
        ["Ana cancelled it: It was the plug"]
    );
    ana.click(&card.channel, &card.ts, "Reopen").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "new");
    // What they did themselves needs no telling; that they were heard does.
    assert_eq!(
        bench.outside(&number).await,
        ["Thank you for telling us. It is open again, and the team can see why."]
    );
}

#[tokio::test]
async fn the_requester_serves_nothing_even_where_they_see_the_card() {
    let bench = Bench::start().await;
    // Ben sits in the team's channel.
    let number = bench.files("ben", "screen is black").await;
    for button in BUTTONS {
        bench.press("ben", &number, button).await.unwrap();
    }
    bench
        .mutters("ben", &number, ">> let me answer myself")
        .await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
    assert_eq!(bench.outside(&number).await, Vec::<String>::new());
    assert!(bench.whispers("ben").iter().all(|w| w == NOT_YOURS));
}

#[tokio::test]
async fn strangers_never_serve_whatever_address_they_bring() {
    let bench = Bench::start().await;
    // Another company's workspace gave him an agent's address.
    let mallory = bench
        .slack
        .add_stranger("mallory", "cy@acme.example", "Europe/Paris");
    bench.slack.share(TRIAGE);
    mallory.joins(TRIAGE).await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.triage(&number).await;
    for button in BUTTONS {
        mallory.click(TRIAGE, &card.ts, button).await.unwrap();
        bench.calm().await;
    }
    for emoji in ["eyes", "hourglass_flowing_sand", "white_check_mark"] {
        mallory.reacts(TRIAGE, &card.ts, emoji).await.unwrap();
    }
    mallory
        .replies(TRIAGE, &card.ts, ">> give me your password")
        .await;
    bench.calm().await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
    assert_eq!(bench.outside(&number).await, Vec::<String>::new());
    let last = bench.whispers("mallory").pop().unwrap();
    assert_eq!(
        last,
        "People from other companies can ask here, and only the team itself can do this."
    );
}
