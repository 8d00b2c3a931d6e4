//! A request goes to another desk, and keeps its number, its talk and its clock.

use frontdesk::sandbox::teams::Done;

use super::bench::{HELP, PAYROLL, TRIAGE, TeamsBench, teams_config};

pub async fn hand_over(bench: &TeamsBench, who: &str, number: &str, service: &str, note: &str) {
    assert_eq!(bench.more(who, number, "Hand over").await, Done::Dialog);
    let person = bench.user(who);
    assert_eq!(person.dialog().unwrap().title, "Hand over");
    person.pick("Whose is it?", service).unwrap();
    person.fill("What should they know?", note).unwrap();
    assert_eq!(person.sends().await, Ok(Done::Closed));
    bench.settle().await;
}

/// With a service of payroll that is not private.
fn open_payroll() -> String {
    let config = teams_config();
    format!("{config}\n[[service]]\nkey = \"bonus\"\nteam = \"PAY\"\nname = \"Bonus\"\n")
}

#[tokio::test]
async fn another_team_gets_the_card_with_what_was_said_and_the_talk_goes_on() {
    let bench = TeamsBench::with(&open_payroll()).await;
    let number = bench.files("ana", "my pay is wrong").await;
    let due = bench.request(&number).await.promise.resolution_due;
    bench.press("bo", &number, "Take it").await;
    bench.mutters("bo", &number, "not ours, I think").await;
    bench.mutters("bo", &number, ">> Which month?").await;
    bench.tells("ana", "October").await;
    let old = bench.triage(&number).await;

    hand_over(&bench, "bo", &number, "Bonus", "She means October").await;
    let request = bench.request(&number).await;
    assert_eq!(request.team, "PAY");
    assert_eq!(request.number, "IT-1");
    assert_eq!(request.status.name(), "new");
    assert_eq!(request.promise.resolution_due, due);
    assert_eq!(bench.card(&number).words, "IT-1 went to Payroll.");
    assert_eq!(
        bench.inside(&number).await,
        [
            "Bo (IT support) handed it over to you as “Bonus”.\nShe means October",
            "Bo replied to the requester:\nWhich month?",
            "Ana:\nOctober",
        ]
    );
    let told = bench.told("ana").pop().unwrap();
    assert!(
        told.starts_with("Payroll takes over from IT support."),
        "{told}"
    );
    bench.press("pat", &number, "Take it").await;
    bench.mutters("pat", &number, ">> We look into it").await;
    bench.tells("ana", "Thank you").await;
    assert!(
        bench
            .told("ana")
            .contains(&"Pat (Payroll):\nWe look into it".to_owned())
    );
    let inside = bench.inside(&number).await;
    assert!(
        inside.contains(&"Ana:\nThank you".to_owned()),
        "{inside:#?}"
    );
    let before = bench.thread(TRIAGE, &old.id).join("\n");
    assert!(!before.contains("Thank you"), "{before}");
}

#[tokio::test]
async fn talk_under_the_card_that_was_left_is_internal_whoever_talks() {
    let bench = TeamsBench::with(&open_payroll()).await;
    bench.teams.join(TRIAGE, "root");
    let number = bench.files("ana", "my pay is wrong").await;
    let old = bench.triage(&number).await;
    hand_over(&bench, "bo", &number, "Bonus", "").await;
    let outside = bench.outside(&number).await;
    for who in ["bo", "root"] {
        let person = bench.user(who);
        person.replies(TRIAGE, &old.id, ">> anything new?").await;
        bench.settle().await;
        assert_eq!(
            bench.told(who).last().unwrap(),
            "IT-1 is with Payroll now, so this was not sent: what you write in this thread stays here."
        );
    }
    assert_eq!(bench.outside(&number).await, outside);
    // Nor do its buttons and reactions do anything any more.
    assert!(bench.card(&number).buttons().is_empty());
    let root = bench.user("root");
    root.reacts(TRIAGE, &old.id, "1f440_eyes", true).await;
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn another_service_of_the_same_team_keeps_the_card_and_whoever_has_it() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await;
    let card = bench.triage(&number).await;
    hand_over(&bench, "bo", &number, "Something else", "").await;
    let now = bench.triage(&number).await;
    assert_eq!(card.id, now.id);
    assert!(now.reads("Something else"));
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
}

#[tokio::test]
async fn a_private_service_takes_the_talk_out_of_the_open_channel() {
    let bench = TeamsBench::start().await;
    let root = bench.asks_openly(HELP, "ana", "my payslip is odd").await;
    let number = "IT-1";
    bench.mutters("bo", number, ">> Odd in which way?").await;
    hand_over(&bench, "bo", number, "Payslip question", "").await;
    let chat = bench.user("ana").chat();
    assert!(bench.find(&chat, number).reads("my payslip is odd"));
    let open = bench.thread(HELP, &root);
    let left =
        format!("{number} goes on in direct messages, where only the people involved can read it.");
    assert!(open.contains(&left), "{open:#?}");
    // From now on nothing of it is shown there, not even an edit of what was.
    let said = bench
        .mutters("pat", number, ">> Your salary is 4,000")
        .await;
    let pat = bench.user("pat");
    pat.edits(PAYROLL, &said, ">> Your salary is 5,000").await;
    bench.settle().await;
    bench.resolves("pat", number, "Salary mended").await;
    assert_eq!(bench.thread(HELP, &root), open);
    let told = bench.told("ana").join("\n");
    assert!(told.contains("Your salary is 5,000"), "{told}");
    bench.user("ana").replies(HELP, &root, "hello?").await;
    bench.settle().await;
    assert!(!bench.inside(number).await.join("\n").contains("hello?"));
}
