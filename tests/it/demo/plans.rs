//! One wish, the work of four teams.

use super::browser::Driver;
use super::people::THREAD;
use super::running::Running;
use super::tour::film;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_colleague_is_one_card_over_four_teams() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, other) = tokio::join!(driver.window(1100, 900), driver.window(1280, 900));
    mia.is(&demo, "mia", "").await;
    mia.says("/request hire Jane").await;
    mia.fills("Who joins us?", "Jane").await;
    mia.picks("Where do they work?", "Office").await;
    // Too soon: who would have to have begun, and what can be done.
    mia.sets_day("Needed by", 3).await;
    mia.clicks("//dialog//button[@type='submit']").await;
    mia.sees("There is not enough time for").await;
    mia.sees("What shall we do?").await;
    mia.is_at("Send request").await;
    mia.sets_day("Needed by", 28).await;
    mia.sends().await;
    mia.sees("HR-1 Jane").await;
    mia.sees("Planned: Contract (People and culture)").await;
    mia.sees("Planned: A desk and a badge (Facilities)").await;
    mia.sees("Planned: Payroll (Finance)").await;
    mia.sees("Planned: Laptop and accounts (IT support)").await;

    // The first step is begun early and done; the next ones open when their time comes.
    let hanna = &other;
    hanna.watches(&demo, "hanna", "C0HRTRIAGE").await;
    hanna.presses("+5 days").await;
    hanna.presses("+5 days").await;
    hanna.presses("Start now").await;
    hanna.sees("HR-2 Contract: Jane").await;
    // Its own card: a digest may name it first.
    hanna.sees("Waits for this").await;
    mia.sees("Open: Contract (People and culture, HR-2)").await;
    hanna
        .clicks("(//main//button[normalize-space(.)='Resolve'])[last()]")
        .await;
    hanna.fills("Summary", "It is signed").await;
    hanna.sends().await;
    mia.sees("Done: Contract (People and culture, HR-2)").await;
    hanna.presses("+5 days").await;
    hanna.presses("+5 days").await;
    mia.sees("Open: Laptop and accounts (IT support, IT-1)")
        .await;
    mia.sees("Open: A desk and a badge (Facilities, FAC-1)")
        .await;
    film(&mia, "12-plan.png").await;
    // Nobody does them: who waits for the whole reads that they are late.
    hanna.presses("+5 days").await;
    hanna.presses("+5 days").await;
    mia.sees("We are late with this, and we are sorry.").await;
    mia.clicks(THREAD).await;
    mia.sees("Facilities is late with A desk and a badge (FAC-1): it was due")
        .await;
    assert_eq!(mia.complaints().await, Vec::<String>::new());
}
