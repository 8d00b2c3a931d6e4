//! Where no dialog opens, the form stands in the chat.

use frontdesk::sandbox::teams::Done;

use super::bench::{TRIAGE, TeamsBench};

#[tokio::test]
async fn a_request_is_filled_in_in_the_chat() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    let launch = bench
        .asks("ana", "request laptop screen is black", "New request")
        .await;
    assert_eq!(launch.buttons(), ["Open the form", "Fill it in here"]);
    ana.press(&ana.chat(), &launch.id, "Fill it in here")
        .await
        .unwrap();
    let chat = ana.chat();
    let form = bench
        .teams
        .until("the form", |t| t.find(&chat, "Asset tag"))
        .await;
    // What is wrong is said in the form, in the same message, with all that was typed.
    ana.fills_in(&form.id).unwrap();
    ana.fill("Asset tag", "1234").unwrap();
    ana.pick("What is it?", "Screen").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    let again = bench.find(&chat, "Please look at what is marked below.");
    assert_eq!(again.id, form.id);
    assert!(again.reads("Asset tag (required): 1234"), "{}", again.words);
    ana.fills_in(&form.id).unwrap();
    ana.fill("Asset tag", "AB-1234").unwrap();
    let sent = ana.submission("Send request").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    // Pressed twice, it counts once; and the form is not there to be sent again.
    ana.fills_in(&form.id).ok();
    ana.submits(sent).await;
    bench.settle().await;
    assert_eq!(bench.request("IT-1").await.subject, "screen is black");
    assert_eq!(bench.teams.messages(TRIAGE).len(), 1);
    let after = ana.reads().into_iter().find(|m| m.id == form.id).unwrap();
    assert_eq!(after.words, "Thank you, that is sent.");
}

#[tokio::test]
async fn a_client_without_dialogs_serves_all_the_same() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let bo = bench.user("bo");
    bo.press_old(TRIAGE, &card.id, "Take it").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.assignee(&number).await.as_deref(), Some("Bo"));
    bo.press_old(TRIAGE, &card.id, "Resolve").await.unwrap();
    let chat = bo.chat();
    let form = bench
        .teams
        .until("the form", |t| t.find(&chat, "Summary"))
        .await;
    bo.fills_in(&form.id).unwrap();
    bo.fill("Summary", "A new cable").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "resolved");
    // Who may not is told so, and no form comes.
    let ben = bench.user("ben");
    ben.press_old(TRIAGE, &card.id, "Reply").await.ok();
    let number = bench.files("ana", "mouse is slow").await;
    let card = bench.card(&number);
    ben.press_old(TRIAGE, &card.id, "Resolve").await.unwrap();
    let chat = ben.chat();
    bench
        .teams
        .until("a word", |t| {
            t.find(&chat, "Only the team that serves this request")
        })
        .await;
}
