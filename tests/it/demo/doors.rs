//! Who gets what is asked: by a rule, and by somebody who knows better.

use super::browser::Driver;
use super::people::THREAD;
use super::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_moves_it() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let mia = driver.window(1100, 760).await;
    mia.is(&demo, "mia", "").await;
    mia.says("/request room the projector is dark").await;
    mia.fills("Floor", "2").await;
    mia.sends().await;
    mia.sees("IT-1 the projector is dark").await;
    mia.sees("IT support has your request.").await;
    mia.is(&demo, "ana", "C0ITTRIAGE").await;
    mia.sees("IT-1 the projector is dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_door_is_one_tap() {
    let Some(driver) = Driver::start() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let demo = Running::start(dir.path(), &[]);
    let (mia, other) = tokio::join!(driver.window(1100, 760), driver.window(1100, 760));
    mia.is(&demo, "mia", "").await;
    let ana = &other;
    ana.is(&demo, "ana", "C0ITTRIAGE").await;
    mia.asks("the lamp above my desk is dark").await;
    ana.sees("IT-1 the lamp above my desk is dark").await;
    ana.more("Wrong team").await;
    ana.picks("Whose is it?", "Something is broken in the house")
        .await;
    ana.fills("What should they know? (optional)", "A ladder is needed")
        .await;
    ana.sends().await;
    ana.sees("Facilities").await;
    ana.finds("//main//li[contains(.,'IT-1')][not(.//button[normalize-space(.)='Take it'])]")
        .await;

    // Number and words go along; she retypes nothing and is told in one line.
    let max = &other;
    max.is(&demo, "max", "C0FACTRIAGE").await;
    max.sees("IT-1 the lamp above my desk is dark").await;
    max.clicks(THREAD).await;
    max.finds("//aside//li[contains(.,'A ladder is needed')]")
        .await;
    mia.clicks(THREAD).await;
    mia.finds("//aside//li[contains(.,'Facilities')]").await;
    max.presses("Take it").await;
    mia.sees("@Max is working on it").await;
}
