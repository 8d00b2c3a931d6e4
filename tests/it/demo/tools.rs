//! What an agent does all day: duplicates, two things in one, what was phoned in, several at once.

use super::browser::Driver;
use super::people::THREAD;
use super::running::Running;

/// The thread under the card of the request that goes on.
const FIRST_THREAD: &str =
    "//main//li[contains(.,'IT-1 screen')]//button[contains(@class,'thread-link')]";

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_go_on_as_one() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1100, 760), driver.window(1280, 1000));
    mia.is(&demo, "mia", "").await;
    mia.asks("screen is black").await;
    let ben = &mia;
    ben.is(&demo, "ben", "").await;
    ben.asks_as("IT-2", "my screen stays dark").await;
    ana.is(&demo, "ana", "C0ITTRIAGE").await;
    ana.sees("IT-2 my screen stays dark").await;
    ana.more("Merge into another one").await;
    ana.fills("Which request does it go on in?", "IT-9").await;
    ana.clicks("//dialog//button[@type='submit']").await;
    ana.sees("We cannot find that request.").await;
    ana.fills("Which request does it go on in?", "it-1").await;
    ana.sends().await;
    ben.sees("This goes on as part of IT-1").await;

    // What is said and done in the one reaches both.
    ana.presses("Take it").await;
    ana.clicks(FIRST_THREAD).await;
    ana.replies(">> Please try the other cable").await;
    ben.clicks(THREAD).await;
    ben.finds("//aside//li[contains(.,'Please try the other cable')]")
        .await;
    ana.presses("Resolve").await;
    ana.fills("Summary", "The dock was broken").await;
    ana.sends().await;
    ana.presses("15 min").await;
    ben.finds("//aside//li[contains(.,'The dock was broken')]")
        .await;
    ana.finds("//main//li[contains(.,'IT-1 screen')][contains(.,'Handling time')]")
        .await;
    mia.is(&demo, "mia", "").await;
    mia.clicks(THREAD).await;
    mia.finds("//aside//li[contains(.,'The dock was broken')]")
        .await;
    assert_eq!(ana.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_on_the_phone_is_logged_split_and_done_with_others() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let ana = driver.window(1280, 1000).await;
    ana.is(&demo, "ana", "C0ITTRIAGE").await;
    ana.says("/desk log two things are broken").await;
    ana.picks("What do you need help with?", "Laptop trouble")
        .await;
    ana.fills("Asset tag", "AB-1234").await;
    ana.picks("What is it?", "Screen").await;
    ana.clicks("//dialog//input[@role='combobox']").await;
    ana.types("mi").await;
    ana.finds("//dialog//li[@role='option' and @aria-selected='true' and contains(.,'Mia')]")
        .await;
    ana.keys(&["Enter"]).await;
    ana.picks("How did it come in?", "Phone").await;
    ana.clicks("//dialog//button[@type='submit']").await;
    ana.sees("It is logged.").await;
    ana.presses("Close").await;
    ana.sees("IT-1 two things are broken").await;
    ana.sees("Phone").await;

    ana.more("Split").await;
    ana.picks("What is it about?", "Laptop trouble").await;
    ana.fills("Subject of the second request", "the keyboard too")
        .await;
    ana.sends().await;
    ana.sees("IT-2 the keyboard too").await;
    ana.sees("Split off").await;

    // Both at once, from what the queue shows.
    ana.says("/desk queue").await;
    ana.clicks("//main//li[contains(@class,'only-you')]//button[.='Several at once']")
        .await;
    for number in ["IT-1", "IT-2"] {
        ana.clicks(&format!(
            "//dialog//p[.='Which ones?']/following-sibling::div//label[contains(.,'{number}')]"
        ))
        .await;
    }
    ana.picks("What do you want to do with them?", "Resolve them")
        .await;
    ana.clicks("//dialog//button[@type='submit']").await;
    ana.sees("Each requester reads this.").await;
    ana.fills("Summary", "A new laptop").await;
    ana.clicks("//dialog//button[@type='submit']").await;
    ana.sees("Done: IT-1, IT-2").await;
    ana.presses("Close").await;
    let mia = &ana;
    mia.is(&demo, "mia", "").await;
    mia.sees("IT-2 the keyboard too").await;
    mia.clicks(THREAD).await;
    mia.finds("//aside//li[contains(.,'A new laptop')]").await;
    assert_eq!(ana.complaints().await, Vec::<String>::new());
}
