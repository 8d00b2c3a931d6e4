//! A day that is too near, kept: the leads of the teams that have too little time approve it, or not.

use frontdesk::domain::approval::Outcome;
use frontdesk::domain::request::Fact;
use frontdesk::sandbox::{Message, Submitted};

use super::plans::{
    HR, PLANS, RECRUITING, card, company, find, found, hires, hires_all_the_same, reads, resolves,
    until,
};
use crate::bench::{Bench, DAY, HOUR, START, TRIAGE};

pub const QUICKER: &str = "Keep the day, and ask these teams to be quicker";

/// The card by which `who` is asked for their approval.
pub fn asked(bench: &Bench, who: &str) -> Option<Message> {
    found(bench, &bench.slack.dm_channel(who), "Your approval")
}

pub async fn press(bench: &Bench, who: &str, label: &str) {
    let card = asked(bench, who).unwrap_or_else(|| panic!("{who} is not asked"));
    let person = bench.user(who);
    person
        .click(&person.dm_channel(), &card.ts, label)
        .await
        .unwrap();
    bench.settle().await;
}

pub async fn writes(bench: &Bench, who: &str, label: &str, text: &str) {
    press(bench, who, label).await;
    let person = bench.user(who);
    let field = person.modal().unwrap().labels()[0].clone();
    person.fill(&field, text).await.unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.settle().await;
}

pub async fn moves(bench: &Bench, day: &str) -> Submitted {
    let (ana, place) = (bench.user("ana"), bench.slack.dm_channel("ana"));
    ana.click(&place, &card(bench).ts, "Move the date")
        .await
        .unwrap();
    ana.fill("Needed by", day).await.unwrap();
    let done = ana.submit().await;
    bench.settle().await;
    done
}

#[tokio::test]
async fn the_team_that_has_too_little_time_approves_it() {
    let bench = company().await;
    hires_all_the_same(&bench, "ana", QUICKER).await;
    reads(
        &card(&bench),
        &[
            "Asked: Contract (Recruiting). Whether it can be done by Mon 23 Nov.",
            "Needed by Tue 1 December 2026",
            "those teams have to agree. We have asked Ben.",
            "Contract (Recruiting) by Mon 23 Nov: less time than usual (5 days).",
        ],
    );
    assert_eq!(bench.status("HR-1").await, "awaiting_approval");
    // Recruiting has no lead: who serves there is asked, with what is theirs of the answers, and nothing else.
    let question = asked(&bench, "ben").unwrap();
    reads(
        &question,
        &[
            "Contract (Recruiting) by Mon 23 Nov: less time than usual (5 days).",
            "Contract: With whom? Jane Doe",
        ],
    );
    assert!(
        !question.reads("Where do they work?"),
        "{}",
        question.plain()
    );
    assert_eq!(
        question.buttons(),
        ["Approve", "Decline", "Ask for changes", "Hand on"]
    );
    assert!(found(&bench, RECRUITING, "HR-1").is_none());
    let whole = bench.triage("HR-1").await;
    reads(&whole, &["It waits for the approval of Ben."]);
    assert!(whole.buttons().contains(&"Without Contract".to_owned()));
    press(&bench, "ben", "Approve").await;
    reads(&card(&bench), &["Open: Contract (Recruiting, REC-1)"]);
    assert_eq!(bench.status("HR-1").await, "new");
    let told = bench.outside("HR-1").await.join("\n");
    assert!(
        told.contains("Ben agreed, and with that everybody who was asked."),
        "{told}"
    );
    // While it was waited for the clock stood; the day of the whole did not move.
    let due = bench.request("HR-1").await.promise.resolution_due;
    assert_eq!(due, Some(START + 8 * DAY + 7 * 60 * 60 * 1000));
}

#[tokio::test]
async fn a_team_that_cannot_leaves_the_choice_to_who_serves_the_whole() {
    let bench = company().await;
    bench.user("cy").opens_home().await;
    hires_all_the_same(&bench, "ana", QUICKER).await;
    writes(&bench, "ben", "Decline", "Everybody is away").await;
    let stopped = "Stopped: Contract (Recruiting). People and culture decides how this goes on.";
    reads(&card(&bench), &[stopped]);
    assert_eq!(bench.status("HR-1").await, "new");
    let told = bench.outside("HR-1").await.join("\n");
    assert!(
        told.contains("Ben cannot agree to this:") && told.contains("Everybody is away"),
        "{told}"
    );
    let choice = find(&bench, HR, "Recruiting has not agreed to be quicker.");
    let cys = || bench.user("cy").home().expect("a page").plain();
    let undecided = "Waiting for your team to decide how it goes on";
    assert!(cys().contains(undecided), "{}", cys());
    reads(
        &choice,
        &["This waits for it: Employee file (People and culture), Workplace"],
    );
    assert_eq!(choice.buttons(), ["Go on without it", "Ask again"]);
    // Who does not serve the whole decides nothing.
    bench.user("bo").joins(HR).await;
    bench
        .user("bo")
        .click(HR, &choice.ts, "Go on without it")
        .await
        .unwrap();
    bench.settle().await;
    reads(&card(&bench), &[stopped]);
    // Asked once more, they have to agree once more.
    let cy = bench.user("cy");
    cy.click(HR, &choice.ts, "Ask again").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.status("HR-1").await, "awaiting_approval");
    find(
        &bench,
        &bench.slack.dm_channel("ben"),
        "needs your approval once more",
    );
    // Left out meanwhile, nobody has to approve anything.
    let whole = bench.triage("HR-1").await;
    cy.click(HR, &whole.ts, "Without Contract").await.unwrap();
    bench.settle().await;
    reads(
        &card(&bench),
        &[
            "Left out: Contract (Recruiting)",
            "Open: Employee file (People and culture, HR-2)",
        ],
    );
    assert!(!cys().contains(undecided), "{}", cys());
    assert!(asked(&bench, "ben").is_none());
    let facts = bench.facts("HR-1").await;
    assert!(facts.contains(&Fact::ApprovalWithdrawn), "{facts:?}");
    assert_eq!(bench.status("HR-1").await, "new");
    let told = bench.outside("HR-1").await.join("\n");
    assert!(told.contains("Cy goes on without Contract."), "{told}");
    reads(
        &find(&bench, HR, "Contract, part of HR-1"),
        &["It is not needed any more."],
    );
}

#[tokio::test]
async fn who_does_not_answer_is_reminded_and_silence_is_no_yes() {
    let bench = company().await;
    hires_all_the_same(&bench, "ana", QUICKER).await;
    // The contract is wanted today: it is asked for once more today, and tomorrow an answer would be none.
    until(&bench, START + 5 * HOUR).await;
    let place = bench.slack.dm_channel("ben");
    find(&bench, &place, "still waits for your approval");
    // Handed on, the other is asked, and knows what of it is theirs.
    press(&bench, "ben", "Hand on").await;
    let ben = bench.user("ben");
    ben.pick("Who decides in your place?", "bo").await.unwrap();
    assert_eq!(ben.submit().await, Submitted::Closed);
    bench.settle().await;
    reads(
        &asked(&bench, "bo").unwrap(),
        &[
            "Ben handed this on to you.",
            "Contract: With whom? Jane Doe",
        ],
    );
    until(&bench, START + DAY).await;
    reads(&card(&bench), &["Stopped: Contract (Recruiting)"]);
    let told = bench.outside("HR-1").await.join("\n");
    assert!(
        told.contains("Not everybody has agreed to this in time:"),
        "{told}"
    );
    let outcome = Outcome::Expired;
    assert!(
        bench
            .facts("HR-1")
            .await
            .contains(&Fact::ApprovalExpired { outcome })
    );
    assert!(bench.request("HR-1").await.status.is_open());
}

#[tokio::test]
async fn nobody_agrees_to_what_they_asked_for_themselves() {
    let bench = company().await;
    hires_all_the_same(&bench, "ben", QUICKER).await;
    assert!(asked(&bench, "ben").is_none());
    // He serves there alone: an admin is asked, who can hand it on.
    let question = asked(&bench, "root").unwrap();
    reads(
        &question,
        &["Contract (Recruiting) by Mon 23 Nov: less time than usual (5 days)."],
    );
    press(&bench, "root", "Approve").await;
    reads(
        &found(&bench, &bench.slack.dm_channel("ben"), "HR-1 Jane Doe").unwrap(),
        &["Open: Contract (Recruiting, REC-1)"],
    );
}

#[tokio::test]
async fn sent_back_it_is_changed_by_another_day_or_other_answers() {
    let bench = company().await;
    hires_all_the_same(&bench, "ana", QUICKER).await;
    writes(&bench, "ben", "Ask for changes", "A week later, please").await;
    let told = bench.outside("HR-1").await.join("\n");
    assert!(
        told.contains("A week later, please") && told.contains("Move the date on the card"),
        "{told}"
    );
    // Other answers, other steps: no workplace at home, and everybody is asked again.
    let (ana, place) = (bench.user("ana"), bench.slack.dm_channel("ana"));
    ana.click(&place, &card(&bench).ts, "Change and send again")
        .await
        .unwrap();
    ana.fill("Who joins us?", "Jane Roe").await.unwrap();
    ana.pick("Where do they work?", "From home").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    reads(
        &asked(&bench, "ben").unwrap(),
        &["Contract: With whom? Jane Roe"],
    );
    reads(&card(&bench), &["Left out: Workplace (Facilities)"]);
    // Time enough: nobody has to agree to anything.
    assert_eq!(moves(&bench, "2026-12-14").await, Submitted::Closed);
    assert!(asked(&bench, "ben").is_none());
    assert_eq!(bench.status("HR-1").await, "new");
    reads(
        &card(&bench),
        &["Planned: Contract (Recruiting). From Fri 27 Nov, by Fri 4 Dec."],
    );
    assert!(hires(&bench, "cy", "2026-12-14").await == Submitted::Closed);
}

#[tokio::test]
async fn of_several_teams_those_begin_that_agreed() {
    let bench = company().await;
    let ana = bench.user("ana");
    assert!(ana.command("/request leaver Jim Roe").await.ok());
    ana.fill("Who leaves us?", "Jim Roe").await.unwrap();
    // Today.
    ana.fill("Needed by", "2026-11-23").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Updated);
    ana.pick("What shall we do?", QUICKER).await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let hers = || bench.theirs("HR-1");
    reads(
        &hers().await,
        &["We have asked Bo and Lea. Both have to approve; nobody has so far."],
    );
    // Each reads of the answers what is for their team.
    let leas = asked(&bench, "lea").unwrap();
    reads(&leas, &["Badge and keys: For whom? Jim Roe"]);
    assert!(
        !leas.reads("Close the accounts: For whom?"),
        "{}",
        leas.plain()
    );
    press(&bench, "lea", "Approve").await;
    reads(&hers().await, &["Asked: Badge and keys (Facilities)"]);
    writes(&bench, "bo", "Decline", "Not within a day").await;
    reads(
        &hers().await,
        &[
            "Stopped: Close the accounts (IT support)",
            "Stopped: Get the equipment back (IT support)",
            "Open: Badge and keys (Facilities, FAC-1)",
            "Planned: Last pay (Payroll)",
        ],
    );
}

#[tokio::test]
async fn handed_on_twice_a_yes_still_counts_for_the_first() {
    let bench = company().await;
    let ana = bench.user("ana");
    assert!(ana.command("/request leaver Jim Roe").await.ok());
    ana.fill("Who leaves us?", "Jim Roe").await.unwrap();
    ana.fill("Needed by", "2026-11-23").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Updated);
    ana.pick("What shall we do?", QUICKER).await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    for (from, to) in [("lea", "pat"), ("pat", "ben")] {
        press(&bench, from, "Hand on").await;
        let person = bench.user(from);
        person.pick("Who decides in your place?", to).await.unwrap();
        assert_eq!(person.submit().await, Submitted::Closed);
        bench.settle().await;
    }
    for who in ["lea", "pat"] {
        let place = bench.slack.dm_channel(who);
        find(&bench, &place, "you handed this on to Ben, who decides now");
    }
    // He decides for Facilities, and reads what is theirs.
    reads(
        &asked(&bench, "ben").unwrap(),
        &["Badge and keys: For whom? Jim Roe"],
    );
    press(&bench, "ben", "Approve").await;
    writes(&bench, "bo", "Decline", "Not within a day").await;
    reads(
        &bench.theirs("HR-1").await,
        &[
            "Stopped: Close the accounts (IT support)",
            "Open: Badge and keys (Facilities, FAC-1)",
        ],
    );
}

#[tokio::test]
async fn who_asked_on_somebodys_behalf_approves_no_step_of_it() {
    let name = "name = \"Accounts and rights\"\n";
    let text = format!("{name}approval = {{ by = [\"lead\"] }}\n");
    let bench = Bench::with(&PLANS.replace(name, &text), |_| {}).await;
    // The lead of the team that has the step.
    let bo = bench.user("bo");
    bo.command("/desk log @ana system-access month end").await;
    bo.pick("How did it come in?", "Phone").await.unwrap();
    bo.pick("Which system?", "Payroll").await.unwrap();
    bo.fill("What for?", "The books").await.unwrap();
    bo.fill("Needed by", "2026-11-26").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    bench.settle().await;
    resolves(&bench, "pat", "PAY-1").await;
    assert_eq!(bench.status("IT-2").await, "awaiting_approval");
    assert!(asked(&bench, "bo").is_none());
    // Nor by a way round.
    press(&bench, "root", "Hand on").await;
    let root = bench.user("root");
    root.pick("Who decides in your place?", "bo").await.unwrap();
    assert!(matches!(root.submit().await, Submitted::Errors(_)));
    press(&bench, "root", "Approve").await;
    assert_eq!(bench.status("IT-2").await, "new");
}

#[tokio::test]
async fn what_could_not_open_is_asked_for_again_without_asking_anybody_to_be_quicker() {
    let name = "name = \"Accounts and rights\"\n";
    let approval = format!("{name}approval = {{ by = [\"lead\"] }}\n");
    let agents = "agents = [\"bo@acme.example\"";
    let text = PLANS
        .replace(name, &approval)
        .replace("root@acme.example", "bo@acme.example")
        .replace(agents, &format!("{agents}, \"ben@acme.example\""));
    let bench = Bench::with(&text, |_| {}).await;
    // Nobody is left who could approve a step that Bo leads: he asks for it.
    let bo = bench.user("bo");
    assert!(bo.command("/request system-access month end").await.ok());
    bo.pick("Which system?", "Payroll").await.unwrap();
    bo.fill("What for?", "The books").await.unwrap();
    bo.fill("Needed by", "2026-11-26").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    resolves(&bench, "pat", "PAY-1").await;
    // Its days are over meanwhile; that they were too few is not what kept it from opening.
    bench.pass(2 * DAY).await;
    let choice = find(&bench, TRIAGE, "This could not be opened.");
    bo.click(TRIAGE, &choice.ts, "Ask again").await.unwrap();
    bench.settle().await;
    assert!(asked(&bench, "ben").is_none());
    assert_eq!(bench.status("IT-1").await, "new");
    reads(
        &found(&bench, &bench.slack.dm_channel("bo"), "IT-1 month end").unwrap(),
        &["Stopped: Set up the access (IT support)"],
    );
    let whole = bench.triage("IT-1").await;
    bo.click(TRIAGE, &whole.ts, "Without Set up the access")
        .await
        .unwrap();
    bench.settle().await;
    assert_eq!(bench.status("IT-1").await, "resolved");
}
