//! The whole way once: asked, taken, talked about, resolved, rated.

use frontdesk::sandbox::teams::Done;

use super::bench::{TRIAGE, TeamsBench};

#[tokio::test]
async fn a_laptop_is_asked_for_served_and_rated() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    let launch = bench
        .asks("ana", "request laptop screen is black", "screen is black")
        .await;
    let opened = ana.press(&ana.chat(), &launch.id, "Open the form").await;
    assert_eq!(opened.unwrap(), Done::Dialog);
    ana.fill("Asset tag", "1234").unwrap();
    ana.pick("What is it?", "Screen").unwrap();
    // What is wrong is said in the form, with everything that was typed still there.
    assert_eq!(ana.submit("Send request").await.unwrap(), Done::Dialog);
    let dialog = ana.dialog().unwrap();
    assert!(dialog.words.contains("AB-1234"), "{}", dialog.words);
    assert!(
        dialog.words.contains("Asset tag (required): 1234"),
        "{}",
        dialog.words
    );
    ana.fill("Asset tag", "AB-1234").unwrap();
    let twice = ana.submission("Send request").unwrap();
    assert_eq!(ana.submit("Send request").await.unwrap(), Done::Closed);
    // The client did not see the answer and says it again, with a new id.
    assert_eq!(ana.submits(twice).await, Done::Closed);
    bench.settle().await;
    let number = "IT-1";
    assert_eq!(bench.request(number).await.subject, "screen is black");
    assert_eq!(
        bench
            .app
            .desk
            .by_number("IT-2")
            .await
            .unwrap()
            .map(|s| s.request.number),
        None
    );

    let card = bench.card(number);
    assert!(card.reads("From\nAna"), "{}", card.words);
    let bo = bench.user("bo");
    let taken = bo.press(TRIAGE, &card.id, "Take it").await.unwrap();
    let Done::Card(shown) = taken else {
        panic!("{taken:?}")
    };
    assert!(shown.to_string().contains("Bo"), "{shown}");
    bench.settle().await;
    assert_eq!(bench.request(number).await.status.name(), "in_progress");
    assert!(bench.card(number).reads("Assigned to\nBo"));
    assert!(bench.chat("ana").iter().any(|m| m == "Bo is on it."));

    // Internal words stay inside, and what begins with the marks reaches the requester.
    bo.replies(TRIAGE, &card.id, "she always kicks it").await;
    bo.replies(TRIAGE, &card.id, ">> Try the other cable").await;
    bench.settle().await;
    let chat = bench.chat("ana").join("\n");
    assert!(chat.contains("Try the other cable"), "{chat}");
    assert!(!chat.contains("kicks"), "{chat}");

    // Her chat has no threads: what she writes belongs to her only open request, and she is told so once.
    ana.says("No, still black").await;
    ana.says("And it smells").await;
    bench.settle().await;
    let thread = bench.thread(TRIAGE, &card.id).join("\n");
    assert!(thread.contains("No, still black"), "{thread}");
    assert!(thread.contains("And it smells"), "{thread}");
    let told = bench.chat("ana");
    let told = told
        .iter()
        .filter(|m| m.contains("reads this as part of IT-1"));
    assert_eq!(told.count(), 1);

    let opened = bo.press(TRIAGE, &card.id, "Resolve").await.unwrap();
    assert_eq!(opened, Done::Dialog);
    bo.fill("Summary", "A new <screen> & a cable").unwrap();
    assert_eq!(bo.submit("Resolve").await.unwrap(), Done::Closed);
    bench.settle().await;
    let poll = bench.find(&ana.chat(), "How was it?");
    assert!(poll.reads("A new <screen> & a cable"), "{}", poll.words);
    assert_eq!(poll.buttons()[..5], ["1", "2", "3", "4", "5"]);
    let rated = ana.press(&ana.chat(), &poll.id, "4").await.unwrap();
    assert!(matches!(rated, Done::Card(_)), "{rated:?}");
    bench.settle().await;
    assert_eq!(bench.request(number).await.rating, Some(4));
    // A reaction counts too, and the last answer is the one that counts.
    ana.reacts(&ana.chat(), &poll.id, "heart", true).await;
    bench.settle().await;
    assert_eq!(bench.request(number).await.rating, Some(5));
}
