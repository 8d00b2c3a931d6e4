//! Serving by the buttons of the triage card.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, DAY, HOUR, MINUTE, TRIAGE};

#[tokio::test]
async fn an_agent_takes_it_and_both_sides_see_who_has_it() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    assert_eq!(bench.outside(&number).await, ["Bo is on it."]);
    // The card shows it; the thread need not repeat it.
    assert_eq!(bench.inside(&number).await, Vec::<String>::new());
    assert_eq!(
        bench.triage(&number).await.buttons(),
        ["Take it", "Assign", "Ask", "Resolve", "More", "Reply"]
    );
}

#[tokio::test]
async fn the_lead_assigns_it_to_an_agent_who_is_called() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("lea", &number, "Assign").await.unwrap();
    let lea = bench.user("lea");
    lea.pick("Who takes care of it?", "cy").await.unwrap();
    assert_eq!(lea.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Cy"));
    assert_eq!(
        bench.inside(&number).await,
        ["@cy, this one is for you: Lea assigned it to you."]
    );
    assert_eq!(bench.outside(&number).await, ["@cy is on it."]);
}

#[tokio::test]
async fn it_can_be_assigned_only_to_somebody_who_serves_the_team() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Assign").await.unwrap();
    let bo = bench.user("bo");
    bo.pick("Who takes care of it?", "pat").await.unwrap();
    let Submitted::Errors(errors) = bo.submit().await else {
        panic!("pat serves payroll");
    };
    assert_eq!(
        errors,
        [(
            "Who takes care of it?".to_owned(),
            "That person does not serve in this team. Choose one of its agents, or hand the request over to their team.".to_owned()
        )]
    );
    // The form is still there, and works once the answer is right.
    bo.pick("Who takes care of it?", "cy").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Cy"));
    assert_eq!(bench.facts(&number).await.len(), 2);
}

#[tokio::test]
async fn a_question_stops_the_clock_until_the_requester_answers() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let due = bench.due(&number).await.unwrap();
    let done = bench
        .write(
            "bo",
            &number,
            "Ask",
            "Your question",
            "Which cable do you use?",
        )
        .await;
    assert_eq!(done, Submitted::Closed);
    let asked = bench.request(&number).await;
    assert_eq!(asked.status.name(), "waiting");
    assert!(asked.promise.remaining.is_some());
    assert!(asked.first_response_at.is_some());
    let outside = bench.outside(&number).await;
    assert_eq!(
        outside,
        ["Bo (IT support) asks you. Please answer in this thread:\nWhich cable do you use?"]
    );
    assert_eq!(
        bench.inside(&number).await,
        ["Bo asked the requester:\nWhich cable do you use?"]
    );

    // A day of the calendar and two hours go by; the result is due so much business time later.
    bench.pass(DAY).await;
    bench.pass(2 * HOUR).await;
    bench.tells("ana", &number, "The grey one").await;
    let answered = bench.request(&number).await;
    assert_eq!(answered.status.name(), "in_progress");
    assert_eq!(answered.promise.remaining, None);
    let moved = answered.promise.resolution_due.unwrap() - due;
    // From Wednesday 10:00 by one working day and two hours: to Thursday 12:00.
    assert!((moved - (DAY + 2 * HOUR)).abs() < MINUTE, "{moved}");
    assert!(bench.inside(&number).await[1].contains("The grey one"));
}

#[tokio::test]
async fn resolving_asks_for_the_summary_and_tells_the_requester() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let done = bench
        .write("bo", &number, "Resolve", "Summary", "A new cable")
        .await;
    assert_eq!(done, Submitted::Closed);
    assert_eq!(bench.status(&number).await, "resolved");
    let outside = bench.outside(&number).await;
    assert_eq!(outside.len(), 1, "{outside:#?}");
    assert!(outside[0].contains("A new cable"), "{outside:#?}");
    assert!(outside[0].contains("[1] [2] [3] [4] [5]"), "{outside:#?}");
    assert!(bench.triage(&number).await.reads("A new cable"));
    // Whoever resolved it without taking it has it.
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
}

#[tokio::test]
async fn a_second_click_says_nothing_and_changes_nothing() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for _ in 0..2 {
        bench.press("bo", &number, "Take it").await.unwrap();
    }
    bench.calm().await;
    assert_eq!(
        bench.facts(&number).await,
        [Fact::Filed, Fact::Taken],
        "a second click counted"
    );
    assert_eq!(bench.outside(&number).await.len(), 1);
    assert_eq!(bench.whispers("bo"), Vec::<String>::new());
}

#[tokio::test]
async fn whoever_works_elsewhere_still_sees_the_card_by_its_number() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is sticky").await;
    assert_eq!((first.as_str(), second.as_str()), ("IT-1", "IT-2"));
    bench.press("cy", &second, "Take it").await.unwrap();
    bench.calm().await;
    assert_eq!(bench.status(&first).await, "new");
    assert_eq!(bench.slack.messages(TRIAGE).len(), 2);
}
