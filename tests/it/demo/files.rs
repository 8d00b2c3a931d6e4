//! Files: dropped onto a conversation, into a form, and where one should not drop them.

use std::fs;
use std::path::PathBuf;

use super::browser::Driver;
use super::running::Running;

/// The smallest picture that is one.
pub const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0,
    0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn two_files(dir: &tempfile::TempDir) -> (PathBuf, PathBuf) {
    let (picture, text) = (dir.path().join("screen.png"), dir.path().join("log.txt"));
    fs::write(&picture, DOT).unwrap();
    fs::write(&text, "it went black").unwrap();
    (picture, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_dropped_onto_a_conversation() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let (picture, text) = two_files(&dir);
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 800));
    mia.goes(&format!("{}/?as=mia&in=C0OFFICE", demo.url)).await;
    ana.goes(&format!("{}/?as=ana&in=C0OFFICE", demo.url)).await;

    mia.drags(&picture, "//main", false).await;
    mia.finds("//main[contains(@class,'dropping')]").await;
    mia.drags(&picture, "//main", true).await;
    mia.finds("//main//*[@aria-label='Remove screen.png']")
        .await;
    mia.holds("!document.querySelector('.dropping')").await;
    mia.clicks("//main//*[@aria-label='Remove screen.png']")
        .await;
    mia.misses("screen.png").await;
    mia.drags(&picture, "//main", true).await;
    mia.finds("//main//*[@aria-label='Remove screen.png']")
        .await;
    mia.drags(&text, "//main", true).await;
    mia.finds("//main//*[@aria-label='Remove log.txt']").await;
    mia.says("Here they are").await;
    ana.finds("//main//a[contains(.,'screen.png')]//img[@alt='screen.png']")
        .await;
    ana.holds("document.querySelector('.file img').naturalWidth === 1")
        .await;
    ana.finds("//main//a[@download='log.txt']").await;
    let read = "fetch(document.querySelector('a[download]').href).then((r) => r.text())";
    let words = ana.script(&format!("return {read}")).await;
    assert_eq!(words, "it went black");

    // Beside the conversation a file goes nowhere, and the page stays.
    mia.script("window.still = true").await;
    mia.drags(&text, "//nav[@id='side']", true).await;
    mia.holds("window.still === true && !document.querySelector('.dropping')")
        .await;

    // With the button, and in a thread.
    mia.uses("Here they are", "Reply in thread").await;
    mia.attaches("//aside//input[@type='file']", &text).await;
    mia.finds("//aside//*[@aria-label='Remove log.txt']").await;
    mia.replies("Once more").await;
    mia.finds("//aside//a[@download='log.txt']").await;
    for window in [&mia, &ana] {
        assert_eq!(window.complaints().await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_takes_a_file_and_the_team_gets_it() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let (picture, text) = two_files(&dir);
    let demo = Running::start(dir.path(), &[]);
    let (mia, ana) = tokio::join!(driver.window(1280, 800), driver.window(1280, 800));
    mia.goes(&demo.url).await;
    ana.goes(&format!("{}/?as=ana&in=C0ITTRIAGE", demo.url))
        .await;
    mia.says("/request laptop screen is black").await;
    mia.fills("Asset tag", "AB-1234").await;
    mia.picks("What is it?", "Screen").await;
    mia.drags(&picture, "//dialog//*[@class='file-field']", true)
        .await;
    mia.finds("//dialog//*[@aria-label='Remove screen.png']")
        .await;
    mia.attaches("//dialog//input[@type='file']", &text).await;
    mia.finds("//dialog//*[@aria-label='Remove log.txt']").await;
    mia.clicks("//dialog//*[@aria-label='Remove log.txt']")
        .await;
    mia.presses("Send request").await;
    mia.sees("IT-1 screen is black").await;
    ana.clicks("//main//button[contains(@class,'thread-link')]")
        .await;
    ana.finds("//aside//a//img[contains(@alt,'screen.png')]")
        .await;
    assert!(!ana.reads().await.contains("log.txt"));
}
