//! A new hire over five teams: asked once, done by five, with a day that moves and a step that is late.

use frontdesk::clock::Millis;
use frontdesk::desk::Scope;
use frontdesk::sandbox::{Message, Submitted, Visibility};
use frontdesk::store;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Bench, DAY, HOUR, START, TRIAGE};

pub const PLANS: &str = include_str!("../../../examples/plans.toml");
pub const HR: &str = "C0HR";
pub const RECRUITING: &str = "C0REC";
pub const FACILITIES: &str = "C0FAC";

pub async fn company() -> Bench {
    company_of(PLANS).await
}

/// The same by another configuration.
pub async fn company_of(text: &str) -> Bench {
    let bench = Bench::with(text, |_| {}).await;
    for (channel, name, people) in [
        (HR, "hr", ["cy"]),
        (RECRUITING, "recruiting", ["ben"]),
        (FACILITIES, "facilities", ["lea"]),
    ] {
        bench
            .slack
            .add_channel(channel, name, Visibility::Private, &people);
    }
    bench
}

/// Asks for a new hire; what becomes of the form comes back.
pub async fn hires(bench: &Bench, who: &str, day: &str) -> Submitted {
    let who = bench.user(who);
    assert!(who.command("/request new-hire Jane Doe").await.ok());
    who.fill("Who joins us?", "Jane Doe").await.unwrap();
    who.pick("Where do they work?", "Office").await.unwrap();
    who.pick("What do they need?", "Laptop").await.unwrap();
    who.fill("Needed by", day).await.unwrap();
    let done = who.submit().await;
    bench.settle().await;
    done
}

/// What Ana has of it.
pub fn card(bench: &Bench) -> Message {
    find(bench, &bench.slack.dm_channel("ana"), "HR-1 Jane Doe")
}

/// What people see, line breaks and emphasis aside.
pub fn seen(message: &Message) -> String {
    message.plain().replace('*', "").replace('\n', " ")
}

/// The first message there that has these words.
pub fn found(bench: &Bench, channel: &str, words: &str) -> Option<Message> {
    let mut all = bench.slack.messages(channel).into_iter();
    all.find(|message| seen(message).contains(words))
}

pub fn find(bench: &Bench, channel: &str, words: &str) -> Message {
    let all = || {
        bench
            .slack
            .messages(channel)
            .iter()
            .map(seen)
            .collect::<Vec<_>>()
    };
    found(bench, channel, words)
        .unwrap_or_else(|| panic!("{words:?} is not in {channel}:\n{}", all().join("\n---\n")))
}

pub async fn until(bench: &Bench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

pub async fn resolves(bench: &Bench, who: &str, number: &str) {
    let summary = format!("{number} is ready");
    let done = bench
        .write(who, number, "Resolve", "Summary", &summary)
        .await;
    assert_eq!(done, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn a_new_hire_over_five_teams_with_a_moved_day_and_a_late_step() {
    let bench = company().await;
    let ana = bench.user("ana");
    // A week is not enough, and the form says why and what can be done.
    assert_eq!(hires(&bench, "ana", "2026-12-01").await, Submitted::Updated);
    let form = ana.modal().unwrap();
    assert!(
        form.reads("There is not enough time for Contract (Recruiting, to be begun by Mon 16 Nov)"),
        "{}",
        form.plain()
    );
    assert_eq!(
        form.options("What shall we do?"),
        [
            "Take Tue 8 December 2026 instead",
            "Keep the day, and ask these teams to be quicker",
            "Keep the day, and leave out what cannot be done",
        ]
    );
    ana.fill("Needed by", "2026-12-14").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    // One card with the whole, counted back from the day; nobody's queue but that of the whole.
    reads(
        &card(&bench),
        &[
            "Planned: Contract (Recruiting). From Fri 27 Nov, by Fri 4 Dec.",
            "Planned: Employee file (People and culture). From Mon 7 Dec, by Wed 9 Dec, after Contract.",
            "Planned: Payroll (Payroll). From Wed 9 Dec, by Mon 14 Dec, after Employee file.",
            "Planned: Workplace (Facilities). From Wed 9 Dec, by Mon 14 Dec, after Contract.",
            "Planned: Laptop and phone (IT support). From Fri 4 Dec, by Fri 11 Dec, after Contract.",
            "Planned: Accounts (IT support). From Wed 9 Dec, by Fri 11 Dec, after Employee file.",
        ],
    );
    assert!(bench.slack.messages(TRIAGE).is_empty());
    // The first of them is told at once, and may begin; the others when their time comes nearer.
    let notice = find(&bench, RECRUITING, "Contract, part of HR-1 Jane Doe");
    reads(
        &notice,
        &["it opens Fri 27 Nov, and has to be done by Fri 4 Dec"],
    );
    let ben = bench.user("ben");
    ben.click(RECRUITING, &notice.ts, "Start now")
        .await
        .unwrap();
    bench.settle().await;
    let notice = find(&bench, RECRUITING, "Contract, part of HR-1 Jane Doe");
    reads(&notice, &["It is open now: REC-1"]);
    let step = find(&bench, RECRUITING, "REC-1 Contract: Jane Doe");
    reads(
        &step,
        &[
            "Part of HR-1",
            "Employee file (People and culture), Workplace (Facilities), Laptop and phone (IT support)",
        ],
    );
    reads(
        &card(&bench),
        &["Open: Contract (Recruiting, REC-1). By Fri 4 Dec."],
    );

    // IT is told five working days ahead.
    until(&bench, START + 4 * DAY).await;
    let notice = find(&bench, TRIAGE, "Laptop and phone, part of HR-1");
    reads(
        &notice,
        &["as soon as Contract (Recruiting) is done, planned for Fri 4 Dec"],
    );
    assert!(notice.buttons().is_empty());

    // She comes four days later: everybody concerned reads the old dates and the new.
    let place = bench.slack.dm_channel("ana");
    ana.click(&place, &card(&bench).ts, "Move the date")
        .await
        .unwrap();
    assert_eq!(
        ana.modal().unwrap().value("Needed by").as_deref(),
        Some("2026-12-14")
    );
    ana.fill("Needed by", "2026-12-18").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let told = bench.thread(&place, &card(&bench).ts).join("\n");
    assert!(
        told.contains("Fri 18 December 2026 instead of Mon 14 December 2026"),
        "{told}"
    );
    assert!(
        told.contains("Contract (Recruiting): by Thu 10 Dec instead of Fri 4 Dec"),
        "{told}"
    );
    assert!(
        told.contains("Payroll (Payroll): by Fri 18 Dec instead of Mon 14 Dec"),
        "{told}"
    );
    let whole = find(&bench, HR, "HR-1 Jane Doe");
    let told = bench.thread(HR, &whole.ts).join("\n");
    assert!(
        told.contains("Ana moved the day that this is needed by"),
        "{told}"
    );
    let told = bench.thread(RECRUITING, &step.ts).join("\n");
    assert!(
        told.contains("All of it is needed by Fri 18 December 2026 now. This has to be done by Thu 10 Dec instead of Fri 4 Dec"),
        "{told}"
    );
    find(
        &bench,
        TRIAGE,
        "it opens Thu 10 Dec instead of Fri 4 Dec, and has to be done by Thu 17 Dec instead of Fri 11 Dec",
    );
    reads(
        &find(&bench, RECRUITING, "REC-1 Contract: Jane Doe"),
        &["Needed by Thu 10 December 2026"],
    );

    // The day is over and the contract is not there: it is said who waits for it, to them and to those who are late.
    until(&bench, START + 17 * DAY + 6 * HOUR).await;
    assert!(found(&bench, RECRUITING, "REC-1 is late").is_none());
    until(&bench, START + 17 * DAY + 7 * HOUR + 1).await;
    let late = find(&bench, RECRUITING, "REC-1 is late: it was due Thu 10 Dec");
    reads(
        &late,
        &[
            "This waits for it: Employee file (People and culture), Workplace (Facilities), Laptop and phone (IT support).",
        ],
    );
    for channel in [HR, FACILITIES, TRIAGE] {
        find(
            &bench,
            channel,
            "is held up: Contract (Recruiting, REC-1) is late, it was due Thu 10 Dec.",
        );
    }
    let told = bench.thread(&place, &card(&bench).ts).join("\n");
    assert!(
        told.contains("Recruiting is late with Contract (REC-1): it was due Thu 10 Dec."),
        "{told}"
    );
    reads(
        &card(&bench),
        &[
            "Late: Contract (Recruiting, REC-1). It was due Thu 10 Dec. Held up by it: Employee file",
        ],
    );

    // Done after all: those who waited begin at once, and no planned day is in the past.
    until(&bench, START + 18 * DAY).await;
    resolves(&bench, "ben", "REC-1").await;
    reads(
        &card(&bench),
        &[
            "Done: Contract (Recruiting, REC-1)",
            "Open: Employee file (People and culture, HR-2)",
            "Open: Laptop and phone (IT support, IT-1)",
            "Open: Workplace (Facilities, FAC-1). By Fri 18 Dec.",
        ],
    );
    resolves(&bench, "cy", "HR-2").await;
    for (who, number) in [("bo", "IT-1"), ("bo", "IT-2"), ("pat", "PAY-1")] {
        resolves(&bench, who, number).await;
    }
    // Nobody ends the whole before its last step.
    let refused = bench
        .write("cy", "HR-1", "Resolve", "Summary", "done")
        .await;
    assert!(matches!(refused, Submitted::Errors(_)), "{refused:?}");
    resolves(&bench, "lea", "FAC-1").await;
    let told = bench.thread(&place, &card(&bench).ts).join("\n");
    assert!(told.contains("FAC-1 Workplace: FAC-1 is ready"), "{told}");
    assert!(told.contains("IT-2 Accounts: IT-2 is ready"), "{told}");
    // One card, one poll, whatever many teams did.
    let cards = bench.slack.messages(&place).into_iter();
    assert_eq!(cards.filter(|m| m.reads("Jane Doe")).count(), 1);
    let thread = bench.slack.thread(&place, &card(&bench).ts);
    let five = |m: &Message| m.buttons().into_iter().find(|b| b.starts_with('5'));
    let (poll, five) = thread
        .iter()
        .find_map(|m| Some((m, five(m)?)))
        .expect("the poll");
    ana.click(&place, &poll.ts, &five).await.unwrap();
    bench.settle().await;
    assert_eq!(bench.request("HR-1").await.rating, Some(5));
    // HR has the whole and one step of it: both came in and are done, and the time is counted once.
    let mut tx = bench.app.desk.store.read().await.unwrap();
    let until = bench.clock.now() + 1;
    let counts = store::figures::of_team(&mut tx, "HR", START - 1, until).await;
    let counts = counts.unwrap();
    assert_eq!((counts.opened, counts.resolved, counts.ratings), (2, 2, 1));
    let measures = store::measures::of_team(&mut tx, "HR", START - 1, until).await;
    let services = measures.unwrap().services;
    let results: Vec<_> = services
        .iter()
        .map(|(s, sums)| (s.as_str(), sums.results))
        .collect();
    assert_eq!(results, [("employee-file", 1)]);
}

/// Each of them.
pub fn reads(message: &Message, all: &[&str]) {
    let seen = seen(message);
    for words in all {
        assert!(seen.contains(words), "{words:?} is not in\n{seen}");
    }
}

/// The choice is made in the same form.
pub async fn hires_all_the_same(bench: &Bench, who: &str, choice: &str) {
    assert_eq!(hires(bench, who, "2026-12-01").await, Submitted::Updated);
    let who = bench.user(who);
    who.pick("What shall we do?", choice).await.unwrap();
    assert_eq!(who.submit().await, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn what_cannot_be_done_in_time_can_be_left_out_from_the_start() {
    let bench = company().await;
    hires_all_the_same(
        &bench,
        "ana",
        "Keep the day, and leave out what cannot be done",
    )
    .await;
    reads(
        &card(&bench),
        &[
            "Left out: Contract (Recruiting)",
            "Needed by Tue 1 December 2026",
        ],
    );
    let ana = bench.user("ana");
    // At home there is no workplace to be made ready; and later is a choice, too.
    assert!(ana.command("/request new-hire Jim Roe").await.ok());
    ana.fill("Who joins us?", "Jim Roe").await.unwrap();
    ana.pick("Where do they work?", "From home").await.unwrap();
    ana.fill("Needed by", "2026-11-24").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Updated);
    ana.pick("What shall we do?", "Take Tue 8 December 2026 instead")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let card = bench.theirs("HR-3").await;
    reads(
        &card,
        &[
            "Needed by Tue 8 December 2026",
            "Open: Contract (Recruiting, REC-1)",
        ],
    );
    assert!(!card.reads("Workplace"), "{}", card.plain());
}

/// Somebody asks for access to the payroll: its owner says yes, and IT sets it up.
pub async fn wants_access(bench: &Bench) {
    let ana = bench.user("ana");
    assert!(ana.command("/request system-access month end").await.ok());
    ana.pick("Which system?", "Payroll").await.unwrap();
    ana.fill("What for?", "The books").await.unwrap();
    ana.fill("Needed by", "2026-11-26").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn a_step_that_is_declined_is_asked_for_anew_and_questions_are_answered_where_the_whole_is() {
    let bench = company().await;
    wants_access(&bench).await;
    reads(
        &bench.theirs("IT-1").await,
        &["Open: Payroll agrees (Payroll, PAY-1)"],
    );
    reads(&bench.triage("PAY-1").await, &["What for? The books"]);
    bench.more("pat", "PAY-1", "Not a request").await;
    let pat = bench.user("pat");
    pat.fill("Why?", "Who is that?").await.unwrap();
    assert_eq!(pat.submit().await, Submitted::Closed);
    bench.settle().await;
    reads(
        &bench.theirs("IT-1").await,
        &["Stopped: Payroll agrees (Payroll, PAY-1)"],
    );
    let choice = find(&bench, TRIAGE, "Payroll does not do this.");
    bench
        .user("bo")
        .click(TRIAGE, &choice.ts, "Ask again")
        .await
        .unwrap();
    bench.settle().await;
    reads(
        &bench.theirs("IT-1").await,
        &["Open: Payroll agrees (Payroll, PAY-2)"],
    );
    // What a step's team asks is answered under the one card that she has.
    bench
        .write("pat", "PAY-2", "Ask", "Your question", "For how long?")
        .await;
    bench.settle().await;
    let asked = bench.outside("IT-1").await.join("\n");
    assert!(asked.contains("PAY-2 Payroll agrees: month end"), "{asked}");
    assert!(asked.contains("For how long?"), "{asked}");
    reads(
        &bench.theirs("IT-1").await,
        &["Waits for an answer: Payroll agrees"],
    );
    bench.tells("ana", "IT-1", "Until March").await;
    bench.settle().await;
    let inside = bench.inside("PAY-2").await.join("\n");
    assert!(inside.contains("Until March"), "{inside}");
    assert_eq!(bench.status("PAY-2").await, "in_progress");
    resolves(&bench, "pat", "PAY-2").await;
    reads(
        &bench.theirs("IT-1").await,
        &[
            "Done: Payroll agrees",
            "Open: Set up the access (IT support, IT-2)",
        ],
    );
    // What she says now is for whoever serves the whole.
    bench.tells("ana", "IT-1", "By the way").await;
    bench.settle().await;
    assert!(bench.inside("IT-1").await.join("\n").contains("By the way"));
    resolves(&bench, "bo", "IT-2").await;
    assert_eq!(bench.status("IT-1").await, "resolved");
    // A step that is opened again opens the whole, and ends it once more.
    bench.press("bo", "IT-2", "Reopen").await.unwrap();
    bench.user("bo").submit().await;
    bench.settle().await;
    assert_eq!(bench.status("IT-1").await, "in_progress");
    reads(
        &bench.theirs("IT-1").await,
        &["In work: Set up the access (IT support, IT-2)"],
    );
    resolves(&bench, "bo", "IT-2").await;
    assert_eq!(bench.status("IT-1").await, "resolved");
}

#[tokio::test]
async fn a_plan_that_is_cancelled_takes_its_steps_along_and_brings_them_back() {
    let bench = company().await;
    wants_access(&bench).await;
    let ana = bench.user("ana");
    let place = bench.slack.dm_channel("ana");
    let card = bench.theirs("IT-1").await;
    ana.click(&place, &card.ts, "Cancel request").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_eq!(bench.status("PAY-1").await, "cancelled");
    reads(
        &bench.theirs("IT-1").await,
        &["Cancelled: Payroll agrees", "Cancelled: Set up the access"],
    );
    bench.pass(5 * DAY).await;
    assert!(
        bench
            .slack
            .messages(TRIAGE)
            .iter()
            .all(|m| !m.reads("IT-2"))
    );
    ana.click(&place, &card.ts, "Reopen").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_eq!(bench.status("PAY-1").await, "new");
    // Its day is over: what is left begins as soon as it can.
    reads(
        &bench.theirs("IT-1").await,
        &["Planned: Set up the access (IT support). From Mon 30 Nov, by Mon 30 Nov"],
    );
    resolves(&bench, "pat", "PAY-1").await;
    resolves(&bench, "bo", "IT-2").await;
    assert_eq!(bench.status("IT-1").await, "resolved");
}

#[tokio::test]
async fn a_program_asks_for_a_plan_and_reads_its_steps() {
    let bench = company().await;
    let desk = &bench.app.desk;
    let token = desk.create_token("plans", Scope::Admin).await.unwrap();
    let call = |method: Method, path: &str, body: Value| {
        let url = format!("http://{}/api/v1/requests{path}", bench.address);
        let call = reqwest::Client::builder()
            .build()
            .unwrap()
            .request(method, url);
        let call = call.bearer_auth(&token).json(&body).send();
        async { call.await.unwrap().json::<Value>().await.unwrap() }
    };
    let mut wish = json!({
        "service": "system-access", "subject": "month end", "requester": { "email": "ana@acme.example" },
        "answers": { "system": "Payroll", "why": "The books" },
    });
    let none = call(Method::POST, "", wish.clone()).await;
    assert_eq!(none["errors"][0]["field"], "needed_by", "{none}");
    wish["needed_by"] = "2026-11-24".into();
    let late = call(Method::POST, "", wish.clone()).await;
    let words = late["errors"][0].to_string();
    assert!(
        words.contains("There is not enough time for Payroll agrees, Set up the access. The earliest is Thu 26 Nov (2026-11-26)."),
        "{late}"
    );
    wish["if_late"] = "whenever".into();
    let wrong = call(Method::POST, "", wish.clone()).await;
    assert_eq!(wrong["errors"][0]["field"], "if_late", "{wrong}");
    wish["if_late"] = "later".into();
    let made = call(Method::POST, "", wish).await;
    assert_eq!(made["needed_by"], "2026-11-26");
    assert_eq!(
        made["steps"],
        json!([
            { "key": "pay-agrees", "name": "Payroll agrees", "team": "PAY", "service": "pay-data", "state": "open",
              "after": [], "start": "2026-11-23", "due": "2026-11-24", "late": false, "number": "PAY-1" },
            { "key": "grant", "name": "Set up the access", "team": "IT", "service": "account", "state": "planned",
              "after": ["pay-agrees", "hr-agrees"], "start": "2026-11-24", "due": "2026-11-26", "late": false,
              "number": null },
        ])
    );
    let step = call(Method::GET, "/PAY-1", Value::Null).await;
    assert_eq!(step["parent"], "IT-1");
    assert_eq!(step["steps"], Value::Null);
    assert_eq!(step["promise"]["resolution_due"], "2026-11-24T16:00:00Z");
    // Who asked has one request, whatever many teams do.
    bench.settle().await;
    let mine = bench.user("ana").command("/desk mine").await;
    assert!(mine.ok());
    bench.settle().await;
    let said = bench.user("ana").ephemerals();
    let said = said.iter().map(seen).collect::<Vec<_>>().join(" ");
    assert!(said.contains("IT-1") && !said.contains("PAY-1"), "{said}");
}

#[tokio::test]
async fn a_plan_that_has_to_be_approved_begins_once_it_is_and_so_does_a_step() {
    let approval = "approval = { by = [\"lea@acme.example\"] }\n";
    let mut text = PLANS.to_owned();
    for name in ["Access to a system", "Accounts and rights"] {
        let line = format!("name = \"{name}\"\n");
        text = text.replace(&line, &format!("{line}{approval}"));
    }
    let bench = Bench::with(&text, |_| {}).await;
    wants_access(&bench).await;
    assert_eq!(bench.status("IT-1").await, "awaiting_approval");
    assert!(bench.slack.messages("C0PAYROLL").is_empty());
    let (lea, place) = (bench.user("lea"), bench.slack.dm_channel("lea"));
    let asked = find(&bench, &place, "IT-1");
    lea.click(&place, &asked.ts, "Approve").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.status("PAY-1").await, "new");
    resolves(&bench, "pat", "PAY-1").await;
    assert_eq!(bench.status("IT-2").await, "awaiting_approval");
    let asked = find(&bench, &place, "IT-2");
    lea.click(&place, &asked.ts, "Decline").await.unwrap();
    let reason = lea.modal().unwrap().labels()[0].clone();
    lea.fill(&reason, "Not for a trainee").await.unwrap();
    assert_eq!(lea.submit().await, Submitted::Closed);
    bench.settle().await;
    // Not approved is not done: whoever serves the whole decides.
    reads(
        &bench.theirs("IT-1").await,
        &["Stopped: Set up the access (IT support, IT-2)"],
    );
}
