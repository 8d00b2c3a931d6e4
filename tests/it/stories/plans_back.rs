//! A plan that is cancelled and wanted again: each of its steps comes back as what it really is.

use frontdesk::sandbox::Submitted;

use super::plans::{
    PLANS, RECRUITING, card, company, find, found, hires_all_the_same, reads, resolves,
    wants_access,
};
use super::plans_sooner::{QUICKER, press, writes};
use crate::bench::{Bench, DAY, TRIAGE};

/// Ana does that to all of it, on the card that she has.
async fn to_all(bench: &Bench, number: &str, label: &str) {
    let (ana, card) = (bench.user("ana"), bench.theirs(number).await);
    ana.click(&card.channel, &card.ts, label).await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
}

async fn back_and_forth(bench: &Bench, number: &str) {
    to_all(bench, number, "Cancel request").await;
    to_all(bench, number, "Reopen").await;
}

/// Access that IT sets up once Lea has approved that; Payroll has agreed.
async fn with_a_step_to_be_approved() -> Bench {
    let name = "name = \"Accounts and rights\"\n";
    let text = format!("{name}approval = {{ by = [\"lea@acme.example\"] }}\n");
    let bench = Bench::with(&PLANS.replace(name, &text), |_| {}).await;
    wants_access(&bench).await;
    resolves(&bench, "pat", "PAY-1").await;
    assert_eq!(bench.status("IT-2").await, "awaiting_approval");
    bench
}

#[tokio::test]
async fn a_step_that_waited_for_its_approval_is_decided_about_and_asked_for_anew() {
    let bench = with_a_step_to_be_approved().await;
    back_and_forth(&bench, "IT-1").await;
    // Nothing gets around the approval, and nothing is open that nobody can close.
    assert_eq!(bench.status("IT-2").await, "cancelled");
    let stopped = "Stopped: Set up the access (IT support, IT-2)";
    reads(&bench.theirs("IT-1").await, &[stopped]);
    let choice = find(&bench, TRIAGE, "How shall it go on?");
    let bo = bench.user("bo");
    bo.click(TRIAGE, &choice.ts, "Ask again").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.status("IT-3").await, "awaiting_approval");
    press(&bench, "lea", "Approve").await;
    resolves(&bench, "bo", "IT-3").await;
    assert_eq!(bench.status("IT-1").await, "resolved");
}

#[tokio::test]
async fn what_was_declined_before_stays_so() {
    let bench = with_a_step_to_be_approved().await;
    writes(&bench, "lea", "Decline", "Not for a trainee").await;
    let stopped = "Stopped: Set up the access (IT support, IT-2)";
    reads(&bench.theirs("IT-1").await, &[stopped]);
    to_all(&bench, "IT-1", "Cancel request").await;
    reads(
        &bench.theirs("IT-1").await,
        &["Cancelled: Set up the access (IT support, IT-2)"],
    );
    reads(
        &find(&bench, TRIAGE, "Set up the access, part of IT-1"),
        &["It is not needed any more."],
    );
    to_all(&bench, "IT-1", "Reopen").await;
    assert_eq!(bench.status("IT-2").await, "cancelled");
    reads(&bench.theirs("IT-1").await, &[stopped]);
    let whole = bench.triage("IT-1").await;
    let bo = bench.user("bo");
    bo.click(TRIAGE, &whole.ts, "Without Set up the access")
        .await
        .unwrap();
    bench.settle().await;
    assert_eq!(bench.status("IT-1").await, "resolved");
}

#[tokio::test]
async fn what_a_team_had_closed_is_not_opened_over_its_head() {
    let bench = company().await;
    wants_access(&bench).await;
    bench.more("pat", "PAY-1", "Not a request").await;
    let pat = bench.user("pat");
    pat.fill("Why?", "Who is that?").await.unwrap();
    assert_eq!(pat.submit().await, Submitted::Closed);
    bench.settle().await;
    back_and_forth(&bench, "IT-1").await;
    assert_eq!(bench.status("PAY-1").await, "cancelled");
    reads(
        &bench.theirs("IT-1").await,
        &[
            "Stopped: Payroll agrees (Payroll, PAY-1)",
            "Planned: Set up the access",
        ],
    );
}

#[tokio::test]
async fn what_had_to_be_quicker_has_to_be_approved_still() {
    let bench = company().await;
    hires_all_the_same(&bench, "ana", QUICKER).await;
    to_all(&bench, "HR-1", "Cancel request").await;
    reads(&card(&bench), &["Cancelled: Contract (Recruiting)"]);
    to_all(&bench, "HR-1", "Reopen").await;
    assert_eq!(bench.status("HR-1").await, "awaiting_approval");
    reads(&card(&bench), &["Asked: Contract (Recruiting)"]);
    assert!(found(&bench, RECRUITING, "REC-1").is_none());
    // Refused, it stays so, however often the whole comes back.
    writes(&bench, "ben", "Decline", "Everybody is away").await;
    back_and_forth(&bench, "HR-1").await;
    bench.pass(DAY).await;
    reads(&card(&bench), &["Stopped: Contract (Recruiting)"]);
    assert!(found(&bench, RECRUITING, "REC-1").is_none());
    assert_eq!(bench.status("HR-1").await, "new");
}

#[tokio::test]
async fn with_the_last_step_that_other_answers_leave_out_the_whole_ends() {
    let text = format!(
        "{PLANS}[[service]]\nkey = \"walls\"\nteam = \"IT\"\nname = \"A wall\"\n\
         [[service.field]]\nkey = \"place\"\nlabel = \"Where?\"\ntype = \"select\"\noptions = [\"Office\", \"From home\"]\nrequired = true\n\
         [[service.step]]\nkey = \"build\"\nname = \"Build it\"\nservice = \"workplace\"\nlead = \"15d\"\n\
         when = {{ field = \"place\", has = \"Office\" }}\nfill = {{ who = \"subject\" }}\n"
    );
    let bench = Bench::with(&text, |_| {}).await;
    let ana = bench.user("ana");
    assert!(ana.command("/request walls A thin one").await.ok());
    ana.pick("Where?", "Office").await.unwrap();
    ana.fill("Needed by", "2026-11-26").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Updated);
    ana.pick("What shall we do?", QUICKER).await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    writes(&bench, "lea", "Ask for changes", "Must it be?").await;
    let hers = bench.theirs("IT-1").await;
    ana.click(&hers.channel, &hers.ts, "Change and send again")
        .await
        .unwrap();
    ana.pick("Where?", "From home").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    reads(
        &bench.theirs("IT-1").await,
        &["Left out: Build it (Facilities)"],
    );
    assert_eq!(bench.status("IT-1").await, "resolved");
}
