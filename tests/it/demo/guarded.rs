//! What the page is made of, and whom its server answers.

use std::collections::BTreeSet;
use std::sync::Arc;

use frontdesk::config;
use frontdesk::demo;
use frontdesk::sandbox::teams::Teams;
use frontdesk::sandbox::{Options, Slack};
use reqwest::StatusCode;
use sha2::{Digest, Sha256};

async fn workspace() -> (Slack, String, reqwest::Client) {
    let slack = Slack::start(Options::new(Arc::new(|| 1_795_424_400_000)))
        .await
        .unwrap();
    slack.add_user("ana", "ana@acme.example", "Europe/Berlin");
    let base = slack.page_url();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    (slack, base, http)
}

#[test]
fn the_demos_catalogue_is_one_that_serve_would_take() {
    let catalogue = config::catalogue(demo::CATALOGUE, "demo.toml").unwrap();
    assert_eq!(catalogue.teams.len(), 4);
    assert!(catalogue.services.iter().any(|s| s.private));
}

/// Everything that a page is made of, found from its first address.
async fn parts(base: &str, start: &str) -> BTreeSet<String> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let named = regex::Regex::new(
        r#"["(](/page/|\./|\.\./)((?:teams/)?[A-Za-z.-]+\.(?:js|css|svg|json))""#,
    )
    .unwrap();
    let mut open = vec![start.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let url = format!("{}{path}", base.trim_end_matches('/'));
        let answer = http.get(&url).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let text = answer.text().await.unwrap();
        assert!(
            !text.contains("https://") || path.ends_with(".js"),
            "{path} loads from elsewhere"
        );
        let inside = path.starts_with("/page/teams/");
        open.extend(named.captures_iter(&text).map(|c| match &c[1] {
            "./" if inside => format!("/page/teams/{}", &c[2]),
            _ => format!("/page/{}", &c[2]),
        }));
    }
    seen
}

#[tokio::test]
async fn every_part_that_the_page_names_is_there() {
    let (_slack, base, _) = workspace().await;
    let seen = parts(&base, "/").await;
    assert!(seen.len() > 25, "{seen:?}");
}

#[tokio::test]
async fn every_part_that_the_page_of_teams_names_is_there() {
    let now = Arc::new(|| 1_795_424_400_000);
    let teams = Teams::start(now.clone()).await.unwrap();
    let mut options = Options::new(now);
    options.beside = Some(teams.page());
    let slack = Slack::start(options).await.unwrap();
    let seen = parts(&slack.page_url(), "/teams").await;
    assert!(seen.len() > 25, "{seen:?}");
    assert!(
        seen.contains("/page/teams/adaptivecards.min.js"),
        "{seen:?}"
    );
    assert!(
        seen.contains("/page/teams/hostconfig-light.json"),
        "{seen:?}"
    );
}

#[test]
fn the_renderer_of_cards_is_as_it_was_published() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/page/assets/teams");
    let renderer = std::fs::read(format!("{dir}/adaptivecards.min.js")).unwrap();
    let sum = hex::encode(Sha256::digest(renderer));
    let told = std::fs::read_to_string(format!("{dir}/VENDORED.md")).unwrap();
    assert!(told.contains(&sum), "VENDORED.md does not name {sum}");
}

#[tokio::test]
async fn only_pages_of_this_machine_are_answered() {
    let (_slack, base, http) = workspace().await;
    let act = format!("{base}page/act");
    let deed = r#"{"as":"ana","do":"home"}"#;
    let post = || {
        http.post(&act)
            .header("content-type", "application/json")
            .body(deed)
    };
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status();

    assert_eq!(status(post()).await, StatusCode::OK);
    // A foreign name that leads here, and a foreign page that asks here.
    for host in [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
    ] {
        let asked = status(post().header("host", host)).await;
        assert_eq!(asked, StatusCode::FORBIDDEN, "{host}");
    }
    for origin in ["http://evil.example", "null", "http://127.0.0.1:1"] {
        let asked = status(post().header("origin", origin)).await;
        assert_eq!(asked, StatusCode::FORBIDDEN, "{origin}");
    }
    // What a form of another site could send without asking first.
    let plain = http
        .post(&act)
        .header("content-type", "text/plain")
        .body(deed);
    assert_eq!(status(plain).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let live = http
        .get(format!("{base}page/live?as=ana"))
        .header("host", "evil.example");
    assert_eq!(status(live).await, StatusCode::FORBIDDEN);
}
