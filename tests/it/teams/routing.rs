//! Rules and the wrong door, in Teams.

use frontdesk::sandbox::teams::Done;

use crate::bench::HOUR;

use super::bench::{HELP, PAYROLL, TRIAGE, TeamsBench, teams_config};

const RULES: &str = r#"
[[department]]
key = "sales"
name = "Sales"
domains = ["acme.example"]

[[route]]
name = "Pay is payroll's"
if = { words = ["salary"], asked_by = ["sales"] }
then = { team = "PAY", assignee = "pat@acme.example" }

[[service]]
key = "bonus"
team = "PAY"
name = "Bonus"
"#;

#[tokio::test]
async fn a_rule_sends_it_elsewhere_and_everybody_can_ask_why() {
    let bench = TeamsBench::with(&format!("{}{RULES}", teams_config())).await;
    // Nobody knows Ana yet: where she belongs is known a moment later, and then it goes where it would have gone.
    bench.asks_for("ana", "other", "my salary is late").await;
    let request = bench.request("IT-1").await;
    assert_eq!(
        (request.team.as_str(), request.service.as_str()),
        ("PAY", "other")
    );
    assert_eq!(bench.assignee("IT-1").await.as_deref(), Some("Pat"));
    let card = bench.triage("IT-1").await;
    assert!(card.reads("my salary is late"));
    assert!(
        bench
            .teams
            .messages(PAYROLL)
            .iter()
            .any(|m| m.id == card.id)
    );
    // From then on at once.
    bench
        .asks_for("ana", "other", "and my salary is wrong")
        .await;
    let request = bench.request("PAY-1").await;
    assert_eq!(
        (request.team.as_str(), request.service.as_str()),
        ("PAY", "other")
    );
    assert_eq!(bench.facts("PAY-1").await.len(), 3);
    let told = bench.asks("ana", "why pay-1", "is with Payroll").await;
    assert_eq!(
        told.words,
        "PAY-1 is with Payroll.\nThe rule “Pay is payroll's” sent it to Payroll in place of IT support. You belong to Sales. “salary” stands in it."
    );
    assert_eq!(bench.more("pat", "PAY-1", "Why here?").await, Done::Dialog);
    let dialog = bench.user("pat").dialog().unwrap();
    assert!(
        dialog.words.contains("It gave it to Pat."),
        "{}",
        dialog.words
    );
}

#[tokio::test]
async fn where_and_when_it_was_asked_counts_and_who_is_named_watches() {
    let rules = format!(
        r#"
[[route]]
name = "Asked in the help channel"
if = {{ asked_in = {{ teams = ["{HELP}"] }}, pattern = "(?i)^slip" }}
then = {{ team = "PAY", watchers = ["lea@acme.example"] }}

[[route]]
name = "Nights"
if = {{ service = ["other"], outside = "office" }}
then = {{ assignee = "cy@acme.example" }}
"#
    );
    let bench = TeamsBench::with(&format!("{}{rules}", teams_config())).await;
    let ana = bench.user("ana");
    let root = ana.asks_in(HELP, "Slip of October").await;
    bench.settle().await;
    let offer = bench.teams.thread(HELP, &root).pop().unwrap();
    ana.press(HELP, &offer.id, "New request").await.unwrap();
    ana.pick("What do you need help with?", "Something else")
        .unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let request = bench.request("PAY-1").await;
    assert_eq!(
        (request.team.as_str(), request.service.as_str()),
        ("PAY", "other")
    );
    let told = bench.asks("ana", "why pay-1", "is with Payroll").await;
    assert!(
        told.reads(
            "It was asked in a channel that the rule names. Its words fit the rule's pattern."
        ),
        "{}",
        told.words
    );
    let lea = bench.chat("lea").join("\n");
    assert!(lea.contains("PAY-1"), "{lea}");
    // Asked elsewhere it is IT's.
    bench.asks_for("ana", "other", "Slip of November").await;
    assert_eq!(bench.request("IT-1").await.team, "IT");
    assert_eq!(bench.assignee("IT-1").await, None);
    bench.pass(10 * HOUR).await;
    bench.asks_for("ana", "other", "Slip of December").await;
    assert_eq!(bench.assignee("IT-2").await.as_deref(), Some("Cy"));
}

#[tokio::test]
async fn a_wrong_door_is_one_form() {
    let bench = TeamsBench::with(&format!("{}{RULES}", teams_config())).await;
    let number = bench.files("ana", "my bonus is wrong").await;
    for (number, filled_in) in [
        (number, false),
        (bench.files("ana", "mine, too").await, true),
    ] {
        let old = bench.triage(&number).await;
        assert_eq!(bench.more("bo", &number, "Wrong team").await, Done::Dialog);
        let bo = bench.user("bo");
        if !filled_in {
            bo.pick("Whose is it?", "Bonus").unwrap();
        }
        assert_eq!(bo.sends().await, Ok(Done::Closed));
        bench.settle().await;
        let request = bench.request(&number).await;
        assert_eq!(
            (request.team.as_str(), request.number.as_str()),
            ("PAY", number.as_str())
        );
        let left = bench.teams.messages(TRIAGE);
        let left = left.iter().find(|m| m.id == old.id).unwrap();
        assert_eq!(left.words, format!("{number} went to Payroll."));
        let card = bench.triage(&number).await;
        let theirs = bench.teams.messages(PAYROLL);
        assert!(theirs.iter().any(|m| m.id == card.id), "{theirs:#?}");
        assert!(
            bench
                .outside(&number)
                .await
                .iter()
                .any(|m| m.starts_with("This is a matter for Payroll, and they have it now.")),
        );
    }
}

#[tokio::test]
async fn a_wrong_door_is_one_tap_on_the_card() {
    let bench = TeamsBench::with(&format!("{}{RULES}", teams_config())).await;
    let number = bench.files("ana", "my bonus is wrong").await;
    let (due, card) = (
        bench.request(&number).await.promise.resolution_due,
        bench.triage(&number).await,
    );
    let buttons = card.buttons();
    let doors = buttons.iter().position(|b| b == "Wrong team?").unwrap();
    assert_eq!(
        buttons[doors + 1..],
        ["Payroll: Bonus".to_owned(), "Another service".to_owned()]
    );
    let bo = bench.user("bo");
    bo.press(TRIAGE, &card.id, "Payroll: Bonus").await.unwrap();
    bench.settle().await;
    let request = bench.request(&number).await;
    assert_eq!(
        (
            request.team.as_str(),
            request.service.as_str(),
            request.promise.resolution_due
        ),
        ("PAY", "bonus", due)
    );
    let (_, _, teams) = bench.app.desk.summary(1).await.unwrap();
    let counted = teams.iter().find(|t| t.team == "IT").unwrap().misrouted;
    assert_eq!(counted, 1);
    let next = bench.files("ana", "and another").await;
    let card = bench.triage(&next).await;
    let opened = bo.press(TRIAGE, &card.id, "Another service").await;
    assert_eq!(opened, Ok(Done::Dialog));
}

#[tokio::test]
async fn why_alone_or_of_something_else_is_said_to_whoever_helps() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "my screen is black").await;
    bench.press("bo", &number, "Take it").await;
    bench.tells("ana", "why is that?").await;
    bench.tells("ana", "why").await;
    let heard = bench.inside(&number).await;
    assert!(
        heard.ends_with(&["Ana:\nwhy is that?".to_owned(), "Ana:\nwhy".to_owned()]),
        "{heard:?}"
    );
}
