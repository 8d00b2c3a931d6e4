//! A company of 200 people with 50 channels and 5,000 messages.

use std::sync::Arc;
use std::time::{Duration, Instant};

use frontdesk::sandbox::{Options, Slack, Visibility};

use super::browser::Driver;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_takes_a_large_company() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let slack = Slack::start(Options::new(Arc::new(|| 1_795_424_400_000)))
        .await
        .unwrap();
    let names: Vec<String> = (0..200).map(|n| format!("p{n}")).collect();
    for name in &names {
        slack.add_user(name, &format!("{name}@acme.example"), "Europe/Berlin");
    }
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    for n in 0..50 {
        slack.add_channel_without_bot(
            &format!("C{n:03}"),
            &format!("channel-{n}"),
            Visibility::Public,
            &all,
        );
    }
    for n in 0..5000 {
        slack.said(
            "C000",
            &names[n % 200],
            &format!("Message number {n} for @p1"),
        );
    }

    let window = driver.window(1280, 800).await;
    let started = Instant::now();
    window
        .goes(&format!("{}?as=p0&in=C000", slack.page_url()))
        .await;
    window.sees("Message number 4999").await;
    let took = started.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    let count = window
        .script("return document.querySelectorAll('.message').length")
        .await;
    assert_eq!(count, 100, "only the newest are drawn");
    window
        .script("document.querySelector('main .scroll').scrollTop = 0")
        .await;
    window.sees("Message number 4850").await;

    // Something new is seen soon, however much there is.
    let started = Instant::now();
    window.says("And one more").await;
    window.sees("And one more").await;
    let took = started.elapsed();
    assert!(took < Duration::from_secs(3), "{took:?}");
}
