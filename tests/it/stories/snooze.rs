//! On hold until a time: it comes back by itself, with a word to who has it.

use frontdesk::domain::request::{Fact, Status};
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, START, TRIAGE};

async fn snoozes(bench: &Bench, who: &str, number: &str, day: &str, time: &str) -> Submitted {
    assert_eq!(bench.more(who, number, "Snooze").await, Submitted::Updated);
    let person = bench.user(who);
    person.fill("Until which day?", day).await.unwrap();
    if !time.is_empty() {
        person.pick("At what time?", time).await.unwrap();
    }
    person
        .fill("What is it waiting for?", "The new screen is on its way")
        .await
        .unwrap();
    let done = person.submit().await;
    bench.calm().await;
    done
}

#[tokio::test]
async fn it_rests_until_its_time_and_then_calls_who_has_it() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    let due = bench.due(&number).await.unwrap();
    let done = snoozes(&bench, "bo", &number, "2026-11-25", "14:30").await;
    assert_eq!(done, Submitted::Closed);
    assert_eq!(bench.status(&number).await, "on_hold");
    let until = START + 2 * DAY + 4 * HOUR + 30 * MINUTE;
    let reason = "The new screen is on its way".to_owned();
    assert_eq!(
        bench.facts(&number).await[2],
        Fact::Snoozed {
            reason: reason.clone(),
            until
        }
    );
    let outside = bench.outside(&number).await;
    assert!(
        outside[1].starts_with("Bo had to put this on hold until"),
        "{outside:#?}"
    );
    let card = bench.triage(&number).await;
    assert!(
        card.reads("and then comes back by itself"),
        "{}",
        card.plain()
    );
    // Nobody is alarmed meanwhile: its end is known.
    bench.pass(until - bench.clock.now() - 5 * MINUTE).await;
    assert_eq!(bench.facts(&number).await.len(), 3);
    assert_eq!(bench.status(&number).await, "on_hold");
    bench.pass(6 * MINUTE).await;
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "in_progress");
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    assert_eq!(bench.facts(&number).await[3], Fact::Woken { reason });
    let inside = bench.inside(&number).await;
    let word = inside.iter().find(|m| m.starts_with("It is back"));
    let word = word.unwrap_or_else(|| panic!("{inside:#?}"));
    assert!(word.ends_with("@bo, it is with you."), "{word}");
    let outside = bench.outside(&number).await;
    assert!(
        outside[2]
            .starts_with("The pause is over: Bo is working on it again. You have the result by"),
        "{outside:#?}"
    );
    // The clock stood: what was left is left.
    assert!(bench.due(&number).await.unwrap() > due + DAY);
}

#[tokio::test]
async fn without_a_time_it_is_the_next_opening_and_nobodys_goes_back_to_the_queue() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let Submitted::Errors(errors) = snoozes(&bench, "bo", &number, "2026-11-22", "").await else {
        panic!("that day is over")
    };
    assert_eq!(
        errors,
        [(
            "Until which day?".to_owned(),
            "That time is over already. Please choose a later one.".to_owned()
        )]
    );
    let bo = bench.user("bo");
    // A Saturday: the team opens on Monday at nine.
    bo.fill("Until which day?", "2026-11-28").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    let opens = START + 7 * DAY - HOUR;
    let facts = bench.facts(&number).await;
    assert!(
        matches!(facts[1], Fact::Snoozed { until, .. } if until == opens),
        "{facts:#?}"
    );
    // Another time is another snooze, no refusal.
    let done = snoozes(&bench, "cy", &number, "2026-12-01", "10:00").await;
    assert_eq!(done, Submitted::Closed);
    bench.pass(opens + HOUR - bench.clock.now()).await;
    assert_eq!(bench.status(&number).await, "on_hold");
    bench.pass(DAY + HOUR).await;
    bench.calm().await;
    assert_eq!(bench.status(&number).await, "new");
    let inside = bench.inside(&number).await;
    assert!(
        inside.iter().any(|m| m.ends_with("Nobody has it yet.")),
        "{inside:#?}"
    );
}

#[tokio::test]
async fn going_on_earlier_ends_the_snooze() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    snoozes(&bench, "bo", &number, "2026-11-25", "14:30").await;
    assert_eq!(bench.more("bo", &number, "Go on").await, Submitted::Closed);
    bench.more("bo", &number, "Put on hold").await;
    let bo = bench.user("bo");
    bo.fill("What is it waiting for?", "parts").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.pass(3 * DAY).await;
    // That hold has no end of its own.
    assert_eq!(bench.status(&number).await, "on_hold");
}

#[tokio::test]
async fn a_time_is_by_the_clock_of_whoever_snoozes_and_the_opening_is_the_teams() {
    let text = CONFIG.replace(
        "\"cy@acme.example\"",
        "\"cy@acme.example\", \"nora@acme.example\"",
    );
    let bench = Bench::with(&text, |_| {}).await;
    bench
        .slack
        .add_user("nora", "nora@acme.example", "America/New_York");
    let nora = bench.user("nora");
    nora.joins(TRIAGE).await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("nora", &number, "Take it").await.unwrap();
    bench.calm().await;
    assert_eq!(
        bench.more("nora", &number, "Snooze").await,
        Submitted::Updated
    );
    assert!(nora.modal().unwrap().reads("New York time"));
    nora.closes_modal(false).await;
    let done = snoozes(&bench, "nora", &number, "2026-11-25", "14:30").await;
    assert_eq!(done, Submitted::Closed);
    // Half past two there is half past eight in the evening in Berlin.
    let until = START + 2 * DAY + 10 * HOUR + 30 * MINUTE;
    let snoozed = |until: i64| move |status: &Status| matches!(status, Status::OnHold { until: Some(at), .. } if *at == until);
    let status = bench.request(&number).await.status;
    assert!(snoozed(until)(&status), "{status:?}");
    // Without a time: when the team opens, by its own clock.
    let done = snoozes(&bench, "nora", &number, "2026-11-26", "").await;
    assert_eq!(done, Submitted::Closed);
    let opens = START + 3 * DAY - HOUR;
    let status = bench.request(&number).await.status;
    assert!(snoozed(opens)(&status), "{status:?}");
}
