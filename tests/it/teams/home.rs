//! "My desk": a living card in one's own chat.

use frontdesk::sandbox::teams::{Done, Post};

use super::bench::TeamsBench;

fn home(bench: &TeamsBench, who: &str) -> Post {
    let all = bench.user(who).reads().into_iter();
    let homes: Vec<Post> = all.filter(|m| m.reads("My requests")).collect();
    assert_eq!(homes.len(), 1, "one, and the newest");
    homes.into_iter().next().unwrap()
}

#[tokio::test]
async fn a_requester_sees_their_own_and_asks_from_there() {
    let bench = TeamsBench::start().await;
    bench.tells("ana", "home").await;
    let card = home(&bench, "ana");
    assert!(
        card.reads("Hello Ana, this is Acme service desk"),
        "{}",
        card.words
    );
    assert!(card.reads("You have no open requests."), "{}", card.words);
    assert!(!card.reads("Unassigned"), "{}", card.words);
    let ana = bench.user("ana");
    let opened = ana.press(&ana.chat(), &card.id, "New request").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ana.pick("What do you need help with?", "Something else")
        .unwrap();
    ana.sends().await.unwrap();
    ana.fill("Subject", "Printer is on fire").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert!(home(&bench, "ana").reads("IT-1 Printer is on fire\nReceived · with IT support"));
    bench.press("bo", "IT-1", "Take it").await;
    assert!(home(&bench, "ana").reads("In progress · with Bo"));
    bench.resolves("bo", "IT-1", "Put out").await;
    assert!(home(&bench, "ana").reads("You have no open requests."));
    assert_eq!(home(&bench, "ana").id, card.id, "the same one all the time");
    // Asked for again, it comes to the end of the chat, and the old one goes.
    bench.tells("ana", "home").await;
    assert_ne!(home(&bench, "ana").id, card.id);
}

#[tokio::test]
async fn an_agents_card_follows_the_team() {
    let bench = TeamsBench::start().await;
    bench.tells("bo", "home").await;
    let empty = home(&bench, "bo");
    for nothing in [
        "Nothing is assigned to you.",
        "Every request has somebody.",
        "Nothing is late or due within the next hours.",
        "IT support: Lea, Bo, Cy",
    ] {
        assert!(empty.reads(nothing), "{}", empty.words);
    }
    let number = bench.files("ana", "screen is black").await;
    assert!(!home(&bench, "bo").reads("Every request has somebody."));
    bench.press("bo", &number, "Take it").await;
    assert!(!home(&bench, "bo").reads("Nothing is assigned to you."));
}

#[tokio::test]
async fn whoever_installs_the_app_is_welcomed_once_with_their_desk() {
    let bench = TeamsBench::start().await;
    let cy = bench.user("cy");
    cy.installs().await;
    cy.installs().await;
    bench.settle().await;
    let chat = bench.told("cy");
    assert!(
        chat[0].contains("Hello, this is Acme service desk."),
        "{chat:#?}"
    );
    assert!(home(&bench, "cy").reads("Assigned to me"));
    assert_eq!(chat.len(), 2, "{chat:#?}");
}

#[tokio::test]
async fn who_has_both_platforms_has_both_pages_up_to_date() {
    let bench = TeamsBench::mixed().await;
    let slack = bench.slack.clone().unwrap();
    slack.user("lea").opens_home().await;
    bench.tells("lea", "home").await;
    bench.files("ana", "screen is black").await;
    assert!(home(&bench, "lea").reads("screen is black"));
    let page = slack.user("lea").home().expect("a page").plain();
    assert!(page.contains("screen is black"), "{page}");
    // On Slack the word leads to the page.
    let ack = slack.user("bo").command("/desk home").await;
    assert!(ack.text().contains("Home tab"), "{}", ack.text());
}

#[tokio::test]
async fn a_desk_that_was_up_first_shows_the_team_of_whoever_it_turns_out_to_be() {
    let bench = TeamsBench::mixed().await;
    // Nobody knows yet that this account is the lead whom the configuration names by e-mail.
    bench.tells("lea", "home").await;
    bench.files("ana", "screen is black").await;
    let card = home(&bench, "lea");
    assert!(card.reads("screen is black"), "{}", card.words);
}
