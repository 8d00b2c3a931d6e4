//! Promises: at risk, put off, kept while the clock stands, and others by a new configuration.

use frontdesk::clock::Millis;
use frontdesk::domain::promise::Tell;
use frontdesk::domain::request::{Alarm, Fact};
use frontdesk::sandbox::{Message, Submitted};

use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, START, TRIAGE};

/// To whom what was told, in order.
async fn alarms(bench: &Bench, number: &str) -> Vec<(Alarm, Tell)> {
    let facts = bench.facts(number).await.into_iter();
    facts
        .filter_map(|fact| match fact {
            Fact::Alarmed { alarm, tell, .. } => Some((alarm, tell)),
            _ => None,
        })
        .collect()
}

/// What the team's channel says of it besides its card, and besides digests.
fn channel(bench: &Bench, number: &str) -> Vec<Message> {
    let all = bench.slack.messages(TRIAGE).into_iter();
    all.skip(1)
        .filter(|m| m.reads(number) && !m.reads("digest"))
        .collect()
}

fn dm(bench: &Bench, who: &str, words: &str) -> Option<Message> {
    bench.slack.find(&bench.slack.dm_channel(who), words)
}

async fn until(bench: &Bench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

#[tokio::test]
async fn an_answer_at_risk_goes_to_the_team_then_the_lead_and_the_requester_hears_it_unasked() {
    let bench = Bench::start().await;
    // Ten o'clock; the first answer is promised within an hour.
    let number = bench.files("ana", "screen is black").await;
    until(&bench, START + 28 * MINUTE).await;
    assert!(channel(&bench, &number).is_empty());
    // Nobody has it, so it is the team that hears of it.
    until(&bench, START + 31 * MINUTE).await;
    let said = channel(&bench, &number);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].reads("The first answer is due"),
        "{}",
        said[0].plain()
    );
    assert!(
        said[0].reads("in 30 min. Nobody has it."),
        "{}",
        said[0].plain()
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
    until(&bench, START + 46 * MINUTE).await;
    assert_eq!(channel(&bench, &number).len(), 2);
    assert!(dm(&bench, "lea", &number).is_none());
    until(&bench, START + 55 * MINUTE).await;
    let lea = dm(&bench, "lea", "The first answer is due").expect("the lead hears of it");
    assert!(lea.reads("in 6 min"), "{}", lea.plain());
    assert!(lea.reads("Open its thread"), "{}", lea.plain());
    assert!(!bench.outside(&number).await.join("\n").contains("by"));
    // The hour is over: she hears it before she asks.
    until(&bench, START + 61 * MINUTE).await;
    let told = bench.outside(&number).await.join("\n");
    assert!(told.contains("You were to hear from us by"), "{told}");
    assert!(told.contains("nobody was free to take it so far"), "{told}");
    assert!(bench.theirs(&number).await.reads("We are late with this"));
    let inside = bench.inside(&number).await.join("\n");
    assert!(
        inside.contains("Ana was told that this takes longer"),
        "{inside}"
    );
    let answer = |tell| (Alarm::Answer, tell);
    assert_eq!(
        alarms(&bench, &number).await,
        [Tell::Assignee, Tell::Team, Tell::Lead, Tell::Requester].map(answer)
    );
    // The lead gives a new time in one tap; with the reason that the desk knows.
    let (lead, place) = (bench.user("lea"), bench.slack.dm_channel("lea"));
    lead.click(&place, &lea.ts, "In 1 hour").await.unwrap();
    bench.settle().await;
    let told = bench.outside(&number).await;
    let told = told.last().unwrap();
    assert!(told.contains("Lea gives you a new time: by"), "{told}");
    assert!(
        told.contains("The reason: nobody was free to take it so far."),
        "{told}"
    );
    let first = bench.request(&number).await.promise.first_response_due;
    assert_eq!(first.unwrap() / MINUTE, (START + 121 * MINUTE) / MINUTE);
    // What was said of the old time is settled, everywhere.
    for message in channel(&bench, &number) {
        assert!(message.reads("this warning is over"), "{}", message.plain());
        assert!(message.buttons().is_empty());
    }
    assert!(dm(&bench, "lea", "this warning is over").is_some());
}

#[tokio::test]
async fn a_result_at_risk_is_the_assignees_first_and_a_new_time_is_one_tap() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench
        .write("bo", &number, "Reply", "Your reply", "I look at it")
        .await;
    // Sixteen working hours from Monday ten o'clock: half of them are over on Tuesday at ten.
    until(&bench, START + DAY - 2 * MINUTE).await;
    assert!(dm(&bench, "bo", &number).is_none());
    until(&bench, START + DAY + MINUTE).await;
    let alarm = dm(&bench, "bo", &number).expect("the assignee hears of it");
    assert!(alarm.reads("The result is due"), "{}", alarm.plain());
    assert!(
        alarm.reads("in 8 h of working time. It is with Bo."),
        "{}",
        alarm.plain()
    );
    assert!(channel(&bench, &number).is_empty());
    assert!(
        bench
            .triage(&number)
            .await
            .reads("at most 8 working hours left")
    );
    // One tap: three working days from now.
    let bo = bench.user("bo");
    bo.click(&bo.dm_channel(), &alarm.ts, "In 3 working days")
        .await
        .unwrap();
    bench.settle().await;
    let told = bench.outside(&number).await;
    let told = told.last().unwrap();
    assert!(told.contains("This takes longer than we said"), "{told}");
    assert!(told.contains("Bo gives you a new time"), "{told}");
    assert!(
        told.contains("there is more to do than we thought"),
        "{told}"
    );
    let friday = START + 4 * DAY;
    assert_eq!(bench.due(&number).await.unwrap() / HOUR, friday / HOUR);
    assert!(dm(&bench, "bo", "this warning is over").is_some());
    // The steps begin anew with the new time, and go on to the requester, whatever the hour.
    until(&bench, friday + 3 * HOUR).await;
    let told = alarms(&bench, &number).await.into_iter();
    let told = told.filter(|(alarm, _)| *alarm == Alarm::Result);
    let told: Vec<Tell> = told.map(|(_, tell)| tell).collect();
    assert_eq!(
        told,
        [
            Tell::Assignee,
            Tell::Assignee,
            Tell::Team,
            Tell::Lead,
            Tell::Requester
        ]
    );
    let told = bench.outside(&number).await.join("\n");
    assert!(told.contains("Bo is still working on it"), "{told}");
    // Once it is done nothing of it stands any more.
    bench.resolves("bo", &number, "A new screen").await;
    for message in channel(&bench, &number) {
        assert!(message.buttons().is_empty(), "{}", message.plain());
    }
    let before = bench.facts(&number).await.len();
    bench.pass(3 * DAY).await;
    assert_eq!(bench.facts(&number).await.len(), before);
}

#[tokio::test]
async fn a_new_time_with_a_reason_is_given_in_a_form() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.settle().await;
    bench.more("bo", &number, "Give a new time").await;
    let bo = bench.user("bo");
    bo.pick("When will it be done?", "In 3 working days")
        .await
        .unwrap();
    bo.fill("Why does it take longer?", "The part comes on Thursday")
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    let told = bench.outside(&number).await;
    let told = told.last().unwrap();
    assert!(
        told.contains("The reason: The part comes on Thursday"),
        "{told}"
    );
    assert_eq!(
        bench.due(&number).await.unwrap() / HOUR,
        (START + 3 * DAY) / HOUR
    );
    let card = bench.theirs(&number).await;
    assert!(
        card.reads("at most 24 working hours left"),
        "{}",
        card.plain()
    );
    // It is a promise of its own, and a word to her: the first answer is given.
    assert!(bench.request(&number).await.first_response_at.is_some());
}

#[tokio::test]
async fn the_clock_stands_for_both_promises_and_every_stop_is_on_record() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.pass(20 * MINUTE).await;
    // Held before anybody answered: forty minutes of the first answer's hour are left.
    bench.press("bo", &number, "More").await.unwrap();
    let bo = bench.user("bo");
    bo.pick("What do you want to do?", "Put on hold")
        .await
        .unwrap();
    bo.submit().await;
    bo.fill("What is it waiting for?", "The delivery")
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(
        bench
            .theirs(&number)
            .await
            .reads("the clock is paused until work goes on")
    );
    bench.pass(3 * HOUR).await;
    assert_eq!(alarms(&bench, &number).await, []);
    bench.more("cy", &number, "Go on").await;
    let request = bench.request(&number).await;
    let first = request.promise.first_response_due.unwrap();
    assert_eq!(first / MINUTE, (bench.clock.now() + 40 * MINUTE) / MINUTE);
    // Another desk: the clock goes on, from where it was.
    bench.more("cy", &number, "Hand over").await;
    let cy = bench.user("cy");
    cy.pick("Whose is it?", "Payslip question").await.unwrap();
    assert_eq!(cy.submit().await, Submitted::Closed);
    bench.settle().await;
    let moved = bench.request(&number).await;
    assert_eq!(moved.promise.first_response_due, Some(first));
    assert_eq!(moved.promise.resolution_due, request.promise.resolution_due);
    let stops: Vec<&str> = bench.facts(&number).await.iter().map(Fact::name).collect();
    assert_eq!(stops, ["filed", "held", "resumed", "handed_over"]);
}

#[tokio::test]
async fn what_nobody_takes_is_announced_again_and_again() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.command("/request other chair is broken").await;
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let number = "IT-1";
    // Four working hours, then eight, sixteen, thirty-two.
    until(&bench, START + 4 * HOUR + MINUTE).await;
    let said = channel(&bench, number);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].reads("Nobody has taken it for 4 h."),
        "{}",
        said[0].plain()
    );
    until(&bench, START + DAY + 2 * HOUR).await;
    let lea = dm(&bench, "lea", number).expect("the lead");
    assert!(lea.reads("Nobody has taken it for"), "{}", lea.plain());
    until(&bench, START + 6 * DAY).await;
    let unassigned = |tell| (Alarm::Unassigned, tell);
    assert_eq!(
        alarms(&bench, number).await,
        [Tell::Team, Tell::Lead, Tell::Lead, Tell::Lead].map(unassigned)
    );
    // Taken from the lead's message.
    let lead = bench.user("lea");
    lead.click(&lead.dm_channel(), &lea.ts, "Take it")
        .await
        .unwrap();
    bench.settle().await;
    assert_eq!(bench.assignee(number).await.as_deref(), Some("Lea"));
    assert!(
        channel(&bench, number)
            .iter()
            .all(|m| m.reads("this warning is over"))
    );
}

#[tokio::test]
async fn of_a_team_that_is_gone_the_admins_hear() {
    let mut bench = Bench::start().await;
    assert!(bench.user("pat").command("/desk help").await.ok());
    let ana = bench.user("ana");
    ana.command("/request other chair is broken").await;
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let without = CONFIG
        .replace("\"IT\"", "\"OPS\"")
        .replace("root@acme.example", "pat@acme.example");
    bench.restart(&without).await;
    until(&bench, START + DAY).await;
    let pat = dm(&bench, "pat", "IT-1").expect("the admin");
    assert!(pat.reads("Nobody has taken it for"), "{}", pat.plain());
}

#[tokio::test]
async fn silence_is_announced_to_whoever_has_it_and_waiting_to_whom_it_waits_for() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.command("/request other chair is broken").await;
    ana.submit().await;
    bench.settle().await;
    let number = "IT-1";
    bench.press("bo", number, "Take it").await.unwrap();
    bench.settle().await;
    // Two working days without a word.
    until(&bench, START + 2 * DAY + MINUTE).await;
    let alarm = dm(&bench, "bo", number).expect("the assignee");
    assert!(
        alarm.reads("Ana has heard nothing for 2 days."),
        "{}",
        alarm.plain()
    );
    // A word to her, and it begins anew; what she says does not count.
    bench
        .write("bo", number, "Reply", "Your reply", "Still looking")
        .await;
    assert!(dm(&bench, "bo", "this warning is over").is_some());
    bench.more("bo", number, "Wait for requester").await;
    let waits = bench.clock.now();
    until(&bench, waits + 6 * DAY).await;
    let told = bench.outside(number).await.join("\n");
    assert!(
        told.contains("Bo still needs an answer from you to go on."),
        "{told}"
    );
    let silent = |tell| (Alarm::Silent, tell);
    assert_eq!(
        alarms(&bench, number).await,
        [Tell::Assignee, Tell::Requester, Tell::Assignee].map(silent)
    );
}

#[tokio::test]
async fn steps_and_limits_are_a_teams_own() {
    let own = "vision = \"You can work, or we are on it.\"\n\
        escalate = [{ at = \"10m\", tell = \"lead\" }, { at = \"100%\", tell = \"requester\" }]\n\
        unassigned_after = \"30m\"";
    let text = CONFIG.replace("vision = \"You can work, or we are on it.\"", own);
    let bench = Bench::with(&text, |_| {}).await;
    let number = bench.files("ana", "screen is black").await;
    until(&bench, START + 48 * MINUTE).await;
    assert_eq!(
        alarms(&bench, &number).await,
        [(Alarm::Unassigned, Tell::Team)]
    );
    until(&bench, START + 57 * MINUTE).await;
    assert_eq!(
        alarms(&bench, &number).await.last(),
        Some(&(Alarm::Answer, Tell::Lead))
    );
    assert!(dm(&bench, "lea", "in 10 min").is_some());
}

const TARGETS: &str = "promise = { first_response = \"1h\", resolution = \"2d\" }";

#[tokio::test]
async fn a_changed_promise_is_told_to_everybody_with_an_open_request_once() {
    let mut bench = Bench::start().await;
    let open = bench.files("ana", "screen is black").await;
    let waits = bench.files("ben", "keyboard is wet").await;
    let done = bench.files("cy", "battery is empty").await;
    bench.press("bo", &open, "Take it").await.unwrap();
    bench.more("bo", &waits, "Wait for requester").await;
    bench.resolves("bo", &done, "Charged").await;
    let before = bench.due(&open).await.unwrap();
    let text = CONFIG.replace(
        TARGETS,
        "promise = { first_response = \"2h\", resolution = \"3d\" }",
    );
    bench.restart(&text).await;
    // Another replica starts with the same configuration.
    let second = bench.second(&text).await;
    second.desk.compare_targets().await.unwrap();
    bench.settle().await;
    assert_eq!(bench.due(&open).await, Some(before + DAY));
    for (number, means) in [
        (&open, "the result by"),
        (&waits, "The clock of this request is paused now"),
    ] {
        let told = bench.outside(number).await;
        let told: Vec<&String> = told.iter().filter(|m| m.contains("has changed")).collect();
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].contains("first answer within 1 hour, solved within 2 working days"));
        assert!(told[0].contains("first answer within 2 hours, solved within 3 working days"));
        assert!(told[0].contains(means), "{}", told[0]);
    }
    // The clock of the one that waits stands: a working day more is left of it.
    let left = bench.request(&waits).await.promise.remaining.unwrap();
    assert_eq!(left / HOUR, 24 - 1, "the time until it waited is gone");
    assert!(
        !bench
            .outside(&done)
            .await
            .join("\n")
            .contains("has changed")
    );
    // Nothing new is said at the next start, and tighter targets break nothing that is ahead.
    bench.restart(&text).await;
    bench.settle().await;
    let tight = CONFIG.replace(
        TARGETS,
        "promise = { first_response = \"5m\", resolution = \"1m\" }",
    );
    bench.pass(HOUR).await;
    bench.restart(&tight).await;
    bench.settle().await;
    assert_eq!(bench.due(&open).await, Some(before + DAY));
    let told = bench.outside(&open).await;
    let told = told.iter().filter(|m| m.contains("has changed"));
    assert_eq!(told.count(), 2);
}

#[tokio::test]
async fn the_card_says_who_comes_first() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is wet").await;
    let place = async |number: &str, words: &str| {
        let card = bench.theirs(number).await;
        assert!(card.reads(words), "{words} in {}", card.plain());
    };
    place(&first, "yours is next").await;
    place(&second, "1 request before yours").await;
    // An urgent one comes before both, and both cards say so.
    let cy = bench.user("cy");
    cy.command("/request laptop smoke").await;
    cy.fill("Asset tag", "AB-1").await.unwrap();
    cy.pick("What is it?", "Screen").await.unwrap();
    cy.pick("Priority", "Urgent").await.unwrap();
    assert_eq!(cy.submit().await, Submitted::Closed);
    bench.settle().await;
    place("IT-3", "yours is next").await;
    place(&first, "1 request before yours").await;
    place(&second, "2 requests before yours").await;
    // Taken ones are out of the way.
    bench.press("bo", "IT-3", "Take it").await.unwrap();
    bench.press("bo", &first, "Take it").await.unwrap();
    bench.settle().await;
    place(&second, "yours is next").await;
    assert!(!bench.theirs(&first).await.reads("In the queue"));
}

#[tokio::test]
async fn priority_follows_from_impact_and_urgency() {
    let text = CONFIG.replace(TARGETS, &format!("{TARGETS}\npriority = \"impact\""));
    let bench = Bench::with(&text, |_| {}).await;
    let ana = bench.user("ana");
    ana.command("/request laptop screen is black").await;
    ana.fill("Asset tag", "AB-1234").await.unwrap();
    ana.pick("What is it?", "Screen").await.unwrap();
    ana.pick("Who is affected?", "Several people")
        .await
        .unwrap();
    ana.pick("How badly?", "Work stands still").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let card = bench.triage("IT-1").await;
    assert!(
        card.reads("Urgent (several people; work stands still)"),
        "{}",
        card.plain()
    );
}

#[tokio::test]
async fn another_priority_is_another_promise_and_the_requester_hears_it() {
    let text = CONFIG.replace(
        TARGETS,
        "promise = { first_response = \"1h\", resolution = \"2d\", low = { resolution = \"5d\" } }",
    );
    let bench = Bench::with(&text, |_| {}).await;
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is wet").await;
    let before = bench.due(&first).await.unwrap();
    bench.more("bo", &first, "Change the priority").await;
    let bo = bench.user("bo");
    bo.pick("Priority", "Low").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    let told = bench.outside(&first).await.join("\n");
    assert!(
        told.contains("Bo changed the priority: Low, it was Normal."),
        "{told}"
    );
    assert!(told.contains("For this request: the result by"), "{told}");
    // Three working days more, over the weekend.
    assert_eq!(bench.due(&first).await, Some(before + 5 * DAY));
    assert!(bench.triage(&first).await.reads("Low"));
    assert!(bench.theirs(&second).await.reads("yours is next"));
}

#[tokio::test]
async fn two_desks_on_one_database_tell_it_once() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let second = bench.second(CONFIG).await;
    bench.clock.advance(HOUR + MINUTE);
    for _ in 0..60 {
        let (one, two) = tokio::join!(bench.app.delivery.tick(), second.delivery.tick());
        if one.unwrap() + two.unwrap() == 0 {
            bench.clock.advance(2_000);
        }
    }
    let answer = |tell| (Alarm::Answer, tell);
    assert_eq!(
        alarms(&bench, &number).await,
        [Tell::Team, Tell::Lead, Tell::Requester].map(answer)
    );
    // Nobody has it and nobody looked meanwhile: instead of its assignee and of itself the team is told once.
    assert_eq!(channel(&bench, &number).len(), 1);
}
