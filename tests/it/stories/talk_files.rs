//! One conversation over two threads: files.

use crate::bench::{Bench, TRIAGE};

fn files(messages: &[frontdesk::sandbox::Message]) -> Vec<String> {
    let all = messages.iter().flat_map(|m| m.files.iter());
    all.map(|f| f["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn files_go_both_ways_with_the_words_that_they_came_with() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let (inside, outside) = (bench.triage(&number).await, bench.theirs(&number).await);
    let ana = bench.user("ana");
    ana.says_with_files(
        &outside.channel,
        Some(&outside.ts),
        "It looks like this",
        &[("black.png", b"black"), ("blacker.png", b"blacker")],
    )
    .await;
    bench.calm().await;
    let there = bench.slack.thread(TRIAGE, &inside.ts);
    assert_eq!(
        there[0].plain(),
        "Ana:\nIt looks like this\nFiles: black.png, blacker.png"
    );
    assert_eq!(files(&there), ["black.png", "blacker.png"]);
    // A reply with a file and no words, and a note whose file stays.
    let bo = bench.user("bo");
    bo.says_with_files(TRIAGE, Some(&inside.ts), ">>", &[("cable.pdf", b"how to")])
        .await;
    bo.says_with_files(TRIAGE, Some(&inside.ts), "for us", &[("secret.pdf", b"!")])
        .await;
    bo.says_with_files(TRIAGE, Some(&inside.ts), "", &[("wordless.pdf", b"!")])
        .await;
    bench.calm().await;
    let there = bench.slack.thread(&outside.channel, &outside.ts);
    assert_eq!(there[1].plain(), "Bo (IT support):\nFile: cable.pdf");
    assert_eq!(
        files(&there),
        ["black.png", "blacker.png", "cable.pdf"],
        "hers and the reply's"
    );
    // A file without words by the requester.
    ana.says_with_files(
        &outside.channel,
        Some(&outside.ts),
        "",
        &[("again.png", b"x")],
    )
    .await;
    bench.calm().await;
    let there = bench.inside(&number).await;
    assert!(
        there.contains(&"Ana:\nFile: again.png".to_owned()),
        "{there:#?}"
    );
}

#[tokio::test]
async fn a_file_that_is_gone_is_said_to_be_missing() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let outside = bench.theirs(&number).await;
    let ana = bench.user("ana");
    let ts = ana
        .says_with_files(
            &outside.channel,
            Some(&outside.ts),
            "Look",
            &[("here.png", b"1"), ("gone.png", b"2")],
        )
        .await;
    let message = bench.slack.message(&outside.channel, &ts).unwrap();
    let gone = message.files[1]["id"].as_str().unwrap();
    bench.slack.delete_file(gone);
    bench.calm().await;
    assert_eq!(
        bench.inside(&number).await[0],
        "Ana:\nLook\nFile: here.png · This file could not be brought along: gone.png"
    );
}
