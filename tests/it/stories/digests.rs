//! Digests: at the team's local time, once a period, with the right numbers.

use crate::bench::{Bench, CONFIG, DAY, HOUR, MINUTE, PAYROLL, TRIAGE};
use crate::digest_period::{AUTUMN, SPRING};

fn digests(bench: &Bench, kind: &str) -> Vec<frontdesk::sandbox::Message> {
    let all = bench.slack.messages(TRIAGE).into_iter();
    all.filter(|m| m.reads(&format!("{kind} digest"))).collect()
}

fn seconds(message: &frontdesk::sandbox::Message) -> i64 {
    message.ts.split('.').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn nine_o_clock_stays_nine_o_clock_when_the_clocks_change() {
    for (start, before, after) in [(SPRING, 8, 7), (AUTUMN, 7, 8)] {
        let bench = Bench::starting(start, CONFIG, |_| {}).await;
        bench.files("ana", "screen is black").await;
        // From Friday noon over Monday, nine in the morning by the new time.
        bench.pass(4 * DAY).await;
        let seen: Vec<i64> = digests(&bench, "daily").iter().map(seconds).collect();
        let hours: Vec<i64> = seen.iter().map(|s| s % 86_400 / 3_600).collect();
        assert_eq!(
            hours,
            [after, after],
            "Monday and Tuesday, in UTC; it was {before} before"
        );
        assert!(seen.iter().all(|s| s % 3_600 < 60));
        let weekly = digests(&bench, "weekly");
        assert_eq!(weekly.len(), 1);
        assert_eq!(seconds(&weekly[0]) % 86_400 / 60, after * 60 + 30);
    }
}

#[tokio::test]
async fn the_numbers_are_right() {
    let bench = Bench::start().await;
    // Monday: two requests, one resolved, one rated 4.
    let first = bench.files("ana", "screen is black").await;
    bench.files("ben", "keyboard is wet").await;
    bench.resolves("bo", &first, "A new screen").await;
    let ana = bench.user("ana");
    let poll = bench.find(&ana.dm_channel(), "How was it?");
    ana.click(&ana.dm_channel(), &poll.ts, "4").await.unwrap();
    bench.settle().await;
    bench.pass(DAY).await;
    let daily = digests(&bench, "daily");
    assert_eq!(daily.len(), 1);
    let lines = daily[0].plain().to_owned();
    for line in [
        "*Opened*\n2",
        "*Resolved*\n1",
        "*Still open*\n1",
        "*Unassigned*\n1",
        "*Satisfaction*\n4.0 of 5 from 1 answer",
    ] {
        assert!(lines.contains(line), "{line:?} in {lines}");
    }
    // Tuesday: nothing new is resolved; the score is changed: that is Tuesday's.
    let second = bench.files("cy", "battery is empty").await;
    ana.click(&ana.dm_channel(), &poll.ts, "5").await.unwrap();
    bench.settle().await;
    bench
        .user("bo")
        .click(TRIAGE, &bench.card(&second).ts, "Take it")
        .await
        .unwrap();
    bench.pass(DAY).await;
    let daily = digests(&bench, "daily");
    let lines = daily[1].plain().to_owned();
    for line in [
        "*Opened*\n1",
        "*Resolved*\n0",
        "*Still open*\n2",
        "*Unassigned*\n1",
        "*Satisfaction*\n5.0 of 5 from 1 answer",
    ] {
        assert!(lines.contains(line), "{line:?} in {lines}");
    }
}

#[tokio::test]
async fn the_five_oldest_are_named_with_links() {
    let bench = Bench::start().await;
    for n in 1..=6 {
        bench.files("ana", &format!("trouble number {n}.")).await;
        bench.pass(HOUR).await;
    }
    bench.pass(DAY).await;
    let digest = digests(&bench, "daily").remove(0);
    for n in 1..=5 {
        assert!(
            digest.reads(&format!("trouble number {n}.")),
            "{}",
            digest.plain()
        );
        let card = bench.card(&format!("IT-{n}"));
        let link = format!("/archives/{TRIAGE}/p{}", card.ts.replace('.', ""));
        assert!(format!("{:?}", digest.blocks).contains(&link), "{link}");
    }
    assert!(!digest.reads("trouble number 6."));
}

#[tokio::test]
async fn a_private_subject_is_nobodys_business() {
    let text = CONFIG.replace(
        "channel = { slack = \"C0PAYROLL\" }",
        "channel = { slack = \"C0PAYROLL\" }\ndigest = [{ kind = \"daily\", cron = \"0 9 * * Mon-Fri\" }]",
    );
    let bench = Bench::with(&text, |_| {}).await;
    let ana = bench.user("ana");
    ana.command("/request payslip my salary is wrong").await;
    ana.submit().await;
    bench.settle().await;
    bench.pass(DAY).await;
    let all = bench.slack.messages(PAYROLL);
    let digest = all.iter().find(|m| m.reads("daily digest")).unwrap();
    assert!(digest.reads("PAY-1 Private request"), "{}", digest.plain());
    assert!(!digest.reads("salary"));
    assert!(!digest.reads("@ana"));
}

#[tokio::test]
async fn nothing_to_say_is_not_said() {
    let bench = Bench::start().await;
    bench.pass(8 * DAY).await;
    assert!(bench.slack.messages(TRIAGE).is_empty());
}

#[tokio::test]
async fn once_a_period_across_restarts_and_after_the_desk_was_down() {
    let mut bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    // Down from Monday evening over Tuesday's nine o'clock.
    bench.pass(8 * HOUR).await;
    bench.clock.advance(20 * HOUR);
    bench.restart(CONFIG).await;
    bench.settle().await;
    assert_eq!(digests(&bench, "daily").len(), 1, "caught up at the start");
    for _ in 0..3 {
        bench.restart(CONFIG).await;
        bench.settle().await;
        bench.pass(MINUTE).await;
    }
    assert_eq!(digests(&bench, "daily").len(), 1);
    bench.pass(DAY).await;
    assert_eq!(
        digests(&bench, "daily").len(),
        2,
        "and on Wednesday as always"
    );
}

#[tokio::test]
async fn two_desks_on_one_database_tell_it_once() {
    let bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    let second = bench.second(CONFIG).await;
    second.desk.schedule_digests().await.unwrap();
    bench.clock.advance(23 * HOUR);
    for _ in 0..40 {
        let (one, two) = tokio::join!(bench.app.delivery.tick(), second.delivery.tick());
        if one.unwrap() + two.unwrap() == 0 {
            bench.clock.advance(2_000);
        }
    }
    assert_eq!(digests(&bench, "daily").len(), 1);
}

#[tokio::test]
async fn a_changed_schedule_moves_the_digest() {
    let mut bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    let text = CONFIG.replace("0 9 * * Mon-Fri", "0 15 * * Mon-Fri");
    bench.restart(&text).await;
    // Ten in the morning: it comes at three in the afternoon now, on the same day.
    bench.pass(4 * HOUR).await;
    assert_eq!(digests(&bench, "daily").len(), 0);
    bench.pass(HOUR + MINUTE).await;
    assert_eq!(digests(&bench, "daily").len(), 1);
    bench.pass(20 * HOUR).await;
    assert_eq!(digests(&bench, "daily").len(), 1, "not at nine");
}

#[tokio::test]
async fn desk_digest_shows_it_now() {
    let bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    bench.pass(HOUR).await;
    let shown = bench.user("bo").command_in(TRIAGE, "/desk digest").await;
    assert!(shown.text().contains("*Opened*\n1"), "{}", shown.text());
    assert!(digests(&bench, "").is_empty(), "only to whoever asked");
}

#[tokio::test]
async fn a_clock_that_is_set_back_stops_no_timer_and_tells_no_digest_twice() {
    let bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    let mut db = bench.dir.look().await;
    let first = "SELECT MIN(due_at) FROM timers";
    let due = db.number(first).await;
    bench.pass(due - bench.clock.now()).await;
    assert_eq!(digests(&bench, "daily").len(), 1);
    // A restart before nine by the wrong clock sets it to nine once more.
    bench.clock.advance(-HOUR);
    bench.app.desk.schedule_digests().await.unwrap();
    assert_eq!(db.number(first).await, due);
    bench.clock.advance(HOUR);
    bench.settle().await;
    assert_eq!(digests(&bench, "daily").len(), 1);
    assert!(db.number(first).await > due, "it is due for ever");
}

#[tokio::test]
async fn what_happened_while_several_were_missed_is_in_the_one_that_comes() {
    let bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    // Down over Tuesday's and Wednesday's nine o'clock; somebody asks between them.
    bench.clock.advance(DAY);
    bench.asks("ben", "keyboard is wet").await;
    bench.clock.advance(DAY);
    bench.settle().await;
    let daily = digests(&bench, "daily");
    assert_eq!(daily.len(), 1);
    assert!(daily[0].reads("*Opened*\n2"), "{}", daily[0].plain());
    bench.pass(DAY).await;
    let daily = digests(&bench, "daily");
    assert_eq!(daily.len(), 2);
    assert!(daily[1].reads("*Opened*\n0"), "{}", daily[1].plain());
}

#[tokio::test]
async fn in_another_time_zone_ones_own_goes_on_where_the_last_ended() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is wet").await;
    bench.press("bo", &first, "Take it").await.unwrap();
    bench.press("bo", &second, "Take it").await.unwrap();
    let bo = bench.user("bo");
    bo.command("/desk digest me daily").await;
    bench.pass(DAY).await;
    let own = || -> Vec<_> {
        let all = bo.dms().into_iter();
        all.filter(|m| m.reads("Your daily digest")).collect()
    };
    assert_eq!(own().len(), 1);
    // Tuesday, ten o'clock in Berlin: they fly to New York, where that is four, and resolve something.
    bench.resolves("bo", &first, "A new screen").await;
    let desk = &bench.app.desk;
    let account = frontdesk::domain::ids::Account::slack("U0BO");
    assert!(
        desk.in_zone(account, "America/New_York".to_owned())
            .await
            .unwrap()
    );
    // On Wednesday nothing comes at nine by the old clock, but at nine by theirs.
    bench.pass(DAY + 4 * HOUR).await;
    assert_eq!(own().len(), 1);
    bench.pass(2 * HOUR).await;
    let told = own();
    assert_eq!(told.len(), 2);
    assert!(told[1].reads("*Resolved*\n1"), "{}", told[1].plain());
}
