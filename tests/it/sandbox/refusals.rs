//! The strictness: every refusal once.

use frontdesk::sandbox::Visibility;
use serde_json::{Value, json};

use super::harness::*;

#[tokio::test]
async fn tokens_bodies_and_scopes() {
    let s = stage().await;
    let url = |method: &str| format!("{}{method}", s.slack.api_url());
    let error = async |request: reqwest::RequestBuilder| {
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        body["error"].as_str().unwrap_or("none").to_string()
    };
    assert_eq!(error(s.raw().post(url("auth.test"))).await, "not_authed");
    assert_eq!(
        error(s.raw().post(url("auth.test")).bearer_auth("xoxb-other")).await,
        "invalid_auth"
    );
    assert_eq!(
        error(s.raw().post(url("auth.test")).bearer_auth("xapp-sandbox")).await,
        "not_allowed_token_type"
    );
    assert_eq!(
        error(s.request("apps.connections.open")).await,
        "not_allowed_token_type"
    );
    assert_eq!(error(s.request("chat.yell")).await, "unknown_method");
    assert_eq!(
        error(
            s.request("chat.postMessage")
                .header("content-type", "application/json")
                .body("{")
        )
        .await,
        "invalid_json"
    );
    // JSON to a method that takes forms only: the fields are lost without a word.
    assert_eq!(
        error(s.request("users.info").json(&json!({ "user": "U0ANA" }))).await,
        "user_not_found"
    );
    assert_eq!(
        s.refusal("users.info", json!({ "user": "U0ANA" })).await,
        "none"
    );

    let get = s.raw().get(format!("{}?user=U0ANA", url("users.info")));
    assert_eq!(error(get.bearer_auth("xoxb-sandbox")).await, "none");
    let answer = s.request("auth.test").send().await.unwrap();
    assert!(
        answer.headers()["x-oauth-scopes"]
            .to_str()
            .unwrap()
            .contains("chat:write")
    );
    s.slack.revoke("chat:write");
    let refused = s
        .call("chat.postMessage", json!({ "channel": HELP, "text": "hi" }))
        .await;
    assert_eq!(
        (refused["error"].as_str(), refused["needed"].as_str()),
        (Some("missing_scope"), Some("chat:write"))
    );
    s.slack.revoke("users:read.email");
    let info = s.call("users.info", json!({ "user": "U0ANA" })).await;
    assert!(info["user"]["profile"].get("email").is_none());
    s.raw()
        .post(format!("{}?token=xoxb-sandbox", url("auth.test")))
        .send()
        .await
        .unwrap();
    assert_eq!(s.slack.violations().len(), 1);
}

#[tokio::test]
async fn where_the_bot_may_speak() {
    let s = stage().await;
    s.slack
        .add_channel_without_bot("C0OPEN", "open", Visibility::Public, &["ana"]);
    let say = |channel: &str| json!({ "channel": channel, "text": "hi" });
    assert_eq!(
        s.refusal("chat.postMessage", say(SECRET_ROOM)).await,
        "channel_not_found"
    );
    assert_eq!(
        s.refusal("chat.postMessage", say("it-help")).await,
        "channel_not_found"
    );
    assert_eq!(
        s.refusal("chat.postMessage", say("C0OPEN")).await,
        "not_in_channel"
    );
    assert_eq!(
        s.refusal("conversations.history", json!({ "channel": "C0OPEN" }))
            .await,
        "not_in_channel"
    );
    assert_eq!(
        s.refusal("conversations.info", json!({ "channel": "C0OPEN" }))
            .await,
        "none"
    );
    s.slack.grant("chat:write.public");
    assert_eq!(s.refusal("chat.postMessage", say("C0OPEN")).await, "none");
    s.slack.archive("C0OPEN");
    assert_eq!(
        s.refusal("chat.postMessage", say("C0OPEN")).await,
        "is_archived"
    );
    assert_eq!(s.refusal("chat.postMessage", say("U0ANA")).await, "none");
    assert_eq!(s.slack.user("ana").dms().len(), 1);
    assert_eq!(
        s.refusal(
            "chat.postEphemeral",
            json!({ "channel": TRIAGE, "user": "U0ANA", "text": "x" })
        )
        .await,
        "user_not_in_channel"
    );
    assert_eq!(
        s.refusal("conversations.open", json!({ "users": "U0NOBODY" }))
            .await,
        "user_not_found"
    );
    s.slack.deactivate("lea");
    assert_eq!(
        s.refusal("conversations.open", json!({ "users": "U0LEA" }))
            .await,
        "user_disabled"
    );
}

#[tokio::test]
async fn what_a_message_may_be() {
    let s = stage_with(|o| o.channel_burst = 100).await;
    let post = |extra: Value| {
        let mut args = json!({ "channel": HELP });
        args.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        args
    };
    let refused = async |extra: Value| s.refusal("chat.postMessage", post(extra)).await;
    assert_eq!(refused(json!({})).await, "no_text");
    let header = |text: &str| json!([{ "type": "header", "text": plain(text) }]);
    assert_eq!(
        refused(json!({ "text": "x", "blocks": header(&"x".repeat(151)) })).await,
        "invalid_blocks"
    );
    let many: Value = (0..51).map(|_| json!({ "type": "divider" })).collect();
    assert_eq!(
        refused(json!({ "text": "x", "blocks": many })).await,
        "invalid_blocks"
    );
    let twins =
        json!([{ "type": "divider", "block_id": "a" }, { "type": "divider", "block_id": "a" }]);
    let answer = s
        .call(
            "chat.postMessage",
            post(json!({ "text": "x", "blocks": twins })),
        )
        .await;
    assert!(
        answer["response_metadata"]["messages"][0]
            .as_str()
            .unwrap()
            .contains("block_id a already exists")
    );
    assert_eq!(
        refused(json!({ "text": "x", "blocks": [{ "type": "section", "text": "bare" }] })).await,
        "invalid_blocks"
    );
    let odd = json!([{ "type": "divider", "colour": "red" }]);
    assert_eq!(
        refused(json!({ "text": "x", "blocks": odd })).await,
        "invalid_blocks"
    );
    assert_eq!(
        refused(json!({ "text": "x", "blocks": "{not json" })).await,
        "invalid_blocks_format"
    );
    assert_eq!(
        refused(json!({ "text": "x", "metadata": { "event_type": 1 } })).await,
        "invalid_metadata_format"
    );
    assert_eq!(
        refused(json!({ "text": "x", "thread_ts": "1.0" })).await,
        "thread_not_found"
    );
    assert!(s.slack.violations().is_empty());
    assert_eq!(refused(json!({ "blocks": header("fine") })).await, "none");
    assert_eq!(s.slack.violations().len(), 1, "blocks without text");

    let ana = s.slack.user("ana");
    let hers = ana.says(HELP, "mine").await;
    let own = s.posts(HELP, json!({ "text": "ours" })).await;
    let update = |ts: &str, text: &str| json!({ "channel": HELP, "ts": ts, "text": text });
    assert_eq!(
        s.refusal("chat.update", update(&hers, "x")).await,
        "cant_update_message"
    );
    assert_eq!(
        s.refusal("chat.delete", update(&hers, "x")).await,
        "cant_delete_message"
    );
    assert_eq!(
        s.refusal("chat.update", update("1.0", "x")).await,
        "message_not_found"
    );
    assert_eq!(
        s.refusal("chat.update", update(&own, &"x".repeat(4001)))
            .await,
        "msg_too_long"
    );
    let react = |name: &str| json!({ "channel": HELP, "timestamp": hers, "name": name });
    assert_eq!(s.refusal("reactions.add", react("eyes")).await, "none");
    assert_eq!(
        s.refusal("reactions.add", react("eyes")).await,
        "already_reacted"
    );
    assert_eq!(
        s.refusal("reactions.add", react(":eyes:")).await,
        "invalid_name"
    );
    assert_eq!(
        s.refusal("reactions.remove", react("tada")).await,
        "no_reaction"
    );
    s.posts(HELP, json!({ "text": "hey <!channel>" })).await;
    s.posts(HELP, json!({ "text": "x", "blocks": [{ "type": "section", "text": plain("<!here> is fine in plain text") }] })).await;
    assert_eq!(s.slack.pings().len(), 1);
}

#[tokio::test]
async fn what_a_view_may_be() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    let open = async |view: Value| {
        ana.shortcut("x").await;
        s.refusal(
            "views.open",
            json!({ "trigger_id": s.bot.trigger(), "view": view }),
        )
        .await
    };
    let line = json!([{ "type": "divider" }]);
    assert_eq!(
        open(modal(&"x".repeat(25), line.clone())).await,
        "invalid_arguments"
    );
    let mut view = modal("x", line.clone());
    view["private_metadata"] = json!("x".repeat(3001));
    assert_eq!(open(view).await, "invalid_arguments");
    let many: Value = (0..101).map(|_| json!({ "type": "divider" })).collect();
    assert_eq!(open(modal("x", many)).await, "invalid_arguments");
    let mut view = modal(
        "x",
        json!([input(
            "a",
            "A",
            json!({ "type": "plain_text_input", "action_id": "a" })
        )]),
    );
    view["submit"] = Value::Null;
    view.as_object_mut().unwrap().remove("submit");
    assert_eq!(open(view).await, "invalid_arguments");
    let big: Value = (0..90)
        .map(|_| json!({ "type": "section", "text": plain(&"x".repeat(2900)) }))
        .collect();
    assert_eq!(open(modal("x", big)).await, "view_too_large");

    ana.shortcut("x").await;
    let trigger = s.bot.trigger();
    let args = json!({ "trigger_id": trigger, "view": modal("x", line.clone()) });
    assert_eq!(s.refusal("views.open", args.clone()).await, "none");
    assert_eq!(
        s.refusal("views.open", args.clone()).await,
        "exchanged_trigger_id"
    );
    ana.shortcut("x").await;
    let late = json!({ "trigger_id": s.bot.trigger(), "view": modal("x", line.clone()) });
    s.advance(3001);
    assert_eq!(s.refusal("views.open", late).await, "expired_trigger_id");
    let wrong = json!({ "trigger_id": "1.2.3", "view": modal("x", line.clone()) });
    assert_eq!(s.refusal("views.open", wrong).await, "invalid_trigger_id");
    assert_eq!(
        s.refusal(
            "views.update",
            json!({ "view_id": "V1", "view": modal("x", line.clone()) })
        )
        .await,
        "not_found"
    );
    assert_eq!(
        s.refusal(
            "views.publish",
            json!({ "user_id": ana.id(), "view": modal("x", line) })
        )
        .await,
        "invalid_arguments"
    );
}

#[tokio::test]
async fn history_is_paged_and_bounded() {
    let s = stage().await;
    let ana = s.slack.user("ana");
    let mut stamps = Vec::new();
    for n in 0..5 {
        stamps.push(ana.says(HELP, &format!("n{n}")).await);
    }
    let marked = s
        .posts(
            HELP,
            json!({ "text": "x", "metadata": { "event_type": "e", "event_payload": { "id": 1 } } }),
        )
        .await;
    let page = s
        .call(
            "conversations.history",
            json!({ "channel": HELP, "limit": 2 }),
        )
        .await;
    assert_eq!(page["messages"][0]["ts"], marked);
    assert_eq!(
        page["messages"][0]["metadata"],
        json!({ "event_type": "e" })
    );
    assert_eq!(page["has_more"], true);
    let next = page["response_metadata"]["next_cursor"].clone();
    let page = s
        .call(
            "conversations.history",
            json!({ "channel": HELP, "limit": 2, "cursor": next }),
        )
        .await;
    assert_eq!(page["messages"][0]["text"], "n3");
    let bounds = json!({ "channel": HELP, "oldest": stamps[1], "latest": stamps[3] });
    let between = s.call("conversations.history", bounds.clone()).await;
    assert_eq!(between["messages"].as_array().unwrap().len(), 1);
    let mut bounds = bounds;
    bounds["inclusive"] = json!(true);
    bounds["include_all_metadata"] = json!(true);
    assert_eq!(
        s.call("conversations.history", bounds).await["messages"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(
        s.refusal(
            "conversations.history",
            json!({ "channel": HELP, "cursor": "?" })
        )
        .await,
        "invalid_cursor"
    );
    assert_eq!(
        s.refusal(
            "conversations.history",
            json!({ "channel": HELP, "oldest": "?" })
        )
        .await,
        "invalid_ts_oldest"
    );
    assert_eq!(
        s.refusal(
            "conversations.replies",
            json!({ "channel": HELP, "ts": "1.0" })
        )
        .await,
        "thread_not_found"
    );
    let list = s
        .call(
            "users.conversations",
            json!({ "types": "public_channel,private_channel" }),
        )
        .await;
    assert_eq!(list["channels"].as_array().unwrap().len(), 2);
}
