//! Review: the summary, the poll, the reasons, silence.

use frontdesk::domain::request::Request;

use crate::bench::{Bench, DAY, HELP, TRIAGE};

/// Asked in the request channel by ana, resolved by bo: others can see the poll too.
async fn resolved() -> (Bench, String) {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.resolves("bo", &number, "A new screen").await;
    let dm = bench.user("ana").dm_channel();
    let poll = bench.find(&dm, "How was it?");
    (bench, poll.ts)
}

async fn stored(bench: &Bench) -> Request {
    let mut tx = bench.app.desk.store.read().await.unwrap();
    let found = frontdesk::store::requests::by_number(&mut tx, "IT-1").await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn resolving_asks_for_the_summary_and_the_requester_gets_it_with_the_poll() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let bo = bench.user("bo");
    bo.click(TRIAGE, &card.ts, "Resolve").await.unwrap();
    // Nothing written is not enough.
    let empty = bo.submit().await;
    assert!(
        matches!(empty, frontdesk::sandbox::Submitted::Incomplete(_)),
        "{empty:?}"
    );
    bo.fill("Summary", "A new screen").await.unwrap();
    bo.submit().await;
    bench.settle().await;
    let ana = bench.user("ana");
    let root = ana.dms()[0].ts.clone();
    let thread = bench.slack.thread(&ana.dm_channel(), &root);
    let poll = thread.last().unwrap();
    assert!(
        poll.reads("A new screen") && poll.reads("Bo"),
        "{}",
        poll.plain()
    );
    let buttons = poll.buttons();
    assert_eq!(buttons[..5], ["1", "2", "3", "4", "5"]);
    assert_eq!(buttons[5..], ["Not solved", "Leave a comment"]);
}

#[tokio::test]
async fn every_button_counts_and_the_last_answer_stands() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    for score in ["5", "3", "4"] {
        ana.click(&dm, &poll, score).await.unwrap();
        bench.settle().await;
        assert_eq!(stored(&bench).await.rating, score.parse().ok());
        let line = format!("You gave {score} of 5");
        assert!(bench.slack.message(&dm, &poll).unwrap().reads(&line));
    }
    assert!(
        bench
            .find(TRIAGE, "How did this request come in?")
            .reads("4 of 5")
    );
}

#[tokio::test]
async fn every_reaction_counts_and_taking_back_the_last_one_takes_it_back() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    for (emoji, score) in [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("star-struck", 5),
        ("slightly_smiling_face", 4),
        ("neutral_face", 3),
        ("slightly_frowning_face", 2),
        ("rage", 1),
    ] {
        ana.reacts(&dm, &poll, emoji).await.unwrap();
        bench.settle().await;
        assert_eq!(stored(&bench).await.rating, Some(score), "{emoji}");
    }
    // An earlier answer is no answer any more.
    ana.unreacts(&dm, &poll, "five").await.unwrap();
    assert_eq!(stored(&bench).await.rating, Some(1));
    // Another that says the same still stands there.
    ana.unreacts(&dm, &poll, "rage").await.unwrap();
    bench.settle().await;
    assert_eq!(stored(&bench).await.rating, Some(1));
    ana.unreacts(&dm, &poll, "one").await.unwrap();
    bench.settle().await;
    assert_eq!(stored(&bench).await.rating, None);
    assert!(
        bench
            .slack
            .message(&dm, &poll)
            .unwrap()
            .reads("How was it?")
    );
    ana.reacts(&dm, &poll, "tada").await.unwrap();
    assert_eq!(stored(&bench).await.rating, None);
}

#[tokio::test]
async fn a_bad_score_is_asked_why_and_the_reason_reaches_the_team() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    ana.click(&dm, &poll, "2").await.unwrap();
    let modal = ana.modal().expect("asked at once");
    let label = modal.labels()[0].clone();
    ana.fill(&label, "It took a week").await.unwrap();
    ana.submit().await;
    bench.settle().await;
    let card = bench.card("IT-1");
    let thread = bench.thread(TRIAGE, &card.ts).join("\n");
    assert!(thread.contains("It took a week"), "{thread}");
    let shown = bench.slack.message(&dm, &poll).unwrap();
    assert!(shown.reads("You wrote: It took a week"));
    assert!(shown.buttons().contains(&"Change your comment".to_owned()));
    // A better score later asks nothing.
    ana.click(&dm, &poll, "4").await.unwrap();
    assert!(ana.modal().is_none());
}

#[tokio::test]
async fn a_bad_score_by_reaction_leaves_a_button_to_tell_why() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    ana.reacts(&dm, &poll, "rage").await.unwrap();
    bench.settle().await;
    ana.click(&dm, &poll, "Tell us why").await.unwrap();
    let label = ana.modal().expect("the form").labels()[0].clone();
    ana.fill(&label, "Still broken, really").await.unwrap();
    ana.submit().await;
    bench.settle().await;
    assert_eq!(
        stored(&bench).await.rating_comment.as_deref(),
        Some("Still broken, really")
    );
}

#[tokio::test]
async fn not_solved_asks_for_the_reason_and_opens_it_again() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    ana.click(&dm, &poll, "Not solved").await.unwrap();
    let label = ana.modal().expect("the form").labels()[0].clone();
    ana.fill(&label, "Black again").await.unwrap();
    ana.submit().await;
    bench.settle().await;
    assert_eq!(stored(&bench).await.status.name(), "in_progress");
    let card = &bench.slack.messages(TRIAGE)[0];
    let thread = bench.thread(TRIAGE, &card.ts).join("\n");
    assert!(thread.contains("Black again"), "{thread}");
    // The poll is over, and with it the reminder and the closing.
    assert!(!bench.slack.message(&dm, &poll).unwrap().reads("[5]"));
    ana.reacts(&dm, &poll, "five").await.unwrap();
    bench.pass(7 * DAY).await;
    let request = stored(&bench).await;
    assert_eq!(
        (request.status.name(), request.rating),
        ("in_progress", None)
    );
    assert_eq!(bench.count(&dm, "remind"), 0);
}

#[tokio::test]
async fn only_the_requester_rates() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let asked = ana.says(HELP, "my screen is black").await;
    ana.message_shortcut("turn_into_request", HELP, &asked)
        .await
        .unwrap();
    ana.pick("What do you need help with?", "Laptop trouble")
        .await
        .unwrap();
    ana.fill("Asset tag", "AB-1234").await.unwrap();
    ana.pick("What is it?", "Screen").await.unwrap();
    ana.submit().await;
    bench.settle().await;
    bench.resolves("bo", "IT-1", "A new screen").await;
    let poll = bench.find(HELP, "How was it?");
    let ben = bench.user("ben");
    ben.click(HELP, &poll.ts, "5").await.unwrap();
    ben.reacts(HELP, &poll.ts, "five").await.unwrap();
    bench
        .user("bo")
        .reacts(HELP, &poll.ts, "five")
        .await
        .unwrap();
    bench.settle().await;
    assert_eq!(stored(&bench).await.rating, None);
    assert_eq!(ben.ephemerals().len(), 1, "the click, not the reaction");
    ana.click(HELP, &poll.ts, "5").await.unwrap();
    bench.settle().await;
    assert_eq!(stored(&bench).await.rating, Some(5));
}

#[tokio::test]
async fn the_agent_rates_the_intake_in_one_tap_and_both_see_it() {
    let (bench, poll) = resolved().await;
    let dm = bench.user("ana").dm_channel();
    let bo = bench.user("bo");
    let asked = bench.find(TRIAGE, "How did this request come in?");
    let choices = [
        (
            "Complete, right desk, in time",
            "complete, at the right desk",
        ),
        ("Something was missing", "something was missing"),
        ("Wrong desk", "wrong desk"),
        ("Too late", "too late"),
    ];
    for (label, words) in choices {
        bo.click(TRIAGE, &asked.ts, label).await.unwrap();
        assert!(bo.modal().is_none());
        bench.settle().await;
        assert!(
            bench.slack.message(&dm, &poll).unwrap().reads(words),
            "{label}"
        );
        assert!(bench.slack.message(TRIAGE, &asked.ts).unwrap().reads(words));
    }
    // Not by those who do not serve there.
    let ben = bench.user("ben");
    ben.click(TRIAGE, &asked.ts, "Wrong desk").await.unwrap();
    bench.settle().await;
    assert!(
        bench
            .slack
            .message(TRIAGE, &asked.ts)
            .unwrap()
            .reads("too late")
    );
    assert_eq!(ben.ephemerals().len(), 1);
}

#[tokio::test]
async fn silence_is_reminded_once_and_then_closes() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    let root = ana.dms()[0].ts.clone();
    let said = |b: &Bench| b.slack.thread(&dm, &root).len();
    let before = said(&bench);
    bench.pass(3 * DAY).await;
    assert_eq!(said(&bench), before);
    bench.pass(DAY).await;
    assert_eq!(said(&bench), before + 1, "reminded after four days");
    assert_eq!(stored(&bench).await.status.name(), "resolved");
    bench.pass(DAY).await;
    assert_eq!(stored(&bench).await.status.name(), "closed");
    bench.pass(5 * DAY).await;
    assert_eq!(
        said(&bench),
        before + 1,
        "closing is shown on the card, not said"
    );
    // A late answer is an answer.
    ana.click(&dm, &poll, "5").await.unwrap();
    bench.settle().await;
    assert_eq!(stored(&bench).await.rating, Some(5));
}

#[tokio::test]
async fn who_has_rated_is_not_reminded() {
    let (bench, poll) = resolved().await;
    let ana = bench.user("ana");
    let root = ana.dms()[0].ts.clone();
    ana.click(&ana.dm_channel(), &poll, "4").await.unwrap();
    bench.settle().await;
    let before = bench.slack.thread(&ana.dm_channel(), &root).len();
    bench.pass(6 * DAY).await;
    assert_eq!(bench.slack.thread(&ana.dm_channel(), &root).len(), before);
    assert_eq!(stored(&bench).await.status.name(), "closed");
}

#[tokio::test]
async fn the_reminder_can_be_answered_where_it_stands() {
    let (bench, _) = resolved().await;
    let ana = bench.user("ana");
    let dm = ana.dm_channel();
    let root = ana.dms()[0].ts.clone();
    bench.pass(4 * DAY).await;
    let thread = bench.slack.thread(&dm, &root);
    let reminder = thread.last().unwrap();
    ana.click(&dm, &reminder.ts, "3").await.unwrap();
    bench.settle().await;
    assert_eq!(stored(&bench).await.rating, Some(3));
}

#[tokio::test]
async fn resolved_by_emoji_the_summary_may_follow() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let bo = bench.user("bo");
    bo.reacts(TRIAGE, &card.ts, "white_check_mark")
        .await
        .unwrap();
    bench.settle().await;
    let dm = bench.user("ana").dm_channel();
    assert!(
        bench
            .find(&dm, "How was it?")
            .reads("still to be written down")
    );
    let asked = bench.find(TRIAGE, "How did this request come in?");
    bo.click(TRIAGE, &asked.ts, "Add summary").await.unwrap();
    bo.fill("Summary", "A new screen").await.unwrap();
    bo.submit().await;
    bench.settle().await;
    assert!(bench.find(&dm, "How was it?").reads("A new screen"));
    assert_eq!(bench.count(&dm, "How was it?"), 1);
}
