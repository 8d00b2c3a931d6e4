//! Private services never show anything in an open channel.

use frontdesk::sandbox::{Submitted, Visibility};

use crate::bench::{Bench, CONFIG, HELP, PAYROLL, RANDOM, TRIAGE};

const SERVICE: &str = "What do you need help with?";
const SECRET: &str = "zebra crossing";

/// Nothing of the request is to be read in a channel that anybody can open, deleted messages included.
fn assert_nothing_open(bench: &Bench, channels: &[&str], said: &str) {
    for channel in channels {
        let all = bench.slack.messages(channel);
        let threads = all.iter().flat_map(|m| bench.slack.thread(channel, &m.ts));
        for message in all.iter().cloned().chain(threads) {
            if message.user != frontdesk::sandbox::BOT_USER {
                continue;
            }
            for words in [SECRET, "Payslip", "PAY-", said] {
                assert!(!message.reads(words), "{channel}: {}", message.plain());
            }
        }
    }
    for call in bench.slack.calls() {
        let open = call
            .channel
            .as_deref()
            .is_some_and(|c| channels.contains(&c));
        let text = call.args.to_string();
        assert!(
            !open || !(text.contains(SECRET) || text.contains("Payslip")),
            "{call:?}"
        );
    }
}

#[tokio::test]
async fn a_private_request_from_an_open_channel_goes_on_in_direct_messages() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let root = ana.says(HELP, "@frontdesk about my pay").await;
    bench.settle().await;
    let offer = bench.slack.thread(HELP, &root).pop().unwrap();
    ana.click(HELP, &offer.ts, "New request").await.unwrap();
    ana.pick(SERVICE, "Payslip question").await.unwrap();
    let modal = ana.modal().unwrap();
    println!("{}", modal.plain());
    assert!(modal.reads("Private"), "{}", modal.plain());
    ana.fill("Subject", SECRET).await.unwrap();
    ana.fill("Details", &format!("{SECRET} in detail"))
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let card = bench.find(PAYROLL, "PAY-1");
    println!("{}", card.plain());
    assert!(card.reads(SECRET) && card.reads("Private"));
    let hers = ana
        .dms()
        .into_iter()
        .find(|m| m.reads("PAY-1"))
        .expect("her card");
    // The whole way: taken, answered, asked, resolved, rated.
    let pat = bench.user("pat");
    pat.click(PAYROLL, &card.ts, "Take it").await.unwrap();
    pat.replies(PAYROLL, &card.ts, &format!(">> {SECRET} it is"))
        .await;
    bench.settle().await;
    let dm = ana.dm_channel();
    assert!(bench.thread(&dm, &hers.ts).join("\n").contains("it is"));
    ana.replies(HELP, &root, "any news?").await;
    pat.click(PAYROLL, &card.ts, "Resolve").await.unwrap();
    pat.fill("Summary", &format!("{SECRET} explained"))
        .await
        .unwrap();
    assert_eq!(pat.submit().await, Submitted::Closed);
    bench.settle().await;
    assert_nothing_open(&bench, &[HELP, RANDOM], "in detail");
    assert!(bench.slack.find(TRIAGE, SECRET).is_none());
}

#[tokio::test]
async fn a_private_request_from_a_direct_message_stays_in_its_thread() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let root = ana.dm(&format!("payslip {SECRET}")).await;
    bench.settle().await;
    let dm = ana.dm_channel();
    ana.click(&dm, &ana.dms().last().unwrap().ts, "New request")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(bench.thread(&dm, &root)[0].contains("PAY-1"));
    assert_nothing_open(&bench, &[HELP, RANDOM], SECRET);
}

#[tokio::test]
async fn a_team_that_works_in_the_open_gets_no_private_card_there() {
    let mut bench = Bench::start().await;
    bench.slack.add_channel(
        "C0OPEN",
        "payroll-open",
        Visibility::Public,
        &["pat", "ana"],
    );
    bench.restart(&CONFIG.replace("C0PAYROLL", "C0OPEN")).await;
    let ana = bench.user("ana");
    ana.command_in(HELP, &format!("/request payslip {SECRET}"))
        .await;
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(ana.dms().iter().any(|m| m.reads("PAY-1")));
    assert_nothing_open(&bench, &[HELP, RANDOM, "C0OPEN"], SECRET);
    let kept = super::door::rows(&bench, "outbox WHERE state = 'dead'").await;
    assert!(kept > 0, "kept and shown to the operator, not lost");
}

#[tokio::test]
async fn a_ticket_never_makes_a_private_request() {
    let config = CONFIG.replace(
        "channel = { slack = \"C0PAYROLL\" }",
        "channel = { slack = \"C0PAYROLL\" }\nrequest_channels = { slack = [\"C0ASKPAY\"] }",
    );
    let bench = Bench::with(&config, |slack| slack.home_tab = true).await;
    bench
        .slack
        .add_channel("C0ASKPAY", "ask-pay", Visibility::Public, &["ana", "pat"]);
    let ana = bench.user("ana");
    let root = ana.says("C0ASKPAY", SECRET).await;
    bench
        .user("pat")
        .reacts("C0ASKPAY", &root, "ticket")
        .await
        .unwrap();
    bench.settle().await;
    assert_eq!(super::door::rows(&bench, "requests").await, 0);
    let offer = ana.dms().pop().expect("the offer is hers alone");
    println!("{}", offer.plain());
    assert_nothing_open(&bench, &["C0ASKPAY", HELP], "nothing");
}
