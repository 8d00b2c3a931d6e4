//! Rules say who gets what is asked, and everybody can ask why.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, CONFIG, HELP, HOUR, PAYROLL, TRIAGE};

/// What follows `/request laptop` is IT's, unless a rule says otherwise.
pub fn ruled(rules: &str) -> String {
    format!(
        "{CONFIG}
[[department]]
key = \"sales\"
name = \"Sales\"
people = [\"ana@acme.example\"]

{rules}"
    )
}

const PAY: &str = r#"
[[route]]
name = "Pay is payroll's"
if = { service = ["laptop"], words = ["salary", "pay slip*"] }
then = { team = "PAY", assignee = "pat@acme.example", priority = "high", watchers = ["lea@acme.example"] }

[[route]]
name = "Sales first"
if = { asked_by = ["sales"] }
then = { priority = "urgent" }

[[route]]
name = "Nights"
if = { service = ["laptop"], outside = "office" }
then = { assignee = "cy@acme.example" }
"#;

impl Bench {
    /// What `/desk why NUMBER` answers.
    async fn why(&self, who: &str, number: &str) -> String {
        let person = self.user(who);
        let answer = person.command(&format!("/desk why {number}")).await;
        assert!(answer.ok(), "{answer:?}");
        answer.text()
    }

    /// Asks by `/request laptop …`.
    async fn wishes(&self, who: &str, subject: &str) {
        let person = self.user(who);
        let opened = person.command(&format!("/request laptop {subject}")).await;
        assert!(opened.ok());
        person.fill("Asset tag", "AB-1234").await.unwrap();
        person.pick("What is it?", "Screen").await.unwrap();
        assert_eq!(person.submit().await, Submitted::Closed);
        self.calm().await;
    }
}

#[tokio::test]
async fn the_first_rule_that_applies_decides_and_says_so() {
    let bench = Bench::with(&ruled(PAY), |_| {}).await;
    bench.wishes("ana", "wrong Salary on my screen").await;
    // Numbered by the team that gets it; whoever the rule names has it.
    let request = bench.request("PAY-1").await;
    assert_eq!(
        (request.team.as_str(), request.service.as_str()),
        ("PAY", "laptop")
    );
    assert_eq!(request.priority.as_str(), "high");
    assert_eq!(bench.assignee("PAY-1").await.as_deref(), Some("Pat"));
    let card = bench.triage("PAY-1").await;
    assert_eq!(card.channel, PAYROLL);
    assert!(bench.slack.find(TRIAGE, "Salary").is_none());
    assert_eq!(bench.outside("PAY-1").await, ["@pat is on it."]);
    // Lea watches without having asked for it.
    let lea = bench.user("lea").dms();
    assert!(lea.iter().any(|m| m.reads("PAY-1")), "{lea:?}");

    let facts = bench.facts("PAY-1").await;
    assert!(matches!(&facts[1], Fact::Routed(routed)
        if routed.rule == "Pay is payroll's" && routed.from == "IT" && routed.to == "PAY"));
    assert_eq!(
        bench.why("ana", "pay-1").await,
        "*PAY-1* is with Payroll.\nThe rule “Pay is payroll's” sent it to Payroll in place of IT support. \
         It was asked as “Laptop trouble”. “salary” stands in it. It made the priority “High”."
    );
    // The team also reads to whom it was given, on a word and on the card.
    let told = bench.why("pat", "PAY-1").await;
    assert!(
        told.ends_with("It gave it to Pat. It lets Lea watch."),
        "{told}"
    );
    assert_eq!(
        bench.more("pat", "PAY-1", "Why here?").await,
        Submitted::Updated
    );
    let modal = bench.user("pat").modal().unwrap();
    assert_eq!(modal.title(), "Why here?");
    assert!(modal.reads("sent it to Payroll in place of IT support"));
}

#[tokio::test]
async fn departments_times_and_what_no_rule_is_about() {
    let bench = Bench::with(&ruled(PAY), |_| {}).await;
    // Ana is of Sales; words are found whole: a payment is no pay slip.
    bench.wishes("ana", "payment screen is black").await;
    let request = bench.request("IT-1").await;
    assert_eq!(
        (request.team.as_str(), request.priority.as_str()),
        ("IT", "urgent")
    );
    assert_eq!(
        bench.why("ana", "IT-1").await,
        "*IT-1* is with IT support.\nThe rule “Sales first” applies to it. You belong to Sales. It made the priority “Urgent”."
    );
    // Ben is not, and it is day: no rule applies, and his request is as it was without any.
    bench.wishes("ben", "my screen is black").await;
    assert_eq!(bench.facts("IT-2").await, [Fact::Filed]);
    assert_eq!(
        bench.why("ben", "IT-2").await,
        "*IT-2* is with IT support.\nIt was asked as “Laptop trouble”, and IT support serves that. No rule had a say."
    );
    // In the evening it is Cy's.
    bench.clock.advance(9 * HOUR);
    bench.wishes("ben", "my screen is black again").await;
    assert_eq!(bench.assignee("IT-3").await.as_deref(), Some("Cy"));
    assert!(
        bench
            .why("bo", "IT-3")
            .await
            .contains("It was asked outside the hours “office”. It gave it to Cy."),
    );
    // What is none of theirs is nobody's business; what there is not, is said.
    assert_eq!(
        bench.why("pat", "IT-3").await,
        bench.why("pat", "IT-1").await
    );
    assert!(!bench.why("pat", "IT-3").await.contains("IT support"));
    assert!(
        bench
            .why("ana", "IT-99")
            .await
            .contains("We cannot find that request")
    );
    assert!(bench.why("ana", "").await.contains("/desk why IT-42"));
}

#[tokio::test]
async fn where_it_was_asked_counts() {
    let bench = Bench::with(
        &ruled(
            r#"
[[route]]
name = "Asked in the help channel"
if = { asked_in = { slack = ["C0ITHELP"] }, pattern = "(?i)^slip" }
then = { team = "PAY" }
"#,
        ),
        |_| {},
    )
    .await;
    let ana = bench.user("ana");
    let ts = ana.says(HELP, "Slip of October").await;
    ana.message_shortcut("turn_into_request", HELP, &ts)
        .await
        .unwrap();
    ana.pick("What do you need help with?", "Something else")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.request("PAY-1").await.service, "other");
    bench.wishes("ana", "Slip of November").await;
    assert_eq!(bench.request("IT-1").await.team, "IT");
    assert!(bench.why("ana", "PAY-1").await.contains(
        "It was asked in a channel that the rule names. Its words fit the rule's pattern."
    ));
}

#[tokio::test]
async fn a_wrong_door_is_one_form_and_is_counted() {
    let config =
        format!("{CONFIG}\n[[service]]\nkey = \"bonus\"\nteam = \"PAY\"\nname = \"Bonus\"\n");
    let bench = Bench::with(&config, |_| {}).await;
    let number = bench.files("ana", "my bonus is wrong").await;
    let due = bench.due(&number).await;
    let (old, thread) = (bench.triage(&number).await, bench.theirs(&number).await);
    assert_eq!(
        bench.more("bo", &number, "Wrong team").await,
        Submitted::Updated
    );
    let bo = bench.user("bo");
    assert_eq!(bo.modal().unwrap().title(), "Wrong team");
    bo.pick("Whose is it?", "Bonus").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;

    let request = bench.request(&number).await;
    assert_eq!(
        (request.team.as_str(), request.service.as_str()),
        ("PAY", "bonus")
    );
    // Number, thread, clock and answers went along.
    assert_eq!(
        (request.number.as_str(), bench.due(&number).await),
        ("IT-1", due)
    );
    assert_eq!(bench.theirs(&number).await.ts, thread.ts);
    assert!(request.answers.contains_key("asset"));
    assert_eq!(
        bench.outside(&number).await,
        [
            "This is a matter for Payroll, and they have it now. You do not have to do anything: the number, this thread and the clock stay the same."
        ]
    );
    assert_eq!(
        bench.slack.message(TRIAGE, &old.ts).unwrap().plain(),
        "IT-1 went to Payroll."
    );
    let card = bench.triage(&number).await;
    assert_eq!(card.channel, PAYROLL);
    assert_eq!(
        bench.inside(&number).await,
        ["Bo (IT support) moved it to you as “Bonus”: it had come to the wrong team."]
    );
    let why = bench.why("ana", &number).await;
    assert!(
        why.starts_with("*IT-1* is with Payroll.\nIt was asked as “Laptop trouble”, and IT support serves that. No rule had a say.\n")
            && why.ends_with("Bo moved it from IT support to Payroll, as “Bonus”: it had come to the wrong team."),
        "{why}"
    );

    // The next one that comes so wrongly is filled in already: one tap.
    let next = bench.files("ben", "no bonus for me").await;
    assert_eq!(
        bench.more("bo", &next, "Wrong team").await,
        Submitted::Updated
    );
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.request(&next).await.service, "bonus");
    // A hand-over is none, and another service of the same team is the same door.
    let third = bench.files("ana", "both of us").await;
    assert_eq!(
        bench.more("bo", &third, "Hand over").await,
        Submitted::Updated
    );
    bo.pick("Whose is it?", "Bonus").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    let fourth = bench.files("ana", "something of yours").await;
    assert_eq!(
        bench.more("bo", &fourth, "Wrong team").await,
        Submitted::Updated
    );
    bo.pick("Whose is it?", "Something else").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(
        bench.misrouted().await,
        [("IT".to_owned(), 2), ("PAY".to_owned(), 0)]
    );
    let text = reqwest::get(format!("http://{}/metrics", bench.address))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        text.contains("frontdesk_misrouted_last_day{team=\"IT\"} 2"),
        "{text}"
    );
}

#[tokio::test]
async fn a_wrong_door_is_one_tap_on_the_card() {
    let config = format!(
        "{CONFIG}\n[[service]]\nkey = \"bonus\"\nteam = \"PAY\"\nname = \"Bonus and salary\"\n"
    );
    let bench = Bench::with(&config, |_| {}).await;
    let number = bench.files("ana", "my bonus is wrong").await;
    let due = bench.due(&number).await;
    let (old, thread) = (bench.triage(&number).await, bench.theirs(&number).await);
    // One a team, by the words of the subject: not the first of payroll's.
    let doors = ["Payroll: Bonus and salary", "Another service"];
    assert_eq!(old.choices("menu"), doors);
    // Who reads along in the channel moves nothing.
    let ben = bench.user("ben");
    ben.click(TRIAGE, &old.ts, doors[0]).await.unwrap();
    bench.calm().await;
    assert_eq!(bench.request(&number).await.team, "IT");
    assert!(bench.whispers("ben")[0].starts_with("Only the team"));
    let bo = bench.user("bo");
    bo.click(TRIAGE, &old.ts, doors[0]).await.unwrap();
    bench.calm().await;
    let request = bench.request(&number).await;
    assert_eq!(
        (request.team.as_str(), request.service.as_str()),
        ("PAY", "bonus")
    );
    assert_eq!(
        (request.number.as_str(), bench.due(&number).await),
        ("IT-1", due)
    );
    assert_eq!(bench.theirs(&number).await.ts, thread.ts);
    assert!(request.answers.contains_key("asset"));
    assert_eq!(bench.misrouted().await[0], ("IT".to_owned(), 1));
    // Payroll's card has the way back. Where somebody has answered it is no wrong door any more.
    let card = bench.triage(&number).await;
    assert_eq!(card.channel, PAYROLL);
    assert_eq!(
        card.choices("menu"),
        ["IT support: Laptop trouble", "Another service"]
    );
    bench
        .write("pat", &number, "Reply", "Your reply", "I look at it")
        .await;
    bench.calm().await;
    assert!(bench.triage(&number).await.choices("menu").is_empty());
    // What is in no menu is in the form behind its last choice.
    let next = bench.files("ben", "keyboard is wet").await;
    let card = bench.triage(&next).await;
    assert_eq!(card.choices("menu")[0], "Payroll: Payslip question");
    bo.click(TRIAGE, &card.ts, "Another service").await.unwrap();
    assert_eq!(bo.modal().unwrap().title(), "Wrong team");
}

impl Bench {
    async fn misrouted(&self) -> Vec<(String, i64)> {
        let (_, _, teams) = self.app.desk.summary(1).await.unwrap();
        teams.into_iter().map(|t| (t.team, t.misrouted)).collect()
    }
}

#[tokio::test]
async fn who_they_are_is_known_late_and_still_counts_before_anybody_has_begun() {
    let sales = "
[[route]]
name = \"Sales\"
if = { asked_by = [\"sales\"] }
then = { team = \"PAY\" }
";
    let text = super::rosters::rostered(&ruled(sales), "assign = \"turns\"", "");
    let lead = "lead = \"pat@acme.example\"";
    let text = text.replace(lead, &format!("{lead}\nassign = \"turns\""));
    let bench = Bench::with(&text, |_| {}).await;
    // The desk gave it to Bo before it knew that Ana is of Sales.
    bench.wishes("ana", "my screen is black").await;
    let request = bench.request("IT-1").await;
    assert_eq!(request.team, "PAY");
    assert_eq!(bench.assignee("IT-1").await.as_deref(), Some("Pat"));
    bench.find(PAYROLL, "my screen is black");
}
