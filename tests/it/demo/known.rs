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
    assert_eq!(mia.complaints().await, Vec::<String>::new());
}
