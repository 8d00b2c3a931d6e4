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
    bench.find(&bench.slack.dm_channel("ana"), "HR-1 Jane Doe")
}

async fn until(bench: &Bench, at: Millis) {
    bench.pass(at - bench.clock.now()).await;
}

/// Somebody resolves the request that the channel's card with `words` shows.
async fn resolves(bench: &Bench, who: &str, channel: &str, words: &str) {
    let (person, card) = (bench.user(who), bench.find(channel, words));
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
    println!("{}", form.plain());
    ana.fill("Needed by", "2026-12-14").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    println!("{}", card(&bench).plain());
    for channel in [HR, RECRUITING, FACILITIES, PAYROLL, TRIAGE] {
        for m in bench.slack.messages(channel) {
            println!("== {channel}\n{}", m.plain());
        }
    }
}
