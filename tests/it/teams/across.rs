//! Asked in Teams, served in Slack: neither notices.

use frontdesk::sandbox::teams::Done;

use frontdesk::sandbox::Submitted;

use crate::bench::{START, TRIAGE as SLACK_TRIAGE};

use super::bench::{PAYROLL, TRIAGE, TeamsBench, teams_config};

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

/// People ask in Slack, and the teams work in Teams.
async fn asked_in_slack() -> (TeamsBench, String) {
    let bench = TeamsBench::starting(START, &teams_config(), true).await;
    let slack = bench.slack.clone().unwrap();
    slack.add_user("zoe", "zoe@acme.example", "Europe/Berlin");
    let zoe = slack.user("zoe");
    assert!(
        zoe.command("/request laptop screen *is* <black>")
            .await
            .ok()
    );
    zoe.fill("Asset tag", "AB-1234").await.unwrap();
    zoe.pick("What is it?", "Screen").await.unwrap();
    assert_eq!(zoe.submit().await, Submitted::Closed);
    bench.settle().await;
    (bench, "IT-1".to_owned())
}

#[tokio::test]
async fn asked_in_slack_and_served_in_teams() {
    let (bench, number) = asked_in_slack().await;
    let slack = bench.slack.clone().unwrap();
    let zoe = slack.user("zoe");
    let card = bench.card(&number);
    // By what she is called, whenever that was heard, and never by her account's name.
    let named = card.reads("From\nZoe\n") && card.reads("To reach Zoe, use Reply");
    assert!(card.reads("screen *is* <black>") && named, "{}", card.words);
    bench.press("bo", &number, "Take it").await;
    bench
        .mutters("bo", &number, ">> Ask @Cy about <b>it</b>, *please*")
        .await;
    let dm = zoe.dm_channel();
    let hers = zoe.dms()[0].ts.clone();
    let thread = || slack.thread(&dm, &hers);
    let read = || {
        thread()
            .iter()
            .map(|m| m.plain().to_owned())
            .collect::<Vec<_>>()
    };
    // Bo has an account on both, and is called by the one that she sees.
    assert!(
        read().iter().any(|m| m.ends_with("is on it.")),
        "{:#?}",
        read()
    );
    let reply = read().join("\n");
    assert!(reply.contains("about <b>it</b>, *please*"), "{reply}");
    assert!(!reply.contains("<at>"), "{reply}");
    // Her words, an edit and a deletion.
    let said = zoe
        .replies(
            &dm,
            &hers,
            "the *grey* one, see <https://acme.example|here>",
        )
        .await;
    bench.settle().await;
    assert!(
        bench
            .inside(&number)
            .await
            .join("\n")
            .contains("the *grey* one")
    );
    zoe.edits(&dm, &said, "the blue one").await.unwrap();
    bench.settle().await;
    assert!(
        bench
            .inside(&number)
            .await
            .join("\n")
            .contains("the blue one\n(edited)")
    );
    zoe.deletes(&dm, &said).await.unwrap();
    bench.settle().await;
    assert!(!bench.inside(&number).await.join("\n").contains("blue"));
    // A file stays in Slack: apps put none into channels of Teams.
    zoe.says_with_files(&dm, Some(&hers), "like this", &[("black.png", b"x")])
        .await;
    bench.settle().await;
    let inside = bench.inside(&number).await.join("\n");
    assert!(
        inside.contains("apps cannot put files here: black.png"),
        "{inside}"
    );
    // Resolved by reaction there, rated by reaction here.
    bench
        .reacts("bo", &number, "2705_whiteheavycheckmark", true)
        .await;
    let poll = thread()
        .into_iter()
        .find(|m| m.reads("How was it?"))
        .unwrap();
    zoe.reacts(&dm, &poll.ts, "star-struck").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.request(&number).await.rating, Some(5));
    assert!(bench.card(&number).reads("rated 5 of 5"));
}

#[tokio::test]
async fn a_request_is_handed_over_from_one_platform_to_the_other() {
    let config = teams_config().replace(
        &format!("channel = {{ teams = \"{PAYROLL}\" }}"),
        "channel = { slack = \"C0PAYROLL\" }",
    );
    let config =
        format!("{config}\n[[service]]\nkey = \"bonus\"\nteam = \"PAY\"\nname = \"Bonus\"\n");
    let bench = TeamsBench::starting(START, &config, true).await;
    let slack = bench.slack.clone().unwrap();
    let number = bench.files("ana", "my pay is wrong").await;
    bench.mutters("bo", &number, ">> Which month?").await;
    bench.tells("ana", "October").await;
    assert_eq!(bench.more("bo", &number, "Hand over").await, Done::Dialog);
    let bo = bench.user("bo");
    bo.pick("Whose is it?", "Bonus").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(
        bench.card(&number).words,
        format!("{number} went to Payroll.")
    );
    let card = slack
        .find(crate::bench::PAYROLL, &number)
        .expect("the card");
    let pat = slack.user("pat");
    pat.click(crate::bench::PAYROLL, &card.ts, "Take it")
        .await
        .unwrap();
    pat.replies(crate::bench::PAYROLL, &card.ts, ">> We look into it")
        .await;
    bench.settle().await;
    let chat = bench.chat("ana").join("\n");
    assert!(chat.contains("Pat (Payroll):\nWe look into it"), "{chat}");
    bench.tells("ana", "Thank you, Pat").await;
    let thread = slack.thread(crate::bench::PAYROLL, &card.ts);
    let thread: Vec<&str> = thread.iter().map(|m| m.plain()).collect();
    assert!(thread.join("\n").contains("October"), "{thread:#?}");
    assert!(thread.join("\n").contains("Thank you, Pat"), "{thread:#?}");
    let old = bench.thread(TRIAGE, &bench.card(&number).id).join("\n");
    assert!(!old.contains("Thank you, Pat"), "{old}");
}
