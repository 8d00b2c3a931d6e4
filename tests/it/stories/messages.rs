//! Requests that begin with a message: in a channel, in a thread, to the bot alone.

use frontdesk::sandbox::Submitted;

use super::door::rows;
use crate::bench::{Bench, HELP, HOUR, RANDOM, TRIAGE};

const SERVICE: &str = "What do you need help with?";

/// Sends off the open form as a request for something else.
async fn something_else(bench: &Bench, who: &str) {
    let person = bench.user(who);
    person.pick(SERVICE, "Something else").await.unwrap();
    assert_eq!(person.submit().await, Submitted::Closed);
    bench.settle().await;
}

#[tokio::test]
async fn a_message_is_turned_into_a_request_with_its_thread() {
    let bench = Bench::start().await;
    let (ana, ben) = (bench.user("ana"), bench.user("ben"));
    let root = ana.says(HELP, "The printer on the third floor jams").await;
    ben.replies(HELP, &root, "Mine too, since Monday").await;
    ana.message_shortcut("turn_into_request", HELP, &root)
        .await
        .unwrap();
    let modal = ana.modal().unwrap();
    println!("{}", modal.plain());
    assert_eq!(
        modal.value("Subject").as_deref(),
        Some("The printer on the third floor jams")
    );
    assert_eq!(
        modal.value("Details").unwrap_or_default(),
        "",
        "we read it ourselves"
    );
    something_else(&bench, "ana").await;
    // She asked in that thread, so her card is there.
    let thread = bench.thread(HELP, &root);
    assert_eq!(thread.len(), 2, "{thread:#?}");
    assert!(thread[1].contains("IT-1 The printer"), "{thread:#?}");
    let card = bench.card("IT-1");
    assert!(card.reads("Where it was asked"), "{}", card.plain());
    let team = bench.thread(TRIAGE, &card.ts);
    println!("{team:#?}");
    assert!(
        team.iter()
            .any(|m| m.contains("The printer on the third floor jams"))
    );
    assert!(team.iter().any(|m| m.contains("Mine too, since Monday")));
    // And from now on it is one conversation.
    ana.replies(HELP, &root, "It is on fire now").await;
    bench.settle().await;
    assert!(
        bench
            .thread(TRIAGE, &card.ts)
            .last()
            .unwrap()
            .contains("on fire")
    );
}

#[tokio::test]
async fn a_message_where_the_bot_is_not_comes_along_whole() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let long = format!("The lamp flickers\nfrom dusk{}", " till dawn".repeat(40));
    let root = ana.says(RANDOM, &long).await;
    ana.message_shortcut("turn_into_request", RANDOM, &root)
        .await
        .unwrap();
    let modal = ana.modal().unwrap();
    assert_eq!(modal.value("Subject").as_deref(), Some("The lamp flickers"));
    assert_eq!(modal.value("Details").as_deref(), Some(long.as_str()));
    something_else(&bench, "ana").await;
    assert!(
        ana.dms()[0].reads("IT-1 The lamp flickers"),
        "the card is in her messages"
    );
    assert_eq!(bench.slack.messages(RANDOM).len(), 1);
    let card = bench.card("IT-1");
    let team = bench.thread(TRIAGE, &card.ts).join("\n");
    assert_eq!(team.matches("from dusk").count(), 1, "{team}");
    let link = format!("/archives/{RANDOM}/p{}", root.replace('.', ""));
    let blocks = serde_json::to_string(&card.blocks).unwrap();
    assert!(blocks.contains(&link), "{blocks}");
    // That we could not read there is nobody's trouble.
    assert_eq!(dead(&bench).await, 0);
}

async fn dead(bench: &Bench) -> i64 {
    rows(bench, "outbox WHERE state = 'dead'").await
}

#[tokio::test]
async fn what_the_form_said_already_is_not_said_again() {
    let bench = Bench::start().await;
    bench.slack.invite_bot(RANDOM).await;
    let ana = bench.user("ana");
    let root = ana.says(RANDOM, "The lamp flickers").await;
    bench
        .user("ben")
        .replies(RANDOM, &root, "Here as well")
        .await;
    ana.message_shortcut("turn_into_request", RANDOM, &root)
        .await
        .unwrap();
    something_else(&bench, "ana").await;
    let card = bench.card("IT-1");
    let team = bench.thread(TRIAGE, &card.ts);
    let times = team
        .iter()
        .filter(|m| m.contains("The lamp flickers"))
        .count();
    assert_eq!(times, 1, "{team:#?}");
    assert!(team.iter().any(|m| m.contains("Here as well")));
}

#[tokio::test]
async fn somebody_elses_thread_stays_theirs() {
    let bench = Bench::start().await;
    let (ana, ben) = (bench.user("ana"), bench.user("ben"));
    let root = ana.says(HELP, "The printer jams").await;
    ben.message_shortcut("turn_into_request", HELP, &root)
        .await
        .unwrap();
    something_else(&bench, "ben").await;
    assert_eq!(bench.thread(HELP, &root).len(), 0);
    assert!(ben.dms()[0].reads("IT-1 The printer jams"));
    let card = bench.card("IT-1");
    assert!(card.reads("@ben"));
    assert!(
        bench
            .thread(TRIAGE, &card.ts)
            .iter()
            .any(|m| m.contains("The printer jams"))
    );
}

#[tokio::test]
async fn an_agent_turns_a_message_into_its_authors_request() {
    let bench = Bench::start().await;
    let (ana, bo) = (bench.user("ana"), bench.user("bo"));
    let root = ana.says(HELP, "The printer jams").await;
    bo.message_shortcut("turn_into_request", HELP, &root)
        .await
        .unwrap();
    let modal = bo.modal().unwrap();
    assert_eq!(modal.value("For whom?").as_deref(), Some("ana"));
    something_else(&bench, "bo").await;
    let thread = bench.thread(HELP, &root);
    assert!(thread[0].contains("IT-1 The printer jams"), "{thread:#?}");
    assert!(bench.card("IT-1").reads("Asked on their behalf by"));
}

#[tokio::test]
async fn a_ticket_by_a_colleague_is_an_offer_to_the_author() {
    let bench = Bench::start().await;
    let (ana, ben) = (bench.user("ana"), bench.user("ben"));
    let root = ana.says(HELP, "My screen is black again").await;
    ben.reacts(HELP, &root, "ticket").await.unwrap();
    bench.settle().await;
    assert_eq!(ana.dms().len(), 1);
    println!("{}", ana.dms()[0].plain());
    assert!(
        ana.dms()[0].reads("My screen is black again"),
        "which message"
    );
    assert_eq!(rows(&bench, "requests").await, 0);
    // Once, however many do so.
    ana.reacts(HELP, &root, "ticket").await.unwrap();
    ben.unreacts(HELP, &root, "ticket").await.unwrap();
    ben.reacts(HELP, &root, "ticket").await.unwrap();
    bench.settle().await;
    assert_eq!(ana.dms().len(), 1);

    let dm = ana.dm_channel();
    ana.click(&dm, &ana.dms()[0].ts, "New request")
        .await
        .unwrap();
    let modal = ana.modal().unwrap();
    assert_eq!(
        modal.value("Subject").as_deref(),
        Some("My screen is black again")
    );
    something_else(&bench, "ana").await;
    let thread = bench.thread(HELP, &root);
    assert_eq!(thread.len(), 1);
    assert!(
        thread[0].contains("IT-1 My screen is black again"),
        "{thread:#?}"
    );
    assert!(
        bench
            .thread(TRIAGE, &bench.card("IT-1").ts)
            .iter()
            .any(|m| m.contains("black again"))
    );

    // The thread has its request now.
    ben.unreacts(HELP, &root, "ticket").await.unwrap();
    ben.reacts(HELP, &root, "ticket").await.unwrap();
    bench.settle().await;
    let told = ben.ephemerals();
    assert!(told.last().unwrap().reads("IT-1 already"), "{told:?}");
    assert_eq!(rows(&bench, "requests").await, 1);
}

#[tokio::test]
async fn a_ticket_on_ones_own_message_is_an_offer_without_a_colleague() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let root = ana.says(HELP, "My screen is black").await;
    ana.reacts(HELP, &root, "ticket").await.unwrap();
    bench.settle().await;
    let offer = ana.dms().pop().unwrap();
    println!("{}", offer.plain());
    assert!(!offer.reads("colleague"));
    assert!(offer.buttons().contains(&"New request".to_owned()));
}

#[tokio::test]
async fn a_ticket_by_an_agent_is_the_authors_request_at_once() {
    let bench = Bench::start().await;
    let (ana, bo, ben) = (bench.user("ana"), bench.user("bo"), bench.user("ben"));
    let root = ana
        .says(HELP, "@frontdesk my screen is black, @ben saw it")
        .await;
    bench.settle().await;
    ben.replies(HELP, &root, "I did").await;
    // At the same moment as a colleague: the agent's counts.
    ben.reacts(HELP, &root, "ticket").await.unwrap();
    bo.reacts(HELP, &root, "ticket").await.unwrap();
    bench.settle().await;
    let thread = bench.thread(HELP, &root);
    println!("{thread:#?}");
    assert!(
        thread
            .iter()
            .any(|m| m.contains("IT-1") && m.contains("Asked for you by"))
    );
    let card = bench.card("IT-1");
    println!("{}", card.plain());
    assert!(card.reads("@ana"), "the author asks");
    assert!(card.reads("Asked on their behalf by"));
    assert!(card.reads("my screen is black"));
    assert!(
        !card.reads("U0"),
        "nobody is called by an id: {}",
        card.plain()
    );
    assert!(
        bench
            .thread(TRIAGE, &card.ts)
            .iter()
            .any(|m| m.contains("I did"))
    );
    // Once more, by another agent and by the same.
    bench
        .user("cy")
        .reacts(HELP, &root, "ticket")
        .await
        .unwrap();
    bo.unreacts(HELP, &root, "ticket").await.unwrap();
    bo.reacts(HELP, &root, "ticket").await.unwrap();
    bench.settle().await;
    assert_eq!(rows(&bench, "requests").await, 1);
    let told = bench.user("cy").ephemerals();
    assert!(told.last().unwrap().reads("IT-1 already"), "{told:?}");
}

#[tokio::test]
async fn what_a_ticket_could_not_ask_is_named_on_the_card() {
    let config = crate::bench::CONFIG.replace(
        "[[service]]\nkey = \"other\"\nteam = \"IT\"\nname = \"Something else\"\n",
        "",
    );
    let bench = Bench::with(&config, |_| {}).await;
    let root = bench.user("ana").says(HELP, "My screen is black").await;
    bench
        .user("bo")
        .reacts(HELP, &root, "ticket")
        .await
        .unwrap();
    bench.settle().await;
    let card = bench.card("IT-1");
    println!("{}", card.plain());
    assert!(
        card.reads("Still missing: “Asset tag”, “What is it?”"),
        "{}",
        card.plain()
    );
}

#[tokio::test]
async fn a_direct_message_is_offered_the_form_and_goes_on_in_its_thread() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let first = ana.dm("laptop my screen is black").await;
    bench.settle().await;
    let offers = |bench: &Bench| {
        let dms = bench.user("ana").dms();
        dms.into_iter()
            .filter(|m| m.buttons() == ["New request"])
            .collect::<Vec<_>>()
    };
    assert_eq!(offers(&bench).len(), 1);
    println!("{}", offers(&bench)[0].plain());
    // What follows belongs to it.
    ana.dm("and it hums").await;
    ana.dm("since this morning").await;
    bench.settle().await;
    assert_eq!(offers(&bench).len(), 1);
    let dm = ana.dm_channel();
    ana.click(&dm, &offers(&bench)[0].ts, "New request")
        .await
        .unwrap();
    let modal = ana.modal().unwrap();
    assert_eq!(
        modal.value("Subject").as_deref(),
        Some("my screen is black")
    );
    let all = "my screen is black\nand it hums\nsince this morning";
    assert_eq!(modal.value("Details").as_deref(), Some(all));
    ana.fill("Asset tag", "AB-1").await.unwrap();
    ana.pick("What is it?", "Screen").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let thread = bench.thread(&dm, &first);
    assert!(thread[0].contains("IT-1 my screen is black"), "{thread:#?}");
    let card = bench.card("IT-1");
    let team = bench.thread(TRIAGE, &card.ts);
    println!("{team:#?}");
    assert_eq!(team.join("\n").matches("since this morning").count(), 1);
    // Their thread is one conversation now; another message is another matter.
    ana.replies(&dm, &first, "any news?").await;
    ana.dm("the coffee machine is broken").await;
    bench.settle().await;
    assert!(
        bench
            .thread(TRIAGE, &card.ts)
            .last()
            .unwrap()
            .contains("any news?")
    );
    // The first says what became of it.
    assert_eq!(offers(&bench).len(), 1);
    bench.find(&ana.dm_channel(), "This became IT-1.");
    bench.pass(HOUR).await;
    ana.dm("and I need a chair").await;
    bench.settle().await;
    assert_eq!(offers(&bench).len(), 2, "after a while it is a new matter");
    assert_eq!(rows(&bench, "requests").await, 1);
}

#[tokio::test]
async fn a_mention_is_offered_the_form_in_its_thread() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let root = ana.says(HELP, "@frontdesk my screen is black").await;
    bench.settle().await;
    let offer = bench.slack.thread(HELP, &root).pop().unwrap();
    println!("{}", offer.plain());
    ana.click(HELP, &offer.ts, "New request").await.unwrap();
    let modal = ana.modal().unwrap();
    assert_eq!(
        modal.value("Subject").as_deref(),
        Some("my screen is black")
    );
    something_else(&bench, "ana").await;
    let thread = bench.thread(HELP, &root);
    assert_eq!(thread.len(), 2);
    assert!(thread[1].contains("IT-1 my screen is black"), "{thread:#?}");
    // Inside a request's thread a mention is just talk.
    ana.replies(HELP, &root, "@frontdesk hello?").await;
    bench.settle().await;
    assert_eq!(bench.thread(HELP, &root).len(), 3);
    let card = bench.card("IT-1");
    assert!(
        bench
            .thread(TRIAGE, &card.ts)
            .last()
            .unwrap()
            .contains("hello?")
    );
    bench
        .user("bo")
        .replies(TRIAGE, &card.ts, "@frontdesk what is this?")
        .await;
    bench.settle().await;
    assert_eq!(
        bench.thread(HELP, &root).len(),
        3,
        "internal stays internal"
    );
}
