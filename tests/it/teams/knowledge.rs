//! What the teams know, in Teams: by words, in the message extension, and offered to those who ask.

use frontdesk::sandbox::teams::Done;
use frontdesk::store::articles::{self, ArticleFilter};
use serde_json::json;

use super::bench::TeamsBench;

const BODY: &str = "**Push the cable in.** See [the wiki](https://wiki.example/cable).";

impl TeamsBench {
    async fn article(&self) -> frontdesk::domain::article::Article {
        let mut tx = self.app.desk.store.read().await.unwrap();
        let all = ArticleFilter::default();
        let mut found = articles::page(&mut tx, &all, i64::MAX, 100).await.unwrap();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    /// Somebody makes an article of what was done.
    async fn knows(&self) {
        let number = self.files("ana", "screen is black").await;
        self.resolves("bo", &number, "Ana had a loose cable").await;
        assert_eq!(
            self.press("bo", &number, "Make an article").await,
            Done::Dialog
        );
        let bo = self.user("bo");
        let words = bo.dialog().unwrap().words;
        assert!(words.contains("a colleague had a loose cable"), "{words}");
        bo.fill("Title", "The screen stays black").unwrap();
        bo.fill("What helps", BODY).unwrap();
        assert_eq!(bo.sends().await, Ok(Done::Closed));
        self.settle().await;
    }
}

#[tokio::test]
async fn it_is_written_found_read_and_judged_by_words() {
    let bench = TeamsBench::start().await;
    bench
        .asks("ana", "kb screen", "Nobody has written anything about")
        .await;
    bench.knows().await;
    let found = bench
        .asks("ana", "kb black screens", "What is known about")
        .await;
    assert!(
        found.reads("The screen stays black\nPush the cable in."),
        "{}",
        found.words
    );
    let ana = bench.user("ana");
    let opened = ana.press(&ana.chat(), &found.id, "Read").await;
    assert_eq!(opened, Ok(Done::Dialog));
    let page = ana.dialog().unwrap();
    assert!(page.words.contains("Push the cable in."), "{}", page.words);
    assert!(page.card.to_string().contains("https://wiki.example/cable"));
    ana.pick("Did this help you?", "Yes, it helped").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    assert_eq!(bench.article().await.helpful, 1);
    // Those who keep it change it, from the same list.
    let bo = bench.user("bo");
    let kept = bench.asks("bo", "kb edit", "What your teams wrote").await;
    assert_eq!(
        bo.press(&bo.chat(), &kept.id, "Edit").await,
        Ok(Done::Dialog)
    );
    bo.fill("Title", "Black screens").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    assert_eq!(bench.article().await.title, "Black screens");
    let launch = bench
        .asks("bo", "kb new", "Write down what your team knows")
        .await;
    let opened = bo.press(&bo.chat(), &launch.id, "Open the form").await;
    assert_eq!(opened, Ok(Done::Dialog));
    assert!(bo.dialog().unwrap().words.contains("What is it about?"));
}

#[tokio::test]
async fn the_message_extension_finds_requests_and_what_is_known() {
    let bench = TeamsBench::start().await;
    bench.knows().await;
    let ana = bench.user("ana");
    let value = |words: &str| {
        json!({ "commandId": "myRequests",
            "parameters": [{ "name": "words", "value": words }] })
    };
    let (status, body) = ana.invokes("composeExtension/query", value("screen")).await;
    assert_eq!(status, 200);
    let all = body["composeExtension"]["attachments"].as_array().unwrap();
    let titles: Vec<&str> = all
        .iter()
        .map(|a| a["preview"]["content"]["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["IT-1 screen is black", "The screen stays black"]);
    let card = all[1]["content"].to_string();
    assert!(
        card.contains("Push the cable in.") && !card.contains("ActionSet"),
        "{card}"
    );
    let (_, body) = ana
        .invokes("composeExtension/query", value("nothing such"))
        .await;
    assert_eq!(body["composeExtension"]["attachments"], json!([]));
    // What is the team's own is not there to be shown to others, whoever searches.
    let bo = bench.user("bo");
    let kept = bench
        .asks("bo", "kb edit black", "The screen stays black")
        .await;
    bo.press(&bo.chat(), &kept.id, "Edit").await.unwrap();
    bo.fill("Readers", "false").unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Closed));
    let (_, body) = bo.invokes("composeExtension/query", value("screen")).await;
    assert_eq!(body["composeExtension"]["attachments"], json!([]));
}

#[tokio::test]
async fn a_message_to_the_desk_is_answered_with_what_may_help_first() {
    let bench = TeamsBench::start().await;
    bench.knows().await;
    let ben = bench.user("ben");
    bench.tells("ben", "hello, my screen is black").await;
    let offer = bench.find(&ben.chat(), "This may help right away:");
    assert_eq!(offer.buttons(), ["Read", "That helped", "New request"]);
    ben.press(&ben.chat(), &offer.id, "That helped")
        .await
        .unwrap();
    bench.settle().await;
    let offer = bench.find(&ben.chat(), "Good that “The screen stays black” helped");
    assert_eq!(offer.buttons(), ["New request"]);
    let article = bench.article().await;
    assert_eq!((article.helpful, article.spared), (1, 1));
}
