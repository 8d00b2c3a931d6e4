//! What of the whole reaches a step: the words and files that fill its form, or everything that was attached.

use frontdesk::sandbox::{Message, Submitted, Visibility};

use super::plans::{FACILITIES, HR, PLANS, RECRUITING, find};
use crate::bench::{Bench, TRIAGE};

/// The contract's team gets the letter and what else was said; IT everything that was attached; nobody else a file.
fn with_files() -> String {
    let field = |key: &str, label: &str, kind: &str| {
        format!(
            "\n  [[service.field]]\n  key = \"{key}\"\n  label = \"{label}\"\n  type = \"{kind}\"\n"
        )
    };
    let asked = field("letter", "The letter", "file") + &field("photo", "A photo", "file");
    let own = field("letter", "Letter", "file") + &field("notes", "Notes", "paragraph");
    let end = "\n  [[service.field]]\n  key = \"name\"\n  label = \"Who joins us?\"";
    let with = "\n  [[service.field]]\n  key = \"name\"\n  label = \"With whom?\"";
    PLANS
        .replace(end, &format!("{asked}{end}"))
        .replace(with, &format!("{own}{with}"))
        .replace(
            "fill = { name = \"name\", from = \"needed_by\" }\n\n  [[service.step]]\n  key = \"file\"",
            "fill = { name = \"name\", letter = \"letter\", notes = \"details\" }\n\n  [[service.step]]\n  key = \"file\"",
        )
        .replace(
            "fill = { who = \"name\", what = \"equipment\" }",
            "fill = { who = \"name\", what = \"equipment\" }\n  files = true",
        )
}

fn files(messages: &[Message]) -> Vec<String> {
    let all = messages.iter().flat_map(|m| m.files.iter());
    all.map(|f| f["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_step_gets_what_fills_its_form_or_all_that_was_attached() {
    let bench = Bench::with(&with_files(), |_| {}).await;
    for (channel, people) in [(HR, ["cy"]), (RECRUITING, ["ben"]), (FACILITIES, ["lea"])] {
        bench
            .slack
            .add_channel(channel, channel, Visibility::Private, &people);
    }
    let ana = bench.user("ana");
    assert!(ana.command("/request new-hire Jane Doe").await.ok());
    ana.fill("Who joins us?", "Jane Doe").await.unwrap();
    ana.pick("Where do they work?", "From home").await.unwrap();
    ana.fill("Details", "She knows <Rust> & more")
        .await
        .unwrap();
    ana.upload("The letter", &[("letter.pdf", b"letter")])
        .await
        .unwrap();
    ana.upload("A photo", &[("photo.png", b"photo")])
        .await
        .unwrap();
    ana.fill("Needed by", "2026-12-08").await.unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.settle().await;
    let contract = find(&bench, RECRUITING, "REC-1 Contract: Jane Doe");
    assert!(
        contract.reads("She knows <Rust> & more")
            && contract.reads("letter.pdf")
            && !contract.reads("letter.pdf, letter.pdf"),
        "{}",
        contract.plain()
    );
    let thread = bench.slack.thread(RECRUITING, &contract.ts);
    assert_eq!(files(&thread), ["letter.pdf"]);
    assert_eq!(bench.inside("REC-1").await[0], "Ana:\nFile: letter.pdf");
    // What is attached later, and before the step opens, goes along too.
    let hers = bench.theirs("HR-1").await;
    ana.says_with_files(
        &hers.channel,
        Some(&hers.ts),
        "Her desk",
        &[("desk.png", b"desk")],
    )
    .await;
    bench.settle().await;
    bench
        .write("ben", "REC-1", "Resolve", "Summary", "signed")
        .await;
    bench.settle().await;
    let laptop = find(&bench, TRIAGE, "Laptop and phone: Jane Doe");
    let thread = bench.slack.thread(TRIAGE, &laptop.ts);
    assert_eq!(files(&thread), ["letter.pdf", "photo.png", "desk.png"]);
    assert!(
        laptop.reads("Jane Doe") && !laptop.reads("Rust"),
        "{}",
        laptop.plain()
    );
}
