//! A request that comes to a service with steps by another way than its form gets the whole plan, or none.

use frontdesk::desk::{Act, Deed, Scope, Who};
use frontdesk::sandbox::Submitted;

use super::hand_over::hand_over;
use super::plans::{FACILITIES, PLANS, company, company_of, find, reads};
use super::plans_sooner::{asked, press};
use crate::bench::{Bench, DAY, HOUR};

/// Ana asks IT for cables and sockets, which is a move of the office.
async fn asks_for_cables(bench: &Bench) {
    let ana = bench.user("ana");
    assert!(ana.command("/request equipment Forty cables").await.ok());
    ana.fill("For whom?", "The third floor").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn handed_over_without_a_day_its_cards_ask_for_what_the_plan_rests_on() {
    let bench = company().await;
    asks_for_cables(&bench).await;
    hand_over(&bench, "bo", "IT-1", "Office move", "They move").await;
    let hers = bench.theirs("IT-1").await;
    reads(&hers, &["Other teams have a part in this."]);
    assert!(hers.buttons().contains(&"Plan it".to_owned()));
    let theirs = find(&bench, FACILITIES, "IT-1 Forty cables");
    assert!(theirs.buttons().contains(&"Plan it".to_owned()));
    // Who has nothing to do with it plans nothing.
    let ben = bench.user("ben");
    ben.joins(FACILITIES).await;
    ben.click(FACILITIES, &theirs.ts, "Plan it").await.unwrap();
    assert!(ben.modal().is_none());
    let ana = bench.user("ana");
    ana.click(&hers.channel, &hers.ts, "Plan it").await.unwrap();
    ana.fill("Needed by", "2026-11-24").await.unwrap();
    ana.fill("Who moves, and where to?", "IT, to the third floor")
        .await
        .unwrap();
    // Too near, as where it is asked for from the start.
    assert_eq!(ana.submit().await, Submitted::Updated);
    let form = ana.modal().unwrap();
    assert!(
        form.reads("There is not enough time for Network and sockets"),
        "{}",
        form.plain()
    );
    ana.fill("Needed by", "2027-01-15").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let hers = bench.theirs("IT-1").await;
    reads(
        &hers,
        &[
            "Needed by Fri 15 January 2027",
            "Planned: Network and sockets (IT support). From Tue 5 Jan, by Tue 12 Jan.",
            "Planned: Desks and boxes (Facilities). From Tue 12 Jan, by Fri 15 Jan, after Network and sockets.",
        ],
    );
    // Without walls, which nobody has to build.
    assert!(!hers.reads("Walls (Facilities)"), "{}", hers.plain());
    assert!(!hers.buttons().contains(&"Plan it".to_owned()));
    assert!(hers.buttons().contains(&"Move the date".to_owned()));
    let told = bench.outside("IT-1").await.join("\n");
    assert!(
        told.contains("Ana asked the other teams for their parts: all of it is planned for Fri 15 January 2027."),
        "{told}"
    );
    // It is a whole like any other: nobody resolves it before its steps.
    let refused = bench
        .write("lea", "IT-1", "Resolve", "Summary", "done")
        .await;
    assert!(matches!(refused, Submitted::Errors(_)), "{refused:?}");
    assert_eq!(bench.request("IT-1").await.parent(), None);
    assert!(bench.request("IT-1").await.is_whole());
}

#[tokio::test]
async fn handed_over_with_everything_known_its_plan_begins_at_once() {
    let bench = company().await;
    let ana = bench.user("ana");
    assert!(ana.command("/request contract Jane Doe").await.ok());
    ana.fill("With whom?", "Jane Doe").await.unwrap();
    ana.fill("Needed by", "2026-12-18").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    hand_over(&bench, "ben", "REC-1", "Somebody leaves", "She leaves").await;
    let hers = bench.theirs("REC-1").await;
    reads(
        &hers,
        &[
            "Planned: Close the accounts (IT support)",
            "Planned: Last pay (Payroll)",
        ],
    );
    assert!(!hers.buttons().contains(&"Plan it".to_owned()));
    // What came to a service without steps asks for no plan.
    asks_for_cables(&bench).await;
    assert!(!bench.theirs("IT-1").await.reads("Other teams"));
}

#[tokio::test]
async fn a_program_says_the_day_of_what_has_no_plan_yet() {
    let bench = company().await;
    asks_for_cables(&bench).await;
    let desk = &bench.app.desk;
    let secret = desk.create_token("plans", Scope::Admin).await.unwrap();
    let token = desk.token(&secret).await.unwrap().unwrap();
    let does = async |deed: Deed| {
        let act = Act {
            number: "IT-1".to_owned(),
            by: Who::Email("root@acme.example".to_owned()),
            deed,
        };
        desk.act_by_api(&token, None, act).await
    };
    let to = jiff::civil::date(2027, 1, 15);
    let moved = || Deed::Move { to, if_late: None };
    assert!(does(moved()).await.is_err(), "it has no plan");
    does(Deed::HandOver {
        service: "system-access".to_owned(),
        note: None,
        wrong_door: false,
    })
    .await
    .unwrap();
    // Which system is not known: no half of a plan.
    let no = does(moved()).await.unwrap_err();
    assert!(format!("{no:?}").contains("f.system"), "{no:?}");
    assert!(!bench.request("IT-1").await.is_whole());
}

#[tokio::test]
async fn access_that_has_to_be_approved_is_changed_approved_and_then_done_by_two_teams() {
    let bench = company().await;
    let ana = bench.user("ana");
    assert!(ana.command("/request server-access Ana").await.ok());
    ana.fill("Which server?", "All of them").await.unwrap();
    ana.fill("Needed by", "2026-11-26").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let press = async |who: &str, label: &str| {
        let place = bench.slack.dm_channel(who);
        let asked = find(&bench, &place, "Your approval");
        let person = bench.user(who);
        person.click(&place, &asked.ts, label).await.unwrap();
        bench.settle().await;
    };
    // The lead of IT, and everybody of a group.
    press("bo", "Approve").await;
    assert_eq!(bench.status("IT-1").await, "awaiting_approval");
    press("cy", "Ask for changes").await;
    let cy = bench.user("cy");
    cy.fill("What should be different?", "One of them")
        .await
        .unwrap();
    assert_eq!(cy.submit().await, Submitted::Closed);
    bench.settle().await;
    let hers = bench.theirs("IT-1").await;
    ana.click(&hers.channel, &hers.ts, "Change and send again")
        .await
        .unwrap();
    ana.fill("Which server?", "The build server").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    for who in ["bo", "cy"] {
        press(who, "Approve").await;
    }
    reads(
        &bench.theirs("IT-1").await,
        &[
            "Planned: Note in the file (People and culture)",
            "Planned: Set up the access (IT support). From Tue 24 Nov, by Thu 26 Nov.",
        ],
    );
}

#[tokio::test]
async fn no_way_to_a_plan_gets_around_its_approval() {
    let bench = company().await;
    asks_for_cables(&bench).await;
    hand_over(&bench, "bo", "IT-1", "Access to a server", "").await;
    let hers = bench.theirs("IT-1").await;
    let ana = bench.user("ana");
    ana.click(&hers.channel, &hers.ts, "Plan it").await.unwrap();
    ana.fill("Which server?", "The build server").await.unwrap();
    ana.fill("Needed by", "2026-11-26").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_eq!(bench.status("IT-1").await, "awaiting_approval");
    bench.pass(DAY + HOUR).await;
    let granting = "Set up the access (IT support)";
    reads(
        &bench.theirs("IT-1").await,
        &[&format!("Planned: {granting}")],
    );
    for who in ["bo", "cy"] {
        let place = bench.slack.dm_channel(who);
        let asked = find(&bench, &place, "Your approval");
        let person = bench.user(who);
        person.click(&place, &asked.ts, "Approve").await.unwrap();
        bench.settle().await;
    }
    reads(
        &bench.theirs("IT-1").await,
        &["Open: Set up the access (IT support, IT-2)"],
    );
}

#[tokio::test]
async fn a_yes_to_something_else_begins_no_plan() {
    let mut text = PLANS.to_owned();
    for (name, approval) in [
        (
            "Work contract",
            "{ by = [\"lea@acme.example\", \"pat@acme.example\"], rule = \"all\" }",
        ),
        ("Somebody leaves", "{ by = [\"bo@acme.example\"] }"),
    ] {
        let line = format!("name = \"{name}\"\n");
        text = text.replace(&line, &format!("{line}approval = {approval}\n"));
    }
    let bench = company_of(&text).await;
    let ana = bench.user("ana");
    assert!(ana.command("/request contract Jane Doe").await.ok());
    ana.fill("With whom?", "Jane Doe").await.unwrap();
    ana.fill("Needed by", "2026-12-18").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    press(&bench, "lea", "Approve").await;
    hand_over(&bench, "ben", "REC-1", "Somebody leaves", "She leaves").await;
    // What Lea said was said of a contract.
    let hers = bench.theirs("REC-1").await;
    assert!(!bench.request("REC-1").await.is_whole());
    ana.click(&hers.channel, &hers.ts, "Plan it").await.unwrap();
    assert!(matches!(ana.submit().await, Submitted::Errors(_)));
    press(&bench, "pat", "Approve").await;
    // Now the plan is asked for, of who has to approve that.
    assert_eq!(bench.status("REC-1").await, "awaiting_approval");
    assert!(bench.request("REC-1").await.is_whole());
    assert!(asked(&bench, "lea").is_none() && asked(&bench, "pat").is_none());
    bench.pass(3 * DAY).await;
    press(&bench, "bo", "Approve").await;
    assert_eq!(bench.status("REC-1").await, "new");
    reads(
        &bench.theirs("REC-1").await,
        &["Planned: Close the accounts (IT support)"],
    );
}

#[tokio::test]
async fn the_same_person_by_another_rule_is_another_approval() {
    let both = "by = [\"lea@acme.example\", \"pat@acme.example\"]";
    let mut text = PLANS.to_owned();
    for (name, rule) in [("Work contract", "any"), ("Somebody leaves", "all")] {
        let line = format!("name = \"{name}\"\n");
        let more = format!("{line}approval = {{ {both}, rule = \"{rule}\" }}\n");
        text = text.replace(&line, &more);
    }
    let bench = company_of(&text).await;
    let ana = bench.user("ana");
    assert!(ana.command("/request contract Jane Doe").await.ok());
    ana.fill("With whom?", "Jane Doe").await.unwrap();
    ana.fill("Needed by", "2026-12-18").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    hand_over(&bench, "ben", "REC-1", "Somebody leaves", "She leaves").await;
    press(&bench, "lea", "Approve").await;
    assert_eq!(bench.status("REC-1").await, "awaiting_approval");
    press(&bench, "pat", "Approve").await;
    assert_eq!(bench.status("REC-1").await, "new");
}
