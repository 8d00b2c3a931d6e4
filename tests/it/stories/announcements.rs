//! What concerns many: said once in each place, shown while it lasts, brought up to date when it is over.

use frontdesk::sandbox::{Fault, Person, Submitted, Trouble};

use crate::bench::{Bench, CONFIG, HELP, HOUR, TRIAGE};

const TEXT: &str = "The VPN is down. <!channel> please work *offline*";

/// Somebody announces it for laptops, until three.
async fn announces(bench: &Bench, who: &str, until: &str) -> Person {
    let lea = bench.user(who);
    assert!(lea.command("/desk announce").await.ok());
    lea.pick("What does it concern?", "Laptop trouble")
        .await
        .unwrap();
    lea.fill("What do you say?", TEXT).await.unwrap();
    if !until.is_empty() {
        lea.fill("Until when?", until).await.unwrap();
    }
    assert_eq!(lea.submit().await, Submitted::Closed);
    bench.settle().await;
    lea
}

fn cards(bench: &Bench, channel: &str) -> Vec<frontdesk::sandbox::Message> {
    let all = bench.slack.messages(channel).into_iter();
    all.filter(|m| m.reads("The VPN is down")).collect()
}

#[tokio::test]
async fn everybody_concerned_is_told_once_and_hears_when_it_is_over() {
    let bench = Bench::start().await;
    let first = bench.files("ana", "screen is black").await;
    bench.files("ana", "keyboard is wet").await;
    let ack = bench.user("ben").command("/request other a chair").await;
    assert!(ack.ok());
    assert_eq!(bench.user("ben").submit().await, Submitted::Closed);
    bench.user("ana").opens_home().await;
    bench.user("lea").opens_home().await;
    bench.settle().await;
    announces(&bench, "lea", "15:00").await;
    let card = cards(&bench, HELP);
    assert_eq!(card.len(), 1, "one post a channel");
    assert!(
        card[0].reads("IT support: Laptop trouble"),
        "{}",
        card[0].plain()
    );
    assert!(card[0].reads("Expected to be over"), "{}", card[0].plain());
    assert_eq!(card[0].buttons(), ["Solved"]);
    // She waits for two, and is told once; he waits for something else.
    let ana = bench.user("ana");
    assert_eq!(cards(&bench, &ana.dm_channel()).len(), 1);
    assert!(cards(&bench, &ana.dm_channel())[0].buttons().is_empty());
    assert!(cards(&bench, &bench.user("ben").dm_channel()).is_empty());
    // Whoever asks now is answered with it, and it is on pages.
    let asked = bench.files("ben", "my laptop has no network").await;
    let answer = bench.theirs(&asked).await;
    assert!(answer.reads("The VPN is down"), "{}", answer.plain());
    ana.opens_home().await;
    bench.settle().await;
    assert!(ana.home().unwrap().reads("The VPN is down"));
    let page = bench.user("lea").home().unwrap();
    assert!(page.reads("The VPN is down") && page.buttons().contains(&"Solved".to_owned()));
    assert!(!ana.home().unwrap().buttons().contains(&"Solved".to_owned()));
    // Only those who serve there say that it is over.
    let ben = bench.user("ben");
    ben.click(HELP, &card[0].ts, "Solved").await.unwrap();
    bench.settle().await;
    assert!(
        bench
            .whispers("ben")
            .concat()
            .contains("Only people who serve in the team")
    );
    assert_eq!(cards(&bench, HELP)[0].buttons(), ["Solved"]);
    bench
        .user("bo")
        .click(HELP, &card[0].ts, "Solved")
        .await
        .unwrap();
    bench.settle().await;
    let over = bench.slack.message(HELP, &card[0].ts).unwrap();
    assert!(
        over.reads("Solved") && over.reads("says Bo."),
        "{}",
        over.plain()
    );
    assert!(over.buttons().is_empty());
    let hers = cards(&bench, &ana.dm_channel());
    assert!(hers[0].reads("says Bo."), "{}", hers[0].plain());
    let answer = bench.theirs(&asked).await;
    assert!(!answer.reads("The VPN is down"), "{}", answer.plain());
    assert!(!bench.user("lea").home().unwrap().reads("The VPN is down"));
    let later = bench.files("cy", "another laptop").await;
    assert!(!bench.theirs(&later).await.reads("The VPN is down"));
    assert!(!bench.theirs(&first).await.reads("The VPN is down"));
    // The team's own channel heard nothing of it.
    assert!(cards(&bench, TRIAGE).is_empty());
}

#[tokio::test]
async fn an_answer_that_was_lost_makes_it_no_second_message() {
    let bench = Bench::start().await;
    let applied = true;
    for trouble in [Trouble::LoseAnswer, Trouble::ServerError { applied }] {
        let fault = Fault::new("chat.postMessage", trouble);
        bench.slack.fault(fault.in_channel(HELP));
        announces(&bench, "lea", "").await;
    }
    let cards = cards(&bench, HELP);
    assert_eq!(cards.len(), 2, "one for each announcement");
    for card in &cards {
        bench
            .user("bo")
            .click(HELP, &card.ts, "Solved")
            .await
            .unwrap();
        bench.settle().await;
        let over = bench.slack.message(HELP, &card.ts).unwrap();
        assert!(over.reads("says Bo."), "{}", over.plain());
    }
}

#[tokio::test]
async fn it_ends_by_itself_when_its_time_is_up() {
    let bench = Bench::start().await;
    announces(&bench, "root", "15:00").await;
    bench.pass(4 * HOUR).await;
    assert_eq!(cards(&bench, HELP)[0].buttons(), ["Solved"], "it is two");
    bench.pass(2 * HOUR).await;
    let over = &cards(&bench, HELP)[0];
    assert!(over.reads("This is over since"), "{}", over.plain());
    assert!(over.buttons().is_empty());
    let asked = bench.files("ana", "screen is black").await;
    assert!(!bench.theirs(&asked).await.reads("The VPN is down"));
}

#[tokio::test]
async fn an_admin_ends_it_on_their_own_page() {
    let bench = Bench::start().await;
    let root = announces(&bench, "root", "").await;
    root.opens_home().await;
    bench.settle().await;
    root.click_home("Solved").await.unwrap();
    bench.settle().await;
    assert!(!root.home().unwrap().reads("The VPN is down"));
    assert!(cards(&bench, HELP)[0].reads("says Root."));
}

#[tokio::test]
async fn only_leads_and_admins_announce_and_only_what_can_be_said() {
    let bench = Bench::start().await;
    for who in ["ana", "bo"] {
        let ack = bench.user(who).command("/desk announce").await;
        assert!(
            ack.text()
                .starts_with("Announcements are for whoever leads"),
            "{ack:?}"
        );
        assert!(bench.user(who).modal().is_none());
    }
    let lea = bench.user("lea");
    assert!(lea.command("/desk announce").await.ok());
    let offered = lea.modal().unwrap().options("What does it concern?");
    assert!(
        offered.contains(&"All of IT support".to_owned()),
        "{offered:?}"
    );
    assert!(
        !offered.contains(&"Payslip question".to_owned()),
        "{offered:?}"
    );
    lea.pick("What does it concern?", "All of IT support")
        .await
        .unwrap();
    lea.fill("What do you say?", "Closed today").await.unwrap();
    lea.fill("Until when?", "this evening").await.unwrap();
    let Submitted::Errors(errors) = lea.submit().await else {
        panic!("it was taken");
    };
    assert!(errors[0].1.contains("like 15:00"), "{errors:?}");
    // Payroll has no channel where people ask.
    let pat = bench.user("pat");
    assert!(pat.command("/desk announce").await.ok());
    pat.pick("What does it concern?", "All of Payroll")
        .await
        .unwrap();
    pat.fill("What do you say?", "Closed today").await.unwrap();
    assert_eq!(
        pat.submit().await,
        Submitted::Closed,
        "to people with open requests"
    );
}

#[tokio::test]
async fn more_people_than_one_transaction_takes_are_told() {
    let bench = Bench::with(CONFIG, |_| {}).await;
    let mut people = Vec::new();
    for n in 0..60 {
        let name = format!("p{n}");
        bench
            .slack
            .add_user(&name, &format!("{name}@acme.example"), "Europe/Berlin");
        bench.asks(&name, &format!("laptop {n}")).await;
        people.push(name);
    }
    bench.settle().await;
    announces(&bench, "lea", "").await;
    for name in people {
        let chat = bench.user(&name).dm_channel();
        assert_eq!(cards(&bench, &chat).len(), 1, "{name}");
    }
}
