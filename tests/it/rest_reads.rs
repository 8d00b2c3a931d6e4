//! Reading through the REST interface, and what it answers to whatever is sent.

use std::sync::Arc;

use frontdesk::desk::Scope;
use frontdesk::domain::article::ArticleState;
use frontdesk::domain::ids::PersonId;
use frontdesk::store;
use frontdesk::store::articles::NewArticle;
use futures_util::FutureExt;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::rest_support::{Rest, agent, laptop};

fn ana() -> Value {
    json!({ "email": "Ana@Other.example" })
}

fn numbers(page: &Value) -> Vec<&str> {
    let requests = page["requests"].as_array().unwrap();
    requests
        .iter()
        .map(|r| r["number"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let rest = Rest::start().await;
    let bo = json!({ "slack": "U0BO" });
    for i in 1..=5 {
        let who = if i % 2 == 0 { bo.clone() } else { ana() };
        rest.filed(&format!("Screen number {i} überhitzt"), who)
            .await;
        rest.desk.clock.advance(60_000);
    }
    rest.post(
        "/api/v1/requests",
        json!({
            "service": "room", "subject": "Lamp", "requester": ana(), "answers": { "floor": 1 },
        }),
    )
    .await;
    rest.act("IT-2", json!({ "action": "take", "by": agent() }))
        .await;
    rest.act("IT-3", json!({ "action": "cancel", "by": ana() }))
        .await;
    let cases = [
        ("", vec!["FAC-1", "IT-5", "IT-4", "IT-3", "IT-2", "IT-1"]),
        ("team=FAC", vec!["FAC-1"]),
        (
            "service=laptop&team=IT&limit=200",
            vec!["IT-5", "IT-4", "IT-3", "IT-2", "IT-1"],
        ),
        ("status=in_progress", vec!["IT-2"]),
        ("status=in_progress,cancelled", vec!["IT-3", "IT-2"]),
        (
            "status=in_progress&status=cancelled&team=IT",
            vec!["IT-3", "IT-2"],
        ),
        ("requester=slack:U0BO", vec!["IT-4", "IT-2"]),
        (
            "requester=ANA@other.example&team=IT",
            vec!["IT-5", "IT-3", "IT-1"],
        ),
        ("requester=slack:U0NOBODY", vec![]),
        ("assignee=slack:U0AGENT1", vec!["IT-2"]),
        (
            "q=uberhitzt+num",
            vec!["IT-5", "IT-4", "IT-3", "IT-2", "IT-1"],
        ),
        ("q=IT-4", vec!["IT-4"]),
        ("q=lamp&team=IT", vec![]),
        ("q=%22%20OR%20*%20NEAR(", vec![]),
        ("q=*", vec![]),
        ("q=screen+OR+lamp", vec![]),
        (
            "since=2026-11-23T09:03:00Z&until=2026-11-23T09:05:00Z",
            vec!["IT-5", "IT-4"],
        ),
        (
            "team=IT&since=2026-11-23T10:03:00%2B01:00",
            vec!["IT-5", "IT-4"],
        ),
        ("team=none", vec![]),
    ];
    for (query, expected) in cases {
        let reply = rest.get(&format!("/api/v1/requests?{query}")).await;
        assert_eq!(reply.status, 200, "{query}: {}", reply.text);
        assert_eq!(numbers(&reply.json()), expected, "{query}");
    }
    // PostgreSQL refuses a word of kilobytes.
    let long = "x".repeat(3_000);
    let reply = rest.get(&format!("/api/v1/requests?q={long}")).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    for query in ["", "team=IT", "requester=ana@other.example", "q=screen"] {
        let whole = rest.get(&format!("/api/v1/requests?{query}")).await.json();
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = rest
                .get(&format!("/api/v1/requests?{query}&limit=2&cursor={cursor}"))
                .await
                .json();
            seen.extend(numbers(&page).into_iter().map(str::to_owned));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(seen, numbers(&whole), "{query}");
    }
}

#[tokio::test]
async fn a_wrong_query_is_said_by_parameter() {
    let rest = Rest::start().await;
    for (query, fields) in [
        ("limit=0", vec!["limit"]),
        ("limit=201", vec!["limit"]),
        ("limit=x&cursor=%00", vec!["cursor", "limit"]),
        ("cursor=1-zz", vec!["cursor"]),
        ("since=yesterday", vec!["since"]),
        ("status=open", vec!["status"]),
        ("team=IT&team=HR", vec!["team"]),
        ("requester=me", vec!["requester"]),
        ("colour=red", vec!["colour"]),
    ] {
        let reply = rest.get(&format!("/api/v1/requests?{query}")).await;
        assert_eq!(reply.problem(), 400, "{query}");
        assert_eq!(reply.fields(), fields, "{query}");
    }
}

#[tokio::test]
async fn whatever_is_sent_the_fault_is_not_ours() {
    let rest = Rest::start().await;
    let token = rest.desk.create_token("w", Scope::Admin).await.unwrap();
    let send = |kind: &'static str, body: Vec<u8>| {
        let call = rest.call(Method::POST, "/api/v1/requests").token(&token);
        call.body(kind, body).send()
    };
    let json = "application/json";
    assert_eq!(send(json, b"{".to_vec()).await.problem(), 400);
    assert_eq!(send(json, vec![]).await.problem(), 400);
    assert_eq!(send(json, vec![0xff, 0xfe]).await.problem(), 400);
    assert_eq!(send(json, b"[]".to_vec()).await.problem(), 422);
    assert_eq!(
        send(json, "[".repeat(100_000).into_bytes()).await.problem(),
        422
    );
    assert_eq!(send("text/plain", b"{}".to_vec()).await.problem(), 415);
    assert_eq!(send(json, vec![b' '; 1024 * 1024 + 1]).await.problem(), 413);
    let odd = laptop("a\u{0}b \u{202e}\u{1f4a9} \"'; --", ana()).to_string();
    assert_eq!(send(json, odd.into_bytes()).await.status, 201);
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/requests",
        "/api/v1/requests/",
        "/api/v1/requests/IT-1/x",
        "/api/v1/requests/%ff",
        "/api/v1/requests/%00",
        "/api/v1/requests/IT-99",
    ] {
        assert_eq!(rest.get(path).await.problem(), 404, "{path}");
    }
    for path in [
        "/api/v1/requests/%ff/events",
        "/api/v1/requests/IT-99/events",
    ] {
        assert_eq!(rest.get(path).await.problem(), 404, "{path}");
    }
    let reply = rest
        .call(Method::DELETE, "/api/v1/requests")
        .token(&token)
        .send()
        .await;
    assert_eq!(reply.problem(), 405);
    assert_eq!(reply.headers["allow"], "GET,HEAD,POST");
}

#[tokio::test]
async fn services_teams_and_figures_are_told() {
    let rest = Rest::start().await;
    let services = rest.get("/api/v1/services").await.json();
    let laptop = &services["services"][0];
    assert_eq!(
        (&laptop["key"], &laptop["team"]),
        (&json!("laptop"), &json!("IT"))
    );
    assert_eq!(laptop["fields"][0]["pattern"], "[A-Z]{2}-[0-9]+");
    assert_eq!(
        laptop["promise"]["urgent"],
        json!({ "first_response": "15m", "resolution": "4h" })
    );
    let teams = rest.get("/api/v1/teams").await.json();
    assert_eq!(
        teams["teams"][0]["agents"],
        json!(["slack:U0AGENT1", "ana@acme.example"])
    );
    rest.filed("Black", ana()).await;
    rest.filed("White", ana()).await;
    rest.act(
        "IT-1",
        json!({ "action": "resolve", "summary": "x", "by": agent() }),
    )
    .await;
    rest.act("IT-1", json!({ "action": "rate", "score": 4, "by": ana() }))
        .await;
    rest.desk.clock.advance(1000);
    let summary = rest.get("/api/v1/metrics/summary?days=7").await.json();
    let told = json!({ "team": "IT", "opened": 2, "resolved": 1, "open": 1, "unassigned": 1, "ratings": 1,
        "rating_average": 4.0, "misrouted": 0, "handling_minutes": 0, "results": 1, "single_question": 1 });
    for (key, value) in told.as_object().unwrap() {
        assert_eq!(summary["teams"][0][key], *value, "{key}");
    }
    assert_eq!(summary["teams"][0]["services"][0]["results"], 1);
    // The same as a table, by name or as asked for.
    let reader = rest.desk.create_token("table", Scope::Read).await.unwrap();
    let table = rest.get("/api/v1/metrics/summary.csv?days=7").await;
    let wished = rest
        .call(Method::GET, "/api/v1/metrics/summary?days=7")
        .header("accept", "text/csv")
        .token(&reader)
        .send()
        .await;
    assert_eq!(table.text, wished.text);
    let mut lines = table.text.split("\r\n");
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let team: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(names.len(), team.len());
    let cell = |name: &str| team[names.iter().position(|n| *n == name).unwrap()];
    assert_eq!((cell("team"), cell("service")), ("IT", ""));
    assert_eq!((cell("opened"), cell("rating_average")), ("2", "4.000"));
    assert_eq!((cell("results"), cell("reopened")), ("1", "0"));
    assert_eq!(
        rest.get("/api/v1/metrics/summary?days=0").await.fields(),
        ["days"]
    );
}

#[tokio::test]
async fn the_outbox_shows_what_waits_and_never_what_it_says() {
    let rest = Rest::start().await;
    rest.filed("A secret subject", ana()).await;
    rest.desk.clock.advance(5000);
    let outbox = rest.get("/api/v1/outbox?state=due").await;
    assert!(!outbox.text.contains("secret"));
    let entries = outbox.json()["entries"].as_array().unwrap().clone();
    let keys: Vec<&str> = entries.iter().map(|e| e["key"].as_str().unwrap()).collect();
    // The requester's Slack account is looked up, so that their card can reach them.
    assert_eq!(keys, ["email:slack:ana@other.example", "post:1"]);
    assert_eq!(
        (&entries[0]["age_seconds"], &entries[0]["state"]),
        (&json!(5), &json!("due"))
    );
    let page = rest.get("/api/v1/outbox?limit=1").await.json();
    let next = page["next_cursor"].as_str().unwrap();
    let page = rest
        .get(&format!("/api/v1/outbox?limit=1&cursor={next}"))
        .await
        .json();
    assert_eq!(
        (&page["entries"][0]["key"], &page["next_cursor"]),
        (&json!("post:1"), &Value::Null)
    );
    assert_eq!(
        rest.get("/api/v1/outbox?state=sent").await.fields(),
        ["state"]
    );
    assert_eq!(
        rest.post("/api/v1/outbox/1/resend", json!({}))
            .await
            .problem(),
        409
    );
    assert_eq!(
        rest.post("/api/v1/outbox/99/resend", json!({}))
            .await
            .problem(),
        404
    );
    assert_eq!(
        rest.post("/api/v1/outbox/x/resend", json!({}))
            .await
            .problem(),
        404
    );
}

#[tokio::test]
async fn alive_ready_and_counted() {
    let rest = Rest::start().await;
    rest.filed("A secret subject", ana()).await;
    let plain = |path: &'static str| rest.call(Method::GET, path).send();
    assert_eq!(plain("/livez").await.text, "ok");
    let ready = plain("/readyz").await;
    assert_eq!(ready.status, 200);
    assert_eq!(
        ready.json(),
        json!({ "ready": true, "database": "ok", "slack": "ok", "teams": "off",
            "outbox": { "due": 2, "dead": 0, "oldest_unsent_seconds": 0 } })
    );
    let metrics = plain("/metrics").await.text;
    for line in [
        "frontdesk_inbound_total{kind=\"rest\",result=\"ok\"} 1",
        "frontdesk_outbox_due 2",
        "frontdesk_dead_letters_total 0",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    assert!(!metrics.contains("secret") && !metrics.contains("other.example"));
}

#[tokio::test]
async fn when_nothing_more_can_be_stored_callers_are_told_to_come_back() {
    use futures_util::FutureExt;
    let rest = Rest::start().await;
    // Closed, it lets everybody through.
    let gate = Arc::new(Semaphore::new(0));
    let (store, shut) = (rest.desk.store.clone(), gate.clone());
    // The writer is held up, as by a disk that has stopped.
    let held = tokio::spawn(async move {
        let held: Result<(), frontdesk::store::Error> = store
            .write(move |_| {
                let shut = shut.clone();
                async move {
                    let _ = shut.acquire().await;
                    Ok(())
                }
                .boxed()
            })
            .await;
        held
    });
    let mut waiting = Vec::new();
    tokio::task::yield_now().await;
    while rest.desk.store.has_room() {
        let store = rest.desk.store.clone();
        waiting.push(tokio::spawn(async move {
            let done: Result<(), frontdesk::store::Error> =
                store.write(|_| async { Ok(()) }.boxed()).await;
            done
        }));
        tokio::task::yield_now().await;
    }
    let full = rest.post("/api/v1/requests", laptop("Black", ana())).await;
    assert_eq!(full.problem(), 503);
    assert_eq!(full.headers["retry-after"], "1");
    let ready = rest.get("/readyz").await;
    assert_eq!(
        (ready.status.as_u16(), &ready.json()["database"]),
        (503, &json!("full"))
    );
    gate.close();
    held.await.unwrap().unwrap();
    for done in waiting {
        done.await.unwrap().unwrap();
    }
    assert_eq!(rest.get("/readyz").await.status, 200);
    assert_eq!(rest.filed("Black", ana()).await, "IT-1");
}

#[tokio::test]
async fn without_slacks_token_it_is_not_ready() {
    use futures_util::FutureExt;
    let rest = Rest::start().await;
    let noted: Result<(), frontdesk::store::Error> = rest
        .desk
        .store
        .write(|tx| frontdesk::store::notes::set(tx, "slack.revoked", "1").boxed())
        .await;
    noted.unwrap();
    let ready = rest.get("/readyz").await;
    assert_eq!(
        (ready.status.as_u16(), &ready.json()["slack"]),
        (503, &json!("revoked"))
    );
}

#[tokio::test]
async fn articles_are_found_and_paged() {
    let rest = Rest::start().await;
    for (title, state, private) in [
        ("Screen stays black", ArticleState::Published, false),
        ("Über VPN", ArticleState::Published, true),
        ("Screen flickers", ArticleState::Draft, false),
        ("Black screens again", ArticleState::Published, false),
    ] {
        let new = NewArticle {
            team: "IT".to_owned(),
            service: (title != "Über VPN").then(|| "laptop".to_owned()),
            title: title.to_owned(),
            body: "Push the **cable**".to_owned(),
            state,
            private,
            author: PersonId(1),
            made_from: None,
        };
        rest.filed("Somebody", ana()).await;
        let written: store::Result<_> = rest
            .desk
            .store
            .write(move |tx| {
                let new = new.clone();
                async move { store::articles::insert(tx, &new, 7).await }.boxed()
            })
            .await;
        written.unwrap();
    }
    for (query, titles) in [
        (
            "",
            vec!["Black screens again", "Über VPN", "Screen stays black"],
        ),
        ("?state=draft", vec!["Screen flickers"]),
        (
            "?service=laptop&q=cab",
            vec!["Black screens again", "Screen stays black"],
        ),
        ("?q=uber", vec!["Über VPN"]),
        ("?q=SCREEN+stays", vec!["Screen stays black"]),
        ("?q=%22%20OR%20*", vec![]),
        ("?q=*", vec![]),
        ("?team=FAC", vec![]),
    ] {
        let page = rest.get(&format!("/api/v1/articles{query}")).await.json();
        let found = page["articles"].as_array().unwrap();
        let found: Vec<&str> = found.iter().map(|a| a["title"].as_str().unwrap()).collect();
        assert_eq!(found, titles, "{query}");
    }
    let long = "x".repeat(3_000);
    let reply = rest.get(&format!("/api/v1/articles?q={long}")).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let first = rest.get("/api/v1/articles?limit=2").await.json();
    assert_eq!(first["articles"].as_array().unwrap().len(), 2);
    let cursor = first["next_cursor"].as_str().unwrap();
    let last = rest
        .get(&format!("/api/v1/articles?limit=2&cursor={cursor}"))
        .await;
    let last = last.json();
    assert_eq!(last["articles"][0]["title"], "Screen stays black");
    assert_eq!(last["articles"][0]["requests_spared"], 0);
    assert!(last["next_cursor"].is_null());
}
