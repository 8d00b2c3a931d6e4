//! A new hire over five teams: asked once, done by five, with a day that moves and a step that is late.

use frontdesk::clock::Millis;
use frontdesk::sandbox::{Message, Submitted, Visibility};

use crate::bench::{Bench, DAY, HOUR, START, TRIAGE};

pub const PLANS: &str = include_str!("../../../examples/plans.toml");
const HR: &str = "C0HR";
const RECRUITING: &str = "C0REC";
const FACILITIES: &str = "C0FAC";
const PAYROLL: &str = "C0PAYROLL";

async fn company() -> Bench {
    let bench = Bench::with(PLANS, |_| {}).await;
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
async fn hires(bench: &Bench, day: &str) -> Submitted {
    let ana = bench.user("ana");
    assert!(ana.command("/request new-hire Jane Doe").await.ok());
    ana.fill("Who joins us?", "Jane Doe").await.unwrap();
    ana.pick("Where do they work?", "Office").await.unwrap();
    ana.pick("What do they need?", "Laptop").await.unwrap();
    ana.fill("Needed by", day).await.unwrap();
    let done = ana.submit().await;
    bench.settle().await;
    done
}

fn card(bench: &Bench) -> Message {
    find(bench, &bench.slack.dm_channel("ana"), "HR-1 Jane Doe")
}

/// What people see, line breaks and emphasis aside.
fn seen(message: &Message) -> String {
    message.plain().replace('*', "").replace('\n', " ")
}

/// The first message there that has these words.
fn found(bench: &Bench, channel: &str, words: &str) -> Option<Message> {
    let mut all = bench.slack.messages(channel).into_iter();
    all.find(|message| seen(message).contains(words))
}

fn find(bench: &Bench, channel: &str, words: &str) -> Message {
    let all = || bench.slack.messages(channel).iter().map(seen).collect::<Vec<_>>();
    found(bench, channel, words)
        .unwrap_or_else(|| panic!("{words:?} is not in {channel}:\n{}", all().join("\n---\n")))
}

async fn until(bench: &Bench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

/// Somebody resolves the request that the channel's card with `words` shows.
async fn resolves(bench: &Bench, who: &str, channel: &str, words: &str) {
    let all = bench.slack.messages(channel).into_iter();
    let serves = |m: &Message| m.buttons().contains(&"Resolve".to_owned());
    let card = all.filter(serves).find(|m| m.plain().starts_with(words));
    let (person, card) = (bench.user(who), card.expect("its card"));
    person.click(channel, &card.ts, "Resolve").await.unwrap();
    person
        .fill("Summary", &format!("{words} is ready"))
        .await
        .unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn a_new_hire_over_five_teams_with_a_moved_day_and_a_late_step() {
    let bench = company().await;
    let ana = bench.user("ana");
    // A week is not enough, and the form says why and what can be done.
    assert_eq!(hires(&bench, "2026-12-01").await, Submitted::Updated);
    let form = ana.modal().unwrap();
    assert!(
        form.reads("There is not enough time for Contract (Recruiting, to be begun by Mon 16 Nov)"),
        "{}",
        form.plain()
    );
    assert_eq!(
        form.options("What shall we do?"),
        [
            "Take Tue 8 Dec instead",
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
            "Planned: Contract (Recruiting) From Fri 27 Nov, by Fri 4 Dec.",
            "Planned: Employee file (People and culture) From Mon 7 Dec, by Wed 9 Dec, after Contract.",
            "Planned: Payroll (Payroll) From Wed 9 Dec, by Mon 14 Dec, after Employee file.",
            "Planned: Workplace (Facilities) From Wed 9 Dec, by Mon 14 Dec, after Contract.",
            "Planned: Laptop and phone (IT support) From Fri 4 Dec, by Fri 11 Dec, after Contract.",
            "Planned: Accounts (IT support) From Wed 9 Dec, by Fri 11 Dec, after Employee file.",
        ],
    );
    assert!(bench.slack.messages(TRIAGE).is_empty());
    // The first of them is told at once, and may begin; the others when their time comes nearer.
    let notice = find(&bench, RECRUITING, "Contract, part of HR-1 Jane Doe");
    reads(&notice, &["it opens Fri 27 Nov, and has to be done by Fri 4 Dec"]);
    let ben = bench.user("ben");
    ben.click(RECRUITING, &notice.ts, "Start now").await.unwrap();
    bench.settle().await;
    let notice = find(&bench, RECRUITING, "Contract, part of HR-1 Jane Doe");
    reads(&notice, &["It is open now: REC-1"]);
    let step = find(&bench, RECRUITING, "REC-1 Contract: Jane Doe");
    reads(&step, &["Part of HR-1", "Employee file (People and culture), Workplace (Facilities), Laptop and phone (IT support)"]);
    reads(&card(&bench), &["Open: Contract (Recruiting, REC-1) By Fri 4 Dec."]);

    // IT is told five working days ahead.
    until(&bench, START + 4 * DAY).await;
    let notice = find(&bench, TRIAGE, "Laptop and phone, part of HR-1");
    reads(&notice, &["it opens Fri 4 Dec", "It waits for Contract (Recruiting)."]);
    assert!(notice.buttons().is_empty());

    // She comes four days later: everybody concerned reads the old dates and the new.
    let place = bench.slack.dm_channel("ana");
    ana.click(&place, &card(&bench).ts, "Move the date").await.unwrap();
    assert_eq!(ana.modal().unwrap().value("Needed by").as_deref(), Some("2026-12-14"));
    ana.fill("Needed by", "2026-12-18").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let told = bench.thread(&place, &card(&bench).ts).join("\n");
    assert!(told.contains("Fri 18 December 2026 instead of Mon 14 December 2026"), "{told}");
    assert!(told.contains("Contract (Recruiting): by Thu 10 Dec instead of Fri 4 Dec"), "{told}");
    assert!(told.contains("Payroll (Payroll): by Fri 18 Dec instead of Mon 14 Dec"), "{told}");
    let whole = find(&bench, HR, "HR-1 Jane Doe");
    let told = bench.thread(HR, &whole.ts).join("\n");
    assert!(told.contains("Ana moved the day that this is needed by"), "{told}");
    let told = bench.thread(RECRUITING, &step.ts).join("\n");
    assert!(told.contains("this has to be done by Thu 10 Dec instead of Fri 4 Dec"), "{told}");
    find(&bench, TRIAGE, "it opens Thu 10 Dec instead of Fri 4 Dec, and has to be done by Thu 17 Dec instead of Fri 11 Dec");
    reads(&find(&bench, RECRUITING, "REC-1 Contract: Jane Doe"), &["Needed by Thu 10 December 2026"]);

    // The day is over and the contract is not there: it is said who waits for it, to them and to those who are late.
    until(&bench, START + 17 * DAY + 6 * HOUR).await;
    assert!(found(&bench, RECRUITING, "REC-1 is late").is_none());
    until(&bench, START + 17 * DAY + 7 * HOUR + 1).await;
    let late = find(&bench, RECRUITING, "REC-1 is late: it was due Thu 10 Dec");
    reads(&late, &["This waits for it: Employee file (People and culture), Workplace (Facilities), Laptop and phone (IT support)."]);
    for channel in [HR, FACILITIES, TRIAGE] {
        find(&bench, channel, "is held up: Contract (Recruiting, REC-1) is late, it was due Thu 10 Dec.");
    }
    let told = bench.thread(&place, &card(&bench).ts).join("\n");
    assert!(told.contains("Recruiting is late with Contract (REC-1): it was due Thu 10 Dec."), "{told}");
    reads(&card(&bench), &["Late: Contract (Recruiting, REC-1) It was due Thu 10 Dec. Held up by it: Employee file"]);

    // Done after all: those who waited begin at once, and no planned day is in the past.
    until(&bench, START + 18 * DAY).await;
    resolves(&bench, "ben", RECRUITING, "REC-1").await;
    reads(&card(&bench), &[
        "Done: Contract (Recruiting, REC-1)",
        "Open: Employee file (People and culture, HR-2)",
        "Open: Laptop and phone (IT support, IT-1)",
        "Planned: Workplace (Facilities) From Tue 15 Dec",
    ]);
    resolves(&bench, "cy", HR, "HR-2").await;
    until(&bench, START + 22 * DAY).await;
    for (who, channel, number) in [
        ("bo", TRIAGE, "IT-1"),
        ("bo", TRIAGE, "IT-2"),
        ("pat", PAYROLL, "PAY-1"),
    ] {
        resolves(&bench, who, channel, number).await;
    }
    // Nobody ends the whole before its last step.
    let (cy, whole) = (bench.user("cy"), find(&bench, HR, "HR-1 Jane Doe"));
    cy.click(HR, &whole.ts, "Resolve").await.unwrap();
    cy.fill("Summary", "done").await.unwrap();
    let refused = cy.submit().await;
    assert!(matches!(refused, Submitted::Errors(_)), "{refused:?}");
    resolves(&bench, "lea", FACILITIES, "FAC-1").await;
    let told = bench.thread(&place, &card(&bench).ts).join("\n");
    assert!(told.contains("FAC-1 Workplace: FAC-1 is ready"), "{told}");
    assert!(told.contains("IT-2 Accounts: IT-2 is ready"), "{told}");
    // One card, one poll, whatever many teams did.
    let cards = bench.slack.messages(&place).into_iter();
    assert_eq!(cards.filter(|m| m.reads("Jane Doe")).count(), 1);
    let poll = bench.slack.thread(&place, &card(&bench).ts);
    let poll = poll.iter().find(|m| m.buttons().iter().any(|b| b.starts_with('5')));
    ana.click(&place, &poll.expect("the poll").ts, &poll_five(poll.unwrap())).await.unwrap();
    bench.settle().await;
    assert_eq!(bench.request("HR-1").await.rating, Some(5));
}

fn poll_five(poll: &Message) -> String {
    let buttons = poll.buttons().into_iter();
    buttons.into_iter().find(|b| b.starts_with('5')).unwrap()
}

/// Each of them.
fn reads(message: &Message, all: &[&str]) {
    let seen = seen(message);
    for words in all {
        assert!(seen.contains(words), "{words:?} is not in\n{seen}");
    }
}
