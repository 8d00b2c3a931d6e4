//! Digests in Teams: at the team's local time, once a period, with the right numbers.

use frontdesk::clock::Millis;
use frontdesk::sandbox::teams::Post;

use crate::bench::{DAY, HOUR, MINUTE};

use super::bench::{TRIAGE, TeamsBench, teams_config};

/// Friday, 2026-03-27, 12:00 in Berlin: the clocks go forward on Sunday.
const SPRING: Millis = 1_774_609_200_000;
/// Friday, 2026-10-23, 12:00 in Berlin: the clocks go back on Sunday.
const AUTUMN: Millis = 1_792_749_600_000;

fn digests(bench: &TeamsBench, kind: &str) -> Vec<Post> {
    let all = bench.teams.messages(TRIAGE).into_iter();
    all.filter(|m| m.reads(&format!("{kind} digest"))).collect()
}

/// A message's id is the time when it was posted.
fn seconds(post: &Post) -> i64 {
    post.id.parse::<i64>().unwrap() / 1_000
}

#[tokio::test]
async fn nine_o_clock_stays_nine_o_clock_when_the_clocks_change() {
    for (start, after) in [(SPRING, 7), (AUTUMN, 8)] {
        let bench = TeamsBench::starting(start, &teams_config(), false).await;
        bench.files("ana", "screen is black").await;
        // From Friday noon over Monday, nine in the morning by the new time.
        bench.pass(4 * DAY).await;
        let seen: Vec<i64> = digests(&bench, "daily").iter().map(seconds).collect();
        let hours: Vec<i64> = seen.iter().map(|s| s % 86_400 / 3_600).collect();
        assert_eq!(hours, [after, after], "Monday and Tuesday, in UTC");
        assert!(seen.iter().all(|s| s % 3_600 < 60), "{seen:?}");
        let weekly = digests(&bench, "weekly");
        assert_eq!(weekly.len(), 1);
        assert_eq!(seconds(&weekly[0]) % 86_400 / 60, after * 60 + 30);
    }
}

#[tokio::test]
async fn digests_come_as_cards_with_the_right_numbers() {
    let bench = TeamsBench::start().await;
    let first = bench.files("ana", "screen is black").await;
    bench.files("ben", "keyboard is wet").await;
    bench.resolves("bo", &first, "A new screen").await;
    let ana = bench.user("ana");
    let poll = bench.find(&ana.chat(), "How was it?");
    ana.press(&ana.chat(), &poll.id, "4").await.unwrap();
    bench.pass(DAY).await;
    let digest = bench.find(TRIAGE, "IT support: daily digest");
    for line in [
        "Opened\n2",
        "Resolved\n1",
        "Still open\n1",
        "Satisfaction\n4.0 of 5 from 1 answer",
        "keyboard is wet",
    ] {
        assert!(digest.reads(line), "{line:?}: {}", digest.words);
    }
    assert!(digest.root.is_none(), "a post of its own");
    let card = digest.card.expect("a card").to_string();
    assert!(card.contains("teams.microsoft.com/l/message"), "{card}");
    // Tuesday: nothing new is resolved, and the score is changed: that is Tuesday's.
    let second = bench.files("cy", "battery is empty").await;
    ana.press(&ana.chat(), &poll.id, "5").await.unwrap();
    bench.press("bo", &second, "Take it").await;
    bench.pass(DAY).await;
    let all = digests(&bench, "daily");
    assert_eq!(all.len(), 2);
    for line in [
        "Opened\n1",
        "Resolved\n0",
        "Still open\n2",
        "Unassigned\n1",
        "Satisfaction\n5.0 of 5 from 1 answer",
    ] {
        assert!(all[1].reads(line), "{line:?}: {}", all[1].words);
    }
}

#[tokio::test]
async fn nothing_private_and_nothing_empty_is_in_a_digest() {
    let text = teams_config().replace(
        "channel = { teams = \"19:pay@thread.tacv2\" }",
        "channel = { teams = \"19:pay@thread.tacv2\" }\ndigest = [{ kind = \"daily\", cron = \"0 9 * * Mon-Fri\" }]",
    );
    let bench = TeamsBench::with(&text).await;
    bench.asks_for("ana", "payslip", "my salary is wrong").await;
    bench.pass(DAY).await;
    let digest = bench.find("19:pay@thread.tacv2", "daily digest");
    assert!(digest.reads("PAY-1 Private request"), "{}", digest.words);
    assert!(
        !digest.reads("salary") && !digest.reads("Ana"),
        "{}",
        digest.words
    );
    assert!(
        bench.teams.messages(TRIAGE).is_empty(),
        "nothing to say is not said"
    );
}

#[tokio::test]
async fn the_five_oldest_are_named_with_links() {
    let bench = TeamsBench::start().await;
    for n in 1..=6 {
        bench.files("ana", &format!("trouble number {n}.")).await;
        bench.pass(HOUR).await;
    }
    bench.pass(DAY).await;
    let digest = digests(&bench, "daily").remove(0);
    let drawn = digest.card.as_ref().expect("a card").to_string();
    for n in 1..=5 {
        let subject = format!("trouble number {n}.");
        assert!(digest.reads(&subject), "{subject}: {}", digest.words);
        let card = bench.card(&format!("IT-{n}"));
        assert!(drawn.contains(&card.id), "no link to {subject}: {drawn}");
    }
    assert!(!digest.reads("trouble number 6."), "{}", digest.words);
}

#[tokio::test]
async fn once_a_period_across_restarts_and_after_the_desk_was_down() {
    let mut bench = TeamsBench::start().await;
    bench.files("ana", "screen is black").await;
    // Down from Monday evening over Tuesday's nine o'clock.
    bench.pass(8 * HOUR).await;
    bench.clock.advance(20 * HOUR);
    bench.restart(&teams_config()).await;
    bench.settle().await;
    assert_eq!(digests(&bench, "daily").len(), 1, "caught up at the start");
    for _ in 0..3 {
        bench.restart(&teams_config()).await;
        bench.settle().await;
        bench.pass(MINUTE).await;
    }
    assert_eq!(digests(&bench, "daily").len(), 1);
    bench.pass(DAY).await;
    assert_eq!(digests(&bench, "daily").len(), 2, "Wednesday's as always");
}

#[tokio::test]
async fn two_desks_on_one_database_tell_it_once() {
    let bench = TeamsBench::start().await;
    bench.files("ana", "screen is black").await;
    let second = bench.second().await;
    second.desk.schedule_digests().await.unwrap();
    bench.clock.advance(23 * HOUR);
    bench.settle_beside(&second).await;
    assert_eq!(digests(&bench, "daily").len(), 1);
}

#[tokio::test]
async fn a_changed_schedule_moves_the_digest() {
    let mut bench = TeamsBench::start().await;
    bench.files("ana", "screen is black").await;
    let text = teams_config().replace("0 9 * * Mon-Fri", "0 15 * * Mon-Fri");
    bench.restart(&text).await;
    // Ten in the morning: it comes at three in the afternoon now, on the same day.
    bench.pass(4 * HOUR).await;
    assert_eq!(digests(&bench, "daily").len(), 0);
    bench.pass(HOUR + MINUTE).await;
    assert_eq!(digests(&bench, "daily").len(), 1);
    bench.pass(20 * HOUR).await;
    assert_eq!(digests(&bench, "daily").len(), 1, "not at nine");
}
