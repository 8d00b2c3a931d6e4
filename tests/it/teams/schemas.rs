//! Everything that a story produced, against Microsoft's own schemas.

use std::sync::LazyLock;

use frontdesk::sandbox::teams::Teams;
use jsonschema::Validator;
use serde_json::Value;

/// Every card and activity that went to Teams, and every card in an answer.
pub fn all_fit(teams: &Teams) {
    for call in teams.calls() {
        for attachment in call.body["attachments"].as_array().into_iter().flatten() {
            if attachment["contentType"] == "application/vnd.microsoft.card.adaptive" {
                fits(&attachment["content"]);
            }
        }
        if ["send", "update"].contains(&call.method) {
            let errors: Vec<String> = ACTIVITY
                .iter_errors(&call.body)
                .map(|e| e.to_string())
                .collect();
            assert!(errors.is_empty(), "{errors:#?}\n{:#}", call.body);
        }
    }
    teams.shown().iter().for_each(fits);
}

/// A card against Microsoft's schema of Adaptive Cards 1.5, without what Teams adds to it.
pub fn fits(card: &Value) {
    let mut plain = card.clone();
    without_extensions(&mut plain);
    let errors: Vec<String> = CARD.iter_errors(&plain).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{card:#}");
}

/// Lists that come as people type are Teams' own; and so, in the schema of 1.5, are lists that are narrowed by typing:
/// Teams documents them, and the schema has them from 1.6 on.
fn without_extensions(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("choices.data");
            if map.get("style").is_some_and(|style| style == "filtered") {
                map.remove("style");
            }
            map.values_mut().for_each(without_extensions);
        }
        Value::Array(all) => all.iter_mut().for_each(without_extensions),
        _ => {}
    }
}

static CARD: LazyLock<Validator> = LazyLock::new(|| {
    let schema = schema("adaptive-card-1.5.0.json");
    jsonschema::validator_for(&schema).unwrap()
});

static ACTIVITY: LazyLock<Validator> = LazyLock::new(|| {
    let mut schema = schema("botframework-protocol.json");
    schema["$ref"] = "#/definitions/Activity".into();
    jsonschema::validator_for(&schema).unwrap()
});

pub fn schema(name: &str) -> Value {
    let path = format!(
        "{}/tests/data/schemas/teams/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
