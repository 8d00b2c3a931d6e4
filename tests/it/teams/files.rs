//! Files, as far as Teams lets a bot: out of a chat everywhere; into a chat after a yes; into a channel never.

use frontdesk::sandbox::{Fault, Trouble};

use crate::bench::TRIAGE as SLACK_TRIAGE;

use super::bench::{HELP, TRIAGE, TeamsBench};

#[tokio::test]
async fn a_file_for_a_channel_stays_and_the_copy_leads_to_it() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let ana = bench.user("ana");
    let file = ana.file("black.png", b"black");
    ana.says_with(&ana.chat(), "It looks like this", &[file])
        .await;
    bench.settle().await;
    let copy = &bench.teams.thread(TRIAGE, &bench.card(&number).id)[0];
    assert_eq!(
        copy.words,
        "Ana:\nIt looks like this\nThis file stays where it is, because apps cannot put files here: black.png"
    );
    let sent = copy.activity.to_string();
    assert!(sent.contains("/personal/black.png"), "a link to it: {sent}");
    assert!(
        !sent.contains("/files/"),
        "not what gives it to anybody: {sent}"
    );
}

#[tokio::test]
async fn a_file_goes_from_a_chat_of_teams_into_a_thread_of_slack() {
    let bench = TeamsBench::mixed().await;
    let slack = bench.slack.clone().unwrap();
    let number = bench.files("ana", "screen is black").await;
    let ana = bench.user("ana");
    let files = [ana.file("black.png", b"black"), ana.picture(b"pasted")];
    ana.says_with(&ana.chat(), "", &files).await;
    bench.settle().await;
    let card = slack.find(SLACK_TRIAGE, &number).unwrap();
    let thread = slack.thread(SLACK_TRIAGE, &card.ts);
    let names: Vec<&str> = thread
        .iter()
        .flat_map(|m| m.files.iter())
        .map(|f| f["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["black.png", "picture.png"]);
    assert!(
        thread[0].plain().ends_with("Files: black.png, picture.png"),
        "{}",
        thread[0].plain()
    );
    // One whose address has run out is said to be missing.
    let late = ana.file("late.png", b"late");
    bench.teams.lose_files();
    ana.says_with(&ana.chat(), "and this", &[late]).await;
    bench.settle().await;
    let thread = slack.thread(SLACK_TRIAGE, &card.ts);
    let last = thread.iter().rfind(|m| m.reads("and this")).unwrap();
    assert!(
        last.plain()
            .contains("This file could not be brought along: "),
        "{}",
        last.plain()
    );
}

/// Bo replies in Slack with a file; what Ana is asked in Teams.
async fn replied_with(bench: &TeamsBench, name: &str) -> (String, String) {
    let slack = bench.slack.clone().unwrap();
    let number = bench.files("ana", "screen is black").await;
    let card = slack.find(SLACK_TRIAGE, &number).unwrap();
    let bo = slack.user("bo");
    bo.says_with_files(
        SLACK_TRIAGE,
        Some(&card.ts),
        ">> Like this",
        &[(name, b"how to")],
    )
    .await;
    bench.settle().await;
    let offered = bench.teams.offered(&bench.user("ana").chat());
    assert_eq!(offered.len(), 1, "{offered:?}");
    assert_eq!(offered[0].1, name);
    (number, offered[0].0.clone())
}

#[tokio::test]
async fn a_file_for_somebodys_chat_is_theirs_once_they_say_yes() {
    let bench = TeamsBench::mixed().await;
    let (_, question) = replied_with(&bench, "cable.pdf").await;
    let ana = bench.user("ana");
    assert_eq!(ana.has_file("cable.pdf"), None);
    // Taking the question away has to be tried again: that shows the file no second time.
    let busy = Fault::new("delete", Trouble::Throttle(2)).in_channel(&ana.chat());
    bench.teams.trouble(busy);
    // A client that sees no answer says it again.
    for _ in 0..2 {
        assert_eq!(ana.answers_file(&question, true).await, 200);
    }
    bench.settle().await;
    assert_eq!(ana.has_file("cable.pdf").as_deref(), Some(&b"how to"[..]));
    let chat = bench.chat("ana");
    let shown = chat.iter().filter(|m| *m == "File: cable.pdf");
    assert_eq!(shown.count(), 1, "{chat:#?}");
    assert!(
        bench.teams.offered(&ana.chat()).is_empty(),
        "no question any more"
    );
    assert!(bench.outbox(true).await.is_empty());
}

#[tokio::test]
async fn a_no_is_a_no_and_other_peoples_answers_are_none() {
    let bench = TeamsBench::mixed().await;
    let (_, question) = replied_with(&bench, "cable.pdf").await;
    let ana = bench.user("ana");
    // Ben's client says what Ana's would.
    let context = ana
        .reads()
        .into_iter()
        .find(|m| m.id == question)
        .map(|m| m.activity["attachments"][0]["content"]["acceptContext"].clone())
        .unwrap();
    let grant = serde_json::json!({
        "name": "cable.pdf", "uniqueId": "x", "contentUrl": "https://ben.example/",
        "uploadUrl": "https://ben.example/upload",
    });
    let value = serde_json::json!({ "action": "accept", "context": context, "uploadInfo": grant });
    let ben = bench.user("ben");
    ben.says("hello").await;
    let (status, _) = ben.invokes("fileConsent/invoke", value).await;
    assert_eq!(status, 200);
    bench.settle().await;
    assert_eq!(bench.teams.calls_of("upload"), 0);
    assert_eq!(ana.answers_file(&question, false).await, 200);
    bench.settle().await;
    let chat = bench.chat("ana").join("\n");
    assert!(
        chat.contains("You did not want this file: cable.pdf"),
        "{chat}"
    );
    assert_eq!(bench.teams.calls_of("upload"), 0);
}

#[tokio::test]
async fn a_question_of_unknown_fate_is_not_asked_twice() {
    let bench = TeamsBench::mixed().await;
    let slack = bench.slack.clone().unwrap();
    let number = bench.files("ana", "screen is black").await;
    let card = slack.find(SLACK_TRIAGE, &number).unwrap();
    let ana = bench.user("ana");
    // The words arrive, and the answer to the question that follows is lost.
    let (bo, files) = (slack.user("bo"), [("cable.pdf", &b"how to"[..])]);
    bo.says_with_files(SLACK_TRIAGE, Some(&card.ts), ">> Like this", &files)
        .await;
    while bench.teams.find(&ana.chat(), "Like this").is_none() {
        bench.app.delivery.tick().await.unwrap();
        bench.clock.advance(500);
    }
    let lost = Fault::new("send", Trouble::LoseAnswer).in_channel(&ana.chat());
    bench.teams.trouble(lost);
    bench.settle().await;
    assert_eq!(bench.teams.offered(&ana.chat()).len(), 1);
    let dead = bench.outbox(true).await;
    assert_eq!(dead.len(), 1);
    assert!(dead[0].unsure, "{dead:?}");
    // It did arrive, and can be answered.
    let question = bench.teams.offered(&ana.chat()).remove(0).0;
    ana.answers_file(&question, true).await;
    bench.settle().await;
    assert_eq!(ana.has_file("cable.pdf").as_deref(), Some(&b"how to"[..]));
}

#[tokio::test]
async fn in_a_channel_the_requester_is_told_where_a_file_is() {
    let bench = TeamsBench::mixed().await;
    let slack = bench.slack.clone().unwrap();
    let root = bench.asks_openly(HELP, "ana", "the printer jams").await;
    let card = slack.find(SLACK_TRIAGE, "IT-1").unwrap();
    let bo = slack.user("bo");
    bo.says_with_files(SLACK_TRIAGE, Some(&card.ts), ">>", &[("lid.pdf", b"lid")])
        .await;
    bench.settle().await;
    let thread = bench.thread(HELP, &root).join("\n");
    assert!(
        thread.contains("This file stays where it is, because apps cannot put files here: lid.pdf"),
        "{thread}"
    );
}
