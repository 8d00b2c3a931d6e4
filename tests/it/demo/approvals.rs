//! A yes of the manager before anybody works on it.

use super::browser::Driver;
use super::people::THREAD;
use super::running::Running;
use super::tour::film;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_approved_is_served() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, other) = tokio::join!(driver.window(1100, 720), driver.window(1100, 720));
    mia.is(&demo, "mia", "").await;
    other.is(&demo, "carl", "").await;
    mia.says("/request access the fair's contacts").await;
    mia.clicks("//dialog//label[normalize-space(.)='CRM']")
        .await;
    mia.sends().await;
    mia.sees("We have asked Carl.").await;

    // Her manager reads what she asks for; nobody works on it before.
    let carl = &other;
    carl.sees("Mia asks for this, and it needs your approval.")
        .await;
    carl.sees("CRM").await;
    film(carl, "10-approve.png").await;
    carl.presses("Approve").await;
    carl.sees("This is approved.").await;
    mia.clicks(THREAD).await;
    mia.sees("Carl approved this.").await;

    let ana = &other;
    ana.is(&demo, "ana", "C0ITTRIAGE").await;
    ana.presses("Take it").await;
    mia.sees("@Ana is working on it").await;
    ana.sees("In progress").await;
    ana.clicks("//main//button[normalize-space(.)='Resolve']")
        .await;
    ana.fills("Summary", "You have it").await;
    ana.sends().await;
    mia.sees("How was it?").await;
    for window in [&mia, &other] {
        assert_eq!(window.complaints().await, Vec::<String>::new());
    }
}
