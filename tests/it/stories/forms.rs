//! `/request` and its form.

use frontdesk::sandbox::Submitted;
use serde_json::{Value, json};

use super::door::rows;
use crate::bench::{Bench, CONFIG, HELP, PAYROLL, TRIAGE};

const SERVICE: &str = "What do you need help with?";

fn errors(done: &Submitted) -> Vec<(String, String)> {
    match done {
        Submitted::Errors(errors) => errors.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn the_picker_comes_first_and_the_form_follows_it_without_losing_what_was_typed() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    assert!(ana.command("/request").await.ok());
    let modal = ana.modal().unwrap();
    assert_eq!(modal.title(), "New request");
    assert_eq!(modal.labels(), [SERVICE, "Subject", "Details"]);
    ana.fill("Subject", "Screen stays black").await.unwrap();
    ana.fill("Details", "Since the update").await.unwrap();

    ana.pick(SERVICE, "Laptop trouble").await.unwrap();
    let modal = ana.modal().unwrap();
    println!("{}", modal.plain());
    let labels = [
        SERVICE,
        "Subject",
        "Asset tag",
        "What is it?",
        "Details",
        "Priority",
        "Needed by",
    ];
    assert_eq!(modal.labels(), labels);
    assert!(modal.reads("Have the asset tag at hand"), "what it needs");
    assert!(modal.reads("1 hour"), "what it promises: {}", modal.plain());
    assert!(modal.reads("On the sticker, like AB-1234"), "the hint");
    let options = ["Screen", "Keyboard", "Battery", "Other"];
    assert_eq!(modal.options("What is it?"), options);
    assert_eq!(
        modal.value("Subject").as_deref(),
        Some("Screen stays black")
    );
    ana.fill("Asset tag", "AB-1234").await.unwrap();
    ana.pick("What is it?", "Battery").await.unwrap();

    // Another service, and back: also what only the first one asks is still there.
    ana.pick(SERVICE, "Access to a system").await.unwrap();
    let modal = ana.modal().unwrap();
    assert!(!modal.labels().contains(&"Asset tag".to_owned()));
    assert_eq!(
        modal.value("Subject").as_deref(),
        Some("Screen stays black")
    );
    assert_eq!(modal.value("Details").as_deref(), Some("Since the update"));
    ana.choose_many("Which systems?", &["Wiki", "CRM"])
        .await
        .unwrap();
    ana.fill("How many seats?", "3").await.unwrap();
    ana.pick(SERVICE, "Laptop trouble").await.unwrap();
    let modal = ana.modal().unwrap();
    assert_eq!(modal.value("Asset tag").as_deref(), Some("AB-1234"));
    assert_eq!(modal.value("What is it?").as_deref(), Some("Battery"));
    ana.pick(SERVICE, "Access to a system").await.unwrap();
    let modal = ana.modal().unwrap();
    assert_eq!(modal.value("How many seats?").as_deref(), Some("3"));
    assert_eq!(modal.value("Which systems?").as_deref(), Some("Wiki, CRM"));
    ana.pick(SERVICE, "Laptop trouble").await.unwrap();

    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let card = bench.card("IT-1");
    println!("{}", card.plain());
    for words in ["Screen stays black", "AB-1234", "Battery"] {
        assert!(card.reads(words), "{words}: {}", card.plain());
    }
    assert!(!card.reads("Wiki"), "only the service's own answers count");
    let thread = bench.thread(TRIAGE, &card.ts).join("\n");
    assert!(thread.contains("Since the update"), "{thread}");
    let hers = ana.dms();
    assert_eq!(hers.len(), 1);
    println!("{}", hers[0].plain());
    assert!(hers[0].reads("IT-1 Screen stays black"));
}

#[tokio::test]
async fn the_first_word_is_a_service_or_belongs_to_the_subject() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    let cases = [
        (
            "laptop screen is black",
            "Laptop trouble",
            "screen is black",
        ),
        (
            "LAPTOP screen is black",
            "Laptop trouble",
            "screen is black",
        ),
        ("laptop", "Laptop trouble", ""),
        ("screen laptop is black", "", "screen laptop is black"),
        ("laptops are slow", "", "laptops are slow"),
        ("a & b <c> *d*", "", "a & b <c> *d*"),
    ];
    for (typed, service, subject) in cases {
        ana.command(&format!("/request {typed}")).await;
        let modal = ana.modal().unwrap();
        assert_eq!(modal.value(SERVICE).unwrap_or_default(), service, "{typed}");
        assert_eq!(
            modal.value("Subject").unwrap_or_default(),
            subject,
            "{typed}"
        );
        ana.closes_modal(true).await;
    }
    // Somebody whom the desk knows is called by their name.
    bench.files("ben", "first").await;
    ana.command("/request please ask @ben about it").await;
    let subject = ana.modal().unwrap().value("Subject").unwrap();
    assert!(!subject.contains("U0BEN"), "{subject}");
    // What is longer than a subject goes on in the details.
    ana.closes_modal(true).await;
    let long = "screen ".repeat(40);
    ana.command(&format!("/request laptop {long}")).await;
    let modal = ana.modal().unwrap();
    assert!(modal.value("Subject").unwrap().ends_with('…'));
    assert_eq!(modal.value("Details").as_deref(), Some(long.trim()));
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
async fn everything(bench: &Bench) -> frontdesk::sandbox::Person {
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

#[tokio::test]
async fn a_form_sent_before_it_followed_the_choice_is_shown_anew() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.command("/request").await;
    ana.fill("Subject", "Black screen").await.unwrap();
    bench.slack.fault(frontdesk::sandbox::Fault::new(
        "views.update",
        frontdesk::sandbox::Trouble::Error {
            name: "hash_conflict".into(),
            applied: false,
        },
    ));
    ana.pick(SERVICE, "Laptop trouble").await.unwrap();
    assert_eq!(
        ana.modal().unwrap().labels().len(),
        3,
        "still the picker alone"
    );
    assert_eq!(ana.submit().await, Submitted::Updated);
    let modal = ana.modal().unwrap();
    assert!(modal.labels().contains(&"Asset tag".to_owned()));
    assert_eq!(modal.value("Subject").as_deref(), Some("Black screen"));
    ana.fill("Asset tag", "AB-1").await.unwrap();
    ana.pick("What is it?", "Screen").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    assert_eq!(rows(&bench, "requests").await, 1);
}

#[tokio::test]
async fn more_services_and_options_than_a_list_holds_are_found_by_typing() {
    let mut config = CONFIG.to_owned();
    for n in 0..120 {
        config.push_str(&format!(
            "\n[[service]]\nkey = \"s{n}\"\nteam = \"IT\"\nname = \"Service number {n}\"\n"
        ));
    }
    let offices: Vec<String> = (0..150).map(|n| format!("\"Office {n}\"")).collect();
    for (key, kind) in [("office", "select"), ("offices", "multiselect")] {
        config.push_str(&format!(
            "\n[[service.field]]\nkey = \"{key}\"\nlabel = \"{key}\"\ntype = \"{kind}\"\nrequired = true\noptions = [{}]\n",
            offices.join(", ")
        ));
    }
    let bench = Bench::with(&config, |_| {}).await;
    let ana = bench.user("ana");
    ana.command("/request").await;
    let all = ana.options(SERVICE, "").await.unwrap();
    assert_eq!(all.len(), 100, "as many as Slack takes");
    let found = ana.options(SERVICE, "number 119").await.unwrap();
    assert_eq!(
        found,
        [("".to_owned(), "Service number 119 (IT support)".to_owned())]
    );
    assert!(
        ana.options(SERVICE, "no such thing")
            .await
            .unwrap()
            .is_empty()
    );
    ana.pick(SERVICE, "Service number 119 (IT support)")
        .await
        .unwrap();
    assert!(ana.modal().unwrap().labels().contains(&"office".to_owned()));
    let found = ana.options("office", "office 14").await.unwrap();
    // What begins so comes first.
    assert_eq!(found[0].1, "Office 14");
    assert_eq!(found.len(), 12, "{found:?}");
    ana.pick("office", "Office 149").await.unwrap();
    ana.choose_many("offices", &["Office 3", "Office 149"])
        .await
        .unwrap();
    ana.fill("Subject", "A desk").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(bench.card("IT-1").reads("Office 149"));
}

#[tokio::test]
async fn a_request_channel_has_its_teams_services_first() {
    let config = CONFIG.replace(
        "channel = { slack = \"C0PAYROLL\" }",
        "channel = { slack = \"C0PAYROLL\" }\nrequest_channels = { slack = [\"C0RANDOM\"] }",
    );
    let bench = Bench::with(&config, |_| {}).await;
    let ana = bench.user("ana");
    for (channel, first) in [
        (HELP, "Laptop trouble"),
        (crate::bench::RANDOM, "Payslip question"),
    ] {
        ana.command_in(channel, "/request").await;
        let options = ana.modal().unwrap().options(SERVICE);
        assert_eq!(options[0], first, "{options:?}");
        assert_eq!(options.len(), 4);
        ana.closes_modal(true).await;
    }
    bench.user("pat").command_in(PAYROLL, "/request").await;
    let options = bench.user("pat").modal().unwrap().options(SERVICE);
    assert_eq!(options[0], "Payslip question");
}

#[tokio::test]
async fn an_agent_asks_on_somebodys_behalf() {
    let bench = Bench::start().await;
    let (ana, bo) = (bench.user("ana"), bench.user("bo"));
    ana.command("/request").await;
    assert!(
        !ana.modal().unwrap().reads("For whom?"),
        "only agents are asked"
    );
    let not = ana.command("/desk log @ben screen is black").await;
    println!("{}", not.text());
    assert!(ana.modal().unwrap().title() == "New request" && rows(&bench, "requests").await == 0);
    let usage = bo.command("/desk log screen is black").await;
    println!("{}", usage.text());
    assert!(usage.text().contains("/desk log @"), "{}", usage.text());

    bo.command("/desk log @ana laptop screen is black").await;
    let modal = bo.modal().unwrap();
    println!("{}", modal.plain());
    assert_eq!(modal.value("For whom?").as_deref(), Some("ana"));
    assert_eq!(modal.value("Subject").as_deref(), Some("screen is black"));
    bo.fill("Asset tag", "AB-1").await.unwrap();
    bo.pick("What is it?", "Screen").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.settle().await;
    let hers = ana.dms();
    assert_eq!(hers.len(), 1, "the card is Ana's");
    println!("{}", hers[0].plain());
    assert!(hers[0].reads("Asked for you by"));
    assert!(bo.dms().iter().all(|m| !m.reads("screen is black")));
    let card = bench.card("IT-1");
    println!("{}", card.plain());
    assert!(card.reads("@ana") && card.reads("Asked on their behalf by"));
}

#[tokio::test]
async fn the_shortcut_opens_the_same_form() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    assert!(ana.shortcut("new_request").await.ok());
    assert_eq!(
        ana.modal().unwrap().labels(),
        [SERVICE, "Subject", "Details"]
    );
    ana.pick(SERVICE, "Something else").await.unwrap();
    ana.fill("Subject", "New chair").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(bench.card("IT-1").reads("New chair"));
}
