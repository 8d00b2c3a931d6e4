//! What is Teams' own: threads by mention, the message extension, quotes, a chat without threads, sealed forms.

use frontdesk::sandbox::teams::Done;
use serde_json::json;

use super::bench::{HELP, TRIAGE, TeamsBench};

#[tokio::test]
async fn a_mention_in_a_channel_becomes_a_request_in_that_thread() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    let root = ana
        .asks_in(HELP, "my screen is black and I need it today")
        .await;
    bench.settle().await;
    let offer = bench.find(HELP, "Shall we make this a request?");
    assert_eq!(offer.root.as_deref(), Some(root.as_str()));
    assert_eq!(
        ana.press(HELP, &offer.id, "New request").await.unwrap(),
        Done::Dialog
    );
    ana.pick("What do you need help with?", "Something else")
        .unwrap();
    assert_eq!(ana.submit("Go on").await.unwrap(), Done::Dialog);
    let dialog = ana.dialog().unwrap();
    assert!(
        dialog
            .words
            .contains("my screen is black and I need it today"),
        "{}",
        dialog.words
    );
    assert_eq!(ana.submit("Send request").await.unwrap(), Done::Closed);
    bench.settle().await;
    let card = bench.find(HELP, "IT-1");
    assert_eq!(card.root.as_deref(), Some(root.as_str()));
    let triage = bench.card("IT-1");
    bench
        .user("bo")
        .replies(TRIAGE, &triage.id, ">> Which one?")
        .await;
    ana.replies(HELP, &root, "The left one").await;
    bench.settle().await;
    let asked = bench.thread(HELP, &root).join("\n");
    assert!(asked.contains("Which one?"), "{asked}");
    let served = bench.thread(TRIAGE, &triage.id).join("\n");
    assert!(served.contains("The left one"), "{served}");
}

#[tokio::test]
async fn a_message_is_turned_into_a_request_by_the_message_extension() {
    let bench = TeamsBench::start().await;
    let ana = bench.user("ana");
    let payload = json!({
        "id": "1700000000001",
        "from": { "user": { "id": ana.aad, "displayName": "Ana" } },
        "body": { "contentType": "html", "content": "<p>The printer on <b>floor 3</b> &lt;jams&gt;</p><p>every morning</p>" },
    });
    let value = json!({ "commandId": "turnIntoRequest", "commandContext": "message", "messagePayload": payload });
    assert_eq!(ana.extension(HELP, value).await, Done::Dialog);
    ana.pick("What do you need help with?", "Something else")
        .unwrap();
    assert_eq!(ana.submit("Go on").await.unwrap(), Done::Dialog);
    let words = ana.dialog().unwrap().words;
    assert!(words.contains("The printer on floor 3 <jams>"), "{words}");
    assert_eq!(ana.submit("Send request").await.unwrap(), Done::Closed);
    bench.settle().await;
    let triage = bench.card("IT-1");
    let thread = bench.thread(TRIAGE, &triage.id).join("\n");
    assert!(thread.contains("every morning"), "{thread}");
    // And it is found again in the compose box.
    let value = json!({
        "commandId": "myRequests",
        "parameters": [{ "name": "words", "value": "printer" }],
        "queryOptions": { "skip": 0, "count": 25 },
    });
    let (status, body) = ana.invokes("composeExtension/query", value).await;
    assert_eq!(status, 200);
    let found = &body["composeExtension"]["attachments"];
    assert_eq!(found.as_array().unwrap().len(), 1, "{body}");
    super::schemas::fits(&found[0]["content"]);
}

#[tokio::test]
async fn with_several_open_requests_a_quoted_card_tells_which_one() {
    let bench = TeamsBench::start().await;
    let first = bench.files("ana", "screen is black").await;
    let second = bench.files("ana", "mouse is slow").await;
    let ana = bench.user("ana");
    let card = bench.find(&ana.chat(), "mouse is slow");
    let mouse = ana
        .reads()
        .into_iter()
        .find(|m| m.by_bot && m.reads(&second))
        .unwrap_or(card);
    ana.quotes(&mouse.id, "It is the grey one").await;
    // Nobody can tell which one this is about: it is offered as a new one.
    ana.says("and something else entirely").await;
    bench.settle().await;
    let second_thread = bench.thread(TRIAGE, &bench.card(&second).id).join("\n");
    assert!(
        second_thread.contains("It is the grey one"),
        "{second_thread}"
    );
    let first_thread = bench.thread(TRIAGE, &bench.card(&first).id).join("\n");
    assert_eq!(first_thread, "");
    assert!(
        bench
            .chat("ana")
            .iter()
            .any(|m| m.contains("Shall we make this a request?"))
    );
}

#[tokio::test]
async fn a_form_that_was_changed_underway_opens_nothing() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let bo = bench.user("bo");
    bo.press(TRIAGE, &card.id, "Resolve").await.unwrap();
    bo.fill("Summary", "done").unwrap();
    let mut sent = bo.submission("Resolve").unwrap();
    sent["form"] = json!("{\"resolve\":2}");
    assert_eq!(bo.submits(sent).await, Done::Closed);
    bench.settle().await;
    assert_eq!(bench.request(&number).await.status.name(), "new");
}

#[tokio::test]
async fn the_words_fit_a_chat_without_threads() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    let bo = bench.user("bo");
    bo.press(TRIAGE, &card.id, "Ask").await.unwrap();
    bo.fill("Your question", "Which cable?").unwrap();
    assert_eq!(bo.submit("Ask").await.unwrap(), Done::Closed);
    bench.settle().await;
    let chat = bench.chat("ana").join("\n---\n");
    assert!(
        chat.contains("asks you. Please answer here:\nWhich cable?"),
        "{chat}"
    );
    assert!(!chat.contains("thread"), "{chat}");
    // Two requests are open, and one of them waits: that is the one that she answers.
    bench.files("ana", "mouse is slow").await;
    bench.user("ana").says("The grey one").await;
    bench.settle().await;
    let thread = bench.thread(TRIAGE, &card.id).join("\n");
    assert!(thread.contains("The grey one"), "{thread}");
    assert_eq!(bench.request(&number).await.status.name(), "in_progress");
}
