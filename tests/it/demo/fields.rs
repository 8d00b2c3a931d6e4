//! Every kind of field of a form, filled in by hand, with mistakes told beside it.

use serde_json::{Value, json};

use super::bot::{CLOSED, at_work, heard, opens};
use super::browser::Driver;
use crate::sandbox::harness::*;

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

    let several =
        json!({ "type": "multi_external_select", "action_id": "a", "min_query_length": 0 });
    let fields = json!([
        input("x", "Article", select(2)),
        input("y", "See also", several)
    ]);
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
    // Several, and one of them given up again.
    ana.keys(&["Tab"]).await;
    ana.is_at("See also").await;
    for article in ["Cables", "Flicker", "Black screen"] {
        ana.clicks("//div[@data-block='y']//input").await;
        ana.clicks(&format!(
            "//div[@data-block='y']//li[@role='option' and .='{article}']"
        ))
        .await;
        ana.finds(&format!(
            "//div[@data-block='y']//*[@aria-label='Remove {article}']"
        ))
        .await;
    }
    ana.clicks("//div[@data-block='y']//*[@aria-label='Remove Flicker']")
        .await;
    s.bot.heard();
    ana.presses("Send").await;
    let sent = heard(&s, "view_submission").await;
    assert_eq!(
        sent["view"]["state"]["values"]["x"]["a"]["selected_option"]["value"],
        "flicker"
    );
    let several = &sent["view"]["state"]["values"]["y"]["a"]["selected_options"];
    let chosen: Vec<_> = several
        .as_array()
        .unwrap()
        .iter()
        .map(|o| &o["value"])
        .collect();
    assert_eq!(chosen, ["cables", "black screen"]);
    assert_eq!(ana.complaints().await, Vec::<String>::new());
}
