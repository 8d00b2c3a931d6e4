//! The Teams face without a mouse, and for those who do not see it, or not well.

use super::access::{is_legible, reads_well};
use super::browser::Driver;
use super::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn asking_and_rating_need_no_mouse() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let me = driver.window(1280, 800).await;
    me.goes(&format!("{}/teams?as=mia", demo.url)).await;
    me.is_at("Message Frontdesk").await;
    assert!(me.shows_focus().await);
    me.types("request laptop screen is black").await;
    me.keys(&["Enter"]).await;
    me.sees("New request: screen is black").await;
    me.goes_by("Shift+Tab", "Open the form").await;
    me.keys(&["Enter"]).await;
    me.is_at("What do you need help with?").await;
    // Given up once, which leads back to the button.
    me.keys(&["Escape"]).await;
    me.is_at("Open the form").await;
    me.keys(&["Enter"]).await;
    me.is_at("What do you need help with?").await;
    me.goes_by("Tab", "Asset tag").await;
    me.types("1234").await;
    me.goes_by("Tab", "What is it?").await;
    me.types("S").await;
    me.goes_by("Tab", "Send request").await;
    me.keys(&["Enter"]).await;
    // What is wrong is read out, and the keyboard is where it can be mended.
    me.holds("document.querySelector('dialog [role=alert]').textContent.includes('This should look like AB-1234')")
        .await;
    me.is_at("Asset tag").await;
    me.keys(&["Control+a"]).await;
    me.types("AB-1234").await;
    me.goes_by("Tab", "Send request").await;
    me.keys(&["Enter"]).await;
    me.sees("IT-1 screen is black").await;
    me.is_at("Open the form").await;

    // From message to message by arrow, into the menus and out of them.
    me.goes_by("Tab", "Message Frontdesk").await;
    me.keys(&["F6"]).await;
    me.holds("document.querySelector('#side').contains(document.activeElement)")
        .await;
    me.keys(&["F6"]).await;
    me.is_at("Message Frontdesk").await;
    me.goes_by("Tab", "Apps and prompts").await;
    me.keys(&["Enter"]).await;
    me.is_at("Attach files").await;
    me.keys(&["ArrowDown"]).await;
    me.is_at("New request").await;
    me.keys(&["ArrowDown", "Enter"]).await;
    me.is_at("Words").await;
    me.sees("IT-1 screen is black").await;
    me.keys(&["Escape"]).await;
    me.is_at("Apps and prompts").await;
    assert_eq!(me.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_control_has_a_name_and_every_word_can_be_read() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, paul) = tokio::join!(driver.window(1280, 800), driver.window(420, 900));
    mia.goes(&format!("{}/teams?as=mia", demo.url)).await;
    mia.sees("Hello, this is Acme service desk.").await;
    let start = [
        ("navigation", "Chats and teams"),
        ("navigation", "The company's chats"),
        ("main", ""),
        ("log", "Messages in Frontdesk"),
        ("textbox", "Message Frontdesk"),
        ("link", "Company"),
        ("button", "New request"),
        ("link", "Skip to the conversation"),
    ];
    reads_well(&mia, "start", &start).await;
    is_legible(&mia, "start").await;

    mia.says("request expenses hotel in Lyon").await;
    mia.presses("Open the form").await;
    mia.enters("Subject", "").await;
    mia.enters("Amount in euros", "12").await;
    mia.chooses("What was it for?", "Hotel").await;
    mia.presses("Send request").await;
    mia.sees("Please look at what is marked below.").await;
    let form = [
        ("dialog", "New request"),
        ("spinbutton", "Amount in euros"),
        ("combobox", "What was it for?"),
        ("combobox", "Who approved it?"),
        ("Date", "Day of the receipt"),
        ("button", "Close"),
        ("alert", ""),
    ];
    reads_well(&mia, "form", &form).await;
    is_legible(&mia, "form").await;
    mia.enters("Subject", "hotel in Lyon").await;
    mia.presses("Send request").await;
    mia.sees("FIN-1 hotel in Lyon").await;
    mia.keys(&["Escape"]).await;
    is_legible(&mia, "card").await;

    // A channel, on a telephone's width: nothing is wider than the window.
    paul.goes(&format!(
        "{}/teams?as=paul&in=19:finance@thread.tacv2",
        demo.url
    ))
    .await;
    paul.sees("FIN-1 hotel in Lyon").await;
    paul.presses("↩ Reply").await;
    paul.answers("I know that hotel").await;
    paul.uses("FIN-1", "React").await;
    paul.clicks("//*[@role='dialog']//button[@title='Like']")
        .await;
    paul.finds("//button[@aria-label='Like, Paul']").await;
    let channel = [
        ("log", "Messages in Requests"),
        ("textbox", "New post in Requests"),
        ("textbox", "Reply"),
        ("button", "Like, Paul"),
        ("button", "Take it"),
    ];
    reads_well(&paul, "channel", &channel).await;
    is_legible(&paul, "channel").await;
    paul.holds("document.querySelector('#room .scroll').scrollWidth <= document.querySelector('#room .scroll').clientWidth")
        .await;
    let inside = "(b) => b.getBoundingClientRect().right <= b.closest('.card').getBoundingClientRect().right";
    paul.holds(&format!(
        "[...document.querySelectorAll('.card button')].every({inside})"
    ))
    .await;
    paul.clicks("//button[@aria-label='Chats and teams']").await;
    paul.clicks("//button[starts-with(.,'P') and contains(.,'You are')]")
        .await;
    reads_well(
        &paul,
        "who",
        &[("dialog", "Who are you?"), ("link", "Open a window as Mia")],
    )
    .await;
    is_legible(&paul, "who").await;
}
