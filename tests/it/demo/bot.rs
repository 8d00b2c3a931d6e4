//! A bot of our own, for what the desk itself never sends: it calls the sandbox's Web API over HTTP as any bot would.

use std::time::Duration;

use serde_json::{Value, json};

use super::browser::{Driver, Window};
use crate::sandbox::harness::*;

/// No form is open.
pub const CLOSED: &str = "!document.querySelector('dialog')";

/// Ana's window in a workspace with a bot of ours, and a message of it with these elements.
pub async fn at_work(driver: &Driver, elements: Value) -> (Stage, Window) {
    let s = stage().await;
    let blocks = json!([{ "type": "actions", "block_id": "row", "elements": elements }]);
    s.posts(HELP, json!({ "text": "Press one", "blocks": blocks }))
        .await;
    let window = driver.window(1280, 900).await;
    let url = format!("{}?as=ana&in={HELP}", s.slack.page_url());
    window.goes(&url).await;
    (s, window)
}

/// What the bot hears next of a kind; everything else until then is forgotten.
pub async fn heard(s: &Stage, kind: &str) -> Value {
    for _ in 0..500 {
        if let Some(payload) = s.bot.heard().into_iter().find(|p| p["type"] == kind) {
            return payload;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the bot hears no {kind}");
}

/// Presses a button; the bot opens a form (`views.open`) or puts one on top (`views.push`).
pub async fn opens(s: &Stage, window: &Window, button: &str, method: &str, view: Value) {
    s.bot.heard();
    window.presses(button).await;
    let trigger = heard(s, "block_actions").await["trigger_id"].clone();
    let answer = s
        .call(method, json!({ "trigger_id": trigger, "view": view }))
        .await;
    assert_eq!(answer["ok"], true, "{answer}");
}
