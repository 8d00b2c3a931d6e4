//! What the requester writes later: an answer, thanks, or that it is not over.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, DAY};

#[tokio::test]
async fn waiting_ends_when_the_requester_answers() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.more("bo", &number, "Wait for requester").await;
    // Others are heard, and are not the answer.
    bench.mutters("cy", &number, "still waiting?").await;
    assert_eq!(bench.status(&number).await, "waiting");
    bench.tells("ana", &number, "Here I am").await;
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(bench.facts(&number).await.last(), Some(&Fact::Answered));
}

#[tokio::test]
async fn thanks_do_not_reopen_and_a_real_reply_does() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench
        .write("bo", &number, "Resolve", "Summary", "A new cable")
        .await;
    bench.tells("ana", &number, "Thanks a lot! :tada:").await;
    assert_eq!(bench.status(&number).await, "resolved");
    assert!(
        bench
            .inside(&number)
            .await
            .contains(&"Ana:\nThanks a lot! :tada:".to_owned())
    );
    bench
        .tells("ana", &number, "Thanks, but it is black again")
        .await;
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    let inside = bench.inside(&number).await;
    assert!(
        inside
            .iter()
            .any(|m| m == "Ana says that it is not solved.\n@bo, it is with you again."),
        "{inside:#?}"
    );
    let outside = bench.outside(&number).await;
    assert!(
        outside
            .iter()
            .any(|m| m.starts_with("Thank you for telling us. It is open again")),
        "{outside:#?}"
    );
    // The poll is over, and a new one comes with the next resolution.
    assert!(
        outside[0].contains("was opened again after this"),
        "{outside:#?}"
    );
    bench
        .write("bo", &number, "Resolve", "Summary", "A new screen")
        .await;
    assert!(
        bench
            .outside(&number)
            .await
            .last()
            .unwrap()
            .contains("A new screen")
    );
}

#[tokio::test]
async fn an_agents_word_in_the_resolved_thread_reopens_nothing() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench
        .write("bo", &number, "Resolve", "Summary", "A new cable")
        .await;
    bench.mutters("bo", &number, ">> Mind the step").await;
    assert_eq!(bench.status(&number).await, "resolved");
    assert!(
        bench
            .outside(&number)
            .await
            .contains(&"Bo (IT support):\nMind the step".to_owned())
    );
}

#[tokio::test]
async fn words_under_a_closed_request_reach_the_team_and_a_new_one_is_offered_once() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench
        .write("bo", &number, "Resolve", "Summary", "A new cable")
        .await;
    bench.pass(6 * DAY).await;
    assert_eq!(bench.status(&number).await, "closed");
    bench.tells("ana", &number, "thank you").await;
    bench.tells("ana", &number, "It is black again").await;
    bench.tells("ana", &number, "Is anybody there?").await;
    assert_eq!(bench.status(&number).await, "closed");
    let inside = bench.inside(&number).await;
    assert!(
        inside.contains(&"Ana:\nIt is black again".to_owned()),
        "{inside:#?}"
    );
    let dm = bench.user("ana").dm_channel();
    let offers: Vec<String> = bench
        .outside(&number)
        .await
        .into_iter()
        .filter(|m| m.starts_with("That request is over."))
        .collect();
    assert_eq!(offers.len(), 1, "{offers:#?}");
    let offer = bench.slack.find(&dm, "That request is over.").unwrap();
    let ana = bench.user("ana");
    ana.click(&dm, &offer.ts, "New request").await.unwrap();
    let form = ana.modal().unwrap();
    assert_eq!(form.value("Subject").as_deref(), Some("screen is black"));
    assert_eq!(form.value("Asset tag").as_deref(), Some("AB-1234"));
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.status("IT-2").await, "new");
    // The offer was of use: it is none any more.
    let used = bench.slack.message(&dm, &offer.ts).unwrap();
    assert_eq!(used.plain(), "This became IT-2.");
    assert!(used.buttons().is_empty());
}

#[tokio::test]
async fn not_solved_reopens_with_the_reason() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench
        .write("bo", &number, "Resolve", "Summary", "A new cable")
        .await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    let poll = bench.slack.find(&dm, "A new cable").unwrap();
    ana.click(&dm, &poll.ts, "Not solved").await.unwrap();
    ana.fill("What is still wrong?", "Still black")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "in_progress");
    assert!(
        bench
            .inside(&number)
            .await
            .iter()
            .any(|m| m == "Ana reopened it: Still black\n@bo, it is with you again.")
    );
}
