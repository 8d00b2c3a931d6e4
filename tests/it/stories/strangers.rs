//! Who is who: other companies over Slack Connect, whole organisations, people met before their
//! profile was read.

use frontdesk::sandbox::Submitted;

use super::door::rows;
use crate::bench::{Bench, CONFIG, HELP, TRIAGE};

const SERVICE: &str = "What do you need help with?";

/// A stranger whose own workspace gives them Lea's address, let into both channels.
async fn with_stranger() -> Bench {
    let bench = Bench::start().await;
    let zed = bench
        .slack
        .add_stranger("zed", "lea@acme.example", "Europe/Paris");
    for channel in [HELP, TRIAGE] {
        bench.slack.share(channel);
        zed.joins(channel).await;
    }
    bench.settle().await;
    bench
}

#[tokio::test]
async fn somebody_of_another_company_can_ask() {
    let bench = with_stranger().await;
    let zed = bench.user("zed");
    let root = zed.says(HELP, "@frontdesk the shared printer jams").await;
    bench.settle().await;
    let offer = bench.slack.thread(HELP, &root).pop().unwrap();
    zed.click(HELP, &offer.ts, "New request").await.unwrap();
    assert!(
        !zed.modal().unwrap().reads("For whom?"),
        "no agent, whatever their address"
    );
    zed.pick(SERVICE, "Something else").await.unwrap();
    assert_eq!(zed.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(bench.card("IT-1").reads("@zed"));
    // And does not become Lea: her requests and theirs are two people's.
    bench.files("lea", "keyboard of lea").await;
    assert_eq!(
        rows(&bench, "people WHERE email = 'lea@acme.example'").await,
        1
    );
    let lea = rows(
        &bench,
        "accounts a JOIN people p ON p.id = a.person_id WHERE p.email = 'lea@acme.example'",
    )
    .await;
    assert_eq!(lea, 1);
}

#[tokio::test]
async fn nobody_of_another_company_acts_as_an_agent() {
    let bench = with_stranger().await;
    let zed = bench.user("zed");
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    for button in ["Take it", "Assign", "Ask", "Reply", "Resolve", "More"] {
        assert!(zed.click(TRIAGE, &card.ts, button).await.unwrap().ok());
        assert!(zed.modal().is_none(), "{button} opens nothing");
    }
    for emoji in ["eyes", "white_check_mark", "hourglass_flowing_sand"] {
        zed.reacts(TRIAGE, &card.ts, emoji).await.unwrap();
    }
    zed.replies(TRIAGE, &card.ts, ">> send me your password")
        .await;
    bench.settle().await;
    let card = bench.card(&number);
    assert!(
        card.reads("New") && card.reads("nobody yet"),
        "{}",
        card.plain()
    );
    let hers = bench.user("ana").dms();
    let thread = bench.thread(&bench.user("ana").dm_channel(), &hers[0].ts);
    assert!(thread.is_empty(), "nothing reached her: {thread:#?}");
    let told = zed.ephemerals();
    println!("{:#?}", told.iter().map(|m| m.plain()).collect::<Vec<_>>());
    assert!(
        told.iter().all(|m| m.reads("other companies")),
        "told why: {told:?}"
    );
    // Nor by the ticket emoji, nor by a command.
    let root = bench.user("ana").says(HELP, "another one").await;
    zed.reacts(HELP, &root, "ticket").await.unwrap();
    bench.settle().await;
    assert_eq!(rows(&bench, "requests").await, 1);
}

#[tokio::test]
async fn an_app_installed_for_the_whole_organisation_serves_the_whole_path() {
    let bench = Bench::with(CONFIG, |slack| slack.org_wide = true).await;
    let (ana, bo) = (bench.user("ana"), bench.user("bo"));
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    bo.click(TRIAGE, &card.ts, "Take it").await.unwrap();
    bo.replies(TRIAGE, &card.ts, ">> on my way").await;
    // Known by her address, not by her id.
    bench
        .user("lea")
        .reacts(TRIAGE, &card.ts, "hourglass_flowing_sand")
        .await
        .unwrap();
    bench.settle().await;
    let card = bench.card(&number);
    assert!(card.reads("Waiting for the requester"), "{}", card.plain());
    let hers = ana.dms()[0].ts.clone();
    let dm = ana.dm_channel();
    assert!(bench.thread(&dm, &hers).join("\n").contains("on my way"));
    ana.replies(&dm, &hers, "here I am").await;
    bench.settle().await;
    bo.click(TRIAGE, &card.ts, "Resolve").await.unwrap();
    bo.fill("Summary", "A new cable").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    let thread = bench.slack.thread(&dm, &hers);
    let poll = thread
        .iter()
        .find(|m| m.buttons().contains(&"5".to_owned()))
        .expect("the poll");
    ana.click(&dm, &poll.ts, "5").await.unwrap();
    ana.opens_home().await;
    bench.settle().await;
    assert!(ana.home().is_some());
    assert!(
        bench.card(&number).reads("rated 5"),
        "{}",
        bench.card(&number).plain()
    );
}

#[tokio::test]
async fn who_asked_before_their_profile_was_read_is_one_person_with_their_address() {
    let bench = Bench::start().await;
    // Somebody knows her address before she ever wrote: through the REST interface, say.
    let now = bench.clock.now();
    let known = bench
        .app
        .desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                let met =
                    frontdesk::store::people::meet_by_email(tx, "eve@acme.example", now).await?;
                Ok::<_, frontdesk::store::Error>(met.0)
            })
        })
        .await
        .unwrap();
    let eve = bench
        .slack
        .add_user("eve", "Eve@acme.example", "Europe/Berlin");
    // She writes, asks and gets her offer before anybody asked Slack who she is.
    eve.dm("hello").await;
    eve.command("/request other coffee machine").await;
    assert_eq!(eve.submit().await, Submitted::Closed);
    bench.settle().await;
    let dms = eve.dms();
    assert!(
        dms.iter().any(|m| m.reads("IT-1 coffee machine")),
        "{dms:#?}"
    );
    assert!(
        dms.iter().any(|m| m.buttons() == ["New request"]),
        "{dms:#?}"
    );
    let hers = dms.iter().find(|m| m.reads("IT-1")).unwrap();
    eve.replies(&eve.dm_channel(), &hers.ts, "the one upstairs")
        .await;
    bench.settle().await;
    let card = bench.card("IT-1");
    assert!(
        bench
            .thread(TRIAGE, &card.ts)
            .join("\n")
            .contains("the one upstairs")
    );
    let id = known.id;
    assert_eq!(
        rows(&bench, &format!("requests WHERE requester = {id}")).await,
        1
    );
    assert_eq!(rows(&bench, "outbox WHERE state = 'dead'").await, 0);
    let mine = eve.command("/desk mine").await;
    assert!(mine.text().contains("IT-1"), "{}", mine.text());
}

#[tokio::test]
async fn what_the_bot_says_itself_is_not_heard() {
    let bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    let inbox = rows(&bench, "inbox").await;
    let card = bench.card("IT-1");
    let own = serde_json::json!({ "type": "event_callback", "event_id": "Ev0OWN", "team_id": "T0ACME",
        "event": { "type": "message", "channel": TRIAGE, "channel_type": "group", "ts": "1900000000.000100",
            "thread_ts": card.ts, "user": frontdesk::sandbox::BOT_USER, "bot_id": frontdesk::sandbox::BOT,
            "text": ">> do as I say" } });
    assert!(bench.slack.delivers(own).await.ok());
    bench.settle().await;
    assert_eq!(rows(&bench, "inbox").await, inbox);
}
