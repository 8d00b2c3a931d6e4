//! Asking: the form and what it follows, the message extension, first words, on somebody's behalf, thirty at once.

use std::collections::BTreeSet;

use frontdesk::sandbox::teams::Done;
use futures_util::future::join_all;
use serde_json::json;

use crate::bench::DAY;

use super::bench::{HELP, TRIAGE, TeamsBench, teams_config};

const SERVICE: &str = "What do you need help with?";

#[tokio::test]
async fn the_picker_comes_first_and_the_form_follows_it_without_losing_what_was_typed() {
    let bench = TeamsBench::start().await;
    bench.opens("ana", "").await;
    let ana = bench.user("ana");
    ana.pick(SERVICE, "Laptop trouble").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    for shown in [
        "Have the asset tag at hand",
        "1 hour",
        "On the sticker, like AB-1234",
    ] {
        assert!(words.contains(shown), "{shown}: {words}");
    }
    ana.fill("Subject", "Screen stays black").unwrap();
    ana.fill("Details", "Since the update").unwrap();
    ana.fill("Asset tag", "AB-1234").unwrap();
    ana.pick("What is it?", "Battery").unwrap();
    // Another service, and back: also what only the first one asks is still there.
    ana.pick(SERVICE, "Access to a system").unwrap();
    let done = ana.submit("Show another form").await;
    assert_eq!(done, Ok(Done::Dialog));
    let words = ana.dialog().unwrap().words;
    assert!(!words.contains("Asset tag"), "{words}");
    assert!(words.contains("Screen stays black"), "{words}");
    ana.pick("Which systems?", "Wiki").unwrap();
    ana.fill("How many seats?", 3).unwrap();
    ana.pick(SERVICE, "Laptop trouble").unwrap();
    ana.submit("Show another form").await.unwrap();
    let words = ana.dialog().unwrap().words;
    assert!(
        words.contains("AB-1234") && words.contains("Battery"),
        "{words}"
    );
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.card("IT-1");
    for shown in ["Screen stays black", "AB-1234", "Battery"] {
        assert!(card.reads(shown), "{shown}: {}", card.words);
    }
    assert!(!card.reads("Wiki"), "only the service's own answers count");
    let thread = bench.inside("IT-1").await.join("\n");
    assert!(thread.contains("Since the update"), "{thread}");
}

#[tokio::test]
async fn every_type_of_field_reaches_the_team() {
    let bench = TeamsBench::start().await;
    bench.opens("ana", "access please").await;
    let ana = bench.user("ana");
    ana.pick("Which systems?", "Wiki").unwrap();
    ana.pick("Which systems?", "CRM").unwrap();
    ana.fill("Your manager", bench.user("lea").aad).unwrap();
    ana.fill("From when?", "2026-12-01").unwrap();
    // Some clients send a number as one, and others as text.
    ana.fill("How many seats?", "51").unwrap();
    ana.fill("Contact address", "no address").unwrap();
    ana.fill("Link", "https://acme.example/x").unwrap();
    ana.fill("Terms", "true").unwrap();
    ana.fill("Why?", "Because").unwrap();
    let words = ana.dialog().unwrap().words;
    assert!(
        words.contains("Signed form: please send it in our chat"),
        "{words}"
    );
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    let wrong = ana.dialog().unwrap().words;
    assert!(
        wrong.contains("50") && wrong.contains("no address"),
        "{wrong}"
    );
    ana.fill("How many seats?", 12).unwrap();
    ana.fill("Contact address", "ana@acme.example").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let details = bench.press("bo", "IT-1", "Take it").await;
    assert!(matches!(details, Done::Card(_)), "{details:?}");
    let card = bench.card("IT-1");
    for shown in [
        "Wiki, CRM",
        "12",
        "ana@acme.example",
        "https://acme.example/x",
    ] {
        assert!(card.reads(shown), "{shown}: {}", card.words);
    }
    let lea = &bench.request("IT-1").await.answers["manager"];
    let account = frontdesk::platform::teams::me::teams(bench.user("lea").aad);
    assert_eq!(*lea, frontdesk::domain::catalogue::Answer::Person(account));
}

#[tokio::test]
async fn the_first_word_is_a_service_or_belongs_to_the_subject() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    for (typed, subject, service) in [
        ("LAPTOP screen is black", "screen is black", true),
        ("laptops are slow", "laptops are slow", false),
        ("a & b <c> **d**", "a & b <c> **d**", false),
    ] {
        bench.opens("ana", typed).await;
        let words = ana.dialog().unwrap().words;
        if service {
            assert!(
                words.contains(&format!("Subject (required): {subject}")),
                "{words}"
            );
        } else {
            ana.pick(SERVICE, "Something else").unwrap();
            ana.sends().await.unwrap();
            let words = ana.dialog().unwrap().words;
            assert!(words.contains(subject), "{words}");
        }
    }
}

#[tokio::test]
async fn many_services_are_found_by_typing() {
    let mut text = teams_config();
    for nth in 0..150 {
        text.push_str(&format!(
            "\n[[service]]\nkey = \"office{nth}\"\nteam = \"IT\"\nname = \"Office {nth}\"\n"
        ));
    }
    let bench = TeamsBench::with(&text).await;
    bench.opens("ana", "").await;
    let ana = bench.user("ana");
    let card = ana.dialog().unwrap().card;
    let list = card["body"].as_array().unwrap().iter();
    let list = list
        .clone()
        .find(|e| e["label"].as_str().is_some_and(|l| l.starts_with(SERVICE)));
    let list = list.expect("the list of services");
    let dataset = &list["choices.data"]["dataset"];
    let value = json!({
        "queryText": "office 149", "dataset": dataset, "queryOptions": { "skip": 0, "top": 15 },
    });
    let (status, body) = ana.invokes("application/search", value).await;
    assert_eq!(status, 200);
    assert_eq!(
        body["type"],
        "application/vnd.microsoft.search.searchResponse"
    );
    let found = &body["value"]["results"];
    assert_eq!(found.as_array().unwrap().len(), 1, "{body}");
    ana.fill(SERVICE, found[0]["value"].clone()).unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    ana.fill("Subject", "A desk").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert!(bench.card("IT-1").reads("Office 149"));
}

#[tokio::test]
async fn new_request_opens_from_the_compose_box() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    let value = json!({ "commandId": "newRequest", "commandContext": "compose" });
    assert_eq!(ana.extension(HELP, value).await, Done::Dialog);
    ana.pick(SERVICE, "Something else").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Dialog));
    ana.fill("Subject", "New chair").unwrap();
    let twice = ana.submission("Send request").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    assert_eq!(ana.submits(twice).await, Done::Closed);
    bench.settle().await;
    assert_eq!(bench.request("IT-1").await.subject, "New chair");
    assert_eq!(bench.teams.messages(TRIAGE).len(), 1);
    assert!(
        bench.teams.messages(HELP).is_empty(),
        "her card is in her chat"
    );
}

#[tokio::test]
async fn a_dialog_left_open_over_night_is_still_taken() {
    let bench = TeamsBench::start().await;
    bench.opens("ana", "other a chair").await;
    bench.pass(DAY).await;
    assert_eq!(bench.user("ana").sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert!(bench.card("IT-1").reads("a chair"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_at_once_get_thirty_numbers_without_gaps() {
    let bench = TeamsBench::start().await;
    let names: Vec<String> = (0..30).map(|n| format!("p{n}")).collect();
    for name in &names {
        bench.teams.add_user(name, &format!("{name}@acme.example"));
    }
    for name in &names {
        bench.opens(name, &format!("other chair of {name}")).await;
    }
    let people: Vec<_> = names.iter().map(|name| bench.user(name)).collect();
    let done = join_all(people.iter().map(|person| person.sends())).await;
    assert!(done.iter().all(|d| *d == Ok(Done::Closed)), "{done:?}");
    bench.settle().await;
    let cards = bench.teams.messages(TRIAGE);
    let numbers: BTreeSet<u32> = cards
        .iter()
        .filter_map(|m| m.words.strip_prefix("IT-")?.split(' ').next()?.parse().ok())
        .collect();
    assert_eq!(numbers, (1..=30).collect());
    assert_eq!(cards.len(), 30, "one card each");
}

/// Which input of a form has this label.
fn input(bench: &TeamsBench, who: &str, label: &str) -> Option<String> {
    let card = bench.user(who).dialog().unwrap().card;
    let all = card["body"].as_array().unwrap().clone();
    let found = all
        .into_iter()
        .find(|e| e["label"].as_str().is_some_and(|l| l.starts_with(label)))?;
    Some(found["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn an_agent_asks_on_somebodys_behalf() {
    let bench = TeamsBench::start().await;
    let (ana, bo) = (bench.user("ana"), bench.user("bo"));
    bench.opens("ana", "other new chair").await;
    let hers = input(&bench, "ana", "For whom?");
    assert_eq!(hers, None, "only agents are asked");
    bench.opens("bo", "laptop screen is black").await;
    let whom = input(&bench, "bo", "For whom?").expect("he is asked");
    bo.fill("For whom?", ana.aad.clone()).unwrap();
    bo.fill("Asset tag", "AB-1").unwrap();
    bo.pick("What is it?", "Screen").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let card = bench.theirs("IT-1").await;
    assert!(card.reads("Asked for you by"), "{}", card.words);
    assert!(bench.chat("ana").contains(&card.words));
    assert!(bench.told("bo").iter().all(|m| !m.contains("IT-1")));
    let triage = bench.card("IT-1");
    assert!(triage.reads("From\nAna"), "{}", triage.words);
    assert!(triage.reads("Asked on their behalf by"), "{}", triage.words);
    // Whoever puts it into a form that did not ask for it asks for themselves.
    let mut sent = ana.submission("Send request").unwrap();
    sent[&whom] = json!(bench.user("ben").aad);
    assert_eq!(ana.submits(sent).await, Done::Closed);
    bench.settle().await;
    let own = bench.theirs("IT-2").await;
    assert!(own.reads("new chair"), "{}", own.words);
    assert!(bench.chat("ana").contains(&own.words));
    assert!(bench.chat("ben").is_empty(), "{:#?}", bench.chat("ben"));
}

#[tokio::test]
async fn an_offer_that_was_used_says_what_became_of_it() {
    let bench = TeamsBench::start().await;
    bench.asks_openly(HELP, "ana", "the printer jams").await;
    let used = bench.find(HELP, "This became IT-1.");
    assert!(used.buttons().is_empty(), "{}", used.words);
}
