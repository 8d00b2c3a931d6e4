//! Filing and acting through the REST interface, over real HTTP.

use frontdesk::desk::Scope;
use reqwest::Method;
use serde_json::{Value, json};

use crate::rest_support::{Rest, agent, laptop};

fn ana() -> Value {
    json!({ "email": "Ana@Other.example" })
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
            "intake_rating": null, "approval": null, "came_by": null, "snoozed_until": null, "handling_minutes": 0, "first_touch": null, "links": [], "parent": null, "impact": null, "urgency": null,
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
async fn a_new_time_and_another_priority_are_given_by_programs_too() {
    let rest = Rest::start().await;
    let number = rest.filed("Screen is black", ana()).await;
    let wrong = rest
        .act(
            &number,
            json!({ "action": "delay", "by": agent(), "due": "soon" }),
        )
        .await;
    assert_eq!(wrong.problem(), 422);
    assert_eq!(wrong.fields(), ["reason", "due"]);
    let past = json!({
        "action": "delay", "by": agent(), "due": "2026-11-23T08:00:00Z", "reason": "No parts",
    });
    assert_eq!(rest.act(&number, past).await.fields(), ["due"]);
    let later = json!({
        "action": "delay", "by": agent(), "due": "2026-11-30T15:00:00+01:00", "reason": "No parts",
    });
    let done = rest.act(&number, later).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(
        done.json()["promise"]["resolution_due"],
        "2026-11-30T14:00:00Z"
    );
    assert_eq!(done.json()["first_response_at"], "2026-11-23T09:00:00Z");
    let urgent = json!({ "action": "prioritise", "by": agent(), "priority": "urgent" });
    let done = rest.act(&number, urgent).await;
    assert_eq!(done.json()["priority"], "urgent");
    // What an agent promised in person stands.
    assert_eq!(
        done.json()["promise"]["resolution_due"],
        "2026-11-30T14:00:00Z"
    );
    let wrong = json!({ "action": "prioritise", "by": agent(), "priority": "now" });
    assert_eq!(rest.act(&number, wrong).await.fields(), ["priority"]);
    let events = rest
        .get(&format!("/api/v1/requests/{number}/events"))
        .await
        .json();
    assert_eq!(events["events"][1]["kind"], "delayed");
    assert_eq!(
        events["events"][1]["data"],
        json!({
            "what": "result", "from": "2026-11-25T09:00:00Z", "to": "2026-11-30T14:00:00Z",
            "why": "said", "reason": "No parts",
        })
    );
    assert_eq!(events["events"][2]["data"]["from"], "normal");
}
