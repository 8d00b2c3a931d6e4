//! What somebody told an agent, on the phone or at their desk, is a request of theirs.

use frontdesk::domain::request::CameBy;
use frontdesk::sandbox::Submitted;

use crate::bench::Bench;

#[tokio::test]
async fn a_call_is_logged_for_whoever_called() {
    let bench = Bench::start().await;
    let bo = bench.user("bo");
    assert!(bo.command("/desk log @ana her screen is black").await.ok());
    let form = bo.modal().expect("the form");
    assert_eq!(form.title(), "Log a request");
    assert_eq!(
        form.value("Subject").as_deref(),
        Some("her screen is black")
    );
    bo.pick("What do you need help with?", "Something else")
        .await
        .unwrap();
    assert_eq!(
        bo.submit().await,
        Submitted::Incomplete(vec!["How did it come in?".to_owned()])
    );
    bo.pick("How did it come in?", "Phone").await.unwrap();
    bo.pick("Handling time", "5 min").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    let told = bo.modal().expect("what to tell the caller").plain();
    assert!(
        told.contains("IT-1 her screen is black") && told.contains("It is logged."),
        "{told}"
    );
    bench.calm().await;
    let card = bench.theirs("IT-1").await;
    assert_eq!(card.channel, bench.user("ana").dm_channel());
    assert!(
        card.reads("Asked for you by") && card.reads("Bo"),
        "{}",
        card.plain()
    );
    assert!(!card.reads("Phone"), "{}", card.plain());
    let triage = bench.triage("IT-1").await;
    assert!(triage.reads("Asked on their behalf by"));
    assert!(
        triage.reads("Phone") && triage.reads("5 min"),
        "{}",
        triage.plain()
    );
    let request = bench.request("IT-1").await;
    assert_eq!(request.came_by, Some(CameBy::Phone));
    assert_eq!(request.handled, 5);
}

#[tokio::test]
async fn whoever_it_is_for_can_be_chosen_in_the_form() {
    let bench = Bench::start().await;
    let bo = bench.user("bo");
    assert!(bo.command("/desk log other door is stuck").await.ok());
    bo.pick("How did it come in?", "In person").await.unwrap();
    assert_eq!(
        bo.submit().await,
        Submitted::Incomplete(vec!["For whom?".to_owned()])
    );
    bo.pick("For whom?", "ben").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    bench.calm().await;
    let card = bench.theirs("IT-1").await;
    assert_eq!(card.channel, bench.user("ben").dm_channel());
    assert_eq!(bench.request("IT-1").await.handled, 0);
}

#[tokio::test]
async fn logging_is_for_those_who_serve() {
    let bench = Bench::start().await;
    assert!(bench.user("bo").command("/desk log").await.ok());
    assert_eq!(bench.user("bo").modal().unwrap().title(), "Log a request");
    let refused = bench.user("ana").command("/desk log @ben his screen").await;
    assert!(
        refused
            .text()
            .starts_with("That is for people who serve in a team"),
        "{refused:?}"
    );
    assert!(bench.user("ana").modal().is_none());
}
