//! Slack is gone for an hour and comes back: the backlog goes out in order, and no faster than Slack takes it.

use frontdesk::sandbox::{Fault, Trouble};

use crate::bench::{Bench, CONFIG, HOUR, TRIAGE};

#[tokio::test]
async fn after_an_hour_the_backlog_goes_out_in_order_and_breaks_no_limit() {
    // Promises at risk would be announced meanwhile, and afterwards.
    let text = CONFIG.replace(
        "promise = { first_response = \"1h\", resolution = \"2d\" }",
        "",
    );
    let bench = Bench::with(&text, |o| o.channel_burst = 1).await;
    bench.files("ana", "the one before").await;
    let card = bench.card("IT-1");
    let gone = Fault::new("chat.postMessage", Trouble::ServerError { applied: false });
    bench.slack.fault(gone.times(usize::MAX));
    let people = ["ana", "ben", "cy"];
    for n in 0..12 {
        bench.asks(people[n % 3], &format!("wish {n:02}.")).await;
        let word = format!(">> word {n:02}.");
        bench.user("bo").replies(TRIAGE, &card.ts, &word).await;
        bench.pass(HOUR / 12).await;
    }
    let before = bench.slack.messages(TRIAGE).len();
    assert_eq!(before, 1, "nothing goes out meanwhile");
    bench.slack.clear_faults();
    let (back, called) = (bench.clock.now(), bench.slack.calls().len());
    bench.pass(HOUR / 6).await;

    let calls = &bench.slack.calls()[called..];
    let refused: Vec<_> = calls.iter().filter(|c| c.outcome != "ok").collect();
    assert!(refused.is_empty(), "{refused:#?}");
    let posts = |channel: &str| -> Vec<i64> {
        let of = calls.iter().filter(|c| c.method == "chat.postMessage");
        of.filter(|c| c.channel.as_deref() == Some(channel))
            .map(|c| c.at)
            .collect()
    };
    for channel in [TRIAGE.to_owned(), bench.slack.dm_channel("ana")] {
        let times = posts(&channel);
        assert!(times.len() >= 12, "{times:?}");
        assert!(
            times.windows(2).all(|two| two[1] - two[0] >= 1_000),
            "{times:?}"
        );
        // Five minutes are the longest pause between two attempts; then a message a second.
        let longest = back + 5 * 60_000 + 1_000 * (times.len() as i64 + 2);
        assert!(*times.last().unwrap() <= longest, "{times:?} after {back}");
    }
    let order = |said: Vec<String>, words: &str| -> Vec<String> {
        let found = said
            .iter()
            .filter_map(|text| text.find(words).map(|at| &text[at..at + 8]));
        found.map(str::to_owned).collect()
    };
    let plain = |channel: &str| {
        let all = bench.slack.messages(channel);
        all.iter().map(|m| m.plain().to_owned()).collect::<Vec<_>>()
    };
    let wishes: Vec<String> = (0..12).map(|n| format!("wish {n:02}.")).collect();
    assert_eq!(order(plain(TRIAGE), "wish "), wishes);
    let hers: Vec<String> = wishes.iter().step_by(3).cloned().collect();
    let dm = bench.slack.dm_channel("ana");
    assert_eq!(order(plain(&dm), "wish "), hers);
    let words: Vec<String> = (0..12).map(|n| format!("word {n:02}.")).collect();
    assert_eq!(order(bench.outside("IT-1").await, "word "), words);
}

#[tokio::test]
async fn whom_slack_does_not_name_yet_is_mentioned() {
    let bench = Bench::start().await;
    let gone = Fault::new("users.info", Trouble::ServerError { applied: false });
    bench.slack.fault(gone.times(usize::MAX));
    bench.asks("ana", "screen is black").await;
    bench.pass(1_000).await;
    let reach = |who: &str| {
        let card = bench.card("IT-1").plain().to_owned();
        let words = format!("To reach {who}, use Reply");
        assert!(card.contains(&words), "{card}");
    };
    reach("@ana");
    bench.slack.clear_faults();
    bench.pass(HOUR / 6).await;
    bench
        .user("bo")
        .click(TRIAGE, &bench.card("IT-1").ts, "Take it")
        .await
        .unwrap();
    bench.settle().await;
    reach("Ana");
}
