//! App Home: what one asked, and for agents what waits for them.

use frontdesk::sandbox::Submitted;

use crate::bench::Bench;

fn home(bench: &Bench, who: &str) -> String {
    bench.user(who).home().expect("a page").plain()
}

async fn opens(bench: &Bench, who: &str) {
    bench.user(who).opens_home().await;
    bench.calm().await;
}

#[tokio::test]
async fn a_requester_sees_their_own_and_asks_from_there() {
    let bench = Bench::start().await;
    opens(&bench, "ana").await;
    let empty = home(&bench, "ana");
    assert!(empty.contains("You have no open requests."), "{empty}");
    assert!(!empty.contains("Unassigned"), "{empty}");
    let ana = bench.user("ana");
    ana.click_home("New request").await.unwrap();
    ana.pick("What do you need help with?", "Something else")
        .await
        .unwrap();
    ana.fill("Subject", "Printer is on fire").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    let page = home(&bench, "ana");
    assert!(
        page.contains("*IT-1* Printer is on fire\nReceived · with IT support"),
        "{page}"
    );
    bench.press("bo", "IT-1", "Take it").await.unwrap();
    bench.calm().await;
    assert!(home(&bench, "ana").contains("In progress · with Bo"));
    bench
        .write("bo", "IT-1", "Resolve", "Summary", "Put out")
        .await;
    assert!(home(&bench, "ana").contains("You have no open requests."));
}

#[tokio::test]
async fn an_agents_page_follows_the_team() {
    let bench = Bench::start().await;
    opens(&bench, "bo").await;
    let empty = home(&bench, "bo");
    for nothing in [
        "Nothing is assigned to you.",
        "Every request has somebody.",
        "Nothing is late or due within the next hours.",
        "IT support: Lea, Bo, Cy",
    ] {
        assert!(empty.contains(nothing), "{empty}");
    }
    let number = bench.files("ana", "screen is black").await;
    assert!(!home(&bench, "bo").contains("Every request has somebody."));
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    let page = home(&bench, "bo");
    assert!(page.contains("Every request has somebody."), "{page}");
    assert!(!page.contains("Nothing is assigned to you."), "{page}");
    // Given to somebody else, it leaves.
    bench.press("lea", &number, "Assign").await.unwrap();
    bench
        .user("lea")
        .pick("Who takes care of it?", "cy")
        .await
        .unwrap();
    assert_eq!(bench.user("lea").submit().await, Submitted::Closed);
    bench.calm().await;
    assert!(home(&bench, "bo").contains("Nothing is assigned to you."));
}

#[tokio::test]
async fn only_pages_that_were_opened_are_published() {
    let bench = Bench::start().await;
    bench.files("ana", "screen is black").await;
    bench.user("ana").opens_messages().await;
    bench.calm().await;
    assert!(bench.slack.calls_of("views.publish").is_empty());
}
