//! What each reader sees: cards drawn for whoever looks, times in their own zone, words for them alone.

use frontdesk::sandbox::teams::Done;
use frontdesk::sandbox::{Fault, Trouble};
use std::time::Duration;

use super::bench::{HELP, TRIAGE, TeamsBench, environment, teams_config};

fn text(done: Option<Done>) -> String {
    match done {
        Some(Done::Card(card)) => card.to_string(),
        other => panic!("no card: {other:?}"),
    }
}

#[tokio::test]
async fn a_card_offers_what_whoever_looks_may_do() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let (bo, ben) = (bench.user("bo"), bench.user("ben"));
    let his = text(bo.looks(TRIAGE, &card.id).await.unwrap());
    assert!(
        his.contains("Take it") && his.contains("screen is black"),
        "{his}"
    );
    let read_only = text(ben.looks(TRIAGE, &card.id).await.unwrap());
    assert!(!read_only.contains("Take it"), "{read_only}");
    assert!(read_only.contains("screen is black"), "{read_only}");
    // It is the present state, and what everybody sees is that, too.
    bench.press("bo", &number, "Take it").await;
    let now = text(ben.looks(TRIAGE, &card.id).await.unwrap());
    assert!(now.contains("Bo"), "{now}");
    assert!(bench.card(&number).reads("Assigned to\nBo"));
    // A card in one person's chat is theirs: there is nothing to be drawn for others.
    let ana = bench.user("ana");
    let theirs = bench.theirs(&number).await;
    assert_eq!(ana.looks(&ana.chat(), &theirs.id).await, Ok(None));
}

#[tokio::test]
async fn in_a_large_channel_everybody_sees_the_same_card() {
    let bench = TeamsBench::start().await;
    for nth in 0..60 {
        let name = format!("p{nth}");
        bench.teams.add_user(&name, &format!("{name}@acme.example"));
        bench.teams.join(TRIAGE, &name);
    }
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    assert_eq!(bench.user("ben").looks(TRIAGE, &card.id).await, Ok(None));
    assert!(matches!(
        bench.press("bo", &number, "Take it").await,
        Done::Card(_)
    ));
}

#[tokio::test]
async fn in_the_open_only_the_requester_and_the_team_have_buttons() {
    let bench = TeamsBench::start().await;
    bench.asks_openly(HELP, "ana", "the printer jams").await;
    let card = bench.theirs("IT-1").await;
    let hers = text(bench.user("ana").looks(HELP, &card.id).await.unwrap());
    assert!(hers.contains("Cancel request"), "{hers}");
    let bens = text(bench.user("ben").looks(HELP, &card.id).await.unwrap());
    assert!(!bens.contains("Cancel request"), "{bens}");
}

#[tokio::test]
async fn times_are_shown_in_the_readers_own_zone() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    ana.moves_to("America/New_York");
    let number = bench.files("ana", "screen is black").await;
    // A card leaves it to the client; the desk is in Berlin.
    let card = bench.theirs(&number).await;
    let hers = ana.reads().into_iter().find(|m| m.id == card.id).unwrap();
    assert!(hers.reads("5:00 AM"), "{}", hers.words);
    assert!(card.reads("11:00 AM"), "{}", card.words);
    // Words cannot: they are written in her zone, as far as her client told it.
    bench.more("bo", &number, "Wait for requester").await;
    bench.more("bo", &number, "Go on").await;
    let told = bench.told("ana").pop().unwrap();
    assert!(told.contains("You have the result by"), "{told}");
    assert!(told.contains("EST"), "{told}");
    // In channels, the desk's.
    let shown = bench.triage(&number).await.activity["summary"].to_string();
    assert!(!shown.contains("{{"), "{shown}");
}

#[tokio::test]
async fn an_answer_that_takes_a_while_shows_that_it_is_coming() {
    let bench = TeamsBench::start().await;
    // Whom Bo means has to be asked for.
    let eve = bench.teams.add_user("eve", "eve@acme.example");
    bench.teams.join(TRIAGE, "eve");
    let slow = Trouble::Slow(Duration::from_millis(1_800));
    bench.teams.trouble(Fault::new("member", slow).times(3));
    let bo = bench.user("bo");
    bo.asks_in(TRIAGE, "log @Eve her chair").await;
    let typing = |calls: Vec<frontdesk::sandbox::teams::Call>| {
        calls.iter().any(|c| c.body["type"] == "typing")
    };
    assert!(!typing(bench.teams.calls()), "not where others read along");
    bench.teams.trouble(Fault::new(
        "member",
        Trouble::Slow(Duration::from_millis(1_800)),
    ));
    bench
        .asks("bo", "log @Eve her other chair", "her other chair")
        .await;
    let calls = bench.teams.calls();
    let shown = calls.iter().position(|c| c.body["type"] == "typing");
    let answered = calls
        .iter()
        .position(|c| c.method == "send" && c.body.to_string().contains("her other chair"));
    assert!(
        shown.is_some() && shown < answered,
        "{shown:?} {answered:?}"
    );
    assert_eq!(eve.chat(), bench.user("eve").chat());
    // A quick answer needs no sign.
    let before = bench.teams.calls().len();
    bench.asks("bo", "duty", "Who is on duty").await;
    assert!(!typing(bench.teams.calls().split_off(before)));
}

#[tokio::test]
async fn slash_commands_are_answered_where_they_are_used_and_to_nobody_else() {
    let bench = TeamsBench::with_slash_commands().await;
    let ana = bench.user("ana");
    ana.slashes(HELP, "mine").await;
    let answer = bench
        .teams
        .until("the answer", |_| {
            let all = ana.reads_in(HELP).into_iter();
            all.into_iter()
                .find(|m| m.reads("You have no open requests."))
        })
        .await;
    assert!(answer.by_bot);
    let bens = bench.user("ben").reads_in(HELP);
    assert!(bens.is_empty(), "{bens:?}");
    // Where the preview does not work, the answer is in their chat.
    let refused = Trouble::Error {
        name: "400 BadArgument".to_owned(),
        applied: false,
    };
    bench
        .teams
        .trouble(Fault::new("send", refused).in_channel(HELP));
    ana.slashes(HELP, "duty").await;
    let chat = ana.chat();
    bench
        .teams
        .until("the answer", |t| t.find(&chat, "Who is on duty"))
        .await;
    let env = environment(&bench.teams, "sqlite://unused.db");
    assert!(!env.contains_key("TEAMS_SLASH_COMMANDS"), "off by default");
    assert!(!teams_config().contains("slash"));
}
