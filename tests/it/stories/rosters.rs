//! Rosters: who is on duty, what is told of it, and to whom new requests go.

use frontdesk::clock::Millis;
use frontdesk::domain::request::{Alarm, Fact};
use frontdesk::sandbox::{Message, Submitted};

use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, START, TRIAGE};

/// Bo and Cy by turns, each working day the next: Bo on this Monday.
pub const BY_TURNS: &str = r#"
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

pub async fn with(rules: &str, rosters: &str) -> Bench {
    Bench::with(&rostered(CONFIG, rules, rosters), |_| {}).await
}

pub async fn says(bench: &Bench, who: &str, line: &str) -> String {
    let ack = bench.user(who).command(line).await;
    assert!(ack.ok(), "{ack:?}");
    ack.text()
}

pub async fn until(bench: &Bench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

pub fn announced(bench: &Bench) -> Vec<Message> {
    let all = bench.slack.messages(TRIAGE).into_iter();
    all.filter(|m| m.reads("On duty today for IT support"))
        .collect()
}

pub fn dm(bench: &Bench, who: &str, words: &str) -> Option<Message> {
    bench.slack.find(&bench.slack.dm_channel(who), words)
}

/// A form of `/desk duty`.
pub async fn opens(bench: &Bench, who: &str, button: &str) {
    says(bench, who, "/desk duty").await;
    bench.user(who).click_ephemeral(button).await.unwrap();
}

pub async fn submits(bench: &Bench, who: &str) {
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
    assert!(dm(&bench, "lea", "this warning is over").is_some());
    // What turns out to be urgent is so from then on.
    bench.more("bo", &usual, "Change the priority").await;
    let bo = bench.user("bo");
    bo.pick("Priority", "Urgent").await.unwrap();
    submits(&bench, "bo").await;
    assert_eq!(paged(&usual).await, 1);
    assert!(dm(&bench, "lea", "keyboard is wet").is_some());
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
