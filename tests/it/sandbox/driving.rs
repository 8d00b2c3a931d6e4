//! Stories: what people do reaches the bot, what the bot does is seen.

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
async fn a_card_is_posted_clicked_and_updated() {
    let s = stage().await;
    let lea = s.slack.user("lea");
    let card = json!({ "text": "IT-1", "blocks": [
        { "type": "section", "text": { "type": "mrkdwn", "text": "*IT-1* by <@U0ANA>, due <!date^1^{date}|tomorrow> &lt;b&gt;" } },
        { "type": "actions", "elements": [button("Take it", "take"),
            { "type": "overflow", "action_id": "more", "options": options(&["Hold", "Watch"]) },
            { "type": "users_select", "action_id": "assign", "placeholder": plain("Assign") }] },
    ], "metadata": { "event_type": "card", "event_payload": { "id": "1" } } });
    let ts = s.posts(TRIAGE, card.clone()).await;
    assert_eq!(
        s.slack.messages(TRIAGE)[0].plain(),
        "*IT-1* by @ana, due tomorrow <b>\n[Take it] [Hold] [Watch] [Assign]"
    );
    s.slack.settled().await;
    assert_eq!(s.bot.events()[0]["bot_id"], "B0FRONTDESK");

    lea.click(TRIAGE, &ts, "Take it").await.unwrap();
    lea.click(TRIAGE, &ts, "Hold").await.unwrap();
    lea.choose(TRIAGE, &ts, "Assign", &["ana"]).await.unwrap();
    assert!(lea.click(TRIAGE, &ts, "Resolve").await.is_err());
    assert!(
        s.slack
            .user("ana")
            .click(TRIAGE, &ts, "Take it")
            .await
            .is_err(),
        "she is not in that channel"
    );
    let heard = s.bot.heard();
    assert_eq!(heard[0]["actions"][0]["value"], "v1");
    assert_eq!(heard[1]["actions"][0]["selected_option"]["value"], "hold");
    assert_eq!(heard[2]["actions"][0]["selected_user"], "U0ANA");

    let url = heard[0]["response_url"].as_str().unwrap();
    for n in 0..6 {
        let status = s
            .raw()
            .post(url)
            .json(&json!({ "text": "only you" }))
            .send()
            .await
            .unwrap()
            .status();
        assert_eq!(status.as_u16(), if n < 5 { 200 } else { 404 });
    }
    assert_eq!(lea.ephemerals().len(), 5);
    s.call(
        "chat.update",
        json!({ "channel": TRIAGE, "ts": ts, "text": "taken" }),
    )
    .await;
    assert_eq!(s.slack.messages(TRIAGE)[0].plain(), "taken");
    s.slack.settled().await;
    assert_eq!(s.bot.events()[0]["subtype"], "message_changed");
    s.posts(TRIAGE, card).await;
    assert_eq!(s.slack.duplicates().len(), 1);
}

#[tokio::test]
async fn people_talk_and_the_bot_hears_it_where_it_is() {
    let s = stage().await;
    let (ana, lea) = (s.slack.user("ana"), s.slack.user("lea"));
    lea.says(SECRET_ROOM, "nothing for bots").await;
    assert!(s.bot.events().is_empty());

    let ts = ana
        .says(HELP, "@frontdesk my <laptop> & https://x.example")
        .await;
    let events = s.bot.events();
    assert_eq!(
        events.len(),
        2,
        "a mention comes as app_mention and as message"
    );
    assert!(events.iter().all(|e| e["text"]
        == "<@U0FRONTDESK> my &lt;laptop&gt; &amp; <https://x.example>"
        && e["ts"] == ts));
    let section = &events[0]["blocks"][0]["elements"][0]["elements"];
    assert_eq!(
        (section[0]["user_id"].as_str(), section[1]["text"].as_str()),
        (Some("U0FRONTDESK"), Some(" my <laptop> & "))
    );
    assert!(
        s.slack
            .find(HELP, "@frontdesk my <laptop> & https://x.example")
            .is_some()
    );
    lea.replies(HELP, &ts, "on it").await;
    ana.edits(HELP, &ts, "never mind").await.unwrap();
    lea.reacts(HELP, &ts, "eyes").await.unwrap();
    lea.unreacts(HELP, &ts, "eyes").await.unwrap();
    assert!(lea.deletes(HELP, &ts).await.is_err());
    ana.deletes(HELP, &ts).await.unwrap();
    let subtypes: Vec<String> = s
        .bot
        .events()
        .iter()
        .map(|e| e["subtype"].as_str().or(e["type"].as_str()).unwrap().into())
        .collect();
    assert_eq!(
        subtypes,
        [
            "message",
            "message_changed",
            "reaction_added",
            "reaction_removed",
            "message_deleted"
        ]
    );
    let replies = s
        .call(
            "conversations.replies",
            json!({ "channel": HELP, "ts": ts }),
        )
        .await;
    assert_eq!(replies["messages"][0]["subtype"], "tombstone");
    assert_eq!(replies["messages"][1]["text"], "on it");

    ana.says_with_files(&ana.dm_channel(), None, "look", &[("log.txt", b"boom")])
        .await;
    let event = s.bot.events().remove(0);
    assert_eq!(
        (event["subtype"].as_str(), event["channel_type"].as_str()),
        (Some("file_share"), Some("im"))
    );
    let url = event["files"][0]["url_private"].as_str().unwrap();
    let bytes = s
        .raw()
        .get(url)
        .bearer_auth("xoxb-sandbox")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(bytes, "boom");
    assert!(
        s.raw()
            .get(url)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .contains("Sign in")
    );
}

#[tokio::test]
async fn files_of_the_bot_are_uploaded_in_three_steps() {
    let s = stage().await;
    let got = s
        .call(
            "files.getUploadURLExternal",
            json!({ "filename": "a b.txt", "length": "4" }),
        )
        .await;
    let url = got["upload_url"].as_str().unwrap();
    assert_eq!(
        s.raw().post(url).body("bo").send().await.unwrap().status(),
        400
    );
    assert_eq!(
        s.raw()
            .post(url)
            .body("boom")
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    let complete = json!({ "files": [{ "id": got["file_id"], "title": "T" }], "channel_id": HELP, "initial_comment": "see" });
    let done = s.call("files.completeUploadExternal", complete).await;
    assert_eq!(done["ok"], true, "{done}");
    let info = s
        .call("files.info", json!({ "file": got["file_id"] }))
        .await;
    let ts = &s.slack.messages(HELP)[0].ts;
    assert_eq!(&info["file"]["shares"]["public"][HELP][0]["ts"], ts);
}

#[tokio::test]
async fn home_and_whispers_and_people() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    ana.opens_home().await;
    assert!(s.bot.events()[0]["view"].is_null());
    let home = json!({ "type": "home", "blocks": [{ "type": "actions", "elements": [button("New request", "new")] }] });
    assert_eq!(
        s.refusal(
            "views.publish",
            json!({ "user_id": ana.id(), "view": home })
        )
        .await,
        "none"
    );
    assert!(ana.home().unwrap().reads("New request"));
    ana.click_home("New request").await.unwrap();
    let click = s.bot.heard().remove(0);
    assert_eq!(click["view"]["type"], "home");
    assert!(click.get("response_url").is_none() && click.get("channel").is_none());

    let whisper = json!({ "channel": HELP, "user": ana.id(), "text": "psst", "blocks": [
        { "type": "actions", "elements": [button("Yes", "yes")] } ] });
    s.call("chat.postEphemeral", whisper).await;
    ana.click_ephemeral("Yes").await.unwrap();
    let click = s.bot.heard().remove(0);
    assert!(click.get("message").is_none());
    let delete = json!({ "delete_original": true });
    s.raw()
        .post(click["response_url"].as_str().unwrap())
        .json(&delete)
        .send()
        .await
        .unwrap();
    assert!(ana.ephemerals().is_empty());

    s.bot
        .answers(|_| (200, json!({ "text": "only you see this" }).to_string()));
    ana.command("/desk help").await;
    assert!(ana.ephemerals()[0].reads("only you see this"));
    assert_eq!(
        s.call(
            "users.lookupByEmail",
            json!({ "email": "LEA@acme.example" })
        )
        .await["user"]["id"],
        "U0LEA"
    );
    let page = s.call("users.list", json!({ "limit": 2 })).await;
    assert_eq!(page["members"].as_array().unwrap().len(), 2);
    assert_ne!(page["response_metadata"]["next_cursor"], "");
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
