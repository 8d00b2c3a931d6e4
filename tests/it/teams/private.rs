//! Private services show nothing where others read along.

use frontdesk::sandbox::teams::Done;

use super::bench::{HELP, PAYROLL, TRIAGE, TeamsBench};

const SECRET: &str = "zebra crossing";

/// Nothing of the request was sent there, whatever became of it later.
fn assert_nothing_in(bench: &TeamsBench, channels: &[&str]) {
    for call in bench.teams.calls() {
        let sent = call.body.to_string();
        let open = channels.contains(&call.conversation.as_str());
        for words in [SECRET, "Payslip", "PAY-"] {
            assert!(
                !(open && sent.contains(words)),
                "{}: {sent}",
                call.conversation
            );
        }
    }
}

#[tokio::test]
async fn a_private_request_from_an_open_channel_goes_on_in_chats() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    let root = ana.asks_in(HELP, "about my pay").await;
    bench.settle().await;
    let offer = bench.teams.thread(HELP, &root).pop().unwrap();
    ana.press(HELP, &offer.id, "New request").await.unwrap();
    ana.pick("What do you need help with?", "Payslip question")
        .unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    assert!(ana.dialog().unwrap().words.contains("Private"));
    ana.fill("Subject", SECRET).unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.find(PAYROLL, "PAY-1");
    assert!(
        card.reads(SECRET) && card.reads("Private"),
        "{}",
        card.words
    );
    assert!(bench.chat("ana").iter().any(|m| m.contains("PAY-1")));
    bench.press("pat", "PAY-1", "Take it").await;
    bench
        .mutters("pat", "PAY-1", &format!(">> {SECRET} it is"))
        .await;
    ana.replies(HELP, &root, "any news?").await;
    bench
        .resolves("pat", "PAY-1", &format!("{SECRET} done"))
        .await;
    assert!(
        bench
            .chat("ana")
            .join("\n")
            .contains(&format!("{SECRET} it is"))
    );
    assert!(
        !bench
            .thread(PAYROLL, &card.id)
            .join("\n")
            .contains("any news?")
    );
    assert_nothing_in(&bench, &[HELP, TRIAGE]);
}

#[tokio::test]
async fn a_team_that_works_where_others_read_gets_no_private_card_there() {
    let bench = TeamsBench::start().await;
    bench.teams.set_private(PAYROLL, false);
    bench.asks_for("ana", "payslip", SECRET).await;
    // The requester has her card; the team's is kept, with the reason.
    assert!(bench.chat("ana").iter().any(|m| m.contains("PAY-1")));
    let dead = bench.outbox(true).await;
    assert_eq!(dead.len(), 1, "{dead:?}");
    let why = dead[0].error.clone().unwrap();
    assert!(why.contains("make the team's channel private"), "{why}");
    assert_nothing_in(&bench, &[HELP, TRIAGE, PAYROLL]);
    // Once the channel is private, putting the app there brings it.
    bench.teams.set_private(PAYROLL, true);
    bench.user("pat").installs_in(PAYROLL).await;
    bench.settle().await;
    assert!(bench.find(PAYROLL, "PAY-1").reads(SECRET));
    assert!(bench.outbox(true).await.is_empty());
}
