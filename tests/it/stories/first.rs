use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, TRIAGE};

#[tokio::test]
async fn a_laptop_is_asked_for_served_and_rated() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let ack = ana.command("/request laptop screen is black").await;
    assert!(ack.ok(), "{ack:?}");
    let modal = ana.modal().expect("the form");
    println!("{}", modal.plain());
    ana.fill("Asset tag", "1234").await.unwrap();
    ana.pick("What is it?", "Screen").await.unwrap();
    let wrong = ana.submit().await;
    println!("{wrong:?}");
    assert!(matches!(wrong, Submitted::Errors(_)), "{wrong:?}");
    ana.fill("Asset tag", "AB-1234").await.unwrap();
    let done = ana.submit().await;
    assert!(matches!(done, Submitted::Closed), "{done:?}");
    bench.settle().await;
    for m in ana.dms() {
        println!("DM ---\n{}", m.plain());
    }
    let card = bench.card("IT-1");
    println!("TRIAGE ---\n{}", card.plain());
    bench
        .user("bo")
        .click(TRIAGE, &card.ts, "Take it")
        .await
        .unwrap();
    bench.settle().await;
    println!("TRIAGE ---\n{:#?}", bench.thread(TRIAGE, &card.ts));
    bench
        .user("bo")
        .replies(TRIAGE, &card.ts, ">> Try the other cable")
        .await;
    bench
        .user("bo")
        .replies(TRIAGE, &card.ts, "she always kicks it")
        .await;
    bench.settle().await;
    let dm = ana.dms()[0].ts.clone();
    ana.replies(&ana.dm_channel(), &dm, "No, still black").await;
    bench.settle().await;
    println!("TRIAGE ---\n{:#?}", bench.thread(TRIAGE, &card.ts));
    bench
        .user("bo")
        .click(TRIAGE, &card.ts, "Resolve")
        .await
        .unwrap();
    let modal = bench.user("bo").modal().unwrap();
    println!("{}", modal.plain());
    bench
        .user("bo")
        .fill("Summary", "New screen")
        .await
        .unwrap();
    let done = bench.user("bo").submit().await;
    assert!(matches!(done, Submitted::Closed), "{done:?}");
    bench.settle().await;
    println!("DM ---\n{:#?}", bench.thread(&ana.dm_channel(), &dm));
    println!("TRIAGE ---\n{:#?}", bench.thread(TRIAGE, &card.ts));
}
