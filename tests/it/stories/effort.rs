//! What serving took: handling time in one tap, and whether the first answer was enough.

use frontdesk::domain::post::PostKind;
use frontdesk::sandbox::Submitted;
use serde_json::Value;

use crate::bench::Bench;
use crate::record;

async fn read(bench: &Bench, path: &str) -> Value {
    let name = path.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let name = name.trim_matches('-').to_owned();
    let token = bench
        .app
        .desk
        .create_token(&name, frontdesk::desk::Scope::Read)
        .await
        .unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{}/api/v1{path}", bench.address);
    let answer = client.get(url).bearer_auth(token).send().await.unwrap();
    answer.json().await.unwrap()
}

#[tokio::test]
async fn minutes_are_noted_in_one_tap_and_added_up() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Resolve").await.unwrap();
    let bo = bench.user("bo");
    bo.fill("Summary", "The cable was loose").await.unwrap();
    bo.pick("Handling time", "15 min").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    assert_eq!(bench.request(&number).await.handled, 15);
    // And afterwards, where it is asked how it came in.
    let asked = bench.living(&number, PostKind::AskIntake).await;
    assert!(
        asked.reads("Handling time so far: 15 min"),
        "{}",
        asked.plain()
    );
    // A double click is one tap.
    bo.click(&asked.channel, &asked.ts, "1 h").await.unwrap();
    bench.clock.advance(300);
    bo.click(&asked.channel, &asked.ts, "1 h").await.unwrap();
    bench.calm().await;
    assert!(bench.triage(&number).await.reads("1 h 15 min"));
    // Who does not serve notes nothing.
    let ben = bench.user("ben");
    ben.click(&asked.channel, &asked.ts, "5 min").await.unwrap();
    bench.calm().await;
    assert_eq!(bench.request(&number).await.handled, 75);
    assert!(
        bench.whispers("ben")[0].starts_with("Only the team that serves"),
        "{:?}",
        bench.whispers("ben")
    );
    let seen = read(&bench, &format!("/requests/{number}")).await;
    assert_eq!(seen["handling_minutes"], 75);
    let summary = read(&bench, "/metrics/summary").await;
    assert_eq!(summary["teams"][0]["handling_minutes"], 75);
    assert_eq!(summary["teams"][1]["handling_minutes"], 0);
}

#[tokio::test]
async fn a_slip_is_taken_back_and_no_more_than_was_noted() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let note = async |minutes: &str| {
        assert_eq!(
            bench.more("bo", &number, "Note handling time").await,
            Submitted::Updated
        );
        let bo = bench.user("bo");
        bo.fill("Minutes", minutes).await.unwrap();
        let done = bo.submit().await;
        bench.calm().await;
        if done != Submitted::Closed {
            bo.closes_modal(false).await;
        }
        done
    };
    assert_eq!(note("40").await, Submitted::Closed);
    assert_eq!(note("-30").await, Submitted::Closed);
    assert_eq!(bench.request(&number).await.handled, 10);
    for wrong in ["-11", "0", "1441"] {
        let Submitted::Errors(errors) = note(wrong).await else {
            panic!("{wrong} was taken")
        };
        assert!(
            errors[0].1.starts_with("Please say how many minutes"),
            "{errors:?}"
        );
    }
    assert_eq!(bench.request(&number).await.handled, 10);
    assert_eq!(bench.status(&number).await, "new");
}

#[tokio::test]
async fn the_first_touch_is_recognised() {
    let bench = Bench::start().await;
    let solve = async |number: &str| {
        bench
            .write("bo", number, "Resolve", "Summary", "Done")
            .await;
        record::request(&bench.app.desk, number).await.first_touch()
    };
    // Solved with the very first word.
    let at_once = bench.files("ana", "first is broken").await;
    assert_eq!(bench.request(&at_once).await.first_touch(), None);
    assert_eq!(solve(&at_once).await, Some(true));
    // One answer, thanks, and solved.
    let thanked = bench.files("ana", "second is broken").await;
    bench.mutters("bo", &thanked, ">> Push the cable in").await;
    bench.mutters("bo", &thanked, ">> until it clicks").await;
    bench.tells("ana", &thanked, "thanks a lot!").await;
    assert_eq!(solve(&thanked).await, Some(true));
    // The answer was not enough.
    let more = bench.files("ana", "third is broken").await;
    bench.mutters("bo", &more, ">> Push the cable in").await;
    bench.tells("ana", &more, "It is still black").await;
    assert_eq!(solve(&more).await, Some(false));
    // A question had to be asked.
    let asked = bench.files("ana", "fourth is broken").await;
    bench
        .write("bo", &asked, "Ask", "Your question", "Which one?")
        .await;
    bench.tells("ana", &asked, "The left one").await;
    assert_eq!(solve(&asked).await, Some(false));
    // What the requester adds before anybody answered is part of the asking.
    let added = bench.files("ana", "fifth is broken").await;
    bench.tells("ana", &added, "The left one, I mean").await;
    assert_eq!(solve(&added).await, Some(true));
    // It did not last.
    bench.tells("ana", &added, "It is black again").await;
    assert_eq!(bench.request(&added).await.first_touch(), None);
    assert_eq!(solve(&added).await, Some(false));
    let seen = read(&bench, &format!("/requests/{at_once}")).await;
    assert_eq!(seen["first_touch"], true);
}
