//! Rosters: who is on duty, what is told of it, and to whom new requests go.

use frontdesk::clock::Millis;
use frontdesk::config;
use frontdesk::domain::request::{Alarm, Fact};
use frontdesk::sandbox::{Message, Submitted};

use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, START, TRIAGE};

/// Bo and Cy by turns, each working day the next: Bo on this Monday.
const BY_TURNS: &str = r#"
[[roster]]
team = "IT"

  [[roster.shift]]
  people = ["slack:U0BO", "cy@acme.example"]
  turn = "daily"
  from = "2026-11-23"
  days = "mon-fri"
"#;

/// Lea besides, from evening to morning and at weekends.
const ON_CALL: &str = r#"
  [[roster.shift]]
  people = ["lea@acme.example"]
  hours = "17:00-09:00"
"#;

/// The desk of the stories, its IT team with `rules`, and rosters.
pub fn rostered(config: &str, rules: &str, rosters: &str) -> String {
    let team = "vision = \"You can work, or we are on it.\"";
    config.replace(team, &format!("{team}\n{rules}")) + rosters
}

async fn with(rules: &str, rosters: &str) -> Bench {
    Bench::with(&rostered(CONFIG, rules, rosters), |_| {}).await
}

async fn says(bench: &Bench, who: &str, line: &str) -> String {
    let ack = bench.user(who).command(line).await;
    assert!(ack.ok(), "{ack:?}");
    ack.text()
}

async fn until(bench: &Bench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

fn announced(bench: &Bench) -> Vec<Message> {
    let all = bench.slack.messages(TRIAGE).into_iter();
    all.filter(|m| m.reads("On duty today for IT support"))
        .collect()
}

fn dm(bench: &Bench, who: &str, words: &str) -> Option<Message> {
    bench.slack.find(&bench.slack.dm_channel(who), words)
}

/// A form of `/desk duty`.
async fn opens(bench: &Bench, who: &str, button: &str) {
    says(bench, who, "/desk duty").await;
    bench.user(who).click_ephemeral(button).await.unwrap();
}

async fn submits(bench: &Bench, who: &str) {
    assert_eq!(bench.user(who).submit().await, Submitted::Closed);
    bench.settle().await;
}

async fn urgent(bench: &Bench, who: &str, subject: &str) -> String {
    let person = bench.user(who);
    person.command(&format!("/request laptop {subject}")).await;
    person.fill("Asset tag", "AB-1234").await.unwrap();
    person.pick("What is it?", "Screen").await.unwrap();
    person.pick("Priority", "Urgent").await.unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.settle().await;
    bench.number(subject)
}

impl Bench {
    fn number(&self, subject: &str) -> String {
        let card = self.find(TRIAGE, subject);
        let plain = card.plain();
        let at = plain.find("IT-").expect("a number");
        let number = plain[at..].split(|c: char| c != '-' && !c.is_ascii_alphanumeric());
        number.take(1).collect()
    }
}

#[tokio::test]
async fn the_team_hears_once_a_day_who_is_on_duty_and_nothing_when_nobody_is() {
    // They begin before it is told: Sunday's nine o'clock says nothing of Monday's seven.
    let early = format!("{BY_TURNS}  hours = \"07:00-17:00\"\n");
    let mut bench = with("", &early).await;
    let text = rostered(CONFIG, "", &early);
    // Monday, ten: nine o'clock has passed.
    bench.pass(HOUR).await;
    assert!(announced(&bench).is_empty());
    // Down over Tuesday's nine o'clock: told at the start, and after that not again.
    bench.clock.advance(DAY);
    bench.restart(&text).await;
    bench.settle().await;
    for _ in 0..2 {
        bench.restart(&text).await;
        bench.pass(MINUTE).await;
    }
    let told = announced(&bench);
    assert_eq!(told.len(), 1);
    assert!(told[0].reads("Cy: "), "{}", told[0].plain());
    // Wednesday to Friday; nobody at the weekend; Monday.
    until(&bench, START + 5 * DAY).await;
    assert_eq!(announced(&bench).len(), 4);
    until(&bench, START + 7 * DAY - 2 * HOUR).await;
    assert_eq!(announced(&bench).len(), 4);
    until(&bench, START + 7 * DAY).await;
    let told = announced(&bench);
    assert_eq!(told.len(), 5);
    assert!(told[4].reads("Cy: "), "{}", told[4].plain());
}

#[tokio::test]
async fn two_desks_on_one_database_announce_it_once() {
    let bench = with("", BY_TURNS).await;
    let second = bench.second(&rostered(CONFIG, "", BY_TURNS)).await;
    second.desk.schedule_digests().await.unwrap();
    bench.clock.advance(23 * HOUR);
    for _ in 0..40 {
        let (one, two) = tokio::join!(bench.app.delivery.tick(), second.delivery.tick());
        if one.unwrap() + two.unwrap() == 0 {
            bench.clock.advance(2_000);
        }
    }
    assert_eq!(announced(&bench).len(), 1);
}

#[tokio::test]
async fn nine_o_clock_stays_nine_o_clock_when_the_clocks_change() {
    // Friday, 2026-10-23, 12:00 in Berlin: the clocks go back on Sunday.
    let autumn: Millis = 1_792_749_600_000;
    let text = rostered(CONFIG, "", BY_TURNS);
    let bench = Bench::starting(autumn, &text, |_| {}).await;
    bench.pass(4 * DAY).await;
    let seconds = |m: &Message| m.ts.split('.').next().unwrap().parse::<i64>().unwrap();
    let hours: Vec<i64> = announced(&bench)
        .iter()
        .map(|m| seconds(m) % 86_400 / 3_600)
        .collect();
    // Monday and Tuesday, in UTC; it was seven before.
    assert_eq!(hours, [8, 8]);
}

#[tokio::test]
async fn new_requests_go_to_who_is_on_duty_and_to_nobody_when_nobody_is() {
    let bench = with("assign = \"duty\"", BY_TURNS).await;
    let first = bench.files("ana", "screen is black").await;
    assert_eq!(bench.assignee(&first).await.as_deref(), Some("Bo"));
    assert!(bench.theirs(&first).await.reads("is working on it"));
    let inside = bench.inside(&first).await.join("\n");
    assert!(inside.contains("The desk assigned it to you"), "{inside}");
    let outside = bench.outside(&first).await.join("\n");
    assert!(outside.contains("is on it."), "{outside}");
    // Nobody serves themselves.
    let own = bench.files("bo", "mouse is dead").await;
    assert_eq!(bench.assignee(&own).await, None);
    // In the evening nobody is: it waits for whoever takes it, and she is told when that will be.
    until(&bench, START + 9 * HOUR).await;
    let evening = bench.files("ana", "keyboard is wet").await;
    assert_eq!(bench.assignee(&evening).await, None);
    let card = bench.theirs(&evening).await;
    assert!(card.reads("They are back"), "{}", card.plain());
    until(&bench, START + DAY).await;
    let next = bench.files("ana", "battery is empty").await;
    assert_eq!(bench.assignee(&next).await.as_deref(), Some("Cy"));
}

#[tokio::test]
async fn what_has_to_be_approved_goes_to_who_is_on_duty_once_it_is() {
    let approval = super::approvals::with_approval("{ by = [\"lea@acme.example\"] }");
    let text = rostered(&approval, "assign = \"duty\"", BY_TURNS);
    let bench = Bench::with(&text, |_| {}).await;
    let ana = bench.user("ana");
    assert!(ana.command("/request other Standing desk").await.ok());
    ana.fill("What do you need?", "A desk").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_eq!(bench.assignee("IT-1").await, None);
    let (lea, place) = (bench.user("lea"), bench.slack.dm_channel("lea"));
    let card = dm(&bench, "lea", "IT-1").expect("Lea is asked");
    lea.click(&place, &card.ts, "Approve").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.assignee("IT-1").await.as_deref(), Some("Bo"));
}

#[tokio::test]
async fn by_turns_everybody_gets_one_after_the_other_but_for_who_is_away() {
    let bench = with("assign = \"turns\"", "").await;
    let mut had = vec![];
    for n in 0..3 {
        let number = bench.files("ana", &format!("trouble number {n}.")).await;
        had.push(bench.assignee(&number).await.unwrap());
    }
    assert_eq!(had, ["Bo", "Cy", "Bo"]);
    opens(&bench, "cy", "Away").await;
    let cy = bench.user("cy");
    cy.fill("First day", "2026-11-23").await.unwrap();
    cy.fill("Last day", "2026-11-23").await.unwrap();
    submits(&bench, "cy").await;
    let number = bench.files("ana", "one more").await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    until(&bench, START + DAY).await;
    let number = bench.files("ana", "the day after").await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Cy"));
    // In the evening it has an owner, too, and she is told when they are there.
    until(&bench, START + DAY + 9 * HOUR).await;
    let number = bench.files("ana", "late trouble").await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    let card = bench.theirs(&number).await;
    assert!(card.reads("has it. They are back"), "{}", card.plain());
}

#[tokio::test]
async fn whoever_has_the_least_open_work_gets_the_next() {
    let bench = with("assign = \"least_open\"", "").await;
    let first = bench.files("ana", "first trouble").await;
    let second = bench.files("ana", "second trouble").await;
    let third = bench.files("ana", "third trouble").await;
    assert_eq!(bench.assignee(&first).await.as_deref(), Some("Bo"));
    assert_eq!(bench.assignee(&second).await.as_deref(), Some("Cy"));
    assert_eq!(bench.assignee(&third).await.as_deref(), Some("Bo"));
    // Bo is done with both, Cy has one still.
    bench.resolves("bo", &first, "Done").await;
    bench.resolves("bo", &third, "Done").await;
    for words in ["fourth trouble", "fifth trouble"] {
        let number = bench.files("ana", words).await;
        let whose = bench.assignee(&number).await;
        assert_eq!(whose.as_deref(), Some("Bo"), "{words}");
        if words == "fourth trouble" {
            bench.resolves("bo", &number, "Done").await;
        }
    }
}

#[tokio::test]
async fn what_is_urgent_finds_who_is_on_duty_out_of_hours() {
    let rosters = format!("{BY_TURNS}{ON_CALL}");
    let lead = "lead = \"pat@acme.example\"";
    let config = CONFIG.replace(lead, &format!("{lead}\npage = \"urgent\""));
    let text = rostered(&config, "page = \"urgent\"", &rosters);
    let bench = Bench::with(&text, |_| {}).await;
    let paged = async |number: &str| {
        let facts = bench.facts(number).await;
        let is = |f: &&Fact| {
            matches!(
                f,
                Fact::Alarmed {
                    alarm: Alarm::Urgent,
                    ..
                }
            )
        };
        facts.iter().filter(is).count()
    };
    // Payroll has no hours: while nobody is on duty, its lead is called.
    let ana = bench.user("ana");
    ana.command("/request payslip wrong account").await;
    ana.pick("Priority", "Urgent").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(dm(&bench, "pat", "wrong account").is_some());
    let card = bench.theirs("PAY-1").await;
    assert!(card.reads("we called somebody at once"), "{}", card.plain());
    // In hours the channel is enough.
    let day = urgent(&bench, "ana", "smoke by day").await;
    assert_eq!(paged(&day).await, 0);
    until(&bench, START + 9 * HOUR).await;
    let usual = bench.files("ana", "keyboard is wet").await;
    assert_eq!(paged(&usual).await, 0);
    let number = urgent(&bench, "ana", "smoke at night").await;
    assert_eq!(paged(&number).await, 1);
    let called = dm(&bench, "lea", "smoke at night").expect("Lea is called");
    assert!(called.reads("the team is closed"), "{}", called.plain());
    assert!(dm(&bench, "bo", "smoke at night").is_none());
    let card = bench.theirs(&number).await;
    assert!(card.reads("They are back"), "{}", card.plain());
    assert!(card.reads("we called somebody at once"), "{}", card.plain());
    let (lea, place) = (bench.user("lea"), bench.slack.dm_channel("lea"));
    lea.click(&place, &called.ts, "Take it").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Lea"));
    bench
        .write("lea", &number, "Reply", "Your reply", "I am on my way")
        .await;
    assert!(dm(&bench, "lea", "this is settled").is_some());
    // What turns out to be urgent is so from then on.
    bench.more("bo", &usual, "Change the priority").await;
    let bo = bench.user("bo");
    bo.pick("Priority", "Urgent").await.unwrap();
    submits(&bench, "bo").await;
    assert_eq!(paged(&usual).await, 1);
    assert!(dm(&bench, "lea", "keyboard is wet").is_some());
}

#[tokio::test]
async fn a_swap_is_asked_and_agreed_in_chat() {
    let bench = with("assign = \"duty\"", BY_TURNS).await;
    opens(&bench, "bo", "Swap").await;
    let bo = bench.user("bo");
    bo.pick(
        "Which duty do you want to give away?",
        "Bo: Wed 25 Nov 09:00 to 17:00",
    )
    .await
    .unwrap();
    bo.pick(
        "To whom, and which do you take in return?",
        "Cy: Tue 24 Nov 09:00 to 17:00",
    )
    .await
    .unwrap();
    submits(&bench, "bo").await;
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
        opens(&bench, "bo", "Swap").await;
        let bo = bench.user("bo");
        bo.pick(
            "Which duty do you want to give away?",
            "Bo: Wed 25 Nov 09:00 to 17:00",
        )
        .await
        .unwrap();
        bo.pick(
            "To whom, and which do you take in return?",
            "Cy takes it, nothing in return",
        )
        .await
        .unwrap();
        submits(&bench, "bo").await;
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
async fn the_teams_card_names_who_is_on_duty_while_nobody_has_it() {
    let bench = with("", BY_TURNS).await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.triage(&number).await;
    assert!(card.reads("*On duty*\nBo until"), "{}", card.plain());
    bench.press("cy", &number, "Take it").await.unwrap();
    bench.settle().await;
    assert!(!bench.triage(&number).await.reads("On duty"));
    // Who stands in, set in chat, is there at once.
    opens(&bench, "lea", "Stand in").await;
    let lea = bench.user("lea");
    lea.pick("Who is on duty?", "lea").await.unwrap();
    lea.fill("From", "2026-11-23").await.unwrap();
    lea.fill("To", "2026-11-23").await.unwrap();
    submits(&bench, "lea").await;
    let next = bench.files("ana", "keyboard is wet").await;
    let card = bench.triage(&next).await;
    assert!(card.reads("*On duty*\nLea until"), "{}", card.plain());
    // In the evening nobody is; Tuesday is Cy's.
    until(&bench, START + 14 * HOUR + MINUTE).await;
    let late = bench.files("ana", "battery is empty").await;
    let card = bench.triage(&late).await;
    assert!(card.reads("*On duty*\nnobody until"), "{}", card.plain());
    assert!(card.reads("then Cy"), "{}", card.plain());
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

#[tokio::test]
async fn who_tells_who_serves_what_with_which_promise() {
    let bench = with("", BY_TURNS).await;
    let who = says(&bench, "ana", "/desk who screens").await;
    assert!(who.contains("*Laptop trouble*"), "{who}");
    assert!(who.contains("IT support: Bo until"), "{who}");
    assert!(who.contains("First answer within 1 hour"), "{who}");
    assert!(!who.contains("Payslip"), "{who}");
    let who = says(&bench, "ana", "/desk who payrol").await;
    assert!(who.contains("*Payslip question*\nPayroll: Pat"), "{who}");
    let none = says(&bench, "ana", "/desk who elephant").await;
    assert!(
        none.starts_with("No service is about “elephant”."),
        "{none}"
    );
    let usage = says(&bench, "ana", "/desk who").await;
    assert!(usage.contains("/desk who WORDS"), "{usage}");
}

#[tokio::test]
async fn duty_is_on_the_agents_home_and_only_they_change_it() {
    let bench = with("", BY_TURNS).await;
    let ana = bench.user("ana").command("/desk duty").await;
    assert!(!ana.text().contains("[Swap]"), "{}", ana.text());
    let bo = bench.user("bo");
    assert!(bo.command("/desk duty").await.text().contains("[Swap]"));
    bo.opens_home().await;
    bench.settle().await;
    let home = bo.home().unwrap().plain();
    assert!(home.contains("IT support: Bo until"), "{home}");
}
