//! Every type of field, filled in rightly and wrongly.

use frontdesk::sandbox::{Person, Submitted};
use serde_json::{Value, json};

use super::door::rows;
use crate::bench::{Bench, CONFIG, TRIAGE};

fn errors(done: &Submitted) -> Vec<(String, String)> {
    match done {
        Submitted::Errors(errors) => errors.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Every type of field, all required.
const EVERYTHING: &str = r#"
[[service]]
key = "all"
team = "IT"
name = "Everything"

[[service.field]]
key = "text"
label = "Text"
type = "text"
required = true
pattern = "[A-Z]{2}-[0-9]+"
hint = "On the sticker, like AB-1234"

[[service.field]]
key = "paragraph"
label = "Paragraph"
type = "paragraph"
required = true

[[service.field]]
key = "select"
label = "Select"
type = "select"
options = ["Red", "Green"]
required = true

[[service.field]]
key = "multiselect"
label = "Multiselect"
type = "multiselect"
options = ["One", "Two", "Three"]
required = true

[[service.field]]
key = "person"
label = "Person"
type = "person"
required = true

[[service.field]]
key = "date"
label = "Date"
type = "date"
required = true

[[service.field]]
key = "number"
label = "Number"
type = "number"
min = 1
max = 50
required = true

[[service.field]]
key = "email"
label = "E-mail"
type = "email"
required = true

[[service.field]]
key = "url"
label = "Address"
type = "url"
required = true

[[service.field]]
key = "checkbox"
label = "Checkbox"
type = "checkbox"
required = true

[[service.field]]
key = "file"
label = "File"
type = "file"
required = true
"#;

/// The form of [`EVERYTHING`], filled in rightly.
async fn everything(bench: &Bench) -> Person {
    let ana = bench.user("ana");
    ana.command("/request all one of each").await;
    let filled = [
        ("Text", "AB-1"),
        ("Paragraph", "Line one\nline two"),
        ("Number", "50"),
        ("E-mail", "ana@home.example"),
        ("Address", "https://example.com/a?b=c"),
        ("Date", "2026-12-24"),
        ("Select", "Green"),
        ("Person", "ben"),
    ];
    for (label, value) in filled {
        ana.fill(label, value).await.unwrap();
    }
    ana.choose_many("Multiselect", &["Three", "One"])
        .await
        .unwrap();
    ana.choose_many("Checkbox", &["Yes"]).await.unwrap();
    ana.upload("File", &[("scan.pdf", b"%PDF-1.7")])
        .await
        .unwrap();
    ana
}

#[tokio::test]
async fn every_type_of_field_reaches_the_team() {
    let bench = Bench::with(&format!("{CONFIG}{EVERYTHING}"), |_| {}).await;
    let ana = everything(&bench).await;
    println!("{}", ana.modal().unwrap().plain());
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let card = bench.card("IT-1");
    println!("{}", card.plain());
    let shown = [
        "AB-1",
        "line two",
        "Green",
        "Three, One",
        "ben",
        "Thu 24 December 2026",
        "50",
        "ana@home.example",
        "https://example.com/a?b=c",
    ];
    for words in shown {
        assert!(card.reads(words), "{words}: {}", card.plain());
    }
    let thread = bench.slack.thread(TRIAGE, &card.ts);
    let carried = thread
        .iter()
        .any(|m| m.files.iter().any(|f| f["name"] == "scan.pdf"));
    assert!(carried, "the file itself: {thread:#?}");
}

#[tokio::test]
async fn what_slack_lets_through_wrongly_is_refused_at_its_field_with_words_that_help() {
    let bench = Bench::with(&format!("{CONFIG}{EVERYTHING}"), |_| {}).await;
    let ana = everything(&bench).await;
    ana.fill("Text", "ab 1").await.unwrap();
    ana.fill("Number", "51").await.unwrap();
    let refused = errors(&ana.submit().await);
    let wanted = [
        ("Number", "This should be a number from 1 to 50."),
        ("Text", "This should look like AB-1234."),
    ];
    let wanted = wanted.map(|(label, words)| (label.to_owned(), words.to_owned()));
    assert_eq!(refused, wanted);
    // Slack's own client would not send these; what comes in is looked at all the same.
    let sent = bench.slack.deliveries().pop().unwrap().payload;
    let cases = [
        ("text", json!({ "value": null }), "Please fill this in."),
        ("paragraph", json!({ "value": "" }), "Please fill this in."),
        (
            "paragraph",
            json!({ "value": "x".repeat(3001) }),
            "This is too long: 3000 characters are the most.",
        ),
        (
            "select",
            json!({ "selected_option": null }),
            "Please choose one.",
        ),
        (
            "select",
            json!({ "selected_option": { "value": "Blue" } }),
            "“Blue” is not a choice here. Choose from: Red, Green.",
        ),
        (
            "multiselect",
            json!({ "selected_options": [] }),
            "Please choose at least one.",
        ),
        (
            "multiselect",
            json!({ "selected_options": [{ "value": "Four" }] }),
            "“Four” is not a choice here. Choose from: One, Two, Three.",
        ),
        (
            "person",
            json!({ "selected_user": null }),
            "Please choose a person.",
        ),
        (
            "date",
            json!({ "selected_date": null }),
            "Please choose a date.",
        ),
        (
            "date",
            json!({ "selected_date": "2026-02-30" }),
            "This should be a date, like 2026-12-24.",
        ),
        (
            "number",
            json!({ "value": "0" }),
            "This should be a number from 1 to 50.",
        ),
        (
            "number",
            json!({ "value": "a few" }),
            "This should be a number, like 12 or 1.5.",
        ),
        (
            "number",
            json!({ "value": "NaN" }),
            "This should be a number, like 12 or 1.5.",
        ),
        (
            "email",
            json!({ "value": "ana at home" }),
            "This should be an e-mail address, like ana@example.com.",
        ),
        (
            "url",
            json!({ "value": "example" }),
            "This should be a whole web address, like https://example.com/page.",
        ),
        (
            "url",
            json!({ "value": "javascript:alert(1)" }),
            "This should be a whole web address, like https://example.com/page.",
        ),
        (
            "checkbox",
            json!({ "selected_options": [] }),
            "Please tick this to go on.",
        ),
        ("file", json!({ "files": [] }), "Please attach a file."),
    ];
    for (field, change, words) in cases {
        let mut payload = sent.clone();
        let block = format!("in:f.{field}");
        set(&mut payload, "in:f.text", &json!({ "value": "AB-1" }));
        set(&mut payload, "in:f.number", &json!({ "value": "7" }));
        set(&mut payload, &block, &change);
        let answer = bench.slack.interacts(payload).await.json();
        assert_eq!(answer["response_action"], "errors", "{field} {change}");
        let wanted = json!({ block: words });
        assert_eq!(answer["errors"], wanted, "{field} {change}");
    }
    // And the inputs that every service has.
    let cases = [
        (
            "subject",
            json!({ "value": "   " }),
            "Please say in a few words what it is about.",
        ),
        (
            "subject",
            json!({ "value": "x".repeat(151) }),
            "This is too long: 150 characters are the most.",
        ),
        (
            "details",
            json!({ "value": "x".repeat(3001) }),
            "This is too long: 3000 characters are the most.",
        ),
        (
            "service",
            json!({ "selected_option": { "value": "gone" } }),
            "Please choose what it is about.",
        ),
        (
            "priority",
            json!({ "selected_option": { "value": "now" } }),
            "This should be low, normal, high or urgent.",
        ),
        (
            "needed_by",
            json!({ "selected_date": "2026-11-22" }),
            "This day is over. Please choose today or a later day.",
        ),
        (
            "needed_by",
            json!({ "selected_date": "soon" }),
            "This should be a date, like 2026-12-24.",
        ),
    ];
    for (input, change, words) in cases {
        let mut payload = sent.clone();
        let block = format!("in:{input}");
        set(&mut payload, "in:f.text", &json!({ "value": "AB-1" }));
        set(&mut payload, "in:f.number", &json!({ "value": "7" }));
        set(&mut payload, &block, &change);
        let answer = bench.slack.interacts(payload).await.json();
        let wanted = json!({ block: words });
        assert_eq!(answer["errors"], wanted, "{input} {change}");
    }
    // Nothing was stored, no number used up.
    assert_eq!(rows(&bench, "requests").await, 0);
    ana.fill("Text", "AB-1").await.unwrap();
    ana.fill("Number", "7").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(bench.card("IT-1").reads("one of each"));
}

/// Changes what one input of a submission holds.
fn set(payload: &mut Value, block: &str, change: &Value) {
    let values = &mut payload["view"]["state"]["values"][block];
    let element = values.as_object_mut().unwrap().values_mut().next().unwrap();
    for (key, value) in change.as_object().unwrap() {
        element[key] = value.clone();
    }
}
