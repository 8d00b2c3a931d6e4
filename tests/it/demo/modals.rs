//! Forms and questions that lie over the page: waiting, refused, stacked, and whether one is sure.

use std::sync::Mutex;
use std::sync::mpsc;

use serde_json::{Value, json};

use super::bot::{CLOSED, at_work, heard, opens};
use super::browser::Driver;
use crate::sandbox::harness::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_form_waits_for_its_answer_and_shows_what_is_wrong() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let (s, ana) = at_work(&driver, json!([button("Open", "open")])).await;
    let fields = json!([
        input(
            "s",
            "Subject",
            json!({ "type": "plain_text_input", "action_id": "a" })
        ),
        input(
            "t",
            "Asset tag",
            json!({ "type": "plain_text_input", "action_id": "a" })
        ),
    ]);
    opens(&s, &ana, "Open", "views.open", modal("Form", fields)).await;
    ana.fills("Subject", "Black").await;
    ana.fills("Asset tag", "12").await;
    let (go, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    s.bot.answers(move |p| {
        if p["type"] != "view_submission" {
            return (200, String::new());
        }
        tokio::task::block_in_place(|| wait.lock().unwrap().recv().unwrap());
        let errors = json!({ "t": "It begins with letters" });
        (
            200,
            json!({ "response_action": "errors", "errors": errors }).to_string(),
        )
    });
    ana.presses("Send").await;
    ana.finds("//dialog[@aria-busy='true']//button[@disabled and .='Sending…']")
        .await;
    go.send(()).unwrap();
    ana.finds("//div[@data-block='t']//p[@role='alert' and .='It begins with letters']")
        .await;
    ana.finds("//dialog[not(@aria-busy)]//button[not(@disabled) and .='Send']")
        .await;
    ana.is_at("Asset tag").await;
    // Typing takes the complaint away.
    ana.types("3").await;
    ana.misses("It begins with letters").await;

    // An app in trouble: what was typed stays.
    s.bot.answers(|_| (500, String::new()));
    ana.keys(&["Enter"]).await;
    ana.sees("We had some trouble connecting").await;
    ana.holds("document.querySelector('[data-block=t] input').value === '123'")
        .await;
    s.bot.answers(|_| (200, String::new()));
    ana.keys(&["Enter"]).await;
    ana.holds(CLOSED).await;
    ana.is_at("Open").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_lie_upon_each_other() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let (s, ana) = at_work(&driver, json!([button("Open", "open")])).await;
    let form = |title: &str, deeper: &str| {
        let row =
            json!({ "type": "actions", "block_id": "row", "elements": [button(deeper, "deeper")] });
        let text = json!({ "type": "plain_text_input", "action_id": "a" });
        modal(title, json!([row, input("s", "Subject", text)]))
    };
    opens(
        &s,
        &ana,
        "Open",
        "views.open",
        form("First", "To the second"),
    )
    .await;
    ana.fills("Subject", "Kept").await;
    opens(
        &s,
        &ana,
        "To the second",
        "views.push",
        form("Second", "To the third"),
    )
    .await;
    ana.finds("//dialog[1]//h2[.='Second']").await;
    ana.holds("document.querySelectorAll('dialog').length === 1")
        .await;
    // A third by the answer to a form.
    let third = form("Third", "No further");
    s.bot.answers(move |p| match p["type"].as_str() {
        Some("view_submission") => (
            200,
            json!({ "response_action": "push", "view": third }).to_string(),
        ),
        _ => (200, String::new()),
    });
    ana.fills("Subject", "Sent").await;
    ana.presses("Send").await;
    ana.finds("//dialog//h2[.='Third']").await;
    s.bot.answers(|_| (200, String::new()));

    // One Escape, one form.
    ana.keys(&["Escape"]).await;
    ana.finds("//dialog//h2[.='Second']").await;
    ana.keys(&["Escape"]).await;
    ana.finds("//dialog//h2[.='First']").await;
    ana.holds("document.querySelector('[data-block=s] input').value === 'Kept'")
        .await;
    opens(
        &s,
        &ana,
        "To the second",
        "views.push",
        form("Second", "To the third"),
    )
    .await;
    ana.finds("//dialog//h2[.='Second']").await;
    ana.presses("Back").await;
    ana.finds("//dialog//h2[.='First']").await;
    opens(
        &s,
        &ana,
        "To the second",
        "views.push",
        form("Second", "To the third"),
    )
    .await;
    ana.finds("//dialog//h2[.='Second']").await;
    s.bot.heard();
    ana.clicks("//dialog//button[@aria-label='Close all']")
        .await;
    ana.holds(CLOSED).await;
    assert_eq!(heard(&s, "view_closed").await["is_cleared"], true);
    ana.is_at("Open").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_may_ask_whether_one_is_sure() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let mut cancel = button("Cancel request", "cancel");
    cancel["confirm"] = json!({
        "title": plain("Cancel it?"), "text": plain("Nobody will look at it any more."), "confirm": plain("Cancel it"),
        "deny": plain("Keep it"), "style": "danger",
    });
    let more =
        json!({ "type": "overflow", "action_id": "more", "options": options(&["Merge", "Move"]) });
    let (s, ana) = at_work(&driver, json!([cancel, more])).await;
    for no in ["//dialog//button[.='Keep it']", ""] {
        ana.presses("Cancel request").await;
        ana.sees("Nobody will look at it any more.").await;
        ana.finds("//dialog[@aria-labelledby]//h2[.='Cancel it?']")
            .await;
        if no.is_empty() {
            ana.keys(&["Escape"]).await;
        } else {
            ana.clicks(no).await;
        }
        ana.holds(CLOSED).await;
        ana.is_at("Cancel request").await;
    }
    let pressed = |p: &Value| p["type"] == "block_actions";
    assert!(!s.bot.heard().iter().any(pressed), "they were not sure");
    ana.presses("Cancel request").await;
    ana.presses("Cancel it").await;
    assert_eq!(
        heard(&s, "block_actions").await["actions"][0]["action_id"],
        "cancel"
    );

    // A menu of the message itself, by arrows.
    ana.clicks("//main//button[@aria-label='More']").await;
    ana.is_at("Merge").await;
    ana.keys(&["ArrowDown", "Enter"]).await;
    assert_eq!(
        heard(&s, "block_actions").await["actions"][0]["selected_option"]["value"],
        "move"
    );
    ana.is_at("More").await;
}
