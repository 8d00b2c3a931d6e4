//! Who may do what: agents, the lead and admins serve; the requester cancels and reopens what is theirs; guests and
//! everybody else do nothing.

use frontdesk::domain::request::Fact;
use frontdesk::sandbox::teams::Done;

use super::bench::{TRIAGE, TeamsBench, teams_config};

const BUTTONS: [&str; 6] = ["Take it", "Assign", "Ask", "Resolve", "More", "Reply"];
const NOT_YOURS: &str = "Only the team that serves this request can do that. If you have something to add, write it in the thread.";
const OUTSIDER: &str =
    "People from other companies can ask here, and only the team itself can do this.";

#[tokio::test]
async fn agents_the_lead_and_admins_serve() {
    let bench = TeamsBench::start().await;
    bench.teams.join(TRIAGE, "root");
    for (who, name) in [("bo", "Bo"), ("cy", "Cy"), ("lea", "Lea"), ("root", "Root")] {
        let number = bench
            .files("ana", &format!("screen of {who} is black"))
            .await;
        assert!(matches!(
            bench.press(who, &number, "Take it").await,
            Done::Card(_)
        ));
        assert_eq!(bench.assignee(&number).await.as_deref(), Some(name));
    }
}

#[tokio::test]
async fn others_in_the_teams_channel_are_refused_with_a_word() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    for who in ["ben", "pat"] {
        bench.teams.join(TRIAGE, who);
        for button in BUTTONS {
            let done = bench.press(who, &number, button).await;
            let told = bench.told(who).pop();
            match done {
                // What acts at once leaves the card as it is, and says why in their chat.
                Done::Card(_) => assert_eq!(told.as_deref(), Some(NOT_YOURS), "{button}"),
                done => assert_eq!(done, Done::Word(NOT_YOURS.to_owned()), "{button}"),
            }
        }
    }
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
}

#[tokio::test]
async fn a_form_opened_in_time_does_not_outlive_the_right_to_it() {
    let mut bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    assert_eq!(bench.press("bo", &number, "Resolve").await, Done::Dialog);
    let bo = bench.user("bo");
    bo.fill("Summary", "Done").unwrap();
    let without = teams_config().replace("\"bo@acme.example\", ", "");
    bench.restart(&without).await;
    let done = bo.sends().await.unwrap();
    let said = match done {
        Done::Word(word) => word,
        _ => bo.dialog().expect("the form, or a word").words,
    };
    assert!(said.contains(NOT_YOURS), "{said}");
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn the_requester_cancels_and_reopens_what_is_theirs() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let ana = bench.user("ana");
    let card = bench.theirs(&number).await;
    assert_eq!(
        card.buttons(),
        ["Details", "Add a watcher", "Cancel request"]
    );
    let opened = ana.press(&ana.chat(), &card.id, "Cancel request").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ana.fill("Why?", "It was the plug").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "cancelled");
    assert_eq!(
        bench.inside(&number).await,
        ["Ana cancelled it: It was the plug"]
    );
    let opened = ana.press(&ana.chat(), &card.id, "Reopen").await;
    assert_eq!(opened, Ok(Done::Dialog));
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.status(&number).await, "new");
    assert_eq!(
        bench.outside(&number).await,
        ["Thank you for telling us. It is open again, and the team can see why."]
    );
}

#[tokio::test]
async fn the_requester_serves_nothing_even_where_they_see_the_card() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ben", "screen is black").await;
    for button in BUTTONS {
        bench.press("ben", &number, button).await;
    }
    bench
        .mutters("ben", &number, ">> let me answer myself")
        .await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
    let told = bench.outside(&number).await;
    assert!(told.iter().all(|w| w == NOT_YOURS), "{told:#?}");
}

#[tokio::test]
async fn guests_ask_and_never_serve_whatever_they_are_called() {
    let bench = TeamsBench::start().await;
    let mallory = bench.teams.add_guest("mallory");
    bench.teams.join(TRIAGE, "mallory");
    // What she asks for is taken; so it is known who she is.
    let own = bench.files("mallory", "the shared screen is black").await;
    let number = bench.files("ana", "screen is black").await;
    for button in BUTTONS {
        let done = bench.press("mallory", &number, button).await;
        let told = bench.told("mallory").pop();
        match done {
            Done::Card(_) => assert_eq!(told.as_deref(), Some(OUTSIDER), "{button}"),
            Done::Word(word) => assert!([OUTSIDER, NOT_YOURS].contains(&word.as_str()), "{word}"),
            other => panic!("{button}: {other:?}"),
        }
    }
    for kind in [
        "1f440_eyes",
        "23f3_hourglassflowing",
        "2705_whiteheavycheckmark",
    ] {
        bench.reacts("mallory", &number, kind, true).await;
    }
    bench
        .mutters("mallory", &number, ">> give me your password")
        .await;
    assert_eq!(bench.facts(&number).await, [Fact::Filed]);
    assert_eq!(bench.outside(&number).await, Vec::<String>::new());
    assert_eq!(
        bench.told("mallory").last().map(String::as_str),
        Some(OUTSIDER)
    );
    assert_eq!(mallory.chat(), bench.user("mallory").chat());
    assert_eq!(bench.status(&own).await, "new");
}
