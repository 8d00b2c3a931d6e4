//! Plans by the desk alone, without any platform: what the teams' requests are asked for, and when.

use frontdesk::desk::{Deed, No};
use frontdesk::domain::answer::Wrong;
use frontdesk::domain::approval::Verdict;
use frontdesk::domain::catalogue::Answer;
use frontdesk::domain::intent::Timer;
use frontdesk::domain::plan::{IfLate, StepState};
use frontdesk::domain::press::StepPress;
use frontdesk::domain::request::Request;
use frontdesk::domain::routing::doors;
use frontdesk::store;
use jiff::civil::date;
use sqlx::AssertSqlSafe;

use crate::bench::{DAY, HOUR, START};
use crate::engine::Look;
use crate::plan_company::{Company, text};
use crate::stories::plans::PLANS;

#[tokio::test]
async fn a_step_that_opens_goes_to_whose_turn_it_is() {
    let line = "name = \"IT support\"\n";
    let company = Company::new(&PLANS.replace(line, &format!("{line}assign = \"turns\"\n"))).await;
    let access = [("system", text("Payroll")), ("why", text("The books"))];
    // Nobody is given what nobody has met.
    let first = company.asks("system-access", &access, Some("2026-11-26"), None);
    company.does("bo", &first.await.unwrap(), Deed::Watch).await;
    company.resolves("pat", "PAY-1").await;
    assert_eq!(company.request("IT-2").await.status.name(), "in_progress");
    let bo = company.request("IT-2").await.assignee();
    assert!(bo.is_some());
    assert_eq!(
        company.step("IT-1", "grant").await.made.unwrap().assignee,
        bo
    );
}

#[tokio::test]
async fn a_whole_that_was_handed_over_asks_for_what_its_own_plan_says() {
    let mut company = Company::new(PLANS).await;
    let whole = company.hires("2026-12-01", Some(IfLate::Expedite)).await;
    let deed = Deed::HandOver {
        service: "leaver".to_owned(),
        note: None,
        wrong_door: false,
    };
    company.does("cy", &whole, deed).await;
    let opens = async |company: &Company| {
        let step = company.step(&whole, "accounts").await;
        step.answers["what"].clone()
    };
    company
        .moves(&whole, date(2026, 12, 2), Some(IfLate::Expedite))
        .await;
    assert_eq!(opens(&company).await, text("Open"));
    // Other answers, by the form of the service that has it now.
    company.says("ben", &whole, Verdict::Changes).await;
    company
        .revises(&whole, "leaver", &[("name", text("Jane Roe"))])
        .await;
    let planned = company.states(&whole).await;
    assert!(
        planned.iter().all(|(_, s)| *s != StepState::Skipped),
        "{planned:?}"
    );
    assert_eq!(opens(&company).await, text("Open"));
    assert_eq!(
        company.step(&whole, "file").await.answers["name"],
        text("Jane Roe")
    );
    // Its service is gone: what was planned stays.
    company.now_by(&PLANS.replace("key = \"new-hire\"", "key = \"newcomer\""));
    company.says("ben", &whole, Verdict::Changes).await;
    company
        .revises(&whole, "leaver", &[("name", text("Jim"))])
        .await;
    assert_eq!(company.states(&whole).await, planned);
    company.moves(&whole, date(2026, 12, 14), None).await;
    assert_eq!(opens(&company).await, text("Open"));
    assert_eq!(company.step(&whole, "file").await.due, date(2026, 12, 9));
}

#[tokio::test]
async fn without_a_day_there_is_no_plan_whatever_is_chosen() {
    let company = Company::new(PLANS).await;
    let answers = [("name", text("Jane Doe")), ("place", text("Office"))];
    for choice in IfLate::ALL {
        let no = company.asks("new-hire", &answers, None, Some(choice)).await;
        let Err(No::Wrong(wrong)) = no else {
            panic!("{no:?}");
        };
        assert_eq!(wrong, [("needed_by".to_owned(), Wrong::NeedsDate)]);
    }
}

#[tokio::test]
async fn what_opens_or_comes_back_after_closing_time_has_the_next_day() {
    let company = Company::new(PLANS).await;
    let access = [("system", text("Payroll")), ("why", text("The books"))];
    let whole = company.asks("system-access", &access, Some("2026-11-26"), None);
    let whole = whole.await.unwrap();
    // Thursday, 17:30: half an hour after both teams went home on the last day.
    company.until(START + 3 * DAY + 7 * HOUR + HOUR / 2).await;
    company.resolves("pat", "PAY-1").await;
    let step = company.step(&whole, "grant").await;
    assert_eq!((step.state, step.late), (StepState::Open, false));
    assert_eq!(step.due, date(2026, 11, 27));
    let late = |news: &Vec<serde_json::Value>| {
        let all = news.iter().filter_map(|n| n.get("late"));
        let numbers: Vec<_> = all
            .map(|l| l["number"].as_str().unwrap().to_owned())
            .collect();
        numbers
    };
    assert_eq!(late(&company.news(&whole).await), ["PAY-1"]);
    // Done in time, and opened again when the team had gone home for the weekend: Friday, 15:30.
    company.until(START + 4 * DAY).await;
    company.resolves("bo", "IT-2").await;
    company.until(START + 4 * DAY + 5 * HOUR + HOUR / 2).await;
    company
        .does("ana", "IT-2", Deed::Reopen { reason: None })
        .await;
    let step = company.step(&whole, "grant").await;
    assert_eq!((step.due, step.late), (date(2026, 11, 30), false));
    assert_eq!(late(&company.news(&whole).await), ["PAY-1"]);
}

#[tokio::test]
async fn an_open_step_asks_for_the_day_that_it_is_now() {
    let company = Company::new(PLANS).await;
    let whole = company.hires("2026-12-18", None).await;
    let deed = || Deed::Step {
        key: "contract".to_owned(),
        press: StepPress::StartNow,
    };
    company.does("ben", &whole, deed()).await;
    let from = async || company.request("REC-1").await.answers["from"].clone();
    assert_eq!(from().await, text("2026-12-18"));
    company.moves(&whole, date(2026, 12, 22), None).await;
    assert_eq!(from().await, text("2026-12-22"));
    let due = |from: &str, to: &str, whole: &str| serde_json::json!({ "due": { "from": from, "to": to, "whole": whole } });
    let told = company.news("REC-1").await;
    assert_eq!(told, [due("2026-12-10", "2026-12-14", "2026-12-22")]);
    // From Friday to Saturday nothing has to be done on another day; all the same it is another first day.
    company.moves(&whole, date(2027, 1, 15), None).await;
    let before = company.step(&whole, "contract").await.due;
    company.moves(&whole, date(2027, 1, 16), None).await;
    assert_eq!(company.step(&whole, "contract").await.due, before);
    assert_eq!(from().await, text("2027-01-16"));
    let before = before.to_string();
    let told = company.news("REC-1").await;
    assert_eq!(told.last(), Some(&due(&before, &before, "2027-01-16")));
}

#[tokio::test]
async fn a_day_that_stays_is_not_told_as_another() {
    let company = Company::new(PLANS).await;
    let whole = company.hires("2026-12-01", Some(IfLate::Expedite)).await;
    let before = company.news(&whole).await;
    let same = date(2026, 12, 1);
    company.moves(&whole, same, Some(IfLate::Expedite)).await;
    assert_eq!(company.news(&whole).await, before);
    company.moves(&whole, same, Some(IfLate::Partial)).await;
    let news = company.news(&whole).await;
    let needed = news.iter().filter(|n| n.get("needed").is_some());
    assert_eq!(needed.count(), 1, "{news:?}");
}

#[tokio::test]
async fn a_step_that_came_back_open_without_its_request_is_decided_about() {
    let company = Company::new(PLANS).await;
    let access = [("system", text("Payroll")), ("why", text("The books"))];
    let whole = company.asks("system-access", &access, Some("2026-11-26"), None);
    let whole = whole.await.unwrap();
    let reason = Some("Who is that?".to_owned());
    company.does("root", "PAY-1", Deed::Cancel { reason }).await;
    // As versions before have left it; then the new one comes.
    let old = "UPDATE steps SET state = 'open' WHERE state = 'stopped';".to_owned();
    let text = include_str!("../../migrations/sqlite/0015_plan_of.sql");
    assert_eq!(
        text,
        include_str!("../../migrations/postgres/0015_plan_of.sql")
    );
    let (_, heals) = text.split_once("steps.parent);").unwrap();
    let sql = AssertSqlSafe(old + heals);
    match company.home.look().await {
        Look::Sqlite(mut db) => sqlx::raw_sql(sql).execute(&mut db).await.map(drop),
        Look::Postgres(mut db) => sqlx::raw_sql(sql).execute(&mut db).await.map(drop),
    }
    .unwrap();
    let timer = Timer::Plan {
        request: company.request(&whole).await.id,
    };
    let mut tx = company.desk.store.read().await.unwrap();
    let looks = store::timers::due_at(&mut tx, &timer).await.unwrap();
    drop(tx);
    assert_eq!(looks, Some(0));
    company.until(START + 1).await;
    let step = company.step(&whole, "pay-agrees").await;
    assert_eq!(step.state, StepState::Stopped);
    let again = Deed::Step {
        key: step.key,
        press: StepPress::Anew,
    };
    company.does("root", &whole, again).await;
    assert_eq!(company.request("PAY-2").await.status.name(), "new");
}

/// A leaver whose last pay is asked for only where it is wanted, and which root approves.
fn with_a_last_pay() -> String {
    let name = "name = \"Somebody leaves\"\n";
    let pay = "\n  [[service.field]]\n  key = \"pay\"\n  label = \"Is there a last pay?\"\n  type = \"checkbox\"\n";
    let who = "\n  [[service.field]]\n  key = \"name\"\n  label = \"Who leaves us?\"";
    let step = "  name = \"Last pay\"\n";
    PLANS
        .replace(
            name,
            &format!("{name}approval = {{ by = [\"root@acme.example\"] }}\n"),
        )
        .replace(who, &format!("{pay}{who}"))
        .replace(
            step,
            &format!("{step}  when = {{ field = \"pay\", has = \"yes\" }}\n"),
        )
}

#[tokio::test]
async fn what_is_promised_is_the_end_of_the_plan_as_it_was_changed_and_approved() {
    let company = Company::new(&with_a_last_pay()).await;
    let name = ("name", text("Jane Doe"));
    let answers = [name.clone(), ("pay", Answer::Checked(true))];
    let whole = company.asks("leaver", &answers, Some("2026-12-14"), None);
    let whole = whole.await.unwrap();
    let due = async || company.request(&whole).await.promise.resolution_due;
    // Five working days after Monday 14 December, 17:00.
    assert_eq!(due().await, Some(START + 28 * DAY + 7 * HOUR));
    company.says("root", &whole, Verdict::Changes).await;
    company
        .revises(&whole, "leaver", &[name, ("pay", Answer::Checked(false))])
        .await;
    let end = Some(START + 21 * DAY + 7 * HOUR);
    assert_eq!(due().await, end);
    // While it waits the clock stands; the day of the plan does not move.
    company.until(START + 2 * DAY).await;
    company.says("root", &whole, Verdict::Approved).await;
    assert_eq!(due().await, end);
}

#[tokio::test]
async fn what_comes_to_a_hurried_plan_later_needs_its_lead_too() {
    let company = Company::new(PLANS).await;
    let answers = |place: &str| [("name", text("Jane Doe")), ("place", text(place))];
    let at_home = answers("From home");
    let choice = Some(IfLate::Expedite);
    let whole = company.asks("new-hire", &at_home, Some("2026-11-25"), choice);
    let whole = whole.await.unwrap();
    // The other steps that are too late go ahead.
    for who in ["ben", "cy", "pat"] {
        company.says(who, &whole, Verdict::Approved).await;
    }
    company.says("bo", &whole, Verdict::Changes).await;
    company
        .revises(&whole, "new-hire", &answers("Office"))
        .await;
    assert_eq!(
        company.step(&whole, "workplace").await.state,
        StepState::Asked
    );
    let approval = company.request(&whole).await;
    let asked = approval.approval().unwrap().approvers.len();
    assert_eq!(asked, 5, "Lea, too");
}

#[tokio::test]
async fn a_team_whose_services_all_have_plans_has_a_door_too() {
    let events = "\n[[team]]\nkey = \"EVE\"\nname = \"Events\"\nagents = [\"pat@acme.example\"]\n\
        [[service]]\nkey = \"party\"\nteam = \"EVE\"\nname = \"A party\"\n\
        [[service.step]]\nkey = \"room\"\nservice = \"workplace\"\n";
    let company = Company::new(&format!("{PLANS}{events}")).await;
    let answers = [
        ("who", text("Jane")),
        ("what", Answer::Text("Open".to_owned())),
    ];
    let number = company.asks("account", &answers, None, None).await.unwrap();
    let mut request = company.request(&number).await;
    let doors = |request: &Request| {
        let all = doors(&company.desk.catalogue, request).into_iter();
        let all = all.map(|s| (s.team.clone(), s.key.clone()));
        all.collect::<std::collections::BTreeMap<_, _>>()
    };
    let all = doors(&request);
    assert_eq!(all["EVE"], "party");
    // Of a team that has others, those, unless the words name the plan.
    assert_eq!(
        (all["HR"].as_str(), all["FAC"].as_str()),
        ("employee-file", "workplace")
    );
    request.subject = "Somebody leaves us".to_owned();
    assert_eq!(doors(&request)["HR"], "leaver");
}
