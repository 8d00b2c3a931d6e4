//! What a team reads at the beginning of a week.

use super::browser::Driver;
use super::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn monday_says_who_is_on_duty_and_how_the_week_was() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, lea) = tokio::join!(driver.window(1100, 760), driver.window(1280, 1000));
    mia.is(&demo, "mia", "").await;
    lea.watches(&demo, "lea", "C0ITTRIAGE").await;
    mia.asks("screen is black").await;
    lea.presses("Take it").await;
    lea.clicks("//main//button[normalize-space(.)='Resolve']")
        .await;
    lea.fills("Summary", "A loose cable").await;
    lea.sends().await;
    lea.presses("Next Monday, 09:00").await;
    lea.sees("On duty today for IT support").await;
    lea.presses("+1 hour").await;
    lea.sees("IT support: weekly digest").await;

    // What a number is made of, and one's own numbers.
    lea.clicks("(//main//button[starts-with(normalize-space(.),'Resolved: 1')])[last()]")
        .await;
    lea.finds("//dialog[contains(.,'IT-1 screen is black')]")
        .await;
    lea.presses("Close").await;
    lea.says("/desk digest me").await;
    lea.sees("Your daily digest").await;

    // A week is given away, and taken.
    // Whoever reads further up comes to what they get for what they write.
    lea.script("document.querySelector('#room .scroll').scrollTop = 0")
        .await;
    lea.says("/desk duty").await;
    lea.finds("//main//li[contains(@class,'only-you')]").await;
    lea.holds("document.querySelector('.only-you').getBoundingClientRect().top < innerHeight")
        .await;
    lea.clicks("//main//li[contains(@class,'only-you')]//button[.='Swap']")
        .await;
    lea.chooses_first("Which duty do you want to give away?")
        .await;
    lea.picks(
        "To whom, and which do you take in return?",
        "Ana takes it, nothing in return",
    )
    .await;
    lea.sends().await;
    let ana = &mia;
    ana.is(&demo, "ana", "").await;
    ana.sees("Lea asks you to take their duty").await;
    ana.presses("I take it").await;
    ana.sees("You agreed.").await;
    lea.sees("Ana takes over from Lea").await;
    assert_eq!(lea.complaints().await, Vec::<String>::new());
}
