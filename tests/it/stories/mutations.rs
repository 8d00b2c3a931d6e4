//! Whatever Slack signed, the door stands: an answer, and never a fault of ours.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use super::door::{knock_as, signed};
use crate::bench::Bench;
use crate::slack_samples::{sample, samples};
use crate::slack_stub::http;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// What becomes of one place in a payload.
#[derive(Clone, Copy, Debug)]
enum Change {
    Drop,
    Null,
    Number,
    Text,
    List,
    Object,
    Long,
    Nested,
}

const CHANGES: [Change; 8] = [
    Change::Drop,
    Change::Null,
    Change::Number,
    Change::Text,
    Change::List,
    Change::Object,
    Change::Long,
    Change::Nested,
];

impl Change {
    fn value(self) -> Value {
        match self {
            Change::Drop | Change::Null => Value::Null,
            Change::Number => json!(-1.5e300),
            Change::Text => json!("<@U0ANA|x> \u{0}\u{202e}🦓 '); DROP"),
            Change::List => json!([null, {}, "x"]),
            Change::Object => json!({ "type": 7, "id": [] }),
            Change::Long => json!("x".repeat(70_000)),
            Change::Nested => json!([[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]),
        }
    }
}

/// Every place in `value`, as JSON pointers.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    let mut inner = |key: &str, value: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        let at = format!("{at}/{key}");
        out.push(at.clone());
        places(value, &at, out);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| inner(key, value)),
        Value::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(n, value)| inner(&n.to_string(), value));
        }
        _ => {}
    }
}

fn change(payload: &mut Value, place: usize, change: Change) {
    let mut all = Vec::new();
    places(payload, "", &mut all);
    let Some(at) = all.get(place % all.len().max(1)) else {
        return;
    };
    let (parent, key) = at.rsplit_once('/').unwrap();
    match (change, payload.pointer_mut(parent)) {
        (Change::Drop, Some(Value::Object(fields))) => {
            fields.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        (Change::Drop, Some(Value::Array(items))) => {
            items.remove(key.parse().unwrap());
        }
        _ => *payload.pointer_mut(at).unwrap() = change.value(),
    }
}

/// As Slack puts that kind of payload into a body.
fn body(name: &str, payload: &Value) -> (&'static str, String) {
    if name.starts_with("command") {
        let mut form = Serializer::new(String::new());
        for (key, value) in payload.as_object().into_iter().flatten() {
            form.append_pair(key, value.as_str().unwrap_or(&value.to_string()));
        }
        (FORM, form.finish())
    } else if ["event", "app_", "url_"]
        .iter()
        .any(|p| name.starts_with(p))
    {
        (JSON, payload.to_string())
    } else {
        let payload = payload.to_string();
        (
            FORM,
            Serializer::new(String::new())
                .append_pair("payload", &payload)
                .finish(),
        )
    }
}

/// Many cases, the same ones every time.
fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    TestRunner::new_with_rng(config, rng)
}

async fn stands(
    client: &reqwest::Client,
    bench: &Bench,
    kind: &str,
    body: &str,
) -> Result<(), TestCaseError> {
    let headers = signed(bench, "sandbox-signing-secret", body, 0);
    let (status, said) = knock_as(client, bench, kind, body, headers).await;
    prop_assert!(status == 200 || status == 400, "{status}: {said}\n{body}");
    if status == 400 {
        prop_assert!(said.starts_with("malformed: "), "{said:?}");
    }
    Ok(())
}

#[test]
fn no_change_to_what_slack_sends_breaks_the_door() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut bench = runtime.block_on(Bench::start());
    let client = http();
    // The samples' triggers are old, and their people unknown here.
    bench.forgives_violations = true;
    let all: Vec<(String, Value)> = samples()
        .into_iter()
        .map(|n| (n.clone(), sample(&n)))
        .collect();
    for (name, payload) in &all {
        let (kind, body) = body(name, payload);
        runtime
            .block_on(stands(&client, &bench, kind, &body))
            .unwrap();
    }
    let one = (any::<usize>(), prop::sample::select(&CHANGES[..]));
    let cases = (0..all.len(), vec(one, 1..4));
    runner(800)
        .run(&cases, |(which, changes)| {
            let (name, mut payload) = all[which].clone();
            for (place, how) in changes {
                change(&mut payload, place, how);
            }
            let (kind, body) = body(&name, &payload);
            runtime.block_on(stands(&client, &bench, kind, &body))
        })
        .unwrap();
    let _within = runtime.enter();
    drop(bench);
}

#[test]
fn no_body_at_all_breaks_the_door() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bench = runtime.block_on(Bench::start());
    let client = http();
    let kinds = [
        JSON,
        FORM,
        "text/plain",
        "application/json; charset=utf-8",
        "",
    ];
    let cases = (
        prop::sample::select(kinds.to_vec()),
        "\\PC{0,200}|[{}\\[\\]\",:=&%a-f0-9]{0,200}",
    );
    runner(300)
        .run(&cases, |(kind, body)| {
            runtime.block_on(stands(&client, &bench, kind, &body))
        })
        .unwrap();
    let _within = runtime.enter();
    drop(bench);
}
