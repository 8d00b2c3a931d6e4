//! The REST interface, over real HTTP.

use frontdesk::desk::Scope;
use reqwest::Method;
use serde_json::{Value, json};

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
async fn a_request_reads_as_promised() {
    let rest = Rest::start().await;
    let mut body = laptop("  Screen is black ", ana());
    body["priority"] = "urgent".into();
    body["needed_by"] = "2026-12-24".into();
    let made = rest.post("/api/v1/requests", body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.headers["location"], "/api/v1/requests/IT-1");
    let read = rest.get("/api/v1/requests/IT-1").await;
    assert_eq!(read.json(), made.json());
    assert_eq!(
        made.json(),
        json!({
            "number": "IT-1", "team": "IT", "service": "laptop", "subject": "Screen is black",
            "priority": "urgent", "status": "new", "phase": "intake", "channel": "api",
            "requester": { "name": null, "email": "ana@other.example", "slack": null, "teams": null },
            "on_behalf_by": null, "assignee": null,
            "answers": { "asset": "AB-1234", "kind": "Screen" }, "needed_by": "2026-12-24",
            "promise": {
                "first_response_due": "2026-11-23T09:15:00Z", "resolution_due": "2026-11-23T13:00:00Z"
            },
            "created_at": "2026-11-23T09:00:00Z", "first_response_at": null, "resolved_at": null,
            "closed_at": null, "resolution": null, "rating": null, "rating_comment": null,
            "intake_rating": null, "parent": null,
        })
    );
}

#[tokio::test]
async fn everything_wrong_is_said_at_once_by_field() {
    let rest = Rest::start().await;
    let wrong = json!({
        "service": "laptop", "subject": " ", "requester": { "email": "nobody" },
        "answers": { "asset": "x", "kind": ["Screen"], "colour": "red" },
        "priority": "now", "needed_by": "2026-02-30",
    });
    let reply = rest.post("/api/v1/requests", wrong).await;
    assert_eq!(reply.problem(), 422);
    assert_eq!(
        reply.fields(),
        [
            "answers.colour",
            "requester.email",
            "subject",
            "needed_by",
            "priority",
            "answers.asset",
            "answers.kind"
        ]
    );
    let reply = rest.post("/api/v1/requests", json!({
        "service": "none", "subject": "x", "requester": { "slack": "U0X", "email": "a@b.c" },
    })).await;
    assert_eq!(reply.fields(), ["requester", "service"]);
    let long = laptop(&"x".repeat(151), ana());
    assert_eq!(
        rest.post("/api/v1/requests", long).await.fields(),
        ["subject"]
    );
    assert_eq!(
        rest.get("/api/v1/requests").await.json()["requests"],
        json!([])
    );
}

#[tokio::test]
async fn answers_of_every_kind_go_in_and_come_out() {
    let rest = Rest::start().await;
    let body = json!({
        "service": "access", "subject": "CRM", "requester": { "slack": "U0ASKER" },
        "answers": { "systems": ["CRM"], "approver": "slack:U0BOSS", "link": "https://crm.example" },
    });
    let made = rest.post("/api/v1/requests", body.clone()).await.json();
    assert_eq!(made["answers"], body["answers"]);
    assert_eq!(made["requester"]["slack"], "U0ASKER");
    let body = json!({
        "service": "room", "subject": "Lamp", "requester": ana(), "answers": { "floor": 3 },
    });
    let made = rest.post("/api/v1/requests", body).await.json();
    assert_eq!(made["answers"], json!({ "floor": 3 }), "{made}");
    let wrong = [
        ("room", "floor", json!({})),
        ("room", "floor", json!([1])),
        ("access", "approver", json!("U0BOSS> <!channel")),
        ("access", "approver", json!("slack:U0> <!channel>")),
        ("people", "call", json!({})),
        ("people", "call", json!("yes")),
    ];
    for (service, field, value) in wrong {
        let mut answers = json!({ "systems": ["CRM"], "matter": "x", "floor": 1 });
        let fields = match service {
            "room" => vec!["systems", "matter"],
            "access" => vec!["matter", "floor"],
            _ => vec!["systems", "floor"],
        };
        for other in fields {
            answers.as_object_mut().unwrap().remove(other);
        }
        answers[field] = value;
        let body =
            json!({ "service": service, "subject": "x", "requester": ana(), "answers": answers });
        let reply = rest.post("/api/v1/requests", body).await;
        assert_eq!(reply.fields(), [format!("answers.{field}")], "{answers}");
    }
}

#[tokio::test]
async fn a_key_makes_a_call_count_once() {
    let rest = Rest::start().await;
    let token = rest.desk.create_token("w", Scope::Admin).await.unwrap();
    let send = |path: &'static str, key: &'static str, body: Value| {
        let call = rest.call(Method::POST, path).token(&token);
        call.header("idempotency-key", key).json(&body).send()
    };
    let first = send("/api/v1/requests", "k1", laptop("Black", ana())).await;
    let again = send("/api/v1/requests", "k1", laptop("Black", ana())).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    assert_eq!(first.json(), again.json());
    // The key of one call is not that of another.
    let other = send("/api/v1/requests", "k1", laptop("White", ana())).await;
    assert_eq!(other.problem(), 422);
    let act = json!({ "action": "take", "by": agent() });
    let path = "/api/v1/requests/IT-1/actions";
    assert_eq!(send(path, "k1", act.clone()).await.problem(), 422);
    // What was refused did not use its key up.
    let wrong = json!({ "action": "rate", "score": 5, "by": agent() });
    assert_eq!(send(path, "k2", wrong).await.problem(), 403);
    assert_eq!(send(path, "k2", act.clone()).await.status, 200);
    assert_eq!(send(path, "k2", act).await.status, 200);
    let events = rest.get("/api/v1/requests/IT-1/events").await.json();
    assert_eq!(events["events"].as_array().unwrap().len(), 2);
    // Keys are the token's own.
    let reply = rest.call(Method::POST, "/api/v1/requests");
    let another = rest.desk.create_token("w2", Scope::Write).await.unwrap();
    let reply = reply.token(&another).header("idempotency-key", "k1");
    assert_eq!(reply.json(&laptop("Black", ana())).send().await.status, 201);
    let long = "x".repeat(201);
    let reply = rest.call(Method::POST, "/api/v1/requests").token(&token);
    let reply = reply
        .header("idempotency-key", &long)
        .json(&laptop("Black", ana()));
    assert_eq!(reply.send().await.problem(), 400);
}

#[tokio::test]
async fn a_request_goes_through_its_life() {
    let rest = Rest::start().await;
    let number = rest.filed("Black", ana()).await;
    let lead = json!({ "email": "lea@acme.example" });
    let steps = [
        (json!({ "action": "take", "by": agent() }), "in_progress"),
        (json!({ "action": "watch", "by": agent() }), "in_progress"),
        (json!({ "action": "unwatch", "by": agent() }), "in_progress"),
        (
            json!({ "action": "ask", "text": "Which one?", "by": agent() }),
            "waiting",
        ),
        (json!({ "action": "resume", "by": agent() }), "in_progress"),
        (json!({ "action": "wait", "by": agent() }), "waiting"),
        (
            json!({ "action": "hold", "reason": "Parts", "by": agent() }),
            "on_hold",
        ),
        (json!({ "action": "resume", "by": agent() }), "in_progress"),
        (
            json!({ "action": "reply", "text": "Coming", "by": agent() }),
            "in_progress",
        ),
        (
            json!({ "action": "assign", "to": { "email": "ana@acme.example" }, "by": lead }),
            "in_progress",
        ),
        (
            json!({ "action": "hand_over", "service": "access", "by": lead }),
            "in_progress",
        ),
        (
            json!({ "action": "resolve", "summary": "New cable", "by": lead }),
            "resolved",
        ),
        (
            json!({ "action": "rate", "score": 5, "by": ana() }),
            "resolved",
        ),
        (
            json!({ "action": "comment", "text": "Quick", "by": ana() }),
            "resolved",
        ),
        (
            json!({ "action": "rate_intake", "intake": "good", "by": lead }),
            "resolved",
        ),
        (json!({ "action": "reopen", "by": ana() }), "in_progress"),
        (
            json!({ "action": "cancel", "reason": "Gone", "by": ana() }),
            "cancelled",
        ),
    ];
    for (body, status) in steps {
        let reply = rest.act(&number, body.clone()).await;
        assert_eq!(reply.json()["status"], status, "{body}: {}", reply.text);
    }
    let path = format!("/api/v1/requests/{number}/events?limit=10");
    let page = rest.get(&path).await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest_of_it = rest.get(&format!("{path}&cursor={cursor}")).await.json();
    assert_eq!(rest_of_it["next_cursor"], Value::Null);
    let events = [&page, &rest_of_it]
        .map(|p| p["events"].as_array().unwrap().clone())
        .concat();
    let kinds: Vec<&str> = events.iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "filed",
            "taken",
            "watched",
            "unwatched",
            "asked",
            "resumed",
            "waiting",
            "held",
            "resumed",
            "replied",
            "assigned",
            "handed_over",
            "resolved",
            "rated",
            "commented",
            "intake_rated",
            "reopened",
            "cancelled"
        ]
    );
    assert_eq!(events[10]["data"]["to"]["email"], "ana@acme.example");
    assert_eq!(events[12]["data"], json!({ "summary": "New cable" }));
    assert_eq!(events[12]["by"]["email"], "lea@acme.example");
}

#[tokio::test]
async fn nobody_gets_around_what_they_may_not_do() {
    let rest = Rest::start().await;
    let number = rest.filed("Black", ana()).await;
    let stranger = json!({ "email": "who@other.example" });
    let refused = [
        (
            json!({ "action": "take", "by": stranger }),
            403,
            "not-your-team",
        ),
        (
            json!({ "action": "take", "by": ana() }),
            403,
            "not-your-team",
        ),
        (
            json!({ "action": "cancel", "by": stranger }),
            403,
            "not-involved",
        ),
        (
            json!({ "action": "rate", "score": 5, "by": agent() }),
            403,
            "not-the-requester",
        ),
        (
            json!({ "action": "rate", "score": 5, "by": ana() }),
            409,
            "not-resolved",
        ),
        (
            json!({ "action": "resume", "by": agent() }),
            409,
            "not-waiting",
        ),
        (
            json!({ "action": "hand_over", "service": "laptop", "by": agent() }),
            409,
            "same-desk",
        ),
        (
            json!({ "action": "hand_over", "service": "none", "by": agent() }),
            422,
            "wrong-fields",
        ),
        (
            json!({ "action": "assign", "to": stranger, "by": agent() }),
            422,
            "wrong-fields",
        ),
    ];
    for (body, status, kind) in refused {
        let reply = rest.act(&number, body.clone()).await;
        assert_eq!(reply.problem(), status, "{body}: {}", reply.text);
        assert_eq!(
            reply.json()["type"],
            format!("urn:frontdesk:problem:{kind}")
        );
    }
    rest.act(&number, json!({ "action": "take", "by": agent() }))
        .await;
    let late = rest
        .act(
            &number,
            json!({ "action": "take", "by": { "email": "lea@acme.example" } }),
        )
        .await;
    assert_eq!(late.problem(), 409);
    let none = rest
        .act("IT-99", json!({ "action": "take", "by": agent() }))
        .await;
    assert_eq!(none.problem(), 404);
    let events = rest
        .get(&format!("/api/v1/requests/{number}/events"))
        .await
        .json();
    assert_eq!(events["events"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn fields_that_do_not_belong_to_an_action_are_said() {
    let rest = Rest::start().await;
    let number = rest.filed("Black", ana()).await;
    let wrong = [
        (
            json!({ "action": "take", "by": agent(), "text": "x", "score": 1 }),
            vec!["text", "score"],
        ),
        (
            json!({ "action": "ask", "by": agent(), "text": " " }),
            vec!["text"],
        ),
        (
            json!({ "action": "ask", "by": agent(), "text": "x".repeat(3001) }),
            vec!["text"],
        ),
        (json!({ "action": "hold", "by": agent() }), vec!["reason"]),
        (json!({ "action": "assign", "by": {} }), vec!["to", "by"]),
        (
            json!({ "action": "hand_over", "by": agent() }),
            vec!["service"],
        ),
        (
            json!({ "action": "rate", "by": ana(), "score": 6 }),
            vec!["score"],
        ),
        (
            json!({ "action": "rate_intake", "by": agent() }),
            vec!["intake"],
        ),
        (json!({ "action": "fly", "by": agent() }), vec![]),
        (
            json!({ "action": "rate", "by": ana(), "score": 600 }),
            vec![],
        ),
    ];
    for (body, fields) in wrong {
        let reply = rest.act(&number, body.clone()).await;
        assert_eq!(
            (reply.problem(), reply.fields()),
            (422, fields.iter().map(|f| (*f).to_owned()).collect()),
            "{body}"
        );
    }
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
    assert_eq!(
        summary["teams"][0],
        json!({ "team": "IT", "opened": 2, "resolved": 1, "open": 1, "unassigned": 1, "ratings": 1,
            "rating_average": 4.0 })
    );
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
        json!({ "ready": true, "database": "ok", "slack": "ok",
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
