//! Behind the scenes: what went to and fro in full, what broke a rule, and an event once more.

use serde_json::json;

use super::browser::{Driver, Window};
use super::running::Running;
use crate::sandbox::harness::*;

/// A line of the drawer.
fn line(words: &str) -> String {
    format!("//section[@id='drawer']//details[contains(.,'{words}')]")
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_rules_are_shown_with_the_call_and_what_it_sent() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let s = stage().await;
    let ana = driver.window(1280, 900).await;
    ana.goes(&format!("{}?as=ana&in={HELP}", s.slack.page_url()))
        .await;
    ana.sees("Nobody has said anything here yet.").await;
    // Seen before anybody looks behind the scenes.
    let long = json!([{ "type": "section", "text": plain(&"long ".repeat(700)) }]);
    let refused = json!({ "channel": HELP, "text": "Too long", "blocks": long });
    assert_eq!(
        s.refusal("chat.postMessage", refused).await,
        "invalid_blocks"
    );
    ana.finds("//button[contains(.,'Behind the scenes')]/span[starts-with(.,'1 time')]")
        .await;
    let divider = json!([{ "type": "divider" }]);
    s.call(
        "chat.postMessage",
        json!({ "channel": HELP, "blocks": divider }),
    )
    .await;
    s.posts(HELP, json!({ "text": "All is well" })).await;
    ana.finds("//button[contains(.,'Behind the scenes')]/span[starts-with(.,'2 times')]")
        .await;

    ana.clicks("//button[starts-with(.,'Behind the scenes')]")
        .await;
    // The rule and the payload without another click.
    let broken = line("invalid_blocks");
    ana.finds(&format!(
        "{broken}[contains(.,'chat.postMessage') and contains(.,'length outside field bounds')]"
    ))
    .await;
    ana.finds(&format!(
        "{broken}//pre[contains(.,'long long') and contains(.,'response_metadata')]"
    ))
    .await;
    let suffered = line("blocks without text");
    ana.clicks(&format!("{suffered}/summary")).await;
    ana.finds(&format!("{suffered}//pre[contains(.,'divider')]"))
        .await;

    // What is in order, on demand.
    ana.says("Is it?").await;
    let event = line("message");
    for good in [
        line("#it-help"),
        format!("({event}[.//button[.='Send again']])[1]"),
    ] {
        ana.finds(&good).await;
    }
    let call = "//section[@id='drawer']//details[not(contains(@class,'bad')) and contains(.,'chat.postMessage') and not(contains(.,'without'))]";
    ana.holds(&format!("document.evaluate(\"{call}[.//time][last()]//pre\", document, null, 9).singleNodeValue === null")).await;
    ana.clicks(&format!("({call})[1]/summary")).await;
    ana.finds(&format!(
        "{call}//pre[contains(.,'All is well') and contains(.,'answered')]"
    ))
    .await;
    ana.clicks(&format!("({event}[.//button[.='Send again']])[1]/summary"))
        .await;
    ana.finds(&format!(
        "{event}//pre[contains(.,'Is it?') and contains(.,'x-slack-signature')]"
    ))
    .await;
    assert_eq!(ana.complaints().await, Vec::<String>::new());
}

/// Mia asks; her window is at her thread, Ana's at hers.
pub async fn asked(mia: &Window, ana: &Window, demo: &Running) {
    mia.goes(&demo.url).await;
    ana.goes(&format!("{}/?as=ana&in=C0ITTRIAGE", demo.url))
        .await;
    mia.says("/request laptop screen is black").await;
    mia.fills("Asset tag", "AB-1234").await;
    mia.picks("What is it?", "Screen").await;
    mia.presses("Send request").await;
    mia.uses("IT-1 screen is black", "Reply in thread").await;
    ana.uses("IT-1 screen is black", "Reply in thread").await;
    mia.finds("//aside//textarea").await;
    ana.finds("//aside//textarea").await;
    ana.clicks("//button[starts-with(.,'Behind the scenes')]")
        .await;
    ana.sees("Make trouble").await;
}

/// How many messages of the thread read so.
pub async fn times(window: &Window, words: &str) -> usize {
    let text = window
        .script("return document.querySelector('#thread').innerText")
        .await;
    text.as_str().unwrap().matches(words).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_sent_again_does_nothing_again() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 900));
    asked(&mia, &ana, &demo).await;
    mia.replies("It began on Monday").await;
    ana.sees("It began on Monday").await;
    // The newest event of hers is that of this message.
    let hers =
        "(//section[@id='drawer']//details[contains(.,'message event') and contains(.,'Mia')])[1]";
    ana.clicks(&format!("{hers}/summary")).await;
    ana.finds(&format!("{hers}//pre[contains(.,'It began on Monday')]"))
        .await;
    ana.clicks(&format!("{hers}//button[.='Send again']")).await;
    ana.finds("//section[@id='drawer']//details[contains(.,'retry 1') and contains(.,'200')]")
        .await;
    mia.replies("And on Tuesday").await;
    ana.sees("And on Tuesday").await;
    assert_eq!(times(&ana, "It began on Monday").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_days_is_seen_now() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 900));
    asked(&mia, &ana, &demo).await;
    ana.clicks("//main//button[.='Resolve']").await;
    ana.fills("Summary", "A loose cable").await;
    ana.clicks("//dialog//button[@type='submit']").await;
    mia.finds("//main//li[contains(.,'Solved')]").await;
    // Silence closes it.
    ana.presses("+5 days").await;
    mia.finds("//main//li[contains(.,'Closed')]").await;
}
