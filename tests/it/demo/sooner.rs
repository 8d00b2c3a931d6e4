//! A day that is too near for several teams: kept with a lead's yes, then moved.

use super::browser::Driver;
use super::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_too_near_is_agreed_to_and_moved() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, hanna) = tokio::join!(driver.window(1100, 900), driver.window(1280, 900));
    mia.watches(&demo, "mia", "").await;
    mia.presses("Next Monday, 09:00").await;
    mia.says("/request hire Jane").await;
    mia.fills("Who joins us?", "Jane").await;
    mia.picks("Where do they work?", "From home").await;
    mia.sets_day("Needed by", 9).await;
    mia.clicks("//dialog//button[@type='submit']").await;
    mia.picks(
        "What shall we do? (optional)",
        "Keep the day, and ask these teams to be quicker",
    )
    .await;
    mia.sends().await;
    mia.sees("HR-1 Jane").await;
    mia.sees("those teams have to agree").await;
    hanna.is(&demo, "hanna", "").await;
    hanna.sees("Jane").await;
    hanna.presses("Approve").await;
    hanna.misses("Hand on").await;

    mia.presses("Move the date").await;
    mia.sets_day("Needed by", 30).await;
    mia.sends().await;
    mia.sees("Contract (People and culture").await;
    mia.misses("those teams have to agree").await;
    assert_eq!(mia.complaints().await, Vec::<String>::new());
}
