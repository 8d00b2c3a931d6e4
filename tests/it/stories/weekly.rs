//! The weekly digest, what is behind its lines, and digests of one's own.

use frontdesk::sandbox::{Message, Submitted};

use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, TRIAGE};

fn digests(bench: &Bench, channel: &str, title: &str) -> Vec<Message> {
    let all = bench.slack.messages(channel).into_iter();
    all.filter(|m| m.reads(title)).collect()
}

/// Each of `lines` stands there.
fn tells(message: &Message, lines: &[&str]) {
    let plain = message.plain();
    for line in lines {
        assert!(plain.contains(line), "{line:?} in {plain}");
    }
}

#[tokio::test]
async fn a_week_is_told_against_the_week_before_with_what_held_it_up() {
    let bench = Bench::start().await;
    // Monday, 10:00: one is answered and done within the hour, one waits two days for Ana.
    let quick = bench.files("ben", "keyboard is wet").await;
    let slow = bench.files("ana", "screen is black").await;
    bench.pass(30 * MINUTE).await;
    bench.resolves("bo", &quick, "Dried").await;
    bench
        .write("bo", &slow, "Ask", "Your question", "Which one?")
        .await;
    bench.settle().await;
    bench.pass(2 * DAY).await;
    bench.press("bo", &slow, "Resolve").await.unwrap();
    let bo = bench.user("bo");
    bo.fill("Summary", "A new one").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    bench.files("cy", "battery is empty").await;
    bench.pass(5 * DAY).await;
    let weekly = digests(&bench, TRIAGE, "weekly digest");
    assert_eq!(weekly.len(), 1);
    tells(
        &weekly[0],
        &[
            "*Opened*\n3 (before: 0)",
            "*Resolved*\n2 (before: 0)",
            "*Still open*\n1",
            "*First answer, median*\n30 min",
            "*Resolution, median*\n30 min",
            "*Answers as promised*\n2 of 2 (100 %)",
            "*Results as promised*\n2 of 2 (100 %)",
            "*First touch was enough*\n1 of 2 (50 %)",
            "*At most one question*\n2 of 2 (100 %)",
            "*Reopened*\n0",
            "Provision: the requester's turn: 16 h (94 %)",
            "Most time went waiting for the requester: 94 % of 17 h of working time, most of it on Laptop trouble.",
        ],
    );
    // The next week is compared with that.
    bench.pass(7 * DAY).await;
    let weekly = digests(&bench, TRIAGE, "weekly digest");
    assert_eq!(weekly.len(), 2);
    tells(
        &weekly[1],
        &["*Opened*\n0 (before: 3)", "*Resolved*\n0 (before: 2)"],
    );
}

#[tokio::test]
async fn a_line_shows_what_is_behind_it_to_those_who_serve() {
    let bench = Bench::start().await;
    let done = bench.files("ben", "keyboard is wet").await;
    bench.files("ana", "screen is black").await;
    bench.resolves("bo", &done, "Dried").await;
    bench.pass(DAY).await;
    let daily = digests(&bench, TRIAGE, "daily digest").remove(0);
    let bo = bench.user("bo");
    bo.click(TRIAGE, &daily.ts, "Resolved: 1").await.unwrap();
    let shown = bo.modal().expect("what is behind it");
    assert_eq!(shown.title(), "Resolved");
    assert!(shown.reads("keyboard is wet"), "{}", shown.plain());
    assert!(!shown.reads("screen is black"));
    let link = format!("/archives/{TRIAGE}/p");
    assert!(format!("{:?}", bo.modal()).contains(&link), "leads there");
    bo.closes_modal(false).await;
    bo.click(TRIAGE, &daily.ts, "Unassigned: 1").await.unwrap();
    assert!(bo.modal().unwrap().reads("screen is black"));
    bo.closes_modal(false).await;
    bo.click(TRIAGE, &daily.ts, "Late or due next")
        .await
        .unwrap();
    assert!(bo.modal().unwrap().reads("screen is black"));
    // Ben reads along in the channel and serves nobody.
    let ben = bench.user("ben");
    ben.click(TRIAGE, &daily.ts, "Unassigned: 1").await.unwrap();
    bench.settle().await;
    assert!(ben.modal().is_none());
    assert!(
        bench.whispers("ben")[0].starts_with("Only the team that serves"),
        "{:?}",
        bench.whispers("ben")
    );
}

#[tokio::test]
async fn whoever_wants_gets_their_own_once_a_period() {
    let mut bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.settle().await;
    let bo = bench.user("bo");
    let said = bo.command("/desk digest me daily").await;
    assert!(
        said.text().contains("on working days at 9:00"),
        "{}",
        said.text()
    );
    let lea = bench.user("lea");
    lea.command("/desk digest me weekly").await;
    // Who serves nobody gets none.
    let ana = bench.user("ana");
    let said = ana.command("/desk digest me daily").await;
    assert!(
        said.text().contains("people who serve in a team"),
        "{}",
        said.text()
    );
    bench.pass(23 * HOUR + MINUTE).await;
    let own = |bench: &Bench| digests(bench, &bench.user("bo").dm_channel(), "Your daily digest");
    assert_eq!(own(&bench).len(), 1);
    tells(&own(&bench)[0], &["*Still open*\n1", "screen is black"]);
    assert!(digests(&bench, &lea.dm_channel(), "digest").is_empty());
    for _ in 0..3 {
        bench.restart(CONFIG).await;
        bench.pass(MINUTE).await;
    }
    assert_eq!(own(&bench).len(), 1, "once a period");
    // Tuesday to Monday: four more working days; the lead hears of the team on Monday.
    bench.pass(6 * DAY + HOUR).await;
    assert_eq!(own(&bench).len(), 5);
    let led = digests(&bench, &lea.dm_channel(), "IT support: weekly digest");
    assert_eq!(led.len(), 1);
    let said = bo.command("/desk digest me off").await;
    assert!(
        said.text().contains("no digest of your own any more"),
        "{}",
        said.text()
    );
    bench.pass(3 * DAY).await;
    assert_eq!(own(&bench).len(), 5);
}

#[tokio::test]
async fn a_button_under_a_digest_sets_the_wish() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.settle().await;
    let bo = bench.user("bo");
    let shown = bo.command("/desk digest me").await;
    assert!(
        shown.text().contains("Your daily digest"),
        "{}",
        shown.text()
    );
    bo.command("/desk digest me weekly").await;
    bench.pass(7 * DAY).await;
    let own = digests(&bench, &bo.dm_channel(), "Your weekly digest").remove(0);
    bo.click(&own.channel, &own.ts, "No digest for me")
        .await
        .unwrap();
    bench.settle().await;
    bench.pass(8 * DAY).await;
    assert_eq!(
        digests(&bench, &bo.dm_channel(), "Your weekly digest").len(),
        1
    );
}

#[tokio::test]
async fn two_desks_tell_somebody_their_own_once() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.settle().await;
    let bo = bench.user("bo");
    bo.command("/desk digest me daily").await;
    let second = bench.second(CONFIG).await;
    second.desk.schedule_digests().await.unwrap();
    bench.clock.advance(23 * HOUR);
    for _ in 0..40 {
        let (one, two) = tokio::join!(bench.app.delivery.tick(), second.delivery.tick());
        if one.unwrap() + two.unwrap() == 0 {
            bench.clock.advance(2_000);
        }
    }
    assert_eq!(
        digests(&bench, &bo.dm_channel(), "Your daily digest").len(),
        1
    );
}
