//! Private services show nothing where others read along.

use frontdesk::sandbox::teams::Done;
use serde_json::json;

use super::bench::{HELP, PAYROLL, TRIAGE, TeamsBench, teams_config};

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
    ana.fill("Details", format!("{SECRET} in detail")).unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.find(PAYROLL, "PAY-1");
    assert!(
        card.reads(SECRET) && card.reads("Private"),
        "{}",
        card.words
    );
    assert!(bench.chat("ana").iter().any(|m| m.contains("PAY-1")));
    let inside = bench.inside("PAY-1").await.join("\n");
    assert!(inside.contains("in detail"), "{inside}");
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

#[tokio::test]
async fn a_private_request_from_a_chat_stays_there() {
    let bench = TeamsBench::start().await;
    bench.tells("ana", &format!("payslip {SECRET}")).await;
    let ana = bench.user("ana");
    let offer = bench.find(&ana.chat(), "Shall we make this a request?");
    let opened = ana.press(&ana.chat(), &offer.id, "New request").await;
    assert_eq!(opened, Ok(Done::Dialog));
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.theirs("PAY-1").await;
    assert!(card.reads(SECRET), "{}", card.words);
    assert!(bench.chat("ana").contains(&card.words));
    bench.mutters("pat", "PAY-1", ">> I look at it").await;
    bench.find(&ana.chat(), "I look at it");
    assert_nothing_in(&bench, &[HELP, TRIAGE]);
}

#[tokio::test]
async fn a_message_becomes_a_private_request_only_by_the_form_and_shows_nothing_where_it_stands() {
    const ASK: &str = "19:askpay@thread.tacv2";
    let channel = format!("channel = {{ teams = \"{PAYROLL}\" }}");
    let asked = format!("{channel}\nrequest_channels = {{ teams = [\"{ASK}\"] }}");
    let bench = TeamsBench::with(&teams_config().replace(&channel, &asked)).await;
    bench.teams.add_channel(ASK, &["ana", "pat"]);
    bench.user("root").installs_in(ASK).await;
    let (ana, pat) = (bench.user("ana"), bench.user("pat"));
    let root = ana.says_in(ASK, SECRET).await;
    // Should Teams ever tell of a reaction on a message that is not ours: nothing comes of it.
    pat.reacts(ASK, &root, "1f3ab_ticket", true).await;
    bench.settle().await;
    assert_eq!(bench.rows("requests").await, 0);
    let payload = json!({
        "id": root,
        "from": { "user": { "id": ana.aad, "displayName": "Ana" } },
        "body": { "contentType": "html", "content": format!("<p>{SECRET}</p>") },
    });
    let value = json!({ "commandId": "turnIntoRequest", "commandContext": "message", "messagePayload": payload });
    assert_eq!(pat.extension(ASK, value).await, Done::Dialog);
    pat.pick("What do you need help with?", "Payslip question")
        .unwrap();
    assert_eq!(pat.sends().await, Ok(Done::Dialog));
    let words = pat.dialog().unwrap().words;
    assert!(
        words.contains("Private") && words.contains("For whom?"),
        "{words}"
    );
    assert_eq!(pat.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.find(PAYROLL, "PAY-1");
    assert!(
        card.reads(SECRET) && card.reads("From\nAna"),
        "{}",
        card.words
    );
    let hers = bench.theirs("PAY-1").await;
    assert!(hers.reads("Asked for you by"), "{}", hers.words);
    assert!(bench.chat("ana").contains(&hers.words));
    bench.mutters("pat", "PAY-1", ">> I look at it").await;
    bench.resolves("pat", "PAY-1", "It is explained").await;
    bench.find(&ana.chat(), "It is explained");
    assert_nothing_in(&bench, &[ASK, HELP, TRIAGE]);
    assert_eq!(bench.teams.messages(ASK).len(), 1, "Ana's own words");
}
