//! A request goes to another desk, and keeps its number, its thread and its clock.

use frontdesk::sandbox::{Submitted, Visibility};

use crate::bench::{Bench, CONFIG, HELP, PAYROLL, TRIAGE};

pub async fn hand_over(bench: &Bench, who: &str, number: &str, service: &str, note: &str) {
    assert_eq!(
        bench.more(who, number, "Hand over").await,
        Submitted::Updated
    );
    let person = bench.user(who);
    assert_eq!(person.modal().unwrap().title(), "Hand over");
    person.pick("Whose is it?", service).await.unwrap();
    person.fill("What should they know?", note).await.unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.calm().await;
}

/// With a service of payroll that is not private.
fn open_payroll() -> String {
    format!("{CONFIG}\n[[service]]\nkey = \"bonus\"\nteam = \"PAY\"\nname = \"Bonus\"\n")
}

/// In the channel where IT is asked; the thread's `ts` comes back with the number.
pub async fn asks_openly(bench: &Bench, subject: &str) -> (String, String) {
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
    (ts, "IT-1".to_owned())
}

#[tokio::test]
async fn another_team_gets_the_card_with_what_was_said_and_the_thread_goes_on() {
    let bench = Bench::with(&open_payroll(), |_| {}).await;
    let number = bench.files("ana", "my pay is wrong").await;
    let due = bench.due(&number).await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.mutters("bo", &number, "not ours, I think").await;
    bench.mutters("bo", &number, ">> Which month?").await;
    bench.tells("ana", &number, "October").await;
    let old = bench.triage(&number).await;
    let thread = bench.theirs(&number).await;

    hand_over(&bench, "bo", &number, "Bonus", "She means October").await;
    let request = bench.request(&number).await;
    assert_eq!(
        (request.team.as_str(), request.number.as_str()),
        ("PAY", "IT-1")
    );
    // Nobody there has it yet; the clock is the same.
    assert_eq!(request.status.name(), "new");
    assert_eq!(bench.due(&number).await, due);
    let moved = bench.slack.message(TRIAGE, &old.ts).unwrap();
    assert_eq!(moved.plain(), "IT-1 went to Payroll.");
    let card = bench.triage(&number).await;
    assert_eq!(card.channel, PAYROLL);
    assert_eq!(
        bench.inside(&number).await,
        [
            "Bo (IT support) handed it over to you as “Bonus”.\nShe means October",
            "Bo replied to the requester:\nWhich month?",
            "Ana:\nOctober",
        ]
    );
    // The requester's thread is the same one, and says what happened; the note is not for them.
    assert_eq!(bench.theirs(&number).await.ts, thread.ts);
    let outside = bench.outside(&number).await;
    assert_eq!(
        outside.last().unwrap(),
        "Payroll takes over from IT support. You do not have to do anything: the number, this thread and the clock stay the same."
    );

    bench.press("pat", &number, "Take it").await.unwrap();
    bench.mutters("pat", &number, ">> We look into it").await;
    bench.tells("ana", &number, "Thank you").await;
    let outside = bench.outside(&number).await;
    assert!(
        outside
            .iter()
            .any(|m| m == "Pat (Payroll):\nWe look into it")
    );
    assert!(
        bench
            .inside(&number)
            .await
            .contains(&"Ana:\nThank you".to_owned())
    );
    // The old team's thread hears nothing more.
    let before = bench.thread(TRIAGE, &old.ts);
    assert!(
        !before.iter().any(|m| m.contains("Thank you")),
        "{before:#?}"
    );
}

#[tokio::test]
async fn talk_under_the_card_that_was_left_is_internal_whoever_talks() {
    let bench = Bench::with(&open_payroll(), |_| {}).await;
    let number = bench.files("ana", "my pay is wrong").await;
    let old = bench.triage(&number).await;
    hand_over(&bench, "bo", &number, "Bonus", "").await;
    let outside = bench.outside(&number).await;
    // Bo serves it no longer; Root may act for every team, and still: nobody there reads this thread.
    for who in ["bo", "root"] {
        bench.user(who).joins(TRIAGE).await;
        bench
            .user(who)
            .replies(TRIAGE, &old.ts, ">> anything new?")
            .await;
        bench.calm().await;
        assert_eq!(
            bench.whispers(who),
            [
                "IT-1 is with Payroll now, so this was not sent: what you write in this thread stays here."
            ]
        );
    }
    assert_eq!(bench.outside(&number).await, outside);
    // Nor do its buttons and reactions do anything any more.
    assert!(
        bench
            .slack
            .message(TRIAGE, &old.ts)
            .unwrap()
            .buttons()
            .is_empty()
    );
    bench
        .user("root")
        .reacts(TRIAGE, &old.ts, "eyes")
        .await
        .unwrap();
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn another_service_of_the_same_team_keeps_the_card_and_whoever_has_it() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    let card = bench.triage(&number).await;
    hand_over(&bench, "bo", &number, "Something else", "").await;
    let now = bench.triage(&number).await;
    assert_eq!(card.ts, now.ts);
    assert!(now.reads("Something else"));
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    assert_eq!(
        bench.outside(&number).await.last().unwrap(),
        "This is now handled as “Something else”. You do not have to do anything."
    );
    assert_eq!(
        bench.inside(&number).await,
        ["Bo made it “Something else”."]
    );
}

#[tokio::test]
async fn a_private_service_takes_the_talk_out_of_the_open_channel() {
    let bench = Bench::start().await;
    let (root, number) = asks_openly(&bench, "my payslip is odd").await;
    assert_eq!(bench.theirs(&number).await.channel, HELP);
    bench.mutters("bo", &number, ">> Odd in which way?").await;
    let reply = bench.slack.find(HELP, "Odd in which way?").unwrap();
    hand_over(&bench, "bo", &number, "Payslip question", "").await;
    let card = bench.theirs(&number).await;
    assert_eq!(card.channel, bench.user("ana").dm_channel());
    let open = bench.thread(HELP, &root);
    assert_eq!(
        open[0],
        "IT-1 goes on in direct messages, where only the people involved can read it."
    );
    // From now on nothing of it is shown there, not even an edit of what was.
    let card = bench.triage(&number).await;
    let said = bench
        .user("pat")
        .replies(PAYROLL, &card.ts, ">> Your salary is 4,000")
        .await;
    bench.calm().await;
    bench
        .user("pat")
        .edits(PAYROLL, &said, ">> Your salary is 5,000")
        .await
        .unwrap();
    bench.calm().await;
    bench
        .write("pat", &number, "Resolve", "Summary", "Salary mended")
        .await;
    let after = bench.thread(HELP, &root);
    assert_eq!(after, open);
    assert!(
        bench
            .outside(&number)
            .await
            .iter()
            .any(|m| m.contains("Your salary is 5,000"))
    );
    // What the requester writes under her old message is no longer part of it.
    bench.user("ana").replies(HELP, &root, "hello?").await;
    bench.calm().await;
    assert!(
        !bench
            .inside(&number)
            .await
            .iter()
            .any(|m| m.contains("hello?"))
    );
    assert_eq!(
        bench.slack.message(HELP, &reply.ts).unwrap().plain(),
        reply.plain()
    );
}

#[tokio::test]
async fn a_reply_under_way_does_not_arrive_in_the_open_channel_after_all() {
    let bench = Bench::start().await;
    let (root, number) = asks_openly(&bench, "my payslip is odd").await;
    let card = bench.triage(&number).await;
    // Nothing is sent between these two.
    let bo = bench.user("bo");
    bo.replies(TRIAGE, &card.ts, ">> So your salary is 4,000?")
        .await;
    bo.click(TRIAGE, &card.ts, "More").await.unwrap();
    bo.pick("What do you want to do?", "Hand over")
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    bo.pick("Whose is it?", "Payslip question").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    assert!(
        !bench
            .thread(HELP, &root)
            .iter()
            .any(|m| m.contains("4,000"))
    );
    assert!(
        bench
            .outside(&number)
            .await
            .iter()
            .any(|m| m.contains("So your salary is 4,000?"))
    );
}

#[tokio::test]
async fn a_private_request_is_not_shown_to_a_team_whose_channel_is_open() {
    let mut bench = Bench::start().await;
    bench
        .slack
        .add_channel("C0OPEN", "open", Visibility::Public, &["pat"]);
    bench.restart(&CONFIG.replace("C0PAYROLL", "C0OPEN")).await;
    let number = bench.files("ana", "my payslip is odd").await;
    assert_eq!(
        bench.more("bo", &number, "Hand over").await,
        Submitted::Updated
    );
    let bo = bench.user("bo");
    bo.pick("Whose is it?", "Payslip question").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_eq!(bench.slack.messages("C0OPEN").len(), 0);
}
