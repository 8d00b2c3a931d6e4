//! What the teams know, found without a mouse.

use super::browser::Driver;
use super::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn an_article_helps_before_anybody_is_asked() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let mia = driver.window(1100, 760).await;
    mia.is(&demo, "mia", "").await;
    mia.is_at("Message Frontdesk").await;
    mia.types("The coffee machine on 2 shows E07").await;
    mia.keys(&["Enter"]).await;
    mia.sees("This may help right away:").await;
    mia.goes_by("Shift+Tab", "Read").await;
    mia.keys(&["Enter"]).await;
    mia.sees("If it blinks again, tell us the floor.").await;
    mia.keys(&["Escape"]).await;
    mia.is_at("Read").await;
    mia.goes_by("Tab", "That helped").await;
    mia.keys(&["Enter"]).await;
    mia.sees("Good that “The coffee machine shows E07” helped")
        .await;

    // What Fritz announced stands where it concerns people, until he says that it is over.
    let fritz = &mia;
    fritz.is(&demo, "fritz", "C0OFFICE").await;
    fritz.sees("The lift is being repaired.").await;
    fritz.is_at("Message #office").await;
    fritz.goes_by("Shift+Tab", "Solved").await;
    fritz.keys(&["Enter"]).await;
    fritz.sees("says Fritz.").await;
    fritz.holds("![...document.querySelectorAll('main button')].some((b) => b.textContent === 'Solved')")
        .await;
    assert_eq!(mia.complaints().await, Vec::<String>::new());
}
