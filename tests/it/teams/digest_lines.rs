//! Digests in Teams: the same words, lines and wishes.

use frontdesk::sandbox::teams::Done;

use super::bench::{TRIAGE, TeamsBench};
use crate::bench::{DAY, HOUR, MINUTE};

#[tokio::test]
async fn the_teams_digest_has_its_lines_behind_buttons() {
    let bench = TeamsBench::start().await;
    let done = bench.files("ben", "keyboard is wet").await;
    bench.files("ana", "screen is black").await;
    bench.pass(30 * MINUTE).await;
    bench.resolves("bo", &done, "Dried").await;
    bench.pass(7 * DAY).await;
    let all = bench.teams.messages(TRIAGE);
    let weekly = all.iter().find(|m| m.reads("weekly digest")).unwrap();
    for line in ["First answer, median", "30 min", "Where the time went"] {
        assert!(weekly.reads(line), "{line} in {}", weekly.words);
    }
    let bo = bench.user("bo");
    let opened = bo.press(TRIAGE, &weekly.id, "Resolved: 1").await;
    assert_eq!(opened, Ok(Done::Dialog));
    let shown = format!("{:?}", bo.dialog().unwrap());
    assert!(shown.contains("keyboard is wet"), "{shown}");
    assert!(!shown.contains("screen is black"), "{shown}");
    for (label, behind) in [
        ("Not rated", "keyboard is wet"),
        ("Longest to answer", "keyboard is wet"),
        ("Longest to resolve", "keyboard is wet"),
        ("Most in intake", "keyboard is wet"),
        ("Longest in review", "keyboard is wet"),
        ("Unassigned: 1", "screen is black"),
    ] {
        let opened = bo.press(TRIAGE, &weekly.id, label).await;
        assert_eq!(opened, Ok(Done::Dialog), "{label}");
        let shown = format!("{:?}", bo.dialog().unwrap());
        assert!(shown.contains(behind), "{label}: {shown}");
    }
    // The last one that was opened is open: it is acted on right there.
    bo.fill("Which ones?", "IT-2").unwrap();
    bo.pick("What do you want to do with them?", "Take them")
        .unwrap();
    assert_eq!(bo.sends().await, Ok(Done::Dialog));
    assert!(bo.dialog().unwrap().words.contains("Done: IT-2"));
    bench.settle().await;
    assert_eq!(bench.assignee("IT-2").await.as_deref(), Some("Bo"));
    // Ana reads along in the channel and serves nobody.
    bench.teams.join(TRIAGE, "ana");
    let ana = bench.user("ana");
    let refused = ana.press(TRIAGE, &weekly.id, "Resolved: 1").await.unwrap();
    assert_ne!(refused, Done::Dialog);
    assert!(
        format!("{refused:?}").contains("Only the team"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn ones_own_comes_by_word_and_goes_by_button() {
    let bench = TeamsBench::start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Take it").await;
    bench.asks("bo", "digest me", "Your daily digest").await;
    bench
        .asks(
            "bo",
            "digest me daily",
            "By your own clock: At 09:00, on Monday",
        )
        .await;
    bench
        .asks("ana", "digest me daily", "people who serve in a team")
        .await;
    let own = || {
        let all = bench.user("bo").reads().into_iter();
        all.filter(|m| m.by_bot && m.reads("Your daily digest"))
            .collect::<Vec<_>>()
    };
    let before = own().len();
    bench.pass(23 * HOUR + MINUTE).await;
    assert_eq!(own().len(), before + 1);
    let last = own().pop().unwrap();
    assert!(last.reads("screen is black"), "{}", last.words);
    bench.files("ben", "keyboard is wet").await;
    bench.pass(DAY).await;
    let last = own().pop().unwrap();
    let opened = bench.user("bo");
    let opened = opened
        .press(&opened.chat(), &last.id, "Unassigned: 1")
        .await;
    assert_eq!(opened, Ok(Done::Dialog));
    let shown = format!("{:?}", bench.user("bo").dialog().unwrap());
    assert!(shown.contains("keyboard is wet"), "{shown}");
    let before = own().len() - 1;
    let bo = bench.user("bo");
    bo.press(&bo.chat(), &last.id, "No digest for me")
        .await
        .unwrap();
    bench.pass(3 * DAY).await;
    assert_eq!(own().len(), before + 1);
}
