//! Who is on duty: asked, changed in chat, and taken into the configuration.

use super::browser::Driver;
use super::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_is_set_in_chat_and_exported() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let lea = driver.window(1280, 1000).await;
    lea.is(&demo, "lea", "C0ITTRIAGE").await;
    lea.says("/desk who laptop").await;
    lea.sees("Laptop trouble").await;
    lea.sees("First answer within").await;
    lea.says("/desk duty").await;
    lea.clicks("//main//li[contains(@class,'only-you')]//button[.='Stand in']")
        .await;
    lea.sets_day("From", 1).await;
    lea.sets_day("To", 1).await;
    lea.sends().await;
    lea.sees("in place of everybody else").await;
    lea.says("/desk duty export").await;
    lea.sees("[[roster]]").await;
    assert_eq!(lea.complaints().await, Vec::<String>::new());
}
