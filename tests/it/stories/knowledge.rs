//! What the teams know: written from what was done, found before it is asked.

use frontdesk::domain::article::{Article, ArticleState};
use frontdesk::sandbox::Submitted;
use frontdesk::store::articles::{self, ArticleFilter};

use crate::bench::{Bench, CONFIG, HELP};

const BODY: &str = "## What helps\n**Push the cable in.** See [the wiki](https://wiki.example/cable).\n\n- both ends\n- <!channel> & co";

impl Bench {
    /// Everything that was ever written, newest first.
    pub async fn articles(&self) -> Vec<Article> {
        let mut tx = self.app.desk.store.read().await.unwrap();
        let all = ArticleFilter::default();
        articles::page(&mut tx, &all, i64::MAX, 100).await.unwrap()
    }

    /// Somebody writes an article from nothing.
    pub async fn writes_article(&self, who: &str, about: &str, title: &str, body: &str) {
        let person = self.user(who);
        assert!(person.command("/desk kb new").await.ok());
        person.pick("What is it about?", about).await.unwrap();
        person.fill("Title", title).await.unwrap();
        person.fill("What helps", body).await.unwrap();
        assert_eq!(person.submit().await, Submitted::Closed);
        self.settle().await;
    }

    async fn searches(&self, who: &str, words: &str) -> String {
        let ack = self.user(who).command(&format!("/desk kb {words}")).await;
        assert!(ack.ok(), "{ack:?}");
        ack.text()
    }
}

#[tokio::test]
async fn a_summary_becomes_an_article_with_one_click_and_names_nobody() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "Ana's screen is black").await;
    bench
        .write(
            "bo",
            &number,
            "Resolve",
            "Summary",
            "Ana Ruiz had a loose cable, Bo pushed it in",
        )
        .await;
    bench.press("bo", &number, "Make an article").await.unwrap();
    let bo = bench.user("bo");
    let form = bo.modal().expect("the form");
    assert_eq!(form.title(), "Article");
    assert_eq!(
        form.value("What is it about?").as_deref(),
        Some("Laptop trouble")
    );
    assert_eq!(
        form.value("Title").as_deref(),
        Some("a colleague's screen is black")
    );
    let body = form.value("What helps").unwrap();
    assert!(
        body.contains("had a loose cable, a colleague pushed it in"),
        "{body}"
    );
    assert!(body.contains("## How to avoid it"), "{body}");
    bo.fill("Title", "The screen stays black").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    let all = bench.articles().await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].state, ArticleState::Published);
    assert_eq!(
        (all[0].team.as_str(), all[0].service.as_deref()),
        ("IT", Some("laptop"))
    );
    assert!(!all[0].private && all[0].made_from.is_some());
    // A second press opens the one that was made.
    bench.press("cy", &number, "Make an article").await.unwrap();
    let cy = bench.user("cy");
    assert_eq!(
        cy.modal().unwrap().value("Title").as_deref(),
        Some("The screen stays black")
    );
    cy.pick("State", "Retired").await.unwrap();
    assert_eq!(cy.submit().await, Submitted::Closed);
    let all = bench.articles().await;
    assert_eq!((all.len(), all[0].state), (1, ArticleState::Retired));
    // Who does not serve there writes nothing.
    bench
        .press("ben", &number, "Make an article")
        .await
        .unwrap();
    bench.settle().await;
    assert!(bench.user("ben").modal().is_none());
    assert!(bench.whispers("ben")[0].contains("Only the team that serves"));
}

#[tokio::test]
async fn everybody_finds_reads_and_judges_it() {
    let bench = Bench::start().await;
    let nothing = bench.searches("ana", "screen").await;
    assert!(
        nothing.starts_with("Nobody has written anything about “screen” yet."),
        "{nothing}"
    );
    bench
        .writes_article("bo", "Laptop trouble", "The screen stays black", BODY)
        .await;
    bench
        .writes_article(
            "bo",
            "All of IT support",
            "VPN on a phone",
            "Ask for a token",
        )
        .await;
    for words in ["screens", "the SCRÉEN please", "black cable"] {
        let found = bench.searches("ana", words).await;
        assert!(found.contains("The screen stays black"), "{words}: {found}");
        assert!(!found.contains("VPN"), "{words}: {found}");
        assert!(!found.contains("[Edit]"), "{found}");
    }
    let common = bench.searches("ana", "the my is").await;
    assert!(common.starts_with("Nobody has written"), "{common}");
    let ana = bench.user("ana");
    bench.searches("ana", "screen").await;
    ana.click_ephemeral("Read").await.unwrap();
    let page = ana.modal().expect("the article");
    for shown in [
        "The screen stays black",
        "*What helps*\n*Push the cable in.* See",
        "• both ends",
        "IT support: Laptop trouble",
    ] {
        assert!(page.reads(shown), "{shown}: {}", page.plain());
    }
    for (answer, helped) in [("Yes, it helped", (1, 0)), ("No, it did not", (0, 1))] {
        bench.searches("ana", "screen").await;
        ana.click_ephemeral("Read").await.unwrap();
        ana.pick("Did this help you?", answer).await.unwrap();
        assert_eq!(ana.submit().await, Submitted::Closed);
        let article = bench.articles().await.pop().unwrap();
        assert_eq!((article.helpful, article.unhelpful), helped, "{answer}");
    }
    let found = bench.searches("bo", "screen").await;
    assert!(
        found.contains("did not help 1") && found.contains("[Edit]"),
        "{found}"
    );
}

#[tokio::test]
async fn what_is_a_teams_own_stays_with_it() {
    let bench = Bench::start().await;
    let ack = bench
        .user("ana")
        .command("/request payslip my salary is wrong")
        .await;
    assert!(ack.ok());
    assert_eq!(bench.user("ana").submit().await, Submitted::Closed);
    bench.calm().await;
    bench
        .write("pat", "PAY-1", "Resolve", "Summary", "A wrong bracket")
        .await;
    bench
        .press("pat", "PAY-1", "Make an article")
        .await
        .unwrap();
    let pat = bench.user("pat");
    assert_eq!(pat.submit().await, Submitted::Closed);
    let article = bench.articles().await.pop().unwrap();
    assert!(article.private, "private by itself");
    let found = bench.searches("ana", "salary").await;
    assert!(found.starts_with("Nobody has written"), "{found}");
    let found = bench.searches("pat", "salary").await;
    assert!(found.contains("for the team alone"), "{found}");
    // Neither offered where people ask.
    bench.user("ana").dm("my salary is wrong").await;
    bench.settle().await;
    let offer = bench.find(
        &bench.user("ana").dm_channel(),
        "Shall we make this a request?",
    );
    assert!(!offer.reads("may help"), "{}", offer.plain());
    // Those who keep it make it everybody's.
    bench.searches("pat", "edit salary").await;
    pat.click_ephemeral("Edit").await.unwrap();
    pat.pick("Readers", "Everybody may read it").await.unwrap();
    assert_eq!(pat.submit().await, Submitted::Closed);
    let found = bench.searches("ana", "salary").await;
    assert!(found.contains("my salary is wrong"), "{found}");
}

#[tokio::test]
async fn a_message_to_the_desk_is_answered_with_what_may_help_first() {
    let bench = Bench::start().await;
    bench
        .writes_article("bo", "Laptop trouble", "The screen stays black", BODY)
        .await;
    let ana = bench.user("ana");
    ana.dm("hello, my screen is black since this morning").await;
    bench.settle().await;
    let offer = bench.find(&ana.dm_channel(), "This may help right away:");
    assert_eq!(offer.buttons(), ["Read", "That helped", "New request"]);
    ana.click(&ana.dm_channel(), &offer.ts, "Read")
        .await
        .unwrap();
    assert!(ana.modal().unwrap().reads("Push the cable in."));
    for _ in 0..2 {
        let pressed = ana.click(&ana.dm_channel(), &offer.ts, "That helped").await;
        assert!(pressed.unwrap().ok());
    }
    bench.settle().await;
    let card = bench.slack.message(&ana.dm_channel(), &offer.ts).unwrap();
    assert!(
        card.reads("Good that “The screen stays black” helped: no request was made."),
        "{}",
        card.plain()
    );
    let article = bench.articles().await.pop().unwrap();
    assert_eq!((article.helpful, article.spared), (1, 1));
    // What comes next is something else.
    ana.dm("and my printer jams").await;
    bench.settle().await;
    let next = bench.find(&ana.dm_channel(), "Shall we make this a request?");
    assert_ne!(next.ts, offer.ts);
    assert!(!next.reads("may help"), "{}", next.plain());
}

#[tokio::test]
async fn while_nobody_has_a_request_its_card_names_what_may_help() {
    let bench = Bench::start().await;
    bench
        .writes_article("bo", "Laptop trouble", "The screen stays black", BODY)
        .await;
    let number = bench.files("ana", "screen flickers").await;
    let card = bench.theirs(&number).await;
    assert!(card.reads("This may help meanwhile:"), "{}", card.plain());
    let ana = bench.user("ana");
    ana.click(&card.channel, &card.ts, "Read").await.unwrap();
    assert!(ana.modal().unwrap().reads("Push the cable in."));
    bench.press("bo", &number, "Take it").await.unwrap();
    bench.calm().await;
    assert!(!bench.theirs(&number).await.reads("may help"));
    let other = bench.files("ana", "keyboard is wet").await;
    assert!(!bench.theirs(&other).await.reads("may help"));
}

#[tokio::test]
async fn in_a_channel_only_who_asked_says_that_it_helped() {
    let bench = Bench::start().await;
    bench
        .writes_article("bo", "Laptop trouble", "The screen stays black", BODY)
        .await;
    let ana = bench.user("ana");
    let ts = ana.says(HELP, "@frontdesk my screen is black").await;
    bench.settle().await;
    let offer = bench.slack.thread(HELP, &ts).pop().expect("an offer");
    assert!(
        offer.reads("This may help right away:"),
        "{}",
        offer.plain()
    );
    let ben = bench.user("ben");
    ben.click(HELP, &offer.ts, "That helped").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.articles().await[0].spared, 0);
    assert!(!bench.whispers("ben").is_empty());
    ana.click(HELP, &offer.ts, "That helped").await.unwrap();
    bench.settle().await;
    assert_eq!(bench.articles().await[0].spared, 1);
}

#[tokio::test]
async fn a_word_without_end_is_offered_what_its_beginning_finds() {
    let bench = Bench::start().await;
    let (code, beginning) = ("e0".repeat(1_500), "e0".repeat(40));
    bench
        .writes_article("bo", "Laptop trouble", &beginning, "Push the cable in.")
        .await;
    let ana = bench.user("ana");
    let ts = ana.says(HELP, &format!("@frontdesk it says {code}")).await;
    bench.settle().await;
    let offer = bench.slack.thread(HELP, &ts).pop().expect("an offer");
    assert!(
        offer.reads("This may help right away:"),
        "{}",
        offer.plain()
    );
}

#[tokio::test]
async fn who_was_slower_does_not_undo_what_somebody_else_wrote() {
    let bench = Bench::start().await;
    bench
        .writes_article("bo", "Laptop trouble", "Screen", "One")
        .await;
    let (bo, cy) = (bench.user("bo"), bench.user("cy"));
    for (who, person) in [("bo", &bo), ("cy", &cy)] {
        bench.searches(who, "edit").await;
        person.click_ephemeral("Edit").await.unwrap();
    }
    bo.fill("What helps", "Two").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    cy.fill("What helps", "Three").await.unwrap();
    let Submitted::Errors(errors) = cy.submit().await else {
        panic!("it was taken");
    };
    assert!(
        format!("{errors:?}").contains("Somebody else changed this meanwhile"),
        "{errors:?}"
    );
    assert_eq!(bench.articles().await[0].body, "Two");
    // Nothing at all is no article.
    assert!(bo.command("/desk kb new").await.ok());
    bo.fill("Title", " ").await.unwrap();
    bo.fill("What helps", " ").await.unwrap();
    assert!(matches!(
        bo.submit().await,
        Submitted::Errors(_) | Submitted::Incomplete(_)
    ));
    assert_eq!(bench.articles().await.len(), 1);
}

#[tokio::test]
async fn people_of_other_companies_find_nothing() {
    let bench = Bench::with(CONFIG, |_| {}).await;
    bench
        .writes_article("bo", "Laptop trouble", "Screen", "Black")
        .await;
    let zed = bench
        .slack
        .add_stranger("zed", "zed@other.example", "Europe/Paris");
    bench.slack.share(HELP);
    zed.joins(HELP).await;
    bench.settle().await;
    for (who, told) in [(&zed, false), (&bench.user("ana"), true)] {
        let root = who.says(HELP, "@frontdesk my screen is black").await;
        bench.settle().await;
        let offer = bench.slack.thread(HELP, &root).pop().unwrap();
        assert_eq!(offer.reads("may help"), told, "{}", offer.plain());
    }
    let usage = bench.user("bo").command("/desk kb").await.text();
    assert!(
        usage.contains("/desk kb new") && usage.contains("/desk kb WORDS"),
        "{usage}"
    );
}
