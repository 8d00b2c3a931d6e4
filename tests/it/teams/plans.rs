//! A new hire over five teams, where people live in Teams.

use frontdesk::clock::Millis;
use frontdesk::sandbox::teams::{Done, Post};

use crate::bench::{DAY, HOUR, START};
use crate::stories::plans::PLANS;

use super::bench::{PAYROLL, TRIAGE, TeamsBench};
use super::hand_over::hand_over;

const HR: &str = "19:hr@thread.tacv2";
const RECRUITING: &str = "19:rec@thread.tacv2";
const FACILITIES: &str = "19:fac@thread.tacv2";

async fn company() -> TeamsBench {
    company_of(PLANS).await
}

async fn company_of(text: &str) -> TeamsBench {
    let bench = TeamsBench::with(text).await;
    for (channel, people) in [(HR, ["cy"]), (RECRUITING, ["ben"]), (FACILITIES, ["lea"])] {
        bench.teams.add_channel(channel, &people);
        bench.user("root").installs_in(channel).await;
    }
    bench.settle().await;
    bench
}

async fn until(bench: &TeamsBench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

fn reads(post: &Post, all: &[&str]) {
    let seen = post.words.replace('\n', " ");
    for words in all {
        assert!(seen.contains(words), "{words:?} is not in\n{seen}");
    }
}

async fn resolves(bench: &TeamsBench, who: &str, number: &str) {
    let summary = format!("{number} is ready");
    bench
        .write(who, number, "Resolve", "Summary", &summary)
        .await;
    bench.settle().await;
}

#[tokio::test]
async fn a_new_hire_over_five_teams_with_a_moved_day_and_a_late_step() {
    let bench = company().await;
    bench.opens("ana", "new-hire Jane Doe").await;
    let ana = bench.user("ana");
    ana.fill("Who joins us?", "Jane Doe").unwrap();
    ana.pick("Where do they work?", "Office").unwrap();
    ana.fill("Needed by", "2026-12-01").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    assert!(
        words.contains("There is not enough time for Contract (Recruiting"),
        "{words}"
    );
    ana.fill("Needed by", "2026-12-14").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    reads(
        &bench.theirs("HR-1").await,
        &[
            "Planned: Contract (Recruiting). From Fri 27 Nov, by Fri 4 Dec.",
            "Planned: Payroll (Payroll). From Wed 9 Dec, by Mon 14 Dec, after Employee file.",
        ],
    );
    let notice = bench.find(RECRUITING, "This will come to you: it opens Fri 27 Nov");
    let ben = bench.user("ben");
    ben.press(RECRUITING, &notice.id, "Start now")
        .await
        .unwrap();
    bench.settle().await;
    reads(&bench.triage("REC-1").await, &["Part of HR-1"]);

    // Four days later than she said: the old dates and the new.
    let card = bench.theirs("HR-1").await;
    let opened = ana.press(&ana.chat(), &card.id, "Move the date").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ana.fill("Needed by", "2026-12-18").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let told = bench.outside("HR-1").await.join("\n");
    assert!(
        told.contains("Contract (Recruiting): by Thu 10 Dec instead of Fri 4 Dec"),
        "{told}"
    );
    let told = bench.inside("REC-1").await.join("\n");
    assert!(
        told.contains("All of it is needed by Fri 18 December 2026 now. This has to be done by Thu 10 Dec instead of Fri 4 Dec"),
        "{told}"
    );

    // Late, and it is said whom that holds up, to both.
    until(&bench, START + 17 * DAY + 7 * HOUR + 1).await;
    reads(
        &bench.find(RECRUITING, "REC-1 is late"),
        &[
            "Employee file (People and culture), Workplace (Facilities), Laptop and phone (IT support)",
        ],
    );
    for channel in [HR, FACILITIES, TRIAGE] {
        bench.find(channel, "is held up: Contract (Recruiting, REC-1) is late");
    }
    reads(
        &bench.theirs("HR-1").await,
        &["Late: Contract (Recruiting, REC-1). It was due Thu 10 Dec."],
    );

    until(&bench, START + 18 * DAY).await;
    resolves(&bench, "ben", "REC-1").await;
    resolves(&bench, "cy", "HR-2").await;
    for (who, number) in [("bo", "IT-1"), ("bo", "IT-2"), ("pat", "PAY-1")] {
        resolves(&bench, who, number).await;
    }
    assert_eq!(bench.status("HR-1").await, "new");
    resolves(&bench, "lea", "FAC-1").await;
    assert_eq!(bench.status("HR-1").await, "resolved");
    let told = bench.outside("HR-1").await.join("\n");
    assert!(told.contains("IT-2 Accounts: IT-2 is ready"), "{told}");
    assert!(!bench.teams.messages(PAYROLL).is_empty());
}

#[tokio::test]
async fn a_day_that_is_too_near_is_asked_about_when_it_is_moved_too() {
    let bench = company().await;
    bench.opens("ana", "new-hire Jane Doe").await;
    let ana = bench.user("ana");
    ana.fill("Who joins us?", "Jane Doe").unwrap();
    ana.pick("Where do they work?", "From home").unwrap();
    ana.fill("Needed by", "2026-12-14").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.theirs("HR-1").await;
    let opened = ana.press(&ana.chat(), &card.id, "Move the date").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ana.fill("Needed by", "2026-12-01").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    assert!(
        words.contains("There is not enough time for Contract (Recruiting"),
        "{words}"
    );
    // Sent off without a choice it is shown once more, with why.
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    assert!(words.contains("The earliest is Tue 8 Dec"), "{words}");
    ana.pick(
        "What shall we do?",
        "Keep the day, and leave out what cannot be done",
    )
    .unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    reads(
        &bench.theirs("HR-1").await,
        &["Left out: Contract (Recruiting)", "1 December 2026"],
    );
}

#[tokio::test]
async fn what_is_handed_over_to_a_service_with_steps_is_planned_by_one_tap() {
    let bench = company().await;
    bench.opens("ana", "equipment Forty cables").await;
    let ana = bench.user("ana");
    ana.fill("For whom?", "The third floor").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    hand_over(&bench, "bo", "IT-1", "Office move", "They move").await;
    let card = bench.theirs("IT-1").await;
    reads(&card, &["Other teams have a part in this."]);
    let opened = ana.press(&ana.chat(), &card.id, "Plan it").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ana.fill("Who moves, and where to?", "IT").unwrap();
    ana.fill("Needed by", "2026-11-24").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    assert!(words.contains("There is not enough time for"), "{words}");
    ana.fill("Needed by", "2027-01-15").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    reads(
        &bench.theirs("IT-1").await,
        &["Planned: Network and sockets (IT support). From Tue 5 Jan, by Tue 12 Jan."],
    );
}

#[tokio::test]
async fn what_is_attached_to_the_whole_leads_to_it_where_a_step_wants_it() {
    let fill = "fill = { who = \"name\", what = \"equipment\" }";
    let text = PLANS.replace(fill, &format!("{fill}\n  files = true"));
    assert_ne!(text, PLANS);
    let bench = company_of(&text).await;
    bench.opens("ana", "new-hire Jane Doe").await;
    let ana = bench.user("ana");
    ana.fill("Who joins us?", "Jane Doe").unwrap();
    ana.pick("Where do they work?", "From home").unwrap();
    ana.fill("Needed by", "2026-12-08").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let file = ana.file("letter.pdf", b"letter");
    ana.says_with(&ana.chat(), "Her letter", &[file]).await;
    bench.settle().await;
    resolves(&bench, "ben", "REC-1").await;
    let laptop = bench.find(TRIAGE, "Laptop and phone: Jane Doe");
    let copy = &bench.teams.thread(TRIAGE, &laptop.id)[0];
    assert_eq!(
        copy.words,
        "Ana:\nHer letter\nThis file stays where it is, because apps cannot put files here: letter.pdf"
    );
    // No other team's step wants it.
    let all = bench.teams.messages(RECRUITING).into_iter();
    assert_eq!(all.filter(|m| m.reads("letter.pdf")).count(), 0);
}

#[tokio::test]
async fn who_is_asked_to_be_quicker_answers_on_the_card_of_an_approver() {
    let bench = company().await;
    bench.opens("ana", "new-hire Jane Doe").await;
    let ana = bench.user("ana");
    ana.fill("Who joins us?", "Jane Doe").unwrap();
    ana.pick("Where do they work?", "From home").unwrap();
    ana.fill("Needed by", "2026-12-01").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    ana.pick(
        "What shall we do?",
        "Keep the day, and ask these teams to be quicker",
    )
    .unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    // Cancelled and wanted again, nobody has agreed to it.
    for (label, line) in [
        ("Cancel request", "Cancelled: Contract (Recruiting)"),
        ("Reopen", "Asked: Contract (Recruiting)"),
    ] {
        let card = bench.theirs("HR-1").await;
        let opened = ana.press(&ana.chat(), &card.id, label).await;
        assert_eq!(opened, Ok(Done::Dialog));
        assert_eq!(ana.sends().await, Ok(Done::Closed));
        bench.settle().await;
        reads(&bench.theirs("HR-1").await, &[line]);
    }
    let ben = bench.user("ben");
    let question = bench.find(&ben.chat(), "less time than usual (5 days)");
    reads(
        &question,
        &["Your approval", "Contract: With whom? Jane Doe"],
    );
    let opened = ben.press(&ben.chat(), &question.id, "Decline").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ben.fill("Why not?", "Everybody is away").unwrap();
    assert_eq!(ben.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let told = bench.outside("HR-1").await.join("\n");
    assert!(told.contains("Ben cannot agree to this:"), "{told}");
    let choice = bench.find(HR, "Recruiting has not agreed to be quicker.");
    let cy = bench.user("cy");
    cy.press(HR, &choice.id, "Go on without it").await.unwrap();
    bench.settle().await;
    reads(
        &bench.theirs("HR-1").await,
        &[
            "Left out: Contract (Recruiting)",
            "Open: Employee file (People and culture, HR-2)",
        ],
    );
}

#[tokio::test]
async fn what_is_written_loose_answers_the_step_that_waits_for_it() {
    let bench = company().await;
    bench.opens("ana", "system-access month end").await;
    let ana = bench.user("ana");
    ana.pick("Which system?", "Payroll").unwrap();
    ana.fill("What for?", "The books").unwrap();
    ana.fill("Needed by", "2026-11-26").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.opens("ana", "workplace A lamp").await;
    ana.fill("For whom?", "Ana").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    bench
        .write("pat", "PAY-1", "Ask", "Your question", "For how long?")
        .await;
    bench.settle().await;
    // Of her two requests one waits for an answer, by a step of it.
    ana.says("Until March").await;
    bench.settle().await;
    let inside = bench.inside("PAY-1").await.join("\n");
    assert!(inside.contains("Until March"), "{inside}");
    let chat = bench.chat("ana").join("\n");
    assert!(
        chat.contains("Payroll reads this as part of IT-1."),
        "{chat}"
    );
}
