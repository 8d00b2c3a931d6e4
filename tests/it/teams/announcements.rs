//! What concerns many, in Teams, and across to Slack.

use frontdesk::sandbox::teams::{Done, Post};

use super::bench::{HELP, TeamsBench};

impl TeamsBench {
    async fn announces(&self, who: &str) {
        let launch = self
            .asks(who, "announce", "Say something to everybody")
            .await;
        let person = self.user(who);
        let opened = person
            .press(&person.chat(), &launch.id, "Open the form")
            .await;
        assert_eq!(opened, Ok(Done::Dialog));
        person
            .pick("What does it concern?", "Laptop trouble")
            .unwrap();
        person.fill("What do you say?", "The VPN is down").unwrap();
        person.fill("Until when?", "15:00").unwrap();
        assert_eq!(person.sends().await, Ok(Done::Closed));
        self.settle().await;
    }
}

fn told(all: Vec<Post>) -> Vec<Post> {
    let card = |m: &Post| m.by_bot && m.reads("The VPN is down") && m.reads("Laptop trouble");
    all.into_iter()
        .filter(|m| card(m) && !m.reads("IT-"))
        .collect()
}

#[tokio::test]
async fn everybody_concerned_is_told_and_hears_when_it_is_over() {
    let bench = TeamsBench::start().await;
    bench.files("ana", "screen is black").await;
    bench.tells("ben", "home").await;
    bench
        .asks(
            "bo",
            "announce",
            "Announcements are for whoever leads a team",
        )
        .await;
    bench.announces("lea").await;
    let cards = told(bench.teams.messages(HELP));
    assert_eq!(cards.len(), 1, "one post a channel");
    assert_eq!(cards[0].buttons(), ["Solved"]);
    assert!(cards[0].root.is_none());
    let ana = bench.user("ana");
    assert_eq!(told(ana.reads()).len(), 1);
    let ben = bench.user("ben");
    let page = |words: &str| {
        ben.reads()
            .iter()
            .any(|m| m.reads("My requests") && m.reads(words))
    };
    assert!(page("The VPN is down"));
    let asked = bench.files("ben", "no network").await;
    assert!(bench.theirs(&asked).await.reads("The VPN is down"));
    // Who does not serve there sees no button, and pressing it does nothing.
    let seen = ben.looks(HELP, &cards[0].id).await.unwrap();
    let Some(Done::Card(card)) = seen else {
        panic!("{seen:?}");
    };
    assert!(!card.to_string().contains("Solved"), "{card}");
    ben.press(HELP, &cards[0].id, "Solved").await.unwrap();
    bench.settle().await;
    assert!(!bench.find(HELP, "The VPN is down").reads("says"));
    bench
        .user("bo")
        .press(HELP, &cards[0].id, "Solved")
        .await
        .unwrap();
    bench.settle().await;
    let over = bench.find(HELP, "The VPN is down");
    assert!(
        over.id == cards[0].id && over.reads("says Bo."),
        "{}",
        over.words
    );
    assert!(over.buttons().is_empty());
    assert!(told(ana.reads())[0].reads("says Bo."));
    assert!(!bench.theirs(&asked).await.reads("The VPN is down"));
    assert!(!page("The VPN is down"));
}

#[tokio::test]
async fn it_reaches_both_platforms() {
    let bench = TeamsBench::mixed().await;
    bench.files("ana", "screen is black").await;
    // Who she is is known from her first word on.
    bench.tells("lea", "home").await;
    bench.announces("lea").await;
    let slack = bench.slack.clone().unwrap();
    let card = slack
        .find(crate::bench::HELP, "The VPN is down")
        .expect("in Slack");
    assert_eq!(told(bench.user("ana").reads()).len(), 1, "in Teams");
    slack
        .user("bo")
        .click(crate::bench::HELP, &card.ts, "Solved")
        .await
        .unwrap();
    bench.settle().await;
    assert!(told(bench.user("ana").reads())[0].reads("says Bo."));
}
