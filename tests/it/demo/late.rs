//! What is late, and what rests: seen by moving the clock.

use super::browser::Driver;
use super::people::THREAD;
use super::running::Running;
use super::tour::film;

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_hears_of_a_delay_and_gets_a_new_time() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1100, 720), driver.window(1100, 720));
    mia.is(&demo, "mia", "").await;
    ana.watches(&demo, "ana", "C0ITTRIAGE").await;
    ana.presses("Next Monday, 09:00").await;
    mia.asks("screen is black").await;
    ana.sees("IT-1 screen is black").await;

    // Half of the promised hour is over: nobody has it, so the team is told.
    ana.presses("+15 minutes").await;
    ana.presses("+15 minutes").await;
    ana.sees("Nobody has it.").await;
    film(&ana, "11-late.png").await;
    ana.presses("+1 hour").await;
    mia.clicks(THREAD).await;
    mia.sees("You were to hear from us by").await;
    ana.clicks("(//main//button[normalize-space(.)='In 1 working day'])[1]")
        .await;
    mia.sees("Ana gives you a new time").await;
    ana.misses("In 1 working day").await;
    ana.sees("this warning is over").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rests_comes_back_by_itself() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1100, 760), driver.window(1280, 900));
    mia.is(&demo, "mia", "").await;
    ana.watches(&demo, "ana", "C0ITTRIAGE").await;
    ana.presses("Next Monday, 09:00").await;
    mia.asks("screen is black").await;
    ana.presses("Take it").await;
    mia.clicks(THREAD).await;
    ana.more("Snooze").await;
    ana.sets_day("Until which day?", 1).await;
    ana.fills("What is it waiting for?", "The new screen is on its way")
        .await;
    ana.sends().await;
    mia.sees("Ana had to put this on hold until").await;
    ana.sees("and then comes back by itself").await;
    ana.presses("+1 day").await;
    mia.sees("The pause is over: Ana is working on it again.")
        .await;
    ana.clicks(THREAD).await;
    ana.finds("//aside//li[contains(.,'it is with you')]").await;
    // A reply that is kept, by its name.
    ana.replies("?cable").await;
    mia.sees("Hello Mia, please push the cable in at both ends")
        .await;
    mia.sees("write here: Ana comes by.").await;
}
