//! Replies that are kept: the team's and an agent's own, chosen in the form and typed as `?name`.

use frontdesk::sandbox::Submitted;

use crate::bench::{Bench, CONFIG, HELP};

async fn start() -> Bench {
    let replies = "
[[team.reply]]
name = \"vpn\"
text = \"Hello {requester}, restart the VPN client. {agent}, for {number}\"

[[team.reply]]
name = \"when\"
text = \"You have it by {due}.\"

[[team]]
key = \"PAY\"";
    let config = CONFIG.replace("\n[[team]]\nkey = \"PAY\"", replies);
    Bench::with(&config, |_| {}).await
}

async fn keeps(bench: &Bench, who: &str, name: &str, text: &str) -> Submitted {
    let person = bench.user(who);
    assert!(person.command("/desk replies").await.ok());
    person.click_ephemeral("New reply").await.unwrap();
    person.fill("Name", name).await.unwrap();
    person.fill("Text", text).await.unwrap();
    person.submit().await
}

#[tokio::test]
async fn a_name_typed_in_the_thread_sends_the_reply() {
    let bench = start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.mutters("bo", &number, "?vpn").await;
    let said = format!("Hello Ana, restart the VPN client. Bo, for {number}");
    let outside = bench.outside(&number).await;
    assert!(outside.last().unwrap().contains(&said), "{outside:#?}");
    // The team reads what was sent, too.
    let inside = bench.inside(&number).await;
    assert!(inside.last().unwrap().contains(&said), "{inside:#?}");
    // It is an answer like any other.
    assert_eq!(bench.status(&number).await, "in_progress");
    assert!(bench.request(&number).await.first_response_at.is_some());
    bench.mutters("bo", &number, "?when").await;
    let outside = bench.outside(&number).await;
    assert!(
        outside.last().unwrap().contains("You have it by"),
        "{outside:#?}"
    );
}

#[tokio::test]
async fn a_name_that_is_not_known_gets_the_nearest_privately() {
    let bench = start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.mutters("bo", &number, "?vnp").await;
    assert_eq!(
        bench.whispers("bo"),
        ["There is no reply ?vnp, so none went out. Did you mean *?vpn*?".to_owned()]
    );
    assert_eq!(bench.outside(&number).await.len(), 0);
    // Nothing is due while the clock stands.
    bench.more("bo", &number, "Wait for requester").await;
    bench.mutters("bo", &number, "?when").await;
    assert!(
        bench.whispers("bo")[1].starts_with("This reply tells when it is due"),
        "{:?}",
        bench.whispers("bo")
    );
    // What is a question is a note, and so is what somebody else types.
    bench.mutters("bo", &number, "? which one").await;
    bench.mutters("ben", &number, "?vpn").await;
    assert_eq!(bench.outside(&number).await.len(), 1);
    assert_eq!(bench.whispers("bo").len(), 2);
}

#[tokio::test]
async fn a_name_typed_where_the_requester_reads_sends_the_reply_too() {
    let bench = start().await;
    let ana = bench.user("ana");
    let root = ana.says(HELP, "screen is black").await;
    ana.message_shortcut("turn_into_request", HELP, &root)
        .await
        .unwrap();
    ana.pick("What do you need help with?", "Something else")
        .await
        .unwrap();
    assert_eq!(ana.submit().await, Submitted::Closed);
    bench.calm().await;
    // A name that there is not is no answer.
    bench.tells("bo", "IT-1", "?vnp").await;
    assert!(bench.whispers("bo")[0].starts_with("There is no reply ?vnp, so none went out."));
    assert!(bench.request("IT-1").await.first_response_at.is_none());
    assert_eq!(bench.inside("IT-1").await, ["Ana:\nscreen is black"]);
    bench.tells("bo", "IT-1", "?vpn").await;
    let said = "Hello Ana, restart the VPN client. Bo, for IT-1";
    for thread in [bench.outside("IT-1").await, bench.inside("IT-1").await] {
        assert!(thread.last().unwrap().contains(said), "{thread:#?}");
    }
    assert_eq!(bench.status("IT-1").await, "in_progress");
    // To whoever asked it is a word like any other.
    bench.tells("ana", "IT-1", "?vpn").await;
    let inside = bench.inside("IT-1").await;
    assert!(inside.last().unwrap().contains("?vpn"), "{inside:#?}");
}

#[tokio::test]
async fn what_is_chosen_in_the_form_is_looked_at_before_it_goes() {
    let bench = start().await;
    let number = bench.files("ana", "screen is black").await;
    bench.press("bo", &number, "Reply").await.unwrap();
    let bo = bench.user("bo");
    assert_eq!(
        bo.modal().unwrap().options("Or a reply that is kept"),
        ["vpn", "when"]
    );
    bo.pick("Or a reply that is kept", "vpn").await.unwrap();
    assert_eq!(bo.submit().await, Submitted::Updated);
    let shown = bo.modal().unwrap().value("Your reply").unwrap();
    assert!(shown.starts_with("Hello {requester}, restart"), "{shown}");
    bo.fill("Your reply", "Hello {requester}, {requestor}!")
        .await
        .unwrap();
    let Submitted::Errors(errors) = bo.submit().await else {
        panic!("there is no such variable")
    };
    assert!(
        errors[0].1.starts_with("There is no {requestor}."),
        "{errors:?}"
    );
    bo.fill("Your reply", "Hello {requester}, restart it twice.")
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    bench.calm().await;
    let outside = bench.outside(&number).await;
    assert!(
        outside[0].contains("Hello Ana, restart it twice."),
        "{outside:#?}"
    );
}

#[tokio::test]
async fn agents_keep_their_own() {
    let bench = start().await;
    let number = bench.files("ana", "screen is black").await;
    for (name, text, why) in [
        (
            "Two words",
            "Hello",
            "This should be a name of small letters",
        ),
        (
            "mine",
            "Hello {you}",
            "There is no {you}. You can use {requester}",
        ),
    ] {
        let Submitted::Errors(errors) = keeps(&bench, "bo", name, text).await else {
            panic!("{name} was kept")
        };
        assert!(errors[0].1.starts_with(why), "{errors:?}");
        bench.user("bo").closes_modal(false).await;
    }
    assert_eq!(
        keeps(&bench, "bo", "?Mine", "It is {subject} again").await,
        Submitted::Closed
    );
    // Theirs goes before the team's of that name.
    assert_eq!(
        keeps(&bench, "bo", "vpn", "Try it again, {requester}").await,
        Submitted::Closed
    );
    let Submitted::Errors(errors) = keeps(&bench, "bo", "mine", "Another").await else {
        panic!("one name twice")
    };
    assert_eq!(errors[0].1, "You have a reply of that name already.");
    bench.user("bo").closes_modal(false).await;
    bench.mutters("bo", &number, "?mine").await;
    bench.mutters("bo", &number, "?vpn").await;
    bench.mutters("cy", &number, "?mine").await;
    let outside = bench.outside(&number).await;
    assert_eq!(outside.len(), 2, "{outside:#?}");
    assert!(outside[0].contains("It is screen is black again"));
    assert!(outside[1].contains("Try it again, Ana"));
    assert!(bench.whispers("cy")[0].starts_with("There is no reply ?mine"));
    // Changed, and deleted.
    let bo = bench.user("bo");
    let list = bo.command("/desk replies").await.text();
    assert!(
        list.contains("*?mine* (yours)") && list.contains("*?when* (IT support)"),
        "{list}"
    );
    bo.click_ephemeral("Edit").await.unwrap();
    assert_eq!(bo.modal().unwrap().value("Name").as_deref(), Some("mine"));
    bo.choose_many("No longer needed?", &["Delete it"])
        .await
        .unwrap();
    assert_eq!(bo.submit().await, Submitted::Closed);
    let list = bo.command("/desk replies").await.text();
    assert!(!list.contains("mine"), "{list}");
    let refused = bench.user("ana").command("/desk replies").await.text();
    assert!(
        refused.starts_with("That is for people who serve in a team"),
        "{refused}"
    );
}
