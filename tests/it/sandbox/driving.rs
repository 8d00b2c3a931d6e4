//! Stories: what people do reaches the bot, what the bot does is seen.

use serde_json::json;

use super::harness::*;

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
