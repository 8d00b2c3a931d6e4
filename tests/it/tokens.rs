//! API tokens: shown once, stored hashed, taken back at once.

use frontdesk::desk::{Refused, Scope};
use reqwest::Method;

use crate::rest_support::{Rest, laptop};

#[tokio::test]
async fn a_token_is_shown_once_and_only_its_hash_is_kept() {
    let rest = Rest::in_a_file().await;
    let token = rest.desk.create_token("ci", Scope::Read).await.unwrap();
    assert!(token.starts_with("fd_") && token.len() == 3 + 64, "{token}");
    rest.desk.store.close().await;
    for end in ["", "-wal"] {
        let file = format!("{}{end}", rest.path.display());
        let bytes = std::fs::read(file).unwrap_or_default();
        let secret = token.trim_start_matches("fd_").as_bytes();
        assert!(!bytes.windows(secret.len()).any(|w| w == secret));
    }
}

#[tokio::test]
async fn a_name_is_given_once_and_has_to_be_one() {
    let rest = Rest::start().await;
    rest.desk.create_token("ci", Scope::Read).await.unwrap();
    let again = rest.desk.create_token("ci", Scope::Admin).await;
    assert!(matches!(again, Err(Refused::Taken(_))));
    assert!(rest.desk.revoke_token("ci").await.unwrap());
    assert!(!rest.desk.revoke_token("ci").await.unwrap());
    let again = rest.desk.create_token("ci", Scope::Read).await;
    assert!(matches!(again, Err(Refused::Taken(_))));
    for wrong in ["", "two words", "a\nb", &"x".repeat(61)] {
        let refused = rest.desk.create_token(wrong, Scope::Read).await;
        assert!(matches!(refused, Err(Refused::BadName)), "{wrong}");
    }
    let names: Vec<String> = rest
        .desk
        .tokens()
        .await
        .unwrap()
        .into_iter()
        .map(|t| t.name)
        .collect();
    assert_eq!(names, ["admin", "ci"]);
}

#[tokio::test]
async fn without_a_token_in_use_nothing_is_told() {
    let rest = Rest::start().await;
    let token = rest.desk.create_token("gone", Scope::Admin).await.unwrap();
    rest.desk.revoke_token("gone").await.unwrap();
    let basic = format!("Basic {token}");
    let revoked = format!("Bearer {token}");
    for header in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer fd_00",
        "Bearer x",
        &basic,
        &revoked,
    ] {
        let call = rest.call(Method::GET, "/api/v1/requests");
        let reply = call.header("authorization", header).send().await;
        assert_eq!(reply.problem(), 401, "{header}");
        assert!(
            reply.headers["www-authenticate"]
                .to_str()
                .unwrap()
                .starts_with("Bearer")
        );
    }
}

#[tokio::test]
async fn each_scope_does_what_it_says() {
    let rest = Rest::start().await;
    let read = rest.desk.create_token("read", Scope::Read).await.unwrap();
    let write = rest.desk.create_token("write", Scope::Write).await.unwrap();
    let ana = || serde_json::json!({ "email": "ana@other.example" });
    let file = |token: &str| {
        let call = rest.call(Method::POST, "/api/v1/requests").token(token);
        call.json(&laptop("Black", ana())).send()
    };
    assert_eq!(file(&read).await.problem(), 403);
    let reply = file(&write).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    for token in [&read, &write] {
        let get = |path: &str| rest.call(Method::GET, path).token(token).send();
        assert_eq!(get("/api/v1/requests/IT-1").await.status, 200);
        assert_eq!(get("/api/v1/outbox").await.problem(), 403);
    }
    let act = |body: serde_json::Value| {
        let path = "/api/v1/requests/IT-1/actions";
        let call = rest.call(Method::POST, path).token(&write);
        call.json(&body).send()
    };
    // A token that may only write speaks for whoever asked, not for those who serve.
    let take = serde_json::json!({ "action": "take", "by": { "slack": "U0AGENT1" } });
    assert_eq!(act(take).await.problem(), 403);
    let cancel = serde_json::json!({ "action": "cancel", "by": { "slack": "U0AGENT1" } });
    assert_eq!(act(cancel).await.problem(), 403);
    let cancel = serde_json::json!({ "action": "cancel", "by": ana() });
    let reply = act(cancel).await;
    assert_eq!(reply.json()["status"], "cancelled", "{}", reply.text);
}
