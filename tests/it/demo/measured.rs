//! What a newcomer waits for, and what the demo takes of their machine. A measurement, not a test: `benches/demo` runs it.

use std::time::{Duration, Instant};

use super::browser::Driver;
use super::running::Running;

/// Starts that are measured; the first finds nothing in the machine's caches.
const STARTS: usize = 5;
const IDLE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: benches/demo"]
async fn start_and_memory() {
    let driver = Driver::start().expect("a browser");
    let window = driver.window(1280, 800).await;
    for _ in 0..STARTS {
        let dir = tempfile::tempdir().unwrap();
        let started = Instant::now();
        let demo = Running::start(dir.path(), &[]);
        let listening = started.elapsed();
        window.goes(&demo.url).await;
        window.is_at("Message Frontdesk").await;
        println!(
            "listens after {} ms, the page can be typed into after {} ms",
            listening.as_millis(),
            started.elapsed().as_millis()
        );
    }
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    window.goes(&demo.url).await;
    window.says("/request laptop screen is black").await;
    window.sees("Asset tag").await;
    tokio::time::sleep(IDLE).await;
    println!("idle, with one window open: {}", demo.memory());
}
