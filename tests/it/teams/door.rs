//! The door: only what Teams signed, for us, from our tenant, about Teams.

use frontdesk::sandbox::teams::{APP, Key};
use frontdesk::sandbox::{Fault, Trouble};
use futures_util::FutureExt;
use serde_json::json;

use crate::bench::{DAY, HOUR, MINUTE};

use super::bench::TeamsBench;
use super::forged::{CASES, Change, right, send};

#[tokio::test]
async fn nothing_forged_stale_or_meant_for_others_comes_in() {
    let bench = TeamsBench::start().await;
    assert!(CASES.len() >= 40);
    assert_eq!(send(&bench, &right(&bench)).await, 200, "the right one");
    let said = |b: &TeamsBench| {
        b.user("ana")
            .reads()
            .into_iter()
            .filter(|m| m.by_bot)
            .count()
    };
    bench
        .teams
        .until("the answer", |_| (said(&bench) == 1).then_some(()))
        .await;
    let calls = bench.teams.calls().len();
    for (what, expected, change) in CASES {
        let mut sent = right(&bench);
        change(&mut sent);
        assert_eq!(send(&bench, &sent).await, *expected, "{what}");
    }
    bench.settle().await;
    // Nobody was answered, and nobody was asked for keys for any of them.
    assert_eq!(said(&bench), 1);
    assert_eq!(bench.teams.calls().len(), calls);
}

#[tokio::test]
async fn what_real_teams_may_do_is_taken() {
    let bench = TeamsBench::start().await;
    let cases: &[(&str, Change)] = &[
        ("the service in capitals, without its slash", |s| {
            let service = s.claims["serviceurl"].as_str().unwrap().to_uppercase();
            s.claims["serviceurl"] = json!(service.trim_end_matches('/'));
        }),
        ("ended not five minutes ago", |s| {
            let now = s.claims["nbf"].as_i64().unwrap();
            s.claims["nbf"] = json!(now - 4000);
            s.claims["exp"] = json!(now - 299);
        }),
        ("begins within five minutes", |s| {
            s.claims["nbf"] = json!(s.claims["nbf"].as_i64().unwrap() + 299);
        }),
        ("our id in capitals", |s| {
            s.activity["recipient"]["id"] = json!(format!("28:{}", APP.to_uppercase()));
        }),
        ("nobody's name", |s| {
            s.activity["from"].as_object_mut().unwrap().remove("name");
        }),
        ("a kind that nobody knows", |s| {
            s.activity["type"] = json!("surprise")
        }),
        ("a scheme in lower case", |s| {
            s.authorization = Some(Some(format!("bearer {}", s.token())));
        }),
    ];
    for (what, change) in cases {
        let mut sent = right(&bench);
        change(&mut sent);
        assert_eq!(send(&bench, &sent).await, 200, "{what}");
    }
}

#[tokio::test]
async fn a_key_has_to_be_endorsed_for_teams() {
    let bench = TeamsBench::start().await;
    let key = bench.teams.first_key();
    let kinds: [(&str, Option<&[&str]>); 3] = [
        ("bare", None),
        ("empty", Some(&[])),
        ("web", Some(&["webchat"])),
    ];
    let mut all = vec![key.clone()];
    all.extend(kinds.map(|(name, channels)| key.called(name).endorsed(channels)));
    bench.teams.publish(&all);
    bench.clock.advance(2 * MINUTE);
    for (name, _) in kinds {
        let mut sent = right(&bench);
        sent.signed_by(key.called(name));
        assert_eq!(send(&bench, &sent).await, 401, "{name}");
    }
    assert_eq!(send(&bench, &right(&bench)).await, 200);
}

#[tokio::test]
async fn keys_are_replaced_and_a_flood_of_unknown_ones_asks_for_none() {
    let bench = TeamsBench::start().await;
    let fetched = |b: &TeamsBench| b.teams.calls_of("keys");
    assert_eq!(send(&bench, &right(&bench)).await, 200);
    assert_eq!(fetched(&bench), 1);

    // The channel signs with a new key: it is fetched once, and the old one is no longer good.
    bench.clock.advance(2 * MINUTE);
    let next = Key::new("sandbox-key-2");
    bench.teams.publish(std::slice::from_ref(&next));
    let mut renewed = right(&bench);
    renewed.signed_by(next.clone());
    assert_eq!(send(&bench, &renewed).await, 200);
    assert_eq!(fetched(&bench), 2);
    assert_eq!(send(&bench, &right(&bench)).await, 401);

    // Two hundred unknown names at once, and then some: at most one question a minute.
    for minute in 0..3 {
        bench.clock.advance(2 * MINUTE);
        let mut flood = Vec::new();
        for nth in 0..200 {
            let mut sent = right(&bench);
            sent.header["kid"] = json!(format!("unknown-{minute}-{nth}"));
            flood.push(sent);
        }
        let all = flood.iter().map(|sent| send(&bench, sent));
        for status in futures_util::future::join_all(all).await {
            assert_eq!(status, 401);
        }
        assert_eq!(fetched(&bench), 3 + minute);
    }

    // A day later the set is asked for anew; while that fails the old one stays good.
    bench.clock.advance(DAY + HOUR);
    let broken = Trouble::ServerError { applied: false };
    bench.teams.trouble(Fault::new("keys", broken).times(3));
    for _ in 0..2 {
        bench.clock.advance(2 * MINUTE);
        let mut sent = right(&bench);
        sent.signed_by(next.clone());
        assert_eq!(send(&bench, &sent).await, 200);
    }
}

#[tokio::test]
async fn without_any_keys_nothing_is_known_and_teams_may_try_again() {
    let clock = frontdesk::clock::Clock::manual(crate::bench::START);
    let now = clock.clone();
    let teams = frontdesk::sandbox::teams::Teams::start(std::sync::Arc::new(move || now.now()))
        .await
        .unwrap();
    let broken = Trouble::ServerError { applied: false };
    teams.trouble(Fault::new("metadata", broken));
    let keys = frontdesk::platform::teams::keys::Keys::new(
        reqwest::Client::builder().no_proxy().build().unwrap(),
        teams.openid_url().parse().unwrap(),
    );
    let kid = teams.first_key().kid;
    assert!(keys.get(&kid, clock.now()).await.is_err());
    // Not at once, and then they are there.
    assert!(keys.get(&kid, clock.now()).await.is_err());
    clock.advance(MINUTE);
    assert!(keys.get(&kid, clock.now()).await.unwrap().is_some());
}

#[tokio::test]
async fn whoever_has_a_key_that_we_know_waits_for_nobody() {
    let clock = frontdesk::clock::Clock::manual(crate::bench::START);
    let now = clock.clone();
    let teams = frontdesk::sandbox::teams::Teams::start(std::sync::Arc::new(move || now.now()))
        .await
        .unwrap();
    let keys = frontdesk::platform::teams::keys::Keys::new(
        reqwest::Client::builder().no_proxy().build().unwrap(),
        teams.openid_url().parse().unwrap(),
    );
    let kid = teams.first_key().kid;
    assert!(keys.get(&kid, clock.now()).await.unwrap().is_some());
    // The next day Microsoft's server says nothing.
    clock.advance(DAY + HOUR);
    teams.trouble(Fault::new("metadata", Trouble::HangBefore));
    let mut unknown = std::pin::pin!(keys.get("unknown", clock.now()));
    assert!(unknown.as_mut().now_or_never().is_none());
    let known = keys.get(&kid, clock.now()).now_or_never();
    assert!(known.expect("it waits").unwrap().is_some());
}

#[tokio::test]
async fn a_clock_that_is_set_back_keeps_no_new_key_out() {
    let bench = TeamsBench::start().await;
    assert_eq!(send(&bench, &right(&bench)).await, 200);
    bench.clock.advance(-10 * MINUTE);
    let next = Key::new("sandbox-key-2");
    bench.teams.publish(std::slice::from_ref(&next));
    let mut renewed = right(&bench);
    renewed.signed_by(next);
    assert_eq!(send(&bench, &renewed).await, 200);
}
