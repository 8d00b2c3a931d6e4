//! A step of a private service: what is said of it is for who asked, wherever the whole was asked for.

use frontdesk::sandbox::{Message, Submitted, Visibility};

use super::plans::{FACILITIES, HR, PLANS, RECRUITING, find};
use crate::bench::{Bench, HELP};

const SECRET: &str = "zebra crossing";

/// The contract's team keeps its requests private, and needs nobody before it.
fn with_private_contract() -> String {
    let name = "key = \"contract\"\nteam = ";
    assert!(PLANS.contains(name));
    PLANS.replace(name, "key = \"contract\"\nprivate = true\nteam = ")
}

#[tokio::test]
async fn its_talk_leaves_the_open_channel_with_the_whole() {
    let bench = Bench::with(&with_private_contract(), |_| {}).await;
    for (channel, people) in [(HR, ["cy"]), (RECRUITING, ["ben"]), (FACILITIES, ["lea"])] {
        bench
            .slack
            .add_channel(channel, channel, Visibility::Private, &people);
    }
    let ana = bench.user("ana");
    let root = ana.says(HELP, "@frontdesk somebody joins us").await;
    bench.settle().await;
    let offer = bench.slack.thread(HELP, &root).pop().unwrap();
    ana.click(HELP, &offer.ts, "New request").await.unwrap();
    ana.pick("What do you need help with?", "New hire")
        .await
        .unwrap();
    ana.fill("Who joins us?", "Jane Doe").await.unwrap();
    ana.pick("Where do they work?", "From home").await.unwrap();
    ana.fill("Needed by", "2026-12-08").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let step = find(&bench, RECRUITING, "REC-1 Contract");
    let ben = bench.user("ben");
    ben.click(RECRUITING, &step.ts, "Take it").await.unwrap();
    ben.replies(RECRUITING, &step.ts, &format!(">> {SECRET}"))
        .await;
    bench.settle().await;
    let secret = |m: &Message| m.reads(SECRET);
    let open = bench.slack.messages(HELP).into_iter();
    let mut open = open.flat_map(|m| bench.slack.thread(HELP, &m.ts));
    assert!(!open.any(|m| secret(&m)));
    let hers = find(&bench, &ana.dm_channel(), "HR-1");
    let talk = bench.thread(&ana.dm_channel(), &hers.ts);
    assert!(talk.join("\n").contains(SECRET), "{talk:?}");
}
