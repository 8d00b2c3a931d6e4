//! The weekly digest, what is behind its lines, and digests of one's own.

use frontdesk::sandbox::{Message, Submitted};

use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, TRIAGE};
use crate::digest_period::{AUTUMN, SPRING};

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
    assert_eq!(shown.submit_label(), None, "it is over");
    let link = format!("/archives/{TRIAGE}/p");
    assert!(format!("{:?}", bo.modal()).contains(&link), "leads there");
    bo.closes_modal(false).await;
    bo.click(TRIAGE, &daily.ts, "Unassigned: 1").await.unwrap();
    assert!(bo.modal().unwrap().reads("screen is black"));
    // What is open is acted on right there.
    bo.choose_many("Which ones?", &["IT-2 screen is black"])
        .await
        .unwrap();
    bo.pick("What do you want to do with them?", "Take them")
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    assert!(bo.modal().unwrap().reads("Done: IT-2"));
    bo.closes_modal(false).await;
    bench.settle().await;
    assert_eq!(bench.assignee("IT-2").await.as_deref(), Some("Bo"));
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

/// Presses `label` under a digest, and tells what is shown then.
async fn behind(bench: &Bench, who: &str, digest: &Message, label: &str) -> String {
    let user = bench.user(who);
    user.click(&digest.channel, &digest.ts, label)
        .await
        .unwrap_or_else(|e| panic!("{label}: {e:?} in {}", digest.plain()));
    let shown = user.modal().unwrap_or_else(|| panic!("nothing at {label}"));
    user.closes_modal(false).await;
    shown.plain().to_owned()
}

#[tokio::test]
async fn every_line_of_a_week_shows_just_the_requests_behind_it() {
    let bench = Bench::start().await;
    // Quick: within the hour, at first touch. Slow: two days with Ana, after which it is too late.
    let quick = bench.files("ben", "keyboard is wet").await;
    let slow = bench.files("ana", "screen is black").await;
    bench.pass(30 * MINUTE).await;
    bench.resolves("bo", &quick, "Dried").await;
    bench.pass(HOUR).await;
    bench
        .write("bo", &slow, "Ask", "Your question", "Which one?")
        .await;
    bench.pass(2 * DAY).await;
    bench.resolves("bo", &slow, "A new one").await;
    let ben = bench.user("ben");
    let poll = bench.find(&ben.dm_channel(), "How was it?");
    ben.click(&ben.dm_channel(), &poll.ts, "5").await.unwrap();
    bench.settle().await;
    bench.press("bo", &quick, "Reopen").await.unwrap();
    let bo = bench.user("bo");
    bo.submit().await;
    bench.settle().await;
    bench.pass(5 * DAY).await;
    let weekly = digests(&bench, TRIAGE, "weekly digest").remove(0);
    let (wet, black) = ("keyboard is wet", "screen is black");
    for (label, shown, not) in [
        ("Late answers: 1", black, wet),
        ("More than one touch: 1", black, wet),
        ("Reopened: 1", wet, black),
        ("Not rated", black, wet),
        ("Longest to resolve", black, wet),
        ("Most in intake", black, wet),
        ("Most with the requester", black, wet),
    ] {
        let listed = behind(&bench, "bo", &weekly, label).await;
        assert!(listed.contains(shown), "{label}: {listed}");
        assert!(!listed.contains(not), "{label}: {listed}");
    }
    // Both were answered; the one that took longer comes first.
    let listed = behind(&bench, "bo", &weekly, "Longest to answer").await;
    assert!(listed.find(black) < listed.find(wet), "{listed}");
}

#[tokio::test]
async fn what_nobody_has_in_ones_teams_is_behind_ones_own_digest() {
    let bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    let bo = bench.user("bo");
    bo.command("/desk digest me daily").await;
    bench.pass(DAY).await;
    let own = digests(&bench, &bo.dm_channel(), "Your daily digest").remove(0);
    let listed = behind(&bench, "bo", &own, "Unassigned: 1").await;
    assert!(listed.contains("screen is black"), "{listed}");
}

#[tokio::test]
async fn ones_own_comes_once_at_an_hour_that_is_skipped_or_comes_twice() {
    // At half past two the clocks jump on that Sunday: forward over it, or back to before it.
    let text = CONFIG.replacen(
        "[desk]",
        "[desk]\nown_digest = [{ kind = \"daily\", cron = \"30 2 * * *\" }]",
        1,
    );
    for (start, minutes) in [(SPRING, [90, 60, 30]), (AUTUMN, [30, 30, 90])] {
        let mut bench = Bench::starting(start, &text, |_| {}).await;
        let number = bench.files("ana", "screen is black").await;
        bench.press("bo", &number, "Take it").await.unwrap();
        bench.settle().await;
        let bo = bench.user("bo");
        bo.command("/desk digest me daily").await;
        // From Friday noon over Monday's, with a restart in the doubtful hour.
        bench.pass(36 * HOUR).await;
        for _ in 0..8 {
            bench.pass(30 * MINUTE).await;
            bench.restart(&text).await;
        }
        bench.pass(DAY).await;
        let own = digests(&bench, &bench.user("bo").dm_channel(), "Your daily digest");
        let seen: Vec<i64> = own
            .iter()
            .map(|m| m.ts.split('.').next().unwrap().parse::<i64>().unwrap())
            .map(|s| s % 86_400 / 60)
            .collect();
        assert_eq!(seen, minutes, "Saturday, Sunday and Monday, in UTC");
    }
}

#[tokio::test]
async fn a_changed_hour_moves_ones_own() {
    let mut bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.settle().await;
    bench.user("bo").command("/desk digest me daily").await;
    let text = CONFIG.replacen(
        "[desk]",
        "[desk]\nown_digest = [{ kind = \"daily\", cron = \"0 15 * * *\" }]",
        1,
    );
    bench.restart(&text).await;
    bench.pass(4 * HOUR).await;
    let own = |bench: &Bench| digests(bench, &bench.user("bo").dm_channel(), "Your daily digest");
    assert!(own(&bench).is_empty());
    bench.pass(HOUR + MINUTE).await;
    assert_eq!(own(&bench).len(), 1, "at three in the afternoon");
    bench.pass(20 * HOUR).await;
    assert_eq!(own(&bench).len(), 1, "not at nine");
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
        said.text()
            .contains("By your own clock: At 09:00, on Monday"),
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
