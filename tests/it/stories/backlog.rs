//! Much that is open hides nothing.

use frontdesk::domain::ids::PersonId;
use frontdesk::domain::request::{Request, Status};
use frontdesk::store;
use futures_util::FutureExt;

use crate::bench::{Bench, HOUR};

/// Puts `count` more of the kind of `number` into the store, as `status` has them.
async fn fill(bench: &Bench, number: &str, count: usize, status: Status) {
    let like = bench.request(number).await;
    let filled: store::Result<()> = bench
        .app
        .desk
        .store
        .write(move |tx| {
            let (like, status) = (like.clone(), status.clone());
            async move {
                for _ in 0..count {
                    let mut request = Request {
                        number: store::requests::next_number(tx, &like.team).await?,
                        version: 1,
                        ..like.clone()
                    };
                    store::requests::insert(tx, &mut request).await?;
                    if status != Status::New {
                        request.status = status.clone();
                        store::requests::update(tx, &request).await?;
                    }
                }
                Ok(())
            }
            .boxed()
        })
        .await;
    filled.unwrap();
}

#[tokio::test]
async fn a_page_tells_what_nobody_has_and_what_is_late_behind_a_hundred_others() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "screen is black").await;
    bench.press("lea", &first, "Take it").await.unwrap();
    bench.settle().await;
    let held = Status::OnHold {
        assignee: Some(PersonId(1)),
        since: bench.clock.now(),
        reason: "parts".to_owned(),
        until: None,
    };
    fill(&bench, &first, 120, held).await;
    bench.files("ben", "keyboard is wet").await;
    bench.user("bo").opens_home().await;
    bench.settle().await;
    let page = bench.user("bo").home().expect("a page").plain();
    let unassigned = page.split("Unassigned").nth(1).unwrap();
    let (unassigned, at_risk) = unassigned.split_once("At risk").unwrap();
    assert!(unassigned.contains("keyboard is wet"), "{page}");
    // Its first answer is promised within an hour.
    assert!(at_risk.contains("keyboard is wet"), "{page}");
}

#[tokio::test]
async fn a_place_in_the_queue_is_told_whatever_other_teams_have() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.command("/request payslip my pay").await;
    ana.submit().await;
    bench.settle().await;
    fill(&bench, "PAY-1", 500, Status::New).await;
    bench.clock.advance(HOUR);
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is wet").await;
    assert!(bench.theirs(&first).await.reads("yours is next"));
    assert!(bench.theirs(&second).await.reads("1 request before yours"));
    // One that comes behind more than are looked at is behind many.
    fill(&bench, &first, 600, Status::New).await;
    let last = bench.files("cy", "battery is empty").await;
    let card = bench.theirs(&last).await;
    assert!(
        card.reads("more than 5 requests before yours"),
        "{}",
        card.plain()
    );
}
