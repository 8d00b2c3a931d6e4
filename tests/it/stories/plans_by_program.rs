//! What a program does to a plan and to an approval, in the name of a person who may.

use frontdesk::desk::Scope;
use frontdesk::sandbox::Submitted;
use serde_json::{Value, json};

use super::plans::{card, company, hires, reads};
use crate::bench::Bench;

async fn token(bench: &Bench) -> String {
    let desk = &bench.app.desk;
    desk.create_token("plans", Scope::Admin).await.unwrap()
}

/// Does it in the name of `who`; the status and what came back.
async fn acts(
    (bench, token): &(Bench, String),
    number: &str,
    who: &str,
    mut body: Value,
) -> (u16, Value) {
    let url = format!("http://{}/api/v1/requests/{number}/actions", bench.address);
    body["by"] = json!({ "email": format!("{who}@acme.example") });
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let call = client.post(url).bearer_auth(token).json(&body).send();
    let answer = call.await.unwrap();
    let status = answer.status().as_u16();
    let value = answer.json().await.unwrap();
    bench.settle().await;
    (status, value)
}

fn field(answer: &Value) -> &str {
    answer["errors"][0]["field"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn the_day_of_a_plan_is_moved_and_what_then_is_chosen() {
    let bench = company().await;
    let token = token(&bench).await;
    let desk = (bench, token);
    let bench = &desk.0;
    assert_eq!(hires(bench, "ana", "2026-12-14").await, Submitted::Closed);
    let moved = |day: &str| json!({ "action": "move", "needed_by": day });
    let (status, said) = acts(&desk, "HR-1", "ana", moved("soon")).await;
    assert_eq!((status, field(&said)), (422, "needed_by"));
    let (status, said) = acts(&desk, "HR-1", "ana", moved("2026-12-01")).await;
    assert_eq!((status, field(&said)), (422, "needed_by"));
    let words = said.to_string();
    assert!(words.contains("The earliest is Tue 8 Dec"), "{words}");
    // Who has nothing to do with it moves nothing.
    let (status, said) = acts(&desk, "HR-1", "pat", moved("2026-12-18")).await;
    assert_eq!(status, 403, "{said}");
    let mut wish = moved("2026-12-01");
    wish["if_late"] = "expedite".into();
    let (status, said) = acts(&desk, "HR-1", "ana", wish).await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(said["status"], "awaiting_approval");
    assert_eq!(said["steps"][0]["state"], "asked");
    assert_eq!(said["approval"]["steps"], json!(["contract"]));
    assert_eq!(
        said["approval"]["approvers"][0]["person"]["email"],
        "ben@acme.example"
    );
    // A word is that of somebody who was asked.
    let yes = json!({ "action": "approve" });
    let (status, said) = acts(&desk, "HR-1", "cy", yes.clone()).await;
    assert_eq!(status, 403, "{said}");
    assert!(said["type"].to_string().contains("not-an-approver"));
    let no = json!({ "action": "decline" });
    let (status, said) = acts(&desk, "HR-1", "ben", no.clone()).await;
    assert_eq!((status, field(&said)), (422, "reason"));
    let mut no = no;
    no["reason"] = "Everybody is away".into();
    let (status, said) = acts(&desk, "HR-1", "ben", no).await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(said["steps"][0]["state"], "stopped");
    // Whoever serves the whole decides about its steps.
    let again = json!({ "action": "repeat_step", "step": "contract" });
    let (status, _) = acts(&desk, "HR-1", "ben", again.clone()).await;
    assert_eq!(status, 403);
    let (status, said) = acts(&desk, "HR-1", "cy", again).await;
    assert_eq!((status, &said["steps"][0]["state"]), (200, &json!("asked")));
    let (_, said) = acts(&desk, "HR-1", "ben", yes).await;
    assert_eq!(said["steps"][0]["state"], "open");
    let none = json!({ "action": "skip_step", "step": "nothing" });
    let (status, said) = acts(&desk, "HR-1", "cy", none).await;
    assert_eq!((status, field(&said)), (422, "step"));
    let early = json!({ "action": "start_step", "step": "file" });
    let (status, said) = acts(&desk, "HR-1", "cy", early).await;
    assert_eq!(status, 409, "{said}");
    let skip = json!({ "action": "skip_step", "step": "payroll" });
    let (status, said) = acts(&desk, "HR-1", "cy", skip).await;
    assert_eq!(
        (status, &said["steps"][2]["state"]),
        (200, &json!("skipped"))
    );
    reads(
        &card(bench),
        &["Open: Contract (Recruiting, REC-1)", "Left out: Payroll"],
    );
    // What is no plan has no day to be moved.
    let (status, said) = acts(&desk, "REC-1", "ben", moved("2026-12-18")).await;
    assert_eq!(status, 409, "{said}");
}

#[tokio::test]
async fn who_was_asked_hands_it_on_and_sends_it_back() {
    let bench = company().await;
    let token = token(&bench).await;
    let desk = (bench, token);
    let bench = &desk.0;
    assert_eq!(hires(bench, "ana", "2026-12-14").await, Submitted::Closed);
    let wish = json!({ "action": "move", "needed_by": "2026-12-01", "if_late": "expedite" });
    acts(&desk, "HR-1", "ana", wish).await;
    let on = json!({ "action": "hand_on", "to": { "email": "lea@acme.example" } });
    let (status, said) = acts(&desk, "HR-1", "ben", on).await;
    assert_eq!(status, 200, "{said}");
    let approver = &said["approval"]["approvers"][0];
    assert_eq!(approver["person"]["email"], "lea@acme.example");
    let back = json!({ "action": "ask_for_changes", "reason": "Next week, please" });
    let (status, said) = acts(&desk, "HR-1", "lea", back).await;
    assert_eq!(
        (status, &said["approval"]["state"]),
        (200, &json!("changes"))
    );
    let told = bench.outside("HR-1").await.join("\n");
    assert!(told.contains("Next week, please"), "{told}");
    let odd = json!({ "action": "approve", "if_late": "later" });
    let (status, said) = acts(&desk, "HR-1", "lea", odd).await;
    assert_eq!((status, field(&said)), (422, "if_late"));
}
