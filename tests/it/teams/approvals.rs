//! Approvals, where people live in Teams.

use frontdesk::sandbox::teams::{Done, Post};

use crate::bench::{DAY, HOUR};

use super::bench::{TeamsBench, teams_config};

/// A desk whose service `other` needs this approval.
fn with_approval(approval: &str) -> String {
    let service = "key = \"other\"\nteam = \"IT\"\nname = \"Something else\"\n";
    let more = format!(
        "{service}approval = {approval}\n[[service.field]]\nkey = \"what\"\nlabel = \"What do you need?\"\n\
         type = \"text\"\nrequired = true\n"
    );
    let config = teams_config().replace(service, &more);
    assert_ne!(config, teams_config());
    config
}

async fn asks(bench: &TeamsBench, who: &str, what: &str) -> String {
    bench.opens(who, "other Standing desk").await;
    let person = bench.user(who);
    person.fill("What do you need?", what).unwrap();
    assert_eq!(person.sends().await, Ok(Done::Closed));
    bench.settle().await;
    "IT-1".to_owned()
}

fn card(bench: &TeamsBench, who: &str) -> Option<Post> {
    let all = bench.user(who).reads().into_iter();
    let mut cards = all.filter(|m| m.by_bot && m.reads("IT-1"));
    cards.find(|m| m.reads("pproval"))
}

async fn press(bench: &TeamsBench, who: &str, label: &str) -> Done {
    let person = bench.user(who);
    let card = card(bench, who).expect("an approver's card");
    let done = person.press(&person.chat(), &card.id, label).await;
    bench.settle().await;
    done.unwrap()
}

#[tokio::test]
async fn it_is_asked_sent_back_changed_and_approved() {
    let text = with_approval("{ by = [\"pat@acme.example\"] }");
    let bench = TeamsBench::with(&text).await;
    let number = asks(&bench, "ana", "Two desks").await;
    assert_eq!(
        bench.request(&number).await.status.name(),
        "awaiting_approval"
    );
    let triage = bench.card(&number);
    assert!(
        triage.reads("It waits for the approval of Pat."),
        "{}",
        triage.words
    );
    let asked = card(&bench, "pat").expect("pat is asked");
    assert!(asked.reads("Two desks"), "{}", asked.words);
    assert_eq!(
        asked.buttons(),
        ["Approve", "Decline", "Ask for changes", "Hand on"]
    );
    assert_eq!(press(&bench, "pat", "Ask for changes").await, Done::Dialog);
    let pat = bench.user("pat");
    pat.fill("What should be different?", "One is enough")
        .unwrap();
    assert_eq!(pat.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let hers = bench.theirs(&number).await;
    assert!(hers.reads("One is enough"), "{}", hers.words);
    let ana = bench.user("ana");
    let opened = ana
        .press(&ana.chat(), &hers.id, "Change and send again")
        .await;
    assert_eq!(opened, Ok(Done::Dialog));
    assert_eq!(ana.dialog().unwrap().title, "Change and send again");
    ana.fill("What do you need?", "One desk").unwrap();
    assert_eq!(ana.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let asked = card(&bench, "pat").unwrap();
    assert!(asked.reads("One desk"), "{}", asked.words);
    // The answer to the press is the card as it is now.
    let Done::Card(now) = press(&bench, "pat", "Approve").await else {
        panic!("the card in its place");
    };
    assert!(now.to_string().contains("This is approved."), "{now}");
    assert_eq!(bench.request(&number).await.status.name(), "new");
    let told = bench.outside(&number).await.join("\n");
    assert!(told.contains("Pat approved this."), "{told}");
    assert!(bench.card(&number).reads("One desk"));
}

#[tokio::test]
async fn who_was_not_asked_is_refused_and_shown_nothing() {
    let text = with_approval("{ by = [\"pat@acme.example\"] }");
    let bench = TeamsBench::with(&text).await;
    let number = asks(&bench, "ana", "A desk of my size").await;
    let asked = card(&bench, "pat").unwrap();
    for who in ["ben", "bo"] {
        // As if the card had been forwarded.
        let theirs = bench.user("pat").chat();
        let done = bench.user(who).press(&theirs, &asked.id, "Approve").await;
        assert!(
            !format!("{done:?}").contains("A desk of my size"),
            "{done:?}"
        );
        bench.settle().await;
        let told = bench.told(who).pop().unwrap_or_default();
        assert!(
            told.contains("Only those who were asked to approve"),
            "{told}"
        );
        for form in ["Decline", "Ask for changes", "Hand on"] {
            let done = bench
                .user(who)
                .press(&theirs, &asked.id, form)
                .await
                .unwrap();
            assert!(
                matches!(&done, Done::Word(word) if word.contains("Only those who")),
                "{done:?}"
            );
        }
    }
    assert_eq!(
        bench.request(&number).await.status.name(),
        "awaiting_approval"
    );
}

#[tokio::test]
async fn handed_on_reminded_and_declined_with_a_reason() {
    let text = with_approval("{ by = [\"pat@acme.example\"], remind_after = \"1d\" }");
    let bench = TeamsBench::with(&text).await;
    let number = asks(&bench, "ana", "A desk").await;
    assert_eq!(press(&bench, "pat", "Hand on").await, Done::Dialog);
    let pat = bench.user("pat");
    pat.fill("Who decides in your place?", bench.user("ben").aad)
        .unwrap();
    assert_eq!(pat.sends().await, Ok(Done::Closed));
    bench.settle().await;
    let pats = pat
        .reads()
        .into_iter()
        .any(|m| m.reads("you handed this on to Ben"));
    assert!(pats, "pat's card says so");
    bench.pass(DAY + HOUR).await;
    let ben = bench.user("ben");
    let nudge = ben
        .reads()
        .into_iter()
        .rev()
        .find(|m| m.reads("still waits for your approval"));
    let nudge = nudge.expect("a reminder");
    let opened = ben.press(&ben.chat(), &nudge.id, "Decline").await;
    assert_eq!(opened, Ok(Done::Dialog));
    ben.fill("Why not?", "No room for it").unwrap();
    assert_eq!(ben.sends().await, Ok(Done::Closed));
    bench.settle().await;
    assert_eq!(bench.request(&number).await.status.name(), "cancelled");
    let told = bench.outside(&number).await.join("\n");
    assert!(told.contains("No room for it"), "{told}");
    let list = bench
        .asks("ben", "approvals", "Nothing waits for your approval")
        .await;
    assert!(list.by_bot);
}

#[tokio::test]
async fn in_sequence_the_next_is_asked_when_the_one_before_said_yes() {
    let approval = "{ by = [\"pat@acme.example\", \"lea@acme.example\"], rule = \"sequence\" }";
    let bench = TeamsBench::with(&with_approval(approval)).await;
    let number = asks(&bench, "ana", "A desk").await;
    assert!(card(&bench, "lea").is_none());
    press(&bench, "pat", "Approve").await;
    let pats = card(&bench, "pat").unwrap();
    assert!(
        pats.reads("Thank you. It still waits for Lea."),
        "{}",
        pats.words
    );
    press(&bench, "lea", "Approve").await;
    assert_eq!(bench.request(&number).await.status.name(), "new");
    assert!(card(&bench, "pat").unwrap().reads("This is approved."));
}

#[tokio::test]
async fn a_majority_decides_and_every_card_shows_it() {
    let approval = "{ by = [\"pat@acme.example\", \"lea@acme.example\", \"cy@acme.example\"], rule = \"majority\" }";
    let bench = TeamsBench::with(&with_approval(approval)).await;
    let number = asks(&bench, "ana", "A desk").await;
    press(&bench, "pat", "Approve").await;
    let cys = card(&bench, "cy").unwrap();
    assert!(cys.reads("Pat approved."), "{}", cys.words);
    press(&bench, "cy", "Approve").await;
    assert_eq!(bench.request(&number).await.status.name(), "new");
    let leas = card(&bench, "lea").unwrap();
    assert!(leas.reads("This is approved."), "{}", leas.words);
    assert!(leas.buttons().is_empty());
}

#[tokio::test]
async fn who_does_not_answer_is_reminded_and_then_it_ends_with_words() {
    let approval = "{ by = [\"pat@acme.example\"], remind_after = \"1d\", expires_after = \"2d\" }";
    let bench = TeamsBench::with(&with_approval(approval)).await;
    let number = asks(&bench, "ana", "A desk").await;
    bench.pass(DAY + HOUR).await;
    let reads = |words: &str| bench.user("pat").reads().iter().any(|m| m.reads(words));
    assert!(reads("still waits for your approval"));
    bench.pass(DAY).await;
    assert_eq!(bench.request(&number).await.status.name(), "cancelled");
    let told = bench.outside(&number).await.join("\n");
    assert!(
        told.contains("Nobody has approved this in time, so it ends here. We waited for Pat."),
        "{told}"
    );
    assert!(reads("Nobody decided in time"));
    let again = bench.theirs(&number).await;
    assert!(
        again.buttons().contains(&"Ask again".to_owned()),
        "{again:?}"
    );
}

#[tokio::test]
async fn what_waits_for_somebodys_word_is_on_their_desk() {
    let bench = TeamsBench::with(&with_approval("{ by = [\"ben@acme.example\"] }")).await;
    bench.tells("ben", "home").await;
    let desk = |bench: &TeamsBench| {
        let mut all = bench.user("ben").reads().into_iter();
        all.find(|m| m.reads("My requests")).expect("their desk")
    };
    assert!(!desk(&bench).reads("Waiting for your approval"));
    asks(&bench, "ana", "A desk").await;
    let shown = desk(&bench);
    assert!(shown.reads("Waiting for your approval"), "{}", shown.words);
    assert!(shown.reads("Standing desk from Ana"), "{}", shown.words);
    let ben = bench.user("ben");
    let mut all = ben.reads().into_iter();
    let asked = all.find(|m| m.reads("Your approval")).expect("their card");
    ben.press(&ben.chat(), &asked.id, "Approve").await.unwrap();
    bench.settle().await;
    assert!(!desk(&bench).reads("Waiting for your approval"));
}

#[tokio::test]
async fn nobody_is_asked_in_place_of_a_manager_who_is_known_a_moment_later() {
    let people = "\n[people]\n\"ana@acme.example\" = { manager = \"ben@acme.example\" }\n";
    let text = with_approval("{ by = [\"manager\"] }") + people;
    let bench = TeamsBench::with(&text).await;
    // Ana's first word to the desk at all: Teams says how she is called, and not her address.
    let number = asks(&bench, "ana", "A desk").await;
    let leas = bench.user("lea").reads();
    assert!(!leas.iter().any(|m| m.reads(&number)), "{leas:?}");
    assert!(bench.card(&number).reads("the approval of Ben."));
    press(&bench, "ben", "Approve").await;
    assert_eq!(bench.request(&number).await.status.name(), "new");
}
