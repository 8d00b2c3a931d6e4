//! The manifest: what Slack accepts, and the shipped file is the generated one.

use frontdesk::platform::slack::manifest::{manifest, yaml};
use serde_json::Value;

fn accepted(manifest: &Value) {
    for schema in ["app-manifest", "app-manifest-names"] {
        let path = format!("tests/data/schemas/slack/{schema}.schema.json");
        let text = std::fs::read_to_string(path).unwrap();
        let schema = serde_json::from_str(&text).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(manifest)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn slack_accepts_it() {
    let url = "https://desk.acme.example/frontdesk/".parse().unwrap();
    let long = "A service desk whose name is longer than Slack can show";
    let http = manifest(Some(&url), false, long);
    accepted(&http);
    let door = "https://desk.acme.example/frontdesk/slack/events";
    let settings = &http["settings"];
    assert_eq!(settings["event_subscriptions"]["request_url"], door);
    assert_eq!(settings["interactivity"]["message_menu_options_url"], door);
    assert_eq!(http["features"]["slash_commands"][1]["url"], door);
}

#[test]
fn socket_mode_needs_no_url() {
    let socket = manifest(None, true, "Frontdesk");
    accepted(&socket);
    assert!(!socket.to_string().contains("http"));
}

#[test]
fn the_shipped_file_is_the_generated_one() {
    let generated = yaml(&manifest(None, false, "Frontdesk"));
    let shipped = std::fs::read_to_string("manifests/slack.yaml").unwrap();
    assert_eq!(shipped, generated, "frontdesk manifest slack prints it");
}
