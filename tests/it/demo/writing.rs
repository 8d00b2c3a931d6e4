//! Writing as one does in a chat: completion, edits, menus, channels, what is new.

use super::browser::Driver;
use super::running::Running;

const GENERAL: &str = "C0GENERAL";

#[tokio::test(flavor = "multi_thread")]
async fn commands_people_channels_and_emoji_are_completed() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let ana = driver.window(1280, 800).await;
    ana.goes(&format!("{}/?as=ana&in={GENERAL}", demo.url))
        .await;
    ana.is_at("Message #general").await;

    ana.types("Look @mi").await;
    ana.sees("Sales · asks for things").await;
    ana.keys(&["Enter"]).await;
    ana.types("in #off").await;
    ana.sees("#office").await;
    ana.keys(&["Tab"]).await;
    // The second of several, by arrow, and one that is taken with the mouse.
    ana.types(":hourglass").await;
    ana.sees(":hourglass_flowing_sand:").await;
    ana.keys(&["ArrowDown", "Enter"]).await;
    ana.types(":tad").await;
    ana.clicks("//ul[@aria-label='Suggestions']/li[contains(.,':tada:')]")
        .await;
    ana.holds("document.activeElement.value === 'Look @mia in #office :hourglass: :tada: '")
        .await;
    ana.keys(&["Enter"]).await;
    ana.sees("Look @Mia in #office ⌛ 🎉").await;
    ana.finds("//main//li//a[.='#office']").await;

    // Escape puts the list away and nothing else.
    ana.types("@le").await;
    ana.finds("//ul[@aria-label='Suggestions' and not(@hidden)]")
        .await;
    ana.keys(&["Escape"]).await;
    ana.finds("//main//ul[@aria-label='Suggestions' and @hidden]")
        .await;
    ana.holds("document.activeElement.value === '@le'").await;
    ana.keys(&["Control+a"]).await;
    ana.types("/re").await;
    ana.sees("Ask a team for help").await;
    ana.keys(&["Tab"]).await;
    ana.holds("document.activeElement.value === '/request '")
        .await;
    assert_eq!(ana.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_changed_and_deleted_before_everybodys_eyes() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, lea) = tokio::join!(driver.window(1280, 800), driver.window(1280, 800));
    mia.goes(&format!("{}/?as=mia&in={GENERAL}", demo.url))
        .await;
    lea.goes(&format!("{}/?as=lea&in={GENERAL}", demo.url))
        .await;
    mia.says("The cake is gonne, @lea & <all>").await;
    lea.sees("The cake is gonne, @Lea & <all>").await;

    mia.uses("gonne", "More actions").await;
    mia.presses("Edit").await;
    mia.is_at("Edit the message").await;
    mia.holds("document.activeElement.value === 'The cake is gonne, @lea & <all>'")
        .await;
    // Given up, then done. What others do in the meantime takes nothing away.
    mia.keys(&["Escape"]).await;
    mia.misses("Save").await;
    mia.uses("gonne", "More actions").await;
    mia.presses("Edit").await;
    mia.is_at("Edit the message").await;
    mia.keys(&["Control+a"]).await;
    mia.types("The cake is gone").await;
    lea.uses("gonne", "React").await;
    lea.clicks("//button[@title=':heart:']").await;
    lea.sees("❤️ 1").await;
    mia.holds("document.activeElement.value === 'The cake is gone'")
        .await;
    mia.keys(&["Enter"]).await;
    for window in [&mia, &lea] {
        window.sees("The cake is gone").await;
        window.misses("gonne").await;
        window.sees("(edited)").await;
    }
    mia.sees("❤️ 1").await;

    // Nobody changes what others wrote.
    lea.uses("The cake is gone", "More actions").await;
    lea.finds("//button[@role='menuitem' and starts-with(.,'Copy link')]")
        .await;
    assert!(!lea.reads().await.contains("Delete"));
    lea.keys(&["Escape"]).await;

    mia.uses("The cake is gone", "More actions").await;
    mia.presses("Delete").await;
    mia.sees("This cannot be undone").await;
    mia.presses("Cancel").await;
    mia.misses("This cannot be undone").await;
    mia.sees("The cake is gone").await;
    mia.uses("The cake is gone", "More actions").await;
    mia.clicks("//button[@role='menuitem' and .='Delete']")
        .await;
    mia.clicks("//dialog//button[.='Delete']").await;
    lea.misses("The cake is gone").await;
    mia.misses("The cake is gone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_open_the_form_from_a_message_and_from_the_composer() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let ana = driver.window(1280, 800).await;
    ana.goes(&format!("{}/?as=ana&in=C0ITHELP", demo.url)).await;
    ana.uses("My second screen flickers", "More actions").await;
    ana.sees("Make a request of this message").await;
    ana.clicks("//button[@role='menuitem' and starts-with(.,'Turn into request')]")
        .await;
    ana.finds("//dialog//h2[.!='']").await;
    ana.holds("[...document.querySelectorAll('dialog input, dialog textarea')].some((f) => f.value.includes('My second screen flickers'))")
        .await;
    ana.keys(&["Escape"]).await;
    ana.holds("!document.querySelector('dialog')").await;

    ana.clicks("//main//button[@aria-label='Shortcuts and files']")
        .await;
    ana.clicks("//button[@role='menuitem' and starts-with(.,'New request')]")
        .await;
    ana.finds("//dialog//h2[.='New request']").await;
    ana.clicks("//dialog//button[@aria-label='Close']").await;
    ana.holds("!document.querySelector('dialog')").await;

    // What only she sees, until she has seen enough of it; and what Slack does not know.
    ana.says("/desk mine").await;
    ana.sees("Only visible to you").await;
    ana.presses("Dismiss").await;
    ana.misses("Only visible to you").await;
    ana.says("/nonsense").await;
    ana.sees("/nonsense is not a valid command").await;
    ana.holds("document.activeElement.value === '/nonsense'")
        .await;
    ana.clicks("//nav//a[contains(.,'Frontdesk')]").await;
    ana.presses("Home").await;
    ana.clicks("//div[@class='home']//button[.='New request']")
        .await;
    ana.finds("//dialog//h2[.='New request']").await;
    ana.keys(&["Escape"]).await;
    ana.is_at("New request").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_joined_and_what_is_new_is_marked() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 800));
    mia.goes(&demo.url).await;
    ana.goes(&format!("{}/?as=ana&in={GENERAL}", demo.url))
        .await;

    ana.clicks("//nav//a[contains(.,'lunch')]").await;
    ana.sees("You are looking at #lunch").await;
    assert_eq!(
        ana.script("return document.querySelectorAll('main textarea').length")
            .await,
        0
    );
    ana.presses("Join channel").await;
    ana.is_at("Message #lunch").await;
    ana.misses("More channels").await;

    // What was there before one came is no news; what comes later is, until it is seen.
    mia.sees("This is your direct line").await;
    assert_eq!(
        mia.script("return document.querySelectorAll('.unread').length")
            .await,
        0
    );
    ana.says("Noodles at noon?").await;
    mia.finds(
        "//nav//a[contains(@class,'unread') and contains(.,'lunch')]//*[@aria-label='unread']",
    )
    .await;
    mia.holds("document.title === '(1) Mia · Frontdesk'").await;
    mia.clicks("//nav//a[contains(.,'lunch')]").await;
    mia.sees("Noodles at noon?").await;
    mia.holds(
        "document.querySelectorAll('.unread').length === 0 && document.title === 'Mia · #lunch'",
    )
    .await;
    // One's own words are no news to oneself.
    mia.says("I am in").await;
    mia.clicks("//nav//a[contains(.,'office')]").await;
    ana.sees("I am in").await;
    assert_eq!(
        mia.script("return document.querySelectorAll('.unread').length")
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_another_company_sees_what_is_shared_with_theirs() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (sam, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 800));
    ana.goes(&format!("{}/?as=ana&in=C0ITHELP", demo.url)).await;
    sam.goes(&demo.url).await;
    sam.clicks("//button[contains(.,'You are')]").await;
    sam.clicks("//button[contains(.,'Another company')]").await;
    sam.is_at("Message #it-help").await;
    sam.holds("document.querySelectorAll('#side li').length === 1")
        .await;
    sam.says("We see it here too").await;
    ana.sees("We see it here too").await;
    ana.finds("//main//li[contains(.,'We see it here too')]//*[.='Other company']")
        .await;
}
