//! Promises at risk, put off and changed, where people live in Teams.

use frontdesk::clock::Millis;
use frontdesk::domain::promise::Tell;
use frontdesk::domain::request::{Alarm, Fact};
use frontdesk::sandbox::teams::{Done, Post};

use crate::bench::{DAY, HOUR, MINUTE, START};

use super::bench::{TRIAGE, TeamsBench, teams_config};

async fn until(bench: &TeamsBench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

/// To whom what was told, in order.
async fn alarms(bench: &TeamsBench, number: &str) -> Vec<(Alarm, Tell)> {
    let facts = bench.facts(number).await.into_iter();
    facts
        .filter_map(|fact| match fact {
            Fact::Alarmed { alarm, tell, .. } => Some((alarm, tell)),
            _ => None,
        })
        .collect()
}

/// What the team's channel says of it besides its card.
fn channel(bench: &TeamsBench, number: &str) -> Vec<Post> {
    let all = bench.teams.messages(TRIAGE).into_iter();
    let roots = all.filter(|m| m.root.is_none() && m.reads(number));
    roots.skip(1).filter(|m| !m.reads("digest")).collect()
}

fn told(bench: &TeamsBench, who: &str, words: &str) -> Option<Post> {
    let all = bench.user(who).reads().into_iter().rev();
    all.filter(|m| m.by_bot).find(|m| m.reads(words))
}

#[tokio::test]
async fn an_answer_at_risk_goes_up_step_by_step_and_a_new_time_is_one_tap() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    until(&bench, START + 31 * MINUTE).await;
    let said = channel(&bench, &number);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].reads("The first answer is due"),
        "{}",
        said[0].words
    );
    assert!(
        said[0].reads("in 30 min. Nobody has it."),
        "{}",
        said[0].words
    );
    assert_eq!(
        said[0].buttons(),
        [
            "Take it",
            "Assign",
            "Reply",
            "In 1 hour",
            "In 1 working day",
            "In 3 working days",
            "Other time"
        ]
    );
    until(&bench, START + 61 * MINUTE).await;
    let late = bench.outside(&number).await.join("\n");
    assert!(late.contains("You were to hear from us by"), "{late}");
    assert!(late.contains("nobody was free to take it so far"), "{late}");
    assert!(bench.theirs(&number).await.reads("We are late with this"));
    let answer = |tell| (Alarm::Answer, tell);
    assert_eq!(
        alarms(&bench, &number).await,
        [Tell::Assignee, Tell::Team, Tell::Lead, Tell::Requester].map(answer)
    );
    // From the lead's own chat.
    let alarm = told(&bench, "lea", "The first answer is due").expect("the lead hears of it");
    let lea = bench.user("lea");
    let done = lea
        .press(&lea.chat(), &alarm.id, "In 1 hour")
        .await
        .unwrap();
    assert!(matches!(done, Done::Card(_)), "{done:?}");
    bench.settle().await;
    let new = bench.outside(&number).await;
    let new = new.last().unwrap();
    assert!(new.contains("Lea gives you a new time: by"), "{new}");
    assert!(
        channel(&bench, &number)
            .iter()
            .all(|m| m.reads("this warning is over"))
    );
    assert!(told(&bench, "lea", "this warning is over").is_some());
}

#[tokio::test]
async fn a_result_at_risk_is_the_assignees_and_the_reason_goes_with_the_new_time() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await;
    bench
        .write("bo", &number, "Reply", "Your reply", "I look at it")
        .await;
    until(&bench, START + DAY + MINUTE).await;
    let alarm = told(&bench, "bo", "The result is due").expect("the assignee hears of it");
    assert!(
        alarm.reads("in 8 h of working time. It is with Bo."),
        "{}",
        alarm.words
    );
    let bo = bench.user("bo");
    let opened = bo.press(&bo.chat(), &alarm.id, "Other time").await;
    assert_eq!(opened, Ok(Done::Dialog));
    bo.pick("When will it be done?", "In 3 working days")
        .unwrap();
    bo.fill("Why does it take longer?", "The part comes on Friday")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let new = bench.outside(&number).await;
    let new = new.last().unwrap();
    assert!(new.contains("Bo gives you a new time: by"), "{new}");
    assert!(
        new.contains("The reason: The part comes on Friday"),
        "{new}"
    );
    let due = bench.request(&number).await.promise.resolution_due;
    assert_eq!(due.unwrap() / HOUR, (START + 4 * DAY) / HOUR);
    assert!(told(&bench, "bo", "this warning is over").is_some());
}

#[tokio::test]
async fn what_nobody_takes_and_what_is_silent_is_announced() {
    let bench = TeamsBench::start().await;
    bench.asks_for("ana", "other", "chair is broken").await;
    until(&bench, START + 4 * HOUR + MINUTE).await;
    let said = channel(&bench, "IT-1");
    assert_eq!(said.len(), 1);
    assert!(
        said[0].reads("Nobody has taken it for 4 h."),
        "{}",
        said[0].words
    );
    let bo = bench.user("bo");
    bo.press(TRIAGE, &said[0].id, "Take it").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.assignee("IT-1").await.as_deref(), Some("Bo"));
    assert!(channel(&bench, "IT-1")[0].reads("this warning is over"));
    bench.pass(2 * DAY + HOUR).await;
    assert!(told(&bench, "bo", "Ana has heard nothing for").is_some());
    bench.more("bo", "IT-1", "Wait for requester").await;
    bench.pass(3 * DAY).await;
    let asked = bench.outside("IT-1").await.join("\n");
    assert!(
        asked.contains("Bo still needs an answer from you to go on."),
        "{asked}"
    );
}

#[tokio::test]
async fn a_changed_promise_is_told_once() {
    let mut bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let before = bench.request(&number).await.promise.resolution_due.unwrap();
    let text = teams_config().replace("resolution = \"2d\"", "resolution = \"3d\"");
    for _ in 0..2 {
        bench.restart(&text).await;
        bench.settle().await;
    }
    let told = bench.outside(&number).await.into_iter();
    let told: Vec<String> = told.filter(|m| m.contains("has changed")).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("solved within 3 working days"),
        "{}",
        told[0]
    );
    let due = bench.request(&number).await.promise.resolution_due;
    assert_eq!(due, Some(before + DAY));
}

#[tokio::test]
async fn the_card_says_who_comes_first_and_how_much_time_is_left() {
    let bench = TeamsBench::start().await;
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is wet").await;
    assert!(bench.theirs(&first).await.reads("yours is next"));
    let card = bench.theirs(&second).await;
    assert!(card.reads("1 request before yours"), "{}", card.words);
    assert!(
        card.reads("at most 24 working hours left"),
        "{}",
        card.words
    );
    bench.press("bo", &first, "Take it").await;
    assert!(bench.theirs(&second).await.reads("yours is next"));
}

#[tokio::test]
async fn two_desks_on_one_database_tell_it_once() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let second = bench.second().await;
    bench.clock.advance(HOUR + MINUTE);
    bench.settle_beside(&second).await;
    let answer = |tell| (Alarm::Answer, tell);
    assert_eq!(
        alarms(&bench, &number).await,
        [Tell::Team, Tell::Lead, Tell::Requester].map(answer)
    );
    // Nobody has it and nobody looked meanwhile: instead of its assignee and of itself the team is told once.
    assert_eq!(channel(&bench, &number).len(), 1);
    let late = bench.outside(&number).await.join("\n");
    assert_eq!(late.matches("You were to hear from us by").count(), 1);
}
