//! The switches for trouble: what the desk makes of a throttled, failing, forgetful and slow workspace.

use std::time::{Duration, Instant};

use super::browser::Driver;
use super::running::Running;
use super::scenes::{asked, times};

/// A bad line of the drawer about a call.
fn failed(outcome: &str) -> String {
    format!(
        "//section[@id='drawer']//details[contains(@class,'bad') and contains(.,'chat.') and contains(.,'{outcome}')]"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_trouble_arrives_once_when_it_is_over() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 900));
    asked(&mia, &ana, &demo).await;

    for (switch, outcome) in [("Throttle", "http 429"), ("Outage", "http 500")] {
        let (off, on) = ("false", "true");
        let pressed = |state: &str| format!("//button[.='{switch}' and @aria-pressed='{state}']");
        ana.clicks(&pressed(off)).await;
        ana.finds(&pressed(on)).await;
        // Whoever closes the drawer is told all the same.
        mia.sees("trouble is on").await;
        let words = format!("During {switch}");
        mia.replies(&words).await;
        mia.sees(&words).await;
        ana.finds(&failed(outcome)).await;
        assert_eq!(times(&ana, &words).await, 0);
        ana.clicks(&pressed(on)).await;
        ana.finds(&pressed(off)).await;
        mia.misses("trouble is on").await;
        ana.presses("+1 hour").await;
        ana.sees(&words).await;
    }

    ana.presses("Lose one answer").await;
    ana.finds("//button[.='Lose one answer' and @aria-pressed='true']")
        .await;
    mia.replies("The answer to this gets lost").await;
    ana.sees("The answer to this gets lost").await;
    ana.finds(&failed("lost")).await;
    ana.finds("//button[.='Lose one answer' and @aria-pressed='false']")
        .await;
    ana.presses("+1 hour").await;

    // Slow, but it comes.
    ana.presses("Slow").await;
    ana.finds("//button[.='Slow' and @aria-pressed='true']")
        .await;
    let started = Instant::now();
    mia.replies("Slowly now").await;
    ana.sees("Slowly now").await;
    let took = started.elapsed();
    assert!(took >= Duration::from_secs(2), "{took:?}");
    ana.presses("Slow").await;
    mia.replies("The last word").await;
    ana.sees("The last word").await;
    for words in [
        "During Throttle",
        "During Outage",
        "gets lost",
        "Slowly now",
        "The last word",
    ] {
        assert_eq!(times(&ana, words).await, 1, "{words}");
    }
}
