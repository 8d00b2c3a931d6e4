//! Several teams of one plan wait for an answer, and whoever asked has one thread.

use super::plans::{RECRUITING, company, find, hires, resolves, seen, until};
use crate::bench::{Bench, DAY, START};
use frontdesk::sandbox::Submitted;

/// The contract is there, and three teams are at it.
async fn under_way() -> Bench {
    let bench = company().await;
    assert_eq!(hires(&bench, "ana", "2026-12-14").await, Submitted::Closed);
    let notice = find(&bench, RECRUITING, "Contract, part of HR-1 Jane Doe");
    let ben = bench.user("ben");
    ben.click(RECRUITING, &notice.ts, "Start now")
        .await
        .unwrap();
    bench.settle().await;
    until(&bench, START + 9 * DAY).await;
    resolves(&bench, "ben", "REC-1").await;
    bench
}

async fn asks(bench: &Bench, who: &str, number: &str, question: &str) {
    bench
        .write(who, number, "Ask", "Your question", question)
        .await;
    bench.settle().await;
}

#[tokio::test]
async fn an_answer_goes_to_who_asked_last_and_it_is_said_who_that_is() {
    let bench = under_way().await;
    // The step that comes later in the plan asks first; the team of the whole asks in between.
    asks(&bench, "bo", "IT-1", "A big laptop?").await;
    bench.pass(60_000).await;
    asks(&bench, "cy", "HR-1", "Is the name right?").await;
    bench.pass(60_000).await;
    asks(&bench, "lea", "FAC-1", "By the window?").await;
    bench.pass(60_000).await;
    let said = |bench: &Bench| {
        let all = bench.user("ana").ephemerals();
        all.iter().map(seen).collect::<Vec<_>>().join(" ")
    };
    for (words, number, told) in [
        (
            "Yes, by the window",
            "FAC-1",
            Some("Facilities has this as your answer to FAC-1."),
        ),
        (
            "Yes, Doe",
            "HR-1",
            Some("People and culture has this as your answer to HR-1."),
        ),
        ("No, a small one", "IT-1", None),
    ] {
        let before = said(&bench);
        bench.tells("ana", "HR-1", words).await;
        bench.settle().await;
        for other in ["FAC-1", "HR-1", "IT-1"] {
            let inside = bench.inside(other).await.join("\n");
            assert_eq!(inside.contains(words), other == number, "{other}: {inside}");
        }
        let whispered = said(&bench).replacen(&before, "", 1);
        match told {
            Some(told) => assert!(whispered.contains(told), "{whispered}"),
            None => assert_eq!(whispered, ""),
        }
    }
}
