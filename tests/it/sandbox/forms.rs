//! Modals: opened, filled in, sent, refused, stacked.

use frontdesk::sandbox::Submitted;
use serde_json::json;

use super::harness::*;

#[tokio::test]
async fn a_modal_from_a_command_is_filled_in_and_submitted() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    assert!(
        ana.command("/request laptop <screen> is black, says @lea")
            .await
            .ok()
    );
    let command = s.bot.heard().remove(0);
    assert_eq!(
        command["text"],
        "laptop &lt;screen&gt; is black, says <@U0LEA|lea>"
    );

    let fields = json!([
        { "type": "section", "block_id": "pick", "text": plain("Service"), "accessory": {
            "type": "external_select", "action_id": "service", "placeholder": plain("Which?"), "min_query_length": 0 } },
        input("s", "Subject", json!({ "type": "plain_text_input", "action_id": "subject", "max_length": 20 })),
        input("k", "Kind", json!({ "type": "static_select", "action_id": "kind", "options": options(&["Screen", "Other"]) })),
        input("w", "Who", json!({ "type": "users_select", "action_id": "who" })),
        input("n", "How many", json!({ "type": "number_input", "action_id": "n", "is_decimal_allowed": false })),
        input("c", "Also", json!({ "type": "checkboxes", "action_id": "c", "options": options(&["A", "B"]) })),
        input("f", "Shot", json!({ "type": "file_input", "action_id": "f" })),
    ]);
    let opened = s
        .call(
            "views.open",
            json!({ "trigger_id": command["trigger_id"], "view": modal("New request", fields) }),
        )
        .await;
    assert_eq!(opened["ok"], true, "{opened}");
    assert_eq!(ana.modal().unwrap().title(), "New request");
    assert_eq!(
        ana.submit().await,
        Submitted::Incomplete(
            ["Subject", "Kind", "Who", "How many", "Also", "Shot"]
                .map(String::from)
                .to_vec()
        )
    );
    assert!(
        s.bot.heard().is_empty(),
        "Slack's client keeps an incomplete form to itself"
    );

    s.bot.answers(|p| match p["type"].as_str() {
        Some("block_suggestion") => (
            200,
            json!({ "options": options(&["Laptop trouble"]) }).to_string(),
        ),
        _ => (200, String::new()),
    });
    ana.pick("Service", "Laptop trouble")
        .await
        .unwrap()
        .expect("told at once");
    ana.fill("Subject", "Black").await.unwrap();
    ana.pick("Kind", "Screen").await.unwrap();
    assert!(ana.pick("Kind", "Nonsense").await.is_err());
    ana.pick("Who", "lea").await.unwrap();
    ana.fill("How many", "x").await.unwrap();
    ana.choose_many("Also", &["A", "B"]).await.unwrap();
    ana.upload("Shot", &[("a.png", b"png")]).await.unwrap();
    assert_eq!(
        ana.submit().await,
        Submitted::Incomplete(vec!["How many".into()])
    );
    ana.fill("How many", "2").await.unwrap();
    s.bot.heard();
    s.bot.answers(|_| {
        (
            200,
            json!({ "response_action": "errors", "errors": { "s": "Longer please" } }).to_string(),
        )
    });
    assert_eq!(
        ana.submit().await,
        Submitted::Errors(vec![("Subject".into(), "Longer please".into())])
    );
    let submission = s.bot.heard().remove(0);
    let values = &submission["view"]["state"]["values"];
    assert_eq!(values["s"]["subject"]["value"], "Black");
    assert_eq!(
        values["pick"]["service"]["selected_option"]["value"],
        "laptop trouble"
    );
    assert_eq!(values["w"]["who"]["selected_user"], "U0LEA");
    assert_eq!(
        values["c"]["c"]["selected_options"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(values["f"]["f"]["files"][0]["name"], "a.png");
    assert_eq!(submission["view"]["private_metadata"], "ctx");

    s.bot.answers(|_| (200, String::new()));
    assert_eq!(ana.submit().await, Submitted::Closed);
    assert!(ana.modal().is_none());
}

#[tokio::test]
async fn typed_text_survives_an_update_and_views_stack_to_three() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    ana.shortcut("new_request").await;
    let subject = || {
        input(
            "s",
            "Subject",
            json!({ "type": "plain_text_input", "action_id": "subject" }),
        )
    };
    let first = modal(
        "One",
        json!([subject(), { "type": "actions", "elements": [button("More", "more")] }]),
    );
    let opened = s
        .call(
            "views.open",
            json!({ "trigger_id": s.bot.trigger(), "view": first }),
        )
        .await;
    ana.fill("Subject", "Black").await.unwrap();
    let hash = opened["view"]["hash"].clone();
    let second = modal(
        "Two",
        json!([subject(), { "type": "divider" }, { "type": "actions", "elements": [button("More", "more")] }]),
    );
    let id = opened["view"]["id"].clone();
    let update = json!({ "view_id": id, "hash": hash, "view": second });
    assert_eq!(s.refusal("views.update", update.clone()).await, "none");
    assert_eq!(s.refusal("views.update", update).await, "hash_conflict");
    assert_eq!(ana.modal().unwrap().value("Subject").unwrap(), "Black");

    for (title, outcome) in [("b", "none"), ("c", "none"), ("d", "push_limit_reached")] {
        if ana.click_modal("More").await.is_err() {
            ana.shortcut("again").await;
        }
        let push = json!({ "trigger_id": s.bot.trigger(), "view": modal(title, json!([{ "type": "divider" }])) });
        assert_eq!(s.refusal("views.push", push).await, outcome, "{title}");
    }
    s.bot.heard();
    ana.closes_modal(true).await.unwrap();
    let closed = s.bot.heard().remove(0);
    assert_eq!(
        (closed["type"].as_str(), closed["is_cleared"].as_bool()),
        (Some("view_closed"), Some(true))
    );
    assert!(ana.modal().is_none());
}

#[tokio::test]
async fn a_submission_may_update_push_clear_or_fail() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    ana.shortcut("new").await;
    let form = || {
        let text = json!({ "type": "plain_text_input", "action_id": "t", "max_length": 3 });
        let mut block = input("t", "Text", text);
        block["optional"] = json!(true);
        json!([block])
    };
    s.call(
        "views.open",
        json!({ "trigger_id": s.bot.trigger(), "view": modal("One", form()) }),
    )
    .await;
    let answer = |action: &'static str, view: serde_json::Value| {
        s.bot.answers(move |_| {
            (
                200,
                json!({ "response_action": action, "view": view }).to_string(),
            )
        });
    };
    ana.fill("Text", "long").await.unwrap();
    assert_eq!(
        ana.submit().await,
        Submitted::Incomplete(vec!["Text".into()])
    );
    ana.fill("Text", "").await.unwrap();
    answer("update", modal("Two", form()));
    assert_eq!(ana.submit().await, Submitted::Updated);
    answer("push", modal("Three", form()));
    assert_eq!(ana.submit().await, Submitted::Pushed);
    assert_eq!(ana.modal().unwrap().title(), "Three");
    s.bot.answers(|_| (200, String::new()));
    assert_eq!(ana.submit().await, Submitted::Closed);
    assert_eq!(ana.modal().unwrap().title(), "Two");

    s.bot.answers(|_| (500, String::new()));
    assert_eq!(ana.submit().await, Submitted::Failed(Some(500)));
    answer(
        "update",
        modal("a title that is far too long for Slack", form()),
    );
    assert_eq!(ana.submit().await, Submitted::Failed(Some(200)));
    s.bot.answers(|_| {
        (
            200,
            json!({ "response_action": "errors", "errors": { "nowhere": "x" } }).to_string(),
        )
    });
    assert_eq!(ana.submit().await, Submitted::Failed(Some(200)));
    assert_eq!(
        s.slack.violations().len(),
        2,
        "both are the bot's mistakes: {:?}",
        s.slack.violations()
    );
    answer("clear", json!(null));
    assert_eq!(ana.submit().await, Submitted::Cleared);
    assert_eq!(ana.submit().await, Submitted::NoModal);
}

#[tokio::test]
async fn external_selects_offer_groups() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    ana.shortcut("new").await;
    let service = json!({ "type": "external_select", "action_id": "s", "min_query_length": 0 });
    s.call("views.open", json!({ "trigger_id": s.bot.trigger(), "view": modal("One", json!([input("s", "Service", service)])) })).await;
    s.bot.answers(|p| match p["value"].as_str() {
        Some(_) => (
            200,
            json!({ "option_groups": [{ "label": plain("IT"), "options": options(&["Laptop"]) }] })
                .to_string(),
        ),
        None => (200, String::new()),
    });
    assert_eq!(
        ana.options("Service", "lap").await.unwrap(),
        [("IT".to_string(), "Laptop".to_string())]
    );
    ana.pick("Service", "Laptop").await.unwrap();
    assert_eq!(ana.modal().unwrap().value("Service").unwrap(), "Laptop");
    assert_eq!(ana.submit().await, Submitted::Closed);
}

#[tokio::test]
async fn every_classic_element_is_taken_and_can_be_filled_in() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    ana.shortcut("new").await;
    let element = |kind: &str, more: serde_json::Value| {
        let mut element = json!({ "type": kind, "action_id": "a" });
        element
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        element
    };
    let two = || json!({ "options": options(&["A", "B"]) });
    let fields = [
        (
            "static_select",
            json!({ "option_groups": [{ "label": plain("G"), "options": options(&["A"]) }] }),
            "A",
        ),
        (
            "multi_static_select",
            json!({ "options": options(&["A", "B"]), "max_selected_items": 2 }),
            "B",
        ),
        ("radio_buttons", two(), "A"),
        ("checkboxes", two(), "B"),
        (
            "multi_users_select",
            json!({ "initial_users": ["U0LEA"] }),
            "ana",
        ),
        ("channels_select", json!({}), "it-help"),
        (
            "conversations_select",
            json!({ "filter": { "include": ["public"] } }),
            "it-help",
        ),
        (
            "datepicker",
            json!({ "initial_date": "2026-11-22" }),
            "2026-12-24",
        ),
        (
            "timepicker",
            json!({ "timezone": "Europe/Berlin" }),
            "09:30",
        ),
        ("datetimepicker", json!({}), "1795300000"),
        (
            "email_text_input",
            json!({ "placeholder": plain("mail") }),
            "a@b.example",
        ),
        ("url_text_input", json!({}), "https://x.example/y"),
        (
            "number_input",
            json!({ "is_decimal_allowed": true, "min_value": "1", "max_value": "9" }),
            "2.5",
        ),
        ("rich_text_input", json!({}), "some words"),
        (
            "plain_text_input",
            json!({ "multiline": true, "min_length": 2, "initial_value": "xyz" }),
            "words",
        ),
    ];
    let blocks = fields
        .iter()
        .map(|(kind, more, _)| input(kind, kind, element(kind, more.clone())))
        .collect();
    let opened = s
        .call(
            "views.open",
            json!({ "trigger_id": s.bot.trigger(), "view": modal("All", blocks) }),
        )
        .await;
    assert_eq!(opened["ok"], true, "{opened}");
    assert_eq!(
        opened["view"]["state"]["values"]["datepicker"]["a"]["selected_date"],
        "2026-11-22"
    );
    for (kind, _, value) in &fields {
        ana.pick(kind, value).await.unwrap();
        assert_eq!(ana.modal().unwrap().value(kind).unwrap(), *value, "{kind}");
    }
    assert_eq!(ana.submit().await, Submitted::Closed);

    let mut sure = button("Sure?", "sure");
    sure["confirm"] = json!({ "title": plain("T"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No") });
    sure["style"] = json!("danger");
    let text = |t: &str| json!({ "type": "mrkdwn", "text": t, "verbatim": true });
    s.posts(HELP, json!({ "text": "x", "blocks": [
        { "type": "header", "text": { "type": "plain_text", "text": "Head :tada:", "emoji": true } },
        { "type": "section", "fields": [text("*A*"), text("1")], "accessory": sure },
        { "type": "context", "elements": [text("small"), { "type": "image", "image_url": "https://x.example/i.png", "alt_text": "pic" }] },
        { "type": "divider" },
        { "type": "image", "image_url": "https://x.example/i.png", "alt_text": "big" },
        { "type": "markdown", "text": "**bold**" },
        { "type": "input", "dispatch_action": true, "label": plain("Why"), "element": { "type": "plain_text_input", "action_id": "w" } },
    ] })).await;
    let plain = "Head :tada:\n*A*\n1\n[Sure?]\nsmall [pic]\n[big]\n**bold**\nWhy";
    assert_eq!(s.slack.messages(HELP)[0].plain(), plain);
}
