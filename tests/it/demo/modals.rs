//! Forms and controls as a bot of our own sends them: every kind of field, errors, stacks, lists that the app fills, and
//! the question whether one is sure.

use std::sync::Mutex;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};

use super::browser::{Driver, Window};
use crate::sandbox::harness::*;

/// Ana's window in a workspace with a bot of ours, and a message of it with these elements.
async fn at_work(driver: &Driver, elements: Value) -> (Stage, Window) {
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
async fn heard(s: &Stage, kind: &str) -> Value {
    for _ in 0..500 {
        if let Some(payload) = s.bot.heard().into_iter().find(|p| p["type"] == kind) {
            return payload;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the bot hears no {kind}");
}

/// Presses a button; the bot opens a form (`views.open`) or puts one on top (`views.push`).
async fn opens(s: &Stage, window: &Window, button: &str, method: &str, view: Value) {
    s.bot.heard();
    window.presses(button).await;
    let trigger = heard(s, "block_actions").await["trigger_id"].clone();
    let answer = s
        .call(method, json!({ "trigger_id": trigger, "view": view }))
        .await;
    assert_eq!(answer["ok"], true, "{answer}");
}

const CLOSED: &str = "!document.querySelector('dialog')";

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_field_is_filled_in_and_mistakes_are_told_beside_it() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let (s, ana) = at_work(&driver, json!([button("Open", "open")])).await;
    let both = options(&["Red", "Blue"]);
    let fields = json!([
        input(
            "s",
            "Subject",
            json!({ "type": "plain_text_input", "action_id": "a", "max_length": 20 })
        ),
        input(
            "p",
            "Story",
            json!({ "type": "plain_text_input", "action_id": "a", "multiline": true })
        ),
        input(
            "e",
            "Mail",
            json!({ "type": "email_text_input", "action_id": "a" })
        ),
        input(
            "u",
            "Page",
            json!({ "type": "url_text_input", "action_id": "a" })
        ),
        input(
            "n",
            "Floor",
            json!({ "type": "number_input", "action_id": "a", "is_decimal_allowed": false, "min_value": "-1", "max_value": "5" })
        ),
        input(
            "d",
            "Day",
            json!({ "type": "datepicker", "action_id": "a" })
        ),
        input(
            "t",
            "Time",
            json!({ "type": "timepicker", "action_id": "a" })
        ),
        input(
            "k",
            "Kind",
            json!({ "type": "static_select", "action_id": "a", "options": both })
        ),
        input(
            "m",
            "Kinds",
            json!({ "type": "multi_static_select", "action_id": "a", "options": both })
        ),
        input(
            "c",
            "Boxes",
            json!({ "type": "checkboxes", "action_id": "a", "options": both })
        ),
        input(
            "r",
            "One of",
            json!({ "type": "radio_buttons", "action_id": "a", "options": both })
        ),
        input(
            "w",
            "Who",
            json!({ "type": "users_select", "action_id": "a" })
        ),
    ]);
    opens(&s, &ana, "Open", "views.open", modal("All of them", fields)).await;
    ana.is_at("Subject").await;
    ana.presses("Send").await;
    ana.sees("Please complete this required field.").await;
    ana.holds("document.querySelectorAll('.error:not([hidden])').length === 12")
        .await;
    ana.is_at("Subject").await;
    let sent = |p: &Value| p["type"] == "view_submission";
    assert!(
        !s.bot.heard().iter().any(sent),
        "an incomplete form stays here"
    );

    ana.fills("Subject", "a text that is longer than twenty")
        .await;
    ana.holds("document.activeElement.value === 'a text that is longe'")
        .await;
    ana.fills("Story", "One line").await;
    ana.keys(&["Enter"]).await;
    ana.types("and another").await;
    ana.fills("Mail", "nonsense").await;
    ana.fills("Page", "nonsense").await;
    ana.fills("Floor", "9").await;
    ana.fills("Day", "12012026").await;
    ana.fills("Time", "0230PM").await;
    ana.picks("Kind", "Blue").await;
    for (group, option) in [("Kinds", "Red"), ("Boxes", "Blue"), ("One of", "Red")] {
        ana.clicks(&format!(
            "//dialog//p[.='{group}']/following-sibling::div//label[normalize-space(.)='{option}']"
        ))
        .await;
    }
    ana.clicks("//dialog//input[@role='combobox']").await;
    ana.types("le").await;
    ana.finds("//dialog//li[@role='option' and @aria-selected='true' and contains(.,'Lea')]")
        .await;
    ana.keys(&["Enter"]).await;
    ana.presses("Send").await;
    let told = |block: &str, word: &str| {
        format!(
            "//div[@data-block='{block}' and .//*[@aria-invalid='true']]//p[@role='alert' and contains(.,'{word}')]"
        )
    };
    ana.finds(&told("e", "@")).await;
    ana.finds(&told("u", "URL")).await;
    ana.finds(&told("n", "5")).await;
    ana.is_at("Mail").await;
    ana.holds("document.querySelectorAll('.error:not([hidden])').length === 3")
        .await;
    ana.fills("Floor", "-1").await;
    ana.fills("Mail", "ana@acme.example").await;
    ana.fills("Page", "https://acme.example/x").await;
    ana.holds("document.querySelectorAll('.error:not([hidden])').length === 0")
        .await;
    ana.presses("Send").await;
    let sent = heard(&s, "view_submission").await;
    let field = |block: &str| sent["view"]["state"]["values"][block]["a"].clone();
    assert_eq!(field("s")["value"], "a text that is longe");
    assert_eq!(field("p")["value"], "One line\nand another");
    assert_eq!(field("e")["value"], "ana@acme.example");
    assert_eq!(field("u")["value"], "https://acme.example/x");
    assert_eq!(field("n")["value"], "-1");
    assert_eq!(field("d")["selected_date"], "2026-12-01");
    assert_eq!(field("t")["selected_time"], "14:30");
    assert_eq!(field("k")["selected_option"]["value"], "blue");
    assert_eq!(field("m")["selected_options"][0]["value"], "red");
    assert_eq!(field("c")["selected_options"][0]["value"], "blue");
    assert_eq!(field("r")["selected_option"]["value"], "red");
    assert_eq!(field("w")["selected_user"], "U0LEA");
    ana.holds(CLOSED).await;
    assert_eq!(ana.complaints().await, Vec::<String>::new());
}

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
async fn lists_that_the_app_fills_are_searched_as_one_types() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let select = |least: u64| json!({ "type": "external_select", "action_id": "a", "min_query_length": least, "placeholder": plain("Search articles") });
    let (s, ana) = at_work(&driver, json!([select(0), button("Open", "open")])).await;
    s.bot.answers(|p| {
        let typed = p["value"].as_str().unwrap_or_default();
        match p["type"].as_str() {
            Some("block_suggestion") if typed == "zz" => (200, json!({ "options": [] }).to_string()),
            Some("block_suggestion") => {
                let group = |label: &str, texts: &[&str]| json!({ "label": plain(label), "options": options(texts) });
                let groups = json!([group("Screens", &["Black screen", "Flicker"]), group("Other", &["Cables"])]);
                (200, json!({ "option_groups": groups }).to_string())
            }
            _ => (200, String::new()),
        }
    });
    // In a message: what is chosen is told at once.
    ana.clicks("//main//input[@role='combobox']").await;
    ana.sees("Screens").await;
    ana.clicks("//main//li[@role='option' and .='Cables']")
        .await;
    assert_eq!(
        heard(&s, "block_actions").await["actions"][0]["selected_option"]["value"],
        "cables"
    );

    let fields = json!([input("x", "Article", select(2))]);
    opens(&s, &ana, "Open", "views.open", modal("Find", fields)).await;
    ana.sees("Type 2 letters or more").await;
    ana.types("zz").await;
    ana.sees("Nothing found").await;
    ana.keys(&["Control+a"]).await;
    ana.types("bl").await;
    ana.sees("Flicker").await;
    // Escape closes the list, not the form.
    ana.keys(&["Escape"]).await;
    ana.misses("Flicker").await;
    ana.keys(&["ArrowDown"]).await;
    ana.finds("//dialog//li[@role='option' and .='Flicker']")
        .await;
    ana.keys(&["ArrowDown", "Enter"]).await;
    ana.holds("document.activeElement.value === 'Flicker'")
        .await;
    s.bot.heard();
    ana.presses("Send").await;
    let sent = heard(&s, "view_submission").await;
    assert_eq!(
        sent["view"]["state"]["values"]["x"]["a"]["selected_option"]["value"],
        "flicker"
    );
    assert_eq!(ana.complaints().await, Vec::<String>::new());
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
