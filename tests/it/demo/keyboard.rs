//! The tour without a mouse.

use super::browser::{Driver, Window};
use super::running::Running;

/// Round the parts of the page until the list of conversations has the focus.
async fn to_the_list(window: &Window) {
    let elsewhere = "return !document.activeElement.closest('#side')";
    while window.script(elsewhere).await == true {
        window.keys(&["F6"]).await;
    }
}

/// Becomes somebody else, by the menu above the list.
async fn becomes(window: &Window, name: &str) {
    to_the_list(window).await;
    if !window.focus().await.starts_with("You are") {
        window.goes_by("Shift+Tab", "You are").await;
    }
    window.keys(&["Enter"]).await;
    window.sees("Who are you?").await;
    // Given up once: Escape leaves everything as it was.
    window.keys(&["Escape"]).await;
    window.is_at("You are").await;
    window.keys(&["Enter"]).await;
    window.goes_by("Tab", name).await;
    window.keys(&["Enter"]).await;
    window.sees(&format!("You are\n{name}")).await;
}

async fn visits(window: &Window, name: &str) {
    to_the_list(window).await;
    window.goes_by("Tab", name).await;
    window.keys(&["Enter"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tour_needs_no_mouse() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let me = driver.window(1280, 800).await;
    me.goes(&demo.url).await;

    // Ask.
    me.is_at("Message Frontdesk").await;
    assert!(me.shows_focus().await);
    me.types("/request laptop screen is black").await;
    me.keys(&["Enter"]).await;
    me.is_at("What do you need help with?").await;
    me.goes_by("Tab", "Asset tag").await;
    me.types("1234").await;
    me.goes_by("Tab", "What is it?").await;
    me.types("S").await;
    me.goes_by("Tab", "Send request").await;
    me.keys(&["Enter"]).await;
    me.sees("This should look like AB-1234").await;
    me.is_at("Asset tag").await;
    me.keys(&["Control+a"]).await;
    me.types("AB-1234").await;
    me.keys(&["Enter"]).await;
    me.sees("IT-1 screen is black").await;
    me.is_at("Message Frontdesk").await;

    // Take.
    becomes(&me, "Ana").await;
    visits(&me, "it-triage").await;
    me.is_at("Message #it-triage").await;
    me.goes_by("Shift+Tab", "Take it").await;
    me.keys(&["Enter"]).await;
    me.sees("In progress").await;
    me.is_at("Take it").await;

    // Talk.
    me.goes_by("Tab", "Reply in thread").await;
    me.keys(&["Enter"]).await;
    me.is_at("Reply…").await;
    me.types("Third one this week").await;
    me.keys(&["Enter"]).await;
    me.types(">> Please try the other cable").await;
    me.keys(&["Enter"]).await;
    me.finds("//aside//li[contains(.,'Please try the other cable')]")
        .await;
    me.keys(&["Escape"]).await;
    me.is_at("2 replies").await;

    // Resolve: given up once, which leads back to the button.
    me.goes_by("Shift+Tab", "Resolve").await;
    me.keys(&["Enter"]).await;
    me.is_at("Summary").await;
    me.keys(&["Escape"]).await;
    me.is_at("Resolve").await;
    me.keys(&["Enter"]).await;
    me.is_at("Summary").await;
    me.types("A loose cable").await;
    me.goes_by("Tab", "Resolve").await;
    me.keys(&["Enter"]).await;
    me.sees("Resolved").await;
    me.holds("!!document.activeElement.closest('#room .message')")
        .await;

    // Rate.
    becomes(&me, "Mia").await;
    me.is_at("Message Frontdesk").await;
    me.sees("3 replies").await;
    me.goes_by("Shift+Tab", "3 replies").await;
    me.keys(&["Enter"]).await;
    me.sees("How was it?").await;
    me.is_at("Reply…").await;
    me.goes_by("Shift+Tab", "5").await;
    me.keys(&["Enter"]).await;
    me.sees("You gave 5 of 5").await;

    // From message to message by arrow, and into a menu and out of it.
    me.keys(&["Escape"]).await;
    me.is_at("3 replies").await;
    me.goes_by("Tab", "More actions").await;
    me.keys(&["Enter"]).await;
    me.is_at("Turn into request").await;
    me.keys(&["ArrowDown"]).await;
    me.is_at("Copy link").await;
    me.keys(&["Escape"]).await;
    me.is_at("More actions").await;
    visits(&me, "general").await;
    me.is_at("Message #general").await;
    me.goes_by("Shift+Tab", "Messages in general").await;
    me.keys(&["ArrowUp"]).await;
    let at = async || {
        me.script("return document.activeElement.innerText")
            .await
            .to_string()
    };
    assert!(at().await.contains("On my way"), "{}", at().await);
    me.keys(&["ArrowUp"]).await;
    assert!(at().await.contains("There is cake"), "{}", at().await);
    me.goes_by("Tab", "React").await;
    me.keys(&["Enter"]).await;
    me.is_at("eyes").await;
    me.goes_by("Tab", "tada").await;
    me.keys(&["Enter"]).await;
    me.sees("🎉 1").await;

    // Behind the scenes and back.
    to_the_list(&me).await;
    me.goes_by("Tab", "Behind the scenes").await;
    me.keys(&["Enter"]).await;
    me.sees("Make trouble").await;
    me.keys(&["F6"]).await;
    while me
        .script("return !document.activeElement.closest('#drawer')")
        .await
        == true
    {
        me.keys(&["F6"]).await;
    }
    me.is_at("Close").await;
    me.keys(&["Enter"]).await;
    me.misses("Make trouble").await;
    me.is_at("Behind the scenes").await;

    // Past lists that are searched: each field of a form is one stop.
    becomes(&me, "Mia").await;
    me.is_at("Message Frontdesk").await;
    me.types("/request access the wiki").await;
    me.keys(&["Enter"]).await;
    me.is_at("What do you need help with?").await;
    me.goes_by("Tab", "Who is responsible for them?").await;
    me.sees("Hanna").await;
    me.goes_by("Tab", "Where is it?").await;
    assert_eq!(me.complaints().await, Vec::<String>::new());
}
