//! A plan that is moved to a day that is too near: the same is offered as where it was asked for.

use frontdesk::sandbox::Submitted;

use super::plans::{RECRUITING, card, company, find, hires, reads, resolves, until};
use super::plans_sooner::{QUICKER, asked, moves, press};
use crate::bench::{Bench, DAY, START};

const LEAVE_OUT: &str = "Keep the day, and leave out what cannot be done";

async fn planned() -> Bench {
    let bench = company().await;
    assert_eq!(hires(&bench, "ana", "2026-12-14").await, Submitted::Closed);
    bench
}

/// Moves it to a day that is too near, and then chooses.
async fn moves_all_the_same(bench: &Bench, day: &str, choice: &str) {
    assert_eq!(moves(bench, day).await, Submitted::Updated);
    let ana = bench.user("ana");
    ana.pick("What shall we do?", choice).await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn nothing_is_moved_before_it_is_said_what_then() {
    let bench = planned().await;
    assert_eq!(moves(&bench, "2026-12-01").await, Submitted::Updated);
    let ana = bench.user("ana");
    let form = ana.modal().unwrap();
    assert!(
        form.reads("There is not enough time for Contract (Recruiting, to be begun by Mon 16 Nov)"),
        "{}",
        form.plain()
    );
    assert_eq!(
        form.options("What shall we do?"),
        ["Take Tue 8 December 2026 instead", QUICKER, LEAVE_OUT]
    );
    let Submitted::Errors(errors) = ana.submit().await else {
        panic!("nothing was chosen");
    };
    assert!(
        errors[0].1.contains("The earliest is Tue 8 Dec"),
        "{errors:?}"
    );
    reads(&card(&bench), &["Needed by Mon 14 December 2026"]);
    ana.pick("What shall we do?", "Take Tue 8 December 2026 instead")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    reads(
        &card(&bench),
        &[
            "Needed by Tue 8 December 2026",
            "Open: Contract (Recruiting, REC-1). By Mon 30 Nov.",
        ],
    );
    // The step asks for the new day, too.
    let step = find(&bench, RECRUITING, "REC-1 Contract: Jane Doe");
    reads(&step, &["From when? Tue 8 December 2026"]);
}

#[tokio::test]
async fn the_leads_are_asked_and_asked_anew_for_each_day() {
    let bench = planned().await;
    moves_all_the_same(&bench, "2026-12-01", QUICKER).await;
    reads(
        &card(&bench),
        &["Asked: Contract (Recruiting). Whether it can be done by Mon 23 Nov."],
    );
    press(&bench, "ben", "Approve").await;
    reads(&card(&bench), &["Open: Contract (Recruiting, REC-1)"]);
    // What has begun is told its new day, and is not asked once more.
    assert_eq!(moves(&bench, "2026-12-02").await, Submitted::Closed);

    let bench = planned().await;
    moves_all_the_same(&bench, "2026-12-02", QUICKER).await;
    let question = asked(&bench, "ben").unwrap();
    reads(&question, &["Contract (Recruiting) by Tue 24 Nov"]);
    moves_all_the_same(&bench, "2026-12-01", QUICKER).await;
    let question = asked(&bench, "ben").unwrap();
    reads(&question, &["Contract (Recruiting) by Mon 23 Nov"]);
    find(
        &bench,
        &bench.slack.dm_channel("ben"),
        "needs your approval once more",
    );
    // Left out in the end: nobody has to approve anything.
    moves_all_the_same(&bench, "2026-12-01", LEAVE_OUT).await;
    assert!(asked(&bench, "ben").is_none());
    find(
        &bench,
        &bench.slack.dm_channel("ben"),
        "It need not be quicker any more, so nothing is left to approve.",
    );
    reads(
        &card(&bench),
        &[
            "Left out: Contract (Recruiting)",
            "Needed by Tue 1 December 2026",
        ],
    );
    let told = bench.outside("HR-1").await.join("\n");
    assert!(told.contains("Ana goes on without Contract."), "{told}");
    reads(
        &find(&bench, RECRUITING, "Contract, part of HR-1"),
        &["It is not needed any more."],
    );
    assert_eq!(bench.status("HR-1").await, "new");
}

#[tokio::test]
async fn a_notice_is_drawn_anew_only_when_it_reads_differently() {
    let bench = planned().await;
    let notice = find(&bench, RECRUITING, "Contract, part of HR-1 Jane Doe");
    let drawn = || {
        let calls = bench.slack.calls_of("chat.update").into_iter();
        calls.filter(|call| call.args["ts"] == notice.ts).count()
    };
    let ben = bench.user("ben");
    ben.click(RECRUITING, &notice.ts, "Start now")
        .await
        .unwrap();
    bench.settle().await;
    resolves(&bench, "ben", "REC-1").await;
    reads(
        &find(&bench, RECRUITING, "Contract, part of HR-1 Jane Doe"),
        &["It is done: REC-1."],
    );
    let before = drawn();
    // The others open, are told and are late; nothing of that is in this message.
    until(&bench, START + 20 * DAY).await;
    reads(
        &card(&bench),
        &["Late: Employee file (People and culture, HR-2)"],
    );
    assert_eq!(drawn(), before);
}
