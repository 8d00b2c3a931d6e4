//! `/request` and its form.

use frontdesk::sandbox::Submitted;

use super::door::rows;
use crate::bench::{Bench, CONFIG, DAY, HELP, PAYROLL, TRIAGE};

const SERVICE: &str = "What do you need help with?";

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
    bo.command("/desk log @ana laptop screen is black").await;
    let modal = bo.modal().unwrap();
    println!("{}", modal.plain());
    assert_eq!(modal.value("For whom?").as_deref(), Some("ana"));
    assert_eq!(modal.value("Subject").as_deref(), Some("screen is black"));
    bo.pick("How did it come in?", "Phone").await.unwrap();
    bo.fill("Asset tag", "AB-1").await.unwrap();
    bo.pick("What is it?", "Screen").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
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

#[tokio::test]
async fn a_form_left_open_over_night_is_still_taken() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.command("/request other a chair").await;
    bench.pass(DAY).await;
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    assert!(bench.card("IT-1").reads("a chair"));
}
