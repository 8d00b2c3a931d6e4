//! Asked in Teams, served in Slack: neither notices.

use frontdesk::sandbox::teams::Done;

use crate::bench::TRIAGE as SLACK_TRIAGE;

use super::bench::TeamsBench;

#[tokio::test]
async fn asked_in_teams_and_served_in_slack() {
    let bench = TeamsBench::mixed().await;
    let slack = bench.slack.clone().unwrap();
    let ana = bench.user("ana");
    let number = bench.files("ana", "screen *is* <black> & blue").await;
    assert_eq!(number, "IT-1");
    let request = bench.request(&number).await;
    assert_eq!(request.channel, frontdesk::domain::request::Source::Teams);

    let card = slack.find(SLACK_TRIAGE, &number).expect("the triage card");
    assert!(card.plain().contains("Ana"), "{}", card.plain());
    assert!(
        card.plain().contains("screen *is* <black> & blue"),
        "{}",
        card.plain()
    );
    let bo = slack.user("bo");
    bo.click(SLACK_TRIAGE, &card.ts, "Take it").await.unwrap();
    bo.replies(SLACK_TRIAGE, &card.ts, ">> Which *cable*, <b>please</b>?")
        .await;
    bo.replies(SLACK_TRIAGE, &card.ts, "she always kicks it")
        .await;
    bench.settle().await;
    let chat = bench.chat("ana").join("\n---\n");
    assert!(chat.contains("Bo is on it."), "{chat}");
    assert!(chat.contains("Which *cable*, <b>please</b>?"), "{chat}");
    assert!(!chat.contains("kicks"), "{chat}");

    ana.says("The grey one, [click](javascript:alert(1)) <!channel>")
        .await;
    bench.settle().await;
    let thread: Vec<String> = slack
        .thread(SLACK_TRIAGE, &card.ts)
        .iter()
        .map(|m| m.plain().to_owned())
        .collect();
    let thread = thread.join("\n---\n");
    assert!(
        thread.contains("The grey one, [click](javascript:alert(1)) <!channel>"),
        "{thread}"
    );

    bo.click(SLACK_TRIAGE, &card.ts, "Resolve").await.unwrap();
    bo.fill("Summary", "A new cable").await.unwrap();
    bo.submit().await;
    bench.settle().await;
    let poll = bench.find(&ana.chat(), "How was it?");
    let rated = ana.press(&ana.chat(), &poll.id, "5").await.unwrap();
    assert!(matches!(rated, Done::Card(_)), "{rated:?}");
    bench.settle().await;
    assert_eq!(bench.request(&number).await.rating, Some(5));
    let card = slack.find(SLACK_TRIAGE, &number).unwrap();
    assert!(card.plain().contains("rated 5 of 5"), "{}", card.plain());
}

#[tokio::test]
async fn one_person_with_an_account_on_each_is_one() {
    let bench = TeamsBench::mixed().await;
    let slack = bench.slack.clone().unwrap();
    // Lea leads the team in Slack; she asks in Teams herself, and serves what she asked for in Slack.
    let number = bench.files("lea", "my own screen").await;
    let card = slack.find(SLACK_TRIAGE, &number).unwrap();
    slack
        .user("lea")
        .click(SLACK_TRIAGE, &card.ts, "Take it")
        .await
        .unwrap();
    bench.settle().await;
    let request = bench.request(&number).await;
    assert_eq!(request.assignee(), Some(request.requester));
}
