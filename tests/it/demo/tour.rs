//! The tour, with real clicks and keys: three people, three windows.

use std::path::PathBuf;

use super::browser::{Driver, Window};
use super::running::Running;

/// Saves pictures where FRONTDESK_FILM_STRIP says (docs/film-strip.sh).
pub async fn film(window: &Window, name: &str) {
    if let Ok(dir) = std::env::var("FRONTDESK_FILM_STRIP") {
        window.shot(&PathBuf::from(dir).join(name)).await;
    }
}

const THREAD: &str = "//main//button[contains(@class,'thread-link')]";

#[tokio::test(flavor = "multi_thread")]
async fn three_people_go_through_the_tour() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana, lea) = tokio::join!(
        driver.window(1100, 720),
        driver.window(1100, 720),
        driver.window(420, 800)
    );
    mia.goes(&demo.url).await;
    ana.goes(&format!("{}/?as=ana&in=C0ITTRIAGE", demo.url))
        .await;
    lea.goes(&format!("{}/?as=lea&in=C0ITTRIAGE", demo.url))
        .await;
    lea.dark(true).await;
    // Folded, it is out of the way in her window only.
    lea.clicks("//button[@aria-label='Fold the tour']").await;
    lea.misses("You are Mia, and your screen is black").await;

    // Ask: a wrong answer, then a right one.
    mia.sees("Mia").await;
    mia.sees("Try it in five steps").await;
    mia.says("/request laptop screen is black").await;
    mia.fills("Asset tag", "1234").await;
    mia.picks("What is it?", "Screen").await;
    mia.presses("Send request").await;
    mia.sees("This should look like AB-1234").await;
    film(&mia, "1-ask.png").await;
    mia.fills("Asset tag", "AB-1234").await;
    mia.presses("Send request").await;
    mia.sees("IT-1 screen is black").await;

    // Take. What is done is ticked for everybody.
    ana.sees("IT-1 screen is black").await;
    ana.sees("Mia's request is a card in").await;
    film(&ana, "2-take.png").await;
    ana.presses("Take it").await;
    ana.sees("In progress").await;
    lea.sees("In progress").await;
    mia.sees("@Ana is working on it").await;

    // Talk: a remark stays inside, a reply goes out, and the answer comes in.
    ana.uses("IT-1 screen is black", "Reply in thread").await;
    ana.replies("Third one this week, it is the cables").await;
    ana.replies(">> Please try the other cable first").await;
    mia.clicks(THREAD).await;
    mia.sees("Please try the other cable first").await;
    mia.replies("That was it, thank you :tada:").await;
    ana.sees("That was it, thank you").await;
    film(&ana, "3-talk.png").await;
    ana.sees("Press Resolve on the card").await;
    let seen = mia.reads().await;
    assert!(!seen.contains("Third one"), "the remark got out: {seen}");

    // Resolve.
    ana.clicks("//main//button[normalize-space(.)='Resolve']")
        .await;
    ana.fills("Summary", "A loose cable. New ones are ordered.")
        .await;
    ana.clicks("//dialog//button[@type='submit']").await;
    mia.sees("A loose cable. New ones are ordered.").await;
    film(&mia, "4-resolve.png").await;

    // Rate, by emoji on the question.
    mia.uses("How was it?", "React").await;
    mia.clicks("//button[@title=':star-struck:']").await;
    mia.sees("You gave 5 of 5").await;
    ana.sees("Mia rated 5 of 5").await;
    mia.sees("That was the whole of it").await;
    film(&mia, "5-rate.png").await;
    mia.presses("Done").await;
    mia.misses("Try it in five steps").await;

    // Not solved after all.
    mia.presses("Not solved").await;
    mia.fills("What is still wrong?", "It is black again").await;
    mia.clicks("//dialog//button[@type='submit']").await;
    ana.sees("It is black again").await;
    lea.sees("In progress").await;

    // The digest of the next working day, seen by the lead on a telephone in the dark.
    ana.clicks("//button[@aria-label='Close thread']").await;
    ana.presses("Behind the scenes").await;
    ana.presses("Next working morning, 09:00").await;
    lea.sees("IT support: ").await;
    film(&lea, "6-digest.png").await;
    ana.sees("chat.postMessage").await;
    // The names of channels that she is not in, too.
    ana.sees("#facilities").await;
    film(&ana, "7-behind.png").await;

    // The tour is found again, from its first step.
    mia.presses("Guided tour").await;
    mia.sees("You are Mia, and your screen is black").await;

    for window in [&mia, &ana, &lea] {
        assert_eq!(window.complaints().await, Vec::<String>::new());
    }
}
