//! Rosters as they are set and changed in chat: shifts, duties that are swapped, notes to the next, who stands in.

use frontdesk::config;
use frontdesk::sandbox::{Message, Submitted};

use super::rosters::{BY_TURNS, announced, dm, opens, rostered, says, submits, until, with};
use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, START, TRIAGE};

/// Bo asks to give a duty away, for one that they take in return or for nothing.
async fn swaps(bench: &Bench, gives: &str, takes: &str) {
    opens(bench, "bo", "Swap").await;
    let bo = bench.user("bo");
    bo.pick("Which duty do you want to give away?", gives)
        .await
        .unwrap();
    bo.pick("To whom, and which do you take in return?", takes)
        .await
        .unwrap();
    submits(bench, "bo").await;
}

#[tokio::test]
async fn a_swap_is_asked_and_agreed_in_chat() {
    let bench = with("assign = \"duty\"", BY_TURNS).await;
    swaps(
        &bench,
        "Bo: Wed 25 Nov 09:00 to 17:00",
        "Cy: Tue 24 Nov 09:00 to 17:00",
    )
    .await;
    let asked = dm(&bench, "cy", "asks you to take their duty").expect("Cy is asked");
    assert_eq!(asked.buttons(), ["I take it", "I cannot"]);
    let (cy, place) = (bench.user("cy"), bench.slack.dm_channel("cy"));
    cy.click(&place, &asked.ts, "I take it").await.unwrap();
    bench.settle().await;
    assert!(
        dm(&bench, "cy", "You agreed.")
            .unwrap()
            .buttons()
            .is_empty()
    );
    assert!(dm(&bench, "bo", "takes your duty").is_some());
    assert!(bench.slack.find(TRIAGE, "Cy takes over from Bo").is_some());
    for (day, who) in [(1, "Bo"), (2, "Cy"), (3, "Cy"), (4, "Bo")] {
        until(&bench, START + day * DAY).await;
        let duty = says(&bench, "ana", "/desk duty").await;
        assert!(
            duty.contains(&format!("IT support: {who} until")),
            "{day}: {duty}"
        );
    }
}

#[tokio::test]
async fn a_swap_that_is_declined_or_too_late_changes_nothing() {
    let bench = with("", BY_TURNS).await;
    for _ in 0..2 {
        swaps(
            &bench,
            "Bo: Wed 25 Nov 09:00 to 17:00",
            "Cy takes it, nothing in return",
        )
        .await;
    }
    let (cy, place) = (bench.user("cy"), bench.slack.dm_channel("cy"));
    let asked: Vec<Message> = bench.slack.messages(&place);
    let asked: Vec<Message> = asked.into_iter().filter(|m| m.reads("asks you")).collect();
    assert_eq!(asked.len(), 2);
    cy.click(&place, &asked[0].ts, "I cannot").await.unwrap();
    bench.settle().await;
    assert!(dm(&bench, "bo", "It stays yours.").is_some());
    assert!(bench.slack.find(TRIAGE, "takes over").is_none());
    // On Wednesday it has begun, whether the desk has noticed yet or not.
    bench.clock.advance(2 * DAY);
    cy.click(&place, &asked[1].ts, "I take it").await.unwrap();
    bench.settle().await;
    let word = cy.ephemerals().pop().expect("a word to Cy alone");
    assert!(
        word.reads("This was not answered in time"),
        "{}",
        word.plain()
    );
    assert!(bench.slack.find(TRIAGE, "takes over").is_none());
    let card = bench.slack.message(&place, &asked[1].ts).unwrap();
    assert!(
        card.buttons().is_empty() && card.reads("That time has come without an answer"),
        "{}",
        card.plain()
    );
    let bos = bench.slack.messages(&bench.slack.dm_channel("bo"));
    let told = |words: &str| bos.iter().filter(|m| m.reads(words)).count();
    assert_eq!(told("Cy did not answer whether they take your duty"), 1);
    assert_eq!(told("It stays yours."), 2);
}

#[tokio::test]
async fn who_goes_off_duty_leaves_a_note_and_the_next_one_gets_it() {
    let bench = with("", BY_TURNS).await;
    // Bo's day ends at five.
    until(&bench, START + 6 * HOUR + 28 * MINUTE).await;
    assert!(dm(&bench, "bo", "Your duty for IT support ends").is_none());
    until(&bench, START + 6 * HOUR + 31 * MINUTE).await;
    let asked = dm(&bench, "bo", "Your duty for IT support ends").expect("Bo is asked");
    let (bo, place) = (bench.user("bo"), bench.slack.dm_channel("bo"));
    bo.click(&place, &asked.ts, "Leave a note").await.unwrap();
    bo.fill(
        "What should the next one know?",
        "The printer on floor 3 smokes",
    )
    .await
    .unwrap();
    submits(&bench, "bo").await;
    assert!(dm(&bench, "cy", "The printer on floor 3 smokes").is_none());
    until(&bench, START + 23 * HOUR - 2 * MINUTE).await;
    assert!(dm(&bench, "cy", "The printer on floor 3 smokes").is_none());
    until(&bench, START + 23 * HOUR + MINUTE).await;
    let note = dm(&bench, "cy", "The printer on floor 3 smokes").expect("Cy has it");
    assert!(
        note.reads("A note for your duty in IT support, from Bo"),
        "{}",
        note.plain()
    );
    // Each day the one who goes is asked, and nobody twice: on Friday, too, for whoever comes on Monday.
    until(&bench, START + 6 * DAY).await;
    let asked = |who: &str| {
        let all = bench
            .slack
            .messages(&bench.slack.dm_channel(who))
            .into_iter();
        all.filter(|m| m.reads("Your duty for IT support ends"))
            .count()
    };
    assert_eq!((asked("bo"), asked("cy")), (3, 2));
    // What is said on Friday and what changes at the weekend both reach Monday.
    opens(&bench, "bo", "Leave a note").await;
    bo.fill("What should the next one know?", "It smokes again")
        .await
        .unwrap();
    submits(&bench, "bo").await;
    opens(&bench, "lea", "Away").await;
    let lea = bench.user("lea");
    lea.fill("First day", "2026-12-24").await.unwrap();
    lea.fill("Last day", "2026-12-24").await.unwrap();
    submits(&bench, "lea").await;
    assert!(dm(&bench, "cy", "It smokes again").is_none());
    until(&bench, START + 6 * DAY + 23 * HOUR + MINUTE).await;
    assert!(dm(&bench, "cy", "It smokes again").is_some());
}

#[tokio::test]
async fn a_note_waits_for_whoever_is_on_duty_next_also_where_it_is_always_the_same() {
    let alone = BY_TURNS.replace(", \"cy@acme.example\"", "");
    let alone = alone.replace("team = \"IT\"", "team = \"IT\"\nhand_over = false");
    let bench = with("", &alone).await;
    // On Saturday nobody is.
    until(&bench, START + 5 * DAY).await;
    opens(&bench, "lea", "Leave a note").await;
    let lea = bench.user("lea");
    lea.fill("What should the next one know?", "The roof leaks")
        .await
        .unwrap();
    submits(&bench, "lea").await;
    assert!(dm(&bench, "bo", "The roof leaks").is_none());
    until(&bench, START + 7 * DAY - HOUR - 2 * MINUTE).await;
    assert!(dm(&bench, "bo", "The roof leaks").is_none());
    until(&bench, START + 7 * DAY - HOUR + MINUTE).await;
    assert!(dm(&bench, "bo", "The roof leaks").is_some());
    // Nobody is asked where the team does not want it.
    until(&bench, START + 8 * DAY).await;
    assert!(dm(&bench, "bo", "Your duty for IT support ends").is_none());
}

#[tokio::test]
async fn in_place_of_somebody_of_another_team_is_in_place_of_nobody() {
    let bench = with("", BY_TURNS).await;
    let root = bench.user("root");
    opens(&bench, "root", "Stand in").await;
    root.pick("Team", "IT support").await.unwrap();
    root.pick("Who is on duty?", "cy").await.unwrap();
    // Pat is on the list because root sees payroll, too.
    root.pick(
        "In place of whom? Of everybody, where nobody is chosen.",
        "Pat",
    )
    .await
    .unwrap();
    root.fill("From", "2026-11-23").await.unwrap();
    root.fill("To", "2026-11-23").await.unwrap();
    let Submitted::Errors(errors) = root.submit().await else {
        panic!("Cy would be on duty alone")
    };
    assert!(
        errors[0].1.starts_with("That person does not serve"),
        "{errors:?}"
    );
    root.closes_modal(false).await;
    opens(&bench, "root", "Add shift").await;
    root.pick("Team", "Payroll").await.unwrap();
    root.choose_many("Who shares it?", &["Pat", "Cy"])
        .await
        .unwrap();
    let Submitted::Errors(errors) = root.submit().await else {
        panic!("Cy would be left out silently")
    };
    assert!(
        errors[0].1.starts_with("That person does not serve"),
        "{errors:?}"
    );
}

#[tokio::test]
async fn duties_that_overlap_are_swapped_without_a_gap() {
    let day = "\n  [[roster.shift]]\n  people = ";
    let rosters = format!(
        "[[roster]]\nteam = \"IT\"\n{day}[\"slack:U0BO\"]\n  hours = \"09:00-17:00\"\n{day}[\"cy@acme.example\"]\n  hours = \"13:00-21:00\"\n"
    );
    let bench = with("", &rosters).await;
    let bo = bench.user("bo");
    let (mine, theirs) = (
        "Which duty do you want to give away?",
        "To whom, and which do you take in return?",
    );
    opens(&bench, "bo", "Swap").await;
    bo.pick(mine, "Bo: Tue 24 Nov 09:00 to 17:00")
        .await
        .unwrap();
    bo.pick(theirs, "Cy: Tue 24 Nov 13:00 to 21:00")
        .await
        .unwrap();
    submits(&bench, "bo").await;
    let asked = dm(&bench, "cy", "asks you to take their duty").unwrap();
    let (cy, place) = (bench.user("cy"), bench.slack.dm_channel("cy"));
    cy.click(&place, &asked.ts, "I take it").await.unwrap();
    bench.settle().await;
    for (hour, who) in [(0, "Cy until"), (4, "Bo, Cy until"), (8, "Bo until")] {
        until(&bench, START + DAY + hour * HOUR).await;
        let duty = says(&bench, "ana", "/desk duty").await;
        let there = format!("IT support: {who}");
        assert!(duty.contains(&there), "{there}: {duty}");
    }
}

#[tokio::test]
async fn who_stands_in_is_on_duty_and_it_can_be_taken_back() {
    let bench = with("assign = \"duty\"", BY_TURNS).await;
    opens(&bench, "lea", "Stand in").await;
    let lea = bench.user("lea");
    lea.pick(
        "In place of whom? Of everybody, where nobody is chosen.",
        "Bo",
    )
    .await
    .unwrap();
    lea.fill("From", "2026-11-23").await.unwrap();
    lea.fill("From, time", "quarter past").await.unwrap();
    lea.fill("To", "2026-11-23").await.unwrap();
    let wrong = lea.submit().await;
    let Submitted::Errors(errors) = &wrong else {
        panic!("{wrong:?}");
    };
    assert_eq!(errors[0].1, "This should be a time, like 09:00.");
    lea.fill("From, time", "11:00").await.unwrap();
    submits(&bench, "lea").await;
    assert!(bench.slack.find(TRIAGE, "Lea stands in for Bo").is_some());
    let before = bench.files("ana", "screen is black").await;
    assert_eq!(bench.assignee(&before).await.as_deref(), Some("Bo"));
    until(&bench, START + HOUR + MINUTE).await;
    let during = bench.files("ana", "keyboard is wet").await;
    assert_eq!(bench.assignee(&during).await.as_deref(), Some("Lea"));
    opens(&bench, "bo", "Take back").await;
    let bo = bench.user("bo");
    let set = bo.modal().unwrap().options("What shall no longer hold?");
    assert_eq!(
        set,
        ["Stands in: Lea, Mon 23 Nov 11:00 to Tue 24 Nov 00:00"]
    );
    bo.pick("What shall no longer hold?", &set[0])
        .await
        .unwrap();
    submits(&bench, "bo").await;
    assert!(bench.slack.find(TRIAGE, "Bo took this back").is_some());
    let after = bench.files("ana", "battery is empty").await;
    assert_eq!(bench.assignee(&after).await.as_deref(), Some("Bo"));
}

#[tokio::test]
async fn a_roster_set_in_chat_holds_is_announced_and_exported() {
    let mut bench = with("", "").await;
    opens(&bench, "lea", "Add shift").await;
    let lea = bench.user("lea");
    let who = "Who shares it?";
    lea.choose_many(who, &["Cy", "Bo"]).await.unwrap();
    let begins = "Who begins? The others follow in the order above.";
    lea.pick(begins, "Lea").await.unwrap();
    let Submitted::Errors(errors) = lea.submit().await else {
        panic!("Lea is none of them");
    };
    assert!(
        errors[0].1.contains("those who share the shift"),
        "{errors:?}"
    );
    lea.pick(begins, "Bo").await.unwrap();
    lea.pick("How do they share it?", "By turns, each day the next")
        .await
        .unwrap();
    lea.choose_many(
        "On which days? On all, where none is chosen.",
        &["Monday", "Tuesday"],
    )
    .await
    .unwrap();
    lea.fill("Hours", "9 to 5").await.unwrap();
    let Submitted::Errors(errors) = lea.submit().await else {
        panic!("these are no hours");
    };
    assert!(errors[0].1.contains("09:00-17:00"), "{errors:?}");
    lea.fill("Hours", "08:00-18:00").await.unwrap();
    submits(&bench, "lea").await;
    assert!(
        bench
            .slack
            .find(TRIAGE, "A shift of Bo, Cy, by turns each day")
            .is_some()
    );
    let duty = says(&bench, "ana", "/desk duty").await;
    assert!(duty.contains("IT support: Bo until"), "{duty}");
    assert!(duty.contains("Payroll: Pat"), "{duty}");
    until(&bench, START + DAY).await;
    assert!(announced(&bench)[0].reads("Cy: "));
    let export = says(&bench, "lea", "/desk duty export").await;
    let start = export.find("[[roster]]").expect("the form of the file");
    let end = export.find("Put this into").unwrap();
    let text = rostered(CONFIG, "", &format!("\n{}", &export[start..end]));
    let read = config::catalogue(&text, "frontdesk.toml").unwrap_or_else(|e| panic!("{e}\n{text}"));
    assert_eq!(read.team("IT").unwrap().roster.shifts.len(), 1);
    // In the file it holds as before, and is changed there.
    bench.restart(&text).await;
    let duty = says(&bench, "ana", "/desk duty").await;
    assert!(duty.contains("IT support: Cy until"), "{duty}");
    opens(&bench, "lea", "Add shift").await;
    let lea = bench.user("lea");
    lea.choose_many(who, &["Bo"]).await.unwrap();
    let Submitted::Errors(errors) = lea.submit().await else {
        panic!("the configuration has it");
    };
    assert!(
        errors[0].1.contains("stand in the configuration"),
        "{errors:?}"
    );
    let refused = says(&bench, "ana", "/desk duty export").await;
    assert!(
        refused.starts_with("That is for people who serve"),
        "{refused}"
    );
}
