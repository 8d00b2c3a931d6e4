//! `/desk` and its words.

use crate::bench::{Bench, TRIAGE};

async fn says(bench: &Bench, who: &str, line: &str) -> String {
    let ack = bench.user(who).command(line).await;
    assert!(ack.ok(), "{ack:?}");
    ack.text()
}

#[tokio::test]
async fn help_shows_everybody_the_words_that_are_theirs() {
    let bench = Bench::start().await;
    let ana = says(&bench, "ana", "/desk help").await;
    assert_eq!(ana, says(&bench, "ana", "/desk").await);
    assert!(
        ana.contains("/desk mine") && !ana.contains("/desk queue"),
        "{ana}"
    );
    let bo = says(&bench, "bo", "/desk help").await;
    for word in ["help", "mine", "queue", "duty", "log", "digest"] {
        assert!(bo.contains(&format!("/desk {word}")), "{bo}");
    }
    // The button under it opens the form.
    bench
        .user("ana")
        .click_ephemeral("New request")
        .await
        .unwrap();
    assert_eq!(bench.user("ana").modal().unwrap().title(), "New request");
}

#[tokio::test]
async fn mine_lists_what_is_open_and_what_comes_next() {
    let bench = Bench::start().await;
    assert_eq!(
        says(&bench, "ana", "/desk mine").await,
        "You have no open requests. */request* starts one.\n[New request]"
    );
    let number = bench.files("ana", "screen is black").await;
    bench.files("ben", "keyboard is sticky").await;
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    let mine = says(&bench, "ana", "/desk mine").await;
    assert!(
        mine.starts_with("Your open requests\n*IT-1* screen is black\nIn progress · with Bo"),
        "{mine}"
    );
    assert!(!mine.contains("keyboard"), "{mine}");
    bench
        .write("bo", &number, "Resolve", "Summary", "Done")
        .await;
    assert!(
        says(&bench, "ana", "/desk mine")
            .await
            .starts_with("You have no open requests.")
    );
}

#[tokio::test]
async fn the_queue_is_for_those_who_serve() {
    let bench = Bench::start().await;
    assert_eq!(
        says(&bench, "bo", "/desk queue").await,
        "IT support has no open requests."
    );
    let no_team = says(&bench, "ana", "/desk queue").await;
    assert!(
        no_team.starts_with("That is for people who serve in a team"),
        "{no_team}"
    );
    bench.files("ana", "screen is black").await;
    let second = bench.files("ben", "keyboard is sticky").await;
    bench.press("cy", &second, "Take it").await.unwrap();
    bench.calm().await;
    let queue = says(&bench, "bo", "/desk queue").await;
    assert!(queue.starts_with("Open requests of IT support"), "{queue}");
    assert!(queue.contains("from Ana · nobody has it"), "{queue}");
    assert!(queue.contains("from Ben · with Cy"), "{queue}");
    // Payroll's own queue is another one.
    assert_eq!(
        says(&bench, "pat", "/desk queue").await,
        "Payroll has no open requests."
    );
}

#[tokio::test]
async fn whoever_serves_two_teams_sees_both_queues() {
    let text = crate::bench::CONFIG.replace(
        "lead = \"pat@acme.example\"",
        "lead = \"pat@acme.example\"\nagents = [\"slack:U0BO\"]",
    );
    let bench = Bench::with(&text, |_| {}).await;
    assert_eq!(
        says(&bench, "bo", "/desk queue").await,
        "Your teams have no open requests."
    );
    bench.files("ana", "screen is black").await;
    let queue = says(&bench, "bo", "/desk queue").await;
    assert!(queue.starts_with("Open requests of your teams"), "{queue}");
}

#[tokio::test]
async fn duty_names_who_is_there_for_each_team() {
    let bench = Bench::start().await;
    assert_eq!(
        says(&bench, "ana", "/desk duty").await,
        "*Who is on duty*\nIT support: Lea, Bo, Cy\nPayroll: Pat"
    );
}

#[tokio::test]
async fn the_digest_is_shown_now_to_those_who_serve() {
    let bench = Bench::start().await;
    let nothing = says(&bench, "bo", "/desk digest").await;
    assert!(
        nothing.starts_with("IT support had nothing to do"),
        "{nothing}"
    );
    bench.files("ana", "screen is black").await;
    let digest = says(&bench, "bo", "/desk digest").await;
    assert!(digest.contains("screen is black"), "{digest}");
    // In the team's channel for an admin who serves in none; elsewhere there is nothing to choose by.
    let root = bench.user("root");
    root.joins(TRIAGE).await;
    let ack = root.command_in(TRIAGE, "/desk digest").await;
    assert!(ack.text().contains("screen is black"), "{}", ack.text());
    let refused = says(&bench, "ana", "/desk digest").await;
    assert!(
        refused.starts_with("That is for people who serve in a team"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_word_that_is_not_known_gets_the_nearest_one() {
    let bench = Bench::start().await;
    for (typed, near) in [("mien", "mine"), ("QEUE", "queue"), ("dgest", "digest")] {
        let said = says(&bench, "ana", &format!("/desk {typed}")).await;
        assert_eq!(
            said,
            format!(
                "“{typed}” is not a word that we know. Did you mean */desk {near}*? */desk help* shows every word."
            )
        );
    }
    assert_eq!(
        says(&bench, "ana", "/desk xylophone").await,
        "“xylophone” is not a word that we know. */desk help* shows every word."
    );
    for later in ["stats", "login"] {
        let said = says(&bench, "ana", &format!("/desk {later}")).await;
        assert!(said.contains("is not there yet"), "{said}");
    }
}
