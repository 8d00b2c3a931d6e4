//! Numbers per team: no gaps, no races.

use std::collections::BTreeSet;

use frontdesk::sandbox::Submitted;
use futures_util::future::join_all;

use super::door::rows;
use crate::bench::{Bench, TRIAGE};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_at_once_get_fifty_numbers() {
    let bench = Bench::start().await;
    let names: Vec<String> = (0..60).map(|n| format!("p{n}")).collect();
    for name in &names {
        bench
            .slack
            .add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
    }
    for name in &names {
        let person = bench.user(name);
        let ack = person
            .command(&format!("/request laptop screen of {name}"))
            .await;
        assert!(ack.ok(), "{ack:?}");
        person.pick("What is it?", "Screen").await.unwrap();
    }
    // Every sixth is refused at first: that uses up no number.
    let wrong = |n: usize| n % 6 == 5;
    for (n, name) in names.iter().enumerate() {
        let asset = if wrong(n) { "none" } else { "AB-1" };
        bench.user(name).fill("Asset tag", asset).await.unwrap();
    }
    let people: Vec<_> = names.iter().map(|name| bench.user(name)).collect();
    let done = join_all(people.iter().map(|person| person.submit())).await;
    for (n, done) in done.iter().enumerate() {
        match wrong(n) {
            true => assert!(matches!(done, Submitted::Errors(_)), "{n}: {done:?}"),
            false => assert_eq!(*done, Submitted::Closed, "{n}"),
        }
    }
    assert_eq!(rows(&bench, "requests").await, 50);
    bench.settle().await;
    let cards = bench.slack.messages(TRIAGE);
    let numbers: BTreeSet<u32> = cards.iter().filter_map(|m| number(m.plain())).collect();
    assert_eq!(numbers, (1..=50).collect());
    assert_eq!(cards.len(), 50, "one card each");
    for (n, person) in people.iter().enumerate().filter(|(n, _)| !wrong(*n)) {
        let hers = person.dms();
        assert_eq!(hers.len(), 1);
        let subject = format!("screen of p{n}\n");
        assert!(hers[0].reads(&subject), "{}", hers[0].plain());
        let same = cards.iter().find(|c| c.reads(&subject)).unwrap();
        assert_eq!(number(same.plain()), number(hers[0].plain()));
    }
}

fn number(card: &str) -> Option<u32> {
    let rest = card.strip_prefix("IT-")?;
    rest.split(' ').next()?.parse().ok()
}
